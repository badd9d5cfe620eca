// Queues that programs create are drawn: they come and go with the run, and are looked at like any other.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { clean } from "./harness.mjs";
import {
  button, canvas, focused, inspector, moment, mouse, notice, part, pause, play, playHead, runUntil, seek, sharedLink, stage, tabTo, until,
  visible,
} from "./steps.mjs";

const it = stage();
const url = (name) => `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`;

const terminal = (page) => page.getByRole("region", { name: "Terminal" });
const prompt = (page) => terminal(page).getByRole("textbox", { name: "Command" });
const heading = (page) => canvas(page).getByText(/^Created by programs/);
const gone = (page, name) => part(page, name).waitFor({ state: "detached" });
const place = (page, name) => part(page, name).getAttribute("transform");

async function openTerminal(page) {
  await canvas(page).focus();
  await page.keyboard.press("t");
  await prompt(page).and(focused(page)).waitFor();
}

const closeTerminal = (page) => button(terminal(page), "Close the terminal").click();

/** Runs commands of the AWS CLI's `aws sqs`, and waits until they are done. */
async function run(page, ...commands) {
  await prompt(page).fill(commands.map((command) => `aws sqs ${command}`).join("\n"));
  await prompt(page).press("Enter");
  await terminal(page).getByRole("status").waitFor({ state: "detached" });
}

/** A sketch with one queue, "orders", whose run is at two seconds, and the terminal open. */
async function orders(options) {
  const page = await it.emptyCanvas(options);
  await mouse.addPart(page, "SQS standard", "orders", 0.5);
  await play(page);
  await runUntil(page, 2);
  await pause(page);
  await openTerminal(page);
  return page;
}

test("a queue that a command creates is drawn with its messages, until a command deletes it", async () => {
  const page = await orders();
  assert.equal(await heading(page).count(), 0);
  await run(page, "create-queue --queue-name jobs");
  const card = part(page, "jobs");
  await card.waitFor();
  assert.match(await card.getAttribute("aria-label"), /^jobs, SQS standard, created by a program: 0 visible/);
  await heading(page).waitFor();
  await run(page, `send-message --queue-url ${url("jobs")} --message-body one`, `send-message --queue-url ${url("jobs")} --message-body two`);
  await visible(page, "jobs", 2);
  await run(page, `receive-message --queue-url ${url("jobs")}`);
  await visible(page, "jobs", 1);
  assert.match(await card.textContent(), /1 visible\s+1 in flight/);
  await run(page, "create-queue --queue-name jobs.fifo --attributes FifoQueue=true");
  await page.getByLabel(/^jobs\.fifo, SQS FIFO, created by a program/).waitFor();
  const stays = await place(page, "jobs.fifo");
  await run(page, `delete-queue --queue-url ${url("jobs")}`);
  await gone(page, "jobs");
  assert.equal(await place(page, "jobs.fifo"), stays);
  await page.getByText("A program deleted jobs").first().waitFor({ state: "attached" });
  await run(page, `delete-queue --queue-url ${url("jobs.fifo")}`);
  await gone(page, "jobs.fifo");
  assert.equal(await heading(page).count(), 0);
  clean(page);
});

test("it goes with undo and before it was created, comes again, and is where others see it, too", async () => {
  const page = await orders();
  await run(page, "create-queue --queue-name jobs");
  await part(page, "jobs").waitFor();
  const there = await place(page, "jobs");
  await button(page, "Undo").click();
  await gone(page, "jobs");
  await button(page, "Redo").click();
  await part(page, "jobs").waitFor();
  await closeTerminal(page); // on a low screen it lies over the timeline
  await seek(page, 1);
  await gone(page, "jobs");
  await playHead(page).press("End");
  await part(page, "jobs").waitFor();
  assert.equal(await place(page, "jobs"), there);
  await mouse.share(page);
  const other = await it.openLinkInFreshContext(await sharedLink(page));
  await part(other, "jobs").waitFor();
  assert.equal(await place(other, "jobs"), there);

  // Another way to go on, in which nobody has created it.
  const before = await seek(page, 1);
  await openTerminal(page);
  await run(page, `send-message --queue-url ${url("orders")} --message-body hi`);
  await visible(page, "orders", 1);
  await gone(page, "jobs");
  await closeTerminal(page);
  await canvas(page).focus();
  await page.keyboard.press("b");
  await until(page, ({ hash }) => hash === before.hash);
  await playHead(page).press("End");
  await part(page, "jobs").waitFor();
  await canvas(page).focus();
  await page.keyboard.press("r"); // begins anew, without a log
  await gone(page, "jobs");
  for (const seen of [page, other]) clean(seen);
});

test("it is selected and read by keyboard and by mouse, and not edited", async () => {
  const page = await orders();
  await run(page, "create-queue --queue-name jobs --attributes VisibilityTimeout=45", `send-message --queue-url ${url("jobs")} --message-body one`);
  await visible(page, "jobs", 1);
  await closeTerminal(page);
  const { hash } = await moment(page);
  await canvas(page).focus();
  await tabTo(page, part(page, "jobs"));
  await page.keyboard.press("Enter");
  await inspector(page).getByRole("textbox", { name: "Name" }).and(focused(page)).waitFor();
  assert.equal(await inspector(page).getByRole("textbox", { name: "Name" }).isEditable(), false);
  await inspector(page).getByText("A program created this queue").waitFor();
  const timeout = inspector(page).getByLabel("VisibilityTimeout");
  assert.equal(await timeout.inputValue(), "45 s");
  assert.equal(await timeout.isDisabled(), true);
  assert.equal(await button(inspector(page), "Delete").count(), 0);
  await inspector(page).getByRole("tab", { name: "Metrics" }).click();
  await inspector(page).getByText("NumberOfMessagesSent").waitFor();
  await page.keyboard.press("Escape");
  await part(page, "jobs").and(focused(page)).waitFor();

  for (const key of ["Delete", "F2"]) {
    await page.keyboard.press(key);
    await notice(page, "only calls change or delete it").waitFor();
    await button(page, "Dismiss").last().click();
    await part(page, "jobs").focus();
  }
  const there = await place(page, "jobs");
  const { x, y, width, height } = await part(page, "jobs").boundingBox();
  await page.mouse.move(x + width / 2, y + height / 4);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 40, y + height / 4 - 30, { steps: 3 });
  await page.mouse.up();
  await page.keyboard.press("Control+d");
  await canvas(page).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete"); // what is drawn
  await gone(page, "orders");
  await part(page, "jobs").waitFor();
  await button(page, "Undo").click();
  await part(page, "orders").waitFor();
  assert.equal(await place(page, "jobs"), there);
  assert.equal((await until(page, (seen) => seen.hash === hash)).hash, hash);
  clean(page);
});

test("of many the first fifty are drawn, and it is said how many more there are and what is out of sight", async () => {
  const page = await orders();
  await run(page, ...Array.from({ length: 53 }, (_, number) => `create-queue --queue-name q${number}`));
  await canvas(page).getByText("Created by programs, and 3 more that are not drawn").waitFor();
  assert.equal(await page.getByLabel(/created by a program/).count(), 50);
  await run(page, `delete-queue --queue-url ${url("q7")}`);
  await part(page, "q50").waitFor();
  await gone(page, "q7");

  await button(page, "Undo").click();
  await button(page, "Undo").click();
  await gone(page, "q0");
  await closeTerminal(page);
  await canvas(page).focus();
  await page.keyboard.press("Control+Shift+z");
  await notice(page, "below your drawing, outside of what you see").waitFor();
  clean(page);
});

for (const width of [390, 1280]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing in queues of programs, at ${width} pixels in ${colorScheme}`, async () => {
      const page = await it.emptyCanvas({ viewport: { width, height: 844 }, colorScheme });
      await openTerminal(page);
      await run(page, "create-queue --queue-name jobs", `send-message --queue-url ${url("jobs")} --message-body one`);
      await visible(page, "jobs", 1);
      const { y, height } = await part(page, "jobs").boundingBox();
      assert.ok(y + height <= (await terminal(page).boundingBox()).y, "whoever is at the terminal sees it");
      await look(page, `created-${width}-${colorScheme}`);
      await closeTerminal(page);
      await part(page, "jobs").focus();
      await page.keyboard.press("Enter");
      await inspector(page).getByText("A program created this queue").waitFor();
      await look(page, `created-inspector-${width}-${colorScheme}`);
      clean(page);
    });
  }
}

async function look(page, name) {
  if (process.env.DECOUPLE_PICTURES) await page.screenshot({ path: `${process.env.DECOUPLE_PICTURES}/${name}.png` });
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(" ")}`);
  assert.deepEqual(found, [], name);
}
