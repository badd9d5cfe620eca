// Scripts that parts carry: written, run, stopped and agreed to in the page, and replayed without being run.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { clean } from "./harness.mjs";
import { button, inspector, moment, mouse, part, pause, play, playHead, runUntil, savedFile, sharedLink, stage, until } from "./steps.mjs";

const it = stage();
const OF_SCRIPTS = /\/(static\/script|sdk|whole)\//;

const section = (page) => inspector(page).locator("details", { has: page.getByRole("heading", { name: "Script" }) });
const text = (page) => section(page).getByRole("textbox", { name: "Text of the script" });
const consoleOf = (page) => section(page).getByRole("group", { name: "Console of the script" });
const state = (page, words) => section(page).getByRole("status").getByText(words);
const dialog = (page) => page.getByRole("dialog", { name: "Run this script?" });
const loaded = (from) => it.server.sent.slice(from).filter(([path]) => OF_SCRIPTS.test(path));

/** Selects a part and unfolds its script. */
async function select(page, name) {
  await part(page, name).click();
  await section(page).waitFor();
  if (!(await text(page).isVisible())) await section(page).locator("summary").click();
}

/** A producer, a queue, and workers that leave the work to their script. */
async function pipeline(page) {
  await mouse.newSketch(page);
  await mouse.addPart(page, "Producer", "Producer", 0.15);
  await mouse.addPart(page, "SQS standard", "orders", 0.5);
  await mouse.addPart(page, "Workers", "Workers", 0.85);
  await mouse.connect(page, "Producer", "orders");
  await mouse.connect(page, "orders", "Workers");
  await mouse.stop(page, "Workers");
  await select(page, "Workers");
}

/** Writes a script for the selected part and runs it. */
async function write(page, script) {
  await text(page).fill(script);
  await button(section(page), "Run").click();
}

/** The operations that programs have called, in the order of the log. */
function operations(file) {
  const calls = JSON.parse(file).project.log.flatMap(({ input }) => input.call ?? []);
  return calls.flatMap(({ operation }) => Object.keys(operation.queue?.operation ?? operation));
}

test("workers' script receives and deletes the messages of the sketch, and a link replays it without running it", async () => {
  const page = await it.visitor();
  await pipeline(page);
  const sent = it.server.sent.length;
  assert.deepEqual(loaded(0), [], "nothing that runs scripts is loaded before one is wanted");
  await button(section(page), "Begin with an example").click();
  await button(section(page), "Begin with an example").waitFor({ state: "detached" });
  assert.match(await text(page).inputValue(), /queues\["orders"\]/);
  await button(section(page), "Run").click();
  await state(page, "Running. The clock stands still").waitFor();
  assert.ok(loaded(sent).length > 0);
  await play(page);
  await consoleOf(page).getByText(/(working on .*\n?){3}/).waitFor();
  await pause(page);
  await button(section(page), "Stop the script").click();
  await state(page, /^Stopped$/).waitFor();
  const file = await savedFile(page);
  const called = operations(file);
  assert.ok(called.filter((name) => name === "ReceiveMessage").length >= 3, called.join(" "));
  assert.ok(called.filter((name) => name === "DeleteMessage").length >= 2, called.join(" "));
  const script = await text(page).inputValue();

  await mouse.share(page);
  const link = await sharedLink(page);
  const here = await moment(page);
  const before = it.server.sent.length;
  const other = await it.openLinkInFreshContext(link);
  assert.deepEqual(await until(other, ({ now }) => now === here.now), here);
  assert.deepEqual(
    loaded(before).filter(([path]) => !path.includes("/whole/")),
    [],
    "whoever replays calls runs no script",
  );
  assert.equal(await other.locator("iframe").count(), 0);
  assert.deepEqual(operations(await savedFile(other)), called);

  // It came by link, so it is to be read first.
  await select(other, "Workers");
  await button(section(other), "Run").click();
  await dialog(other).waitFor();
  assert.equal(await dialog(other).getByRole("group", { name: "Text of the script" }).textContent(), script);
  await dialog(other).getByText("no network").waitFor();
  await button(dialog(other), "Cancel").click();
  await dialog(other).waitFor({ state: "detached" });
  assert.equal(await other.locator("iframe").count(), 0, "who says no has run nothing");
  await button(section(other), "Run").click();
  await button(dialog(other), "Run this script").click();
  await state(other, "Running").waitFor();
  await button(section(other), "Stop the script").click();
  await state(other, /^Stopped$/).waitFor();
  await button(section(other), "Run").click();
  await state(other, "Running").waitFor(); // the same text is agreed to
  assert.equal(await dialog(other).count(), 0);
  await button(section(other), "Stop the script").click();
  clean(other);
  clean(page);
});

test("a text that is made of one from elsewhere is to be read, too", async () => {
  const page = await it.visitor();
  await pipeline(page);
  await write(page, 'console.log("mine");');
  await state(page, "Finished").waitFor();
  await consoleOf(page).getByText("mine").waitFor();
  await mouse.share(page);
  const other = await it.openLinkInFreshContext(await sharedLink(page));
  await select(other, "Workers");
  await write(other, 'console.log("mine, too");');
  await dialog(other).getByText("mine, too").waitFor();
  await button(dialog(other), "Run this script").click();
  await state(other, "Finished").waitFor();
  await consoleOf(other).getByText("mine, too").waitFor();
  clean(other);
  clean(page);
});

test("a runaway script is stopped and says so, and what fails says where", async () => {
  const page = await it.visitor();
  await pipeline(page);
  await write(page, "for (;;) {}");
  await state(page, "Stopped as a runaway: The script has not paused for two seconds.").waitFor();
  await play(page);
  await runUntil(page, 1);
  await pause(page);
  await write(page, "const a = {};\na.b.c();");
  await state(page, /^Failed in line 2: TypeError: /).waitFor();
  assert.equal(await page.locator("iframe").count(), 0);
  clean(page);
});

test("time is that of the sketch: a timer waits while the clock stands still", async () => {
  const page = await it.visitor();
  await pipeline(page);
  await write(page, 'const began = Date.now();\nsetTimeout(() => console.log("later", Date.now() - began >= 1000), 1000);');
  await state(page, "Running. The clock stands still").waitFor();
  await play(page);
  await state(page, "Finished").waitFor();
  await consoleOf(page).getByText("later true").waitFor();
  await pause(page);
  clean(page);
});

test("no script runs in the past of a run, nor in another run", async () => {
  const page = await it.visitor();
  await pipeline(page);
  const endless = "for (;;) await new Promise((done) => setTimeout(done, 100));";
  await write(page, endless);
  await play(page);
  await runUntil(page, 2);
  await pause(page);
  await state(page, "Running").waitFor();
  await playHead(page).press("Home");
  await state(page, "Stopped: the play head is in the past of this run.").waitFor();
  const { project } = JSON.parse(await savedFile(page));
  await button(section(page), "Run").click();
  await state(page, "Stopped: the play head is in the past of this run.").waitFor();
  await playHead(page).press("End");
  await until(page, ({ now }) => now >= 2e9);
  await button(section(page), "Run").click();
  await state(page, "Running").waitFor();
  assert.deepEqual(JSON.parse(await savedFile(page)).project.branches, project.branches, "no branch came of it");

  await button(inspector(page), "Start").click(); // a change at the end of the run is no other run
  await button(inspector(page), "Stop").waitFor();
  await state(page, "Running").waitFor();
  await mouse.undo(page);
  await state(page, "Stopped: the run is another one now.").waitFor();
  clean(page);
});

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing in a script and in the question whether it may run, at ${viewport.width} pixels in ${colorScheme}`, async () => {
      const first = await it.visitor();
      await pipeline(first);
      await write(first, `// ${"long ".repeat(40)}\nconsole.log("a line");\nconsole.error("another");\nfail();`);
      await state(first, "Failed in line 4").waitFor();
      await mouse.share(first);
      const page = await it.openLinkInFreshContext(await sharedLink(first), { viewport, colorScheme });
      await part(page, "Workers").focus();
      await page.keyboard.press("Enter");
      await section(page).waitFor();
      await button(section(page), "Run").focus();
      await page.keyboard.press("Enter");
      await dialog(page).waitFor();
      await look(page, `consent-${viewport.width}-${colorScheme}`);
      await button(dialog(page), "Run this script").focus();
      await page.keyboard.press("Enter");
      await state(page, "Failed in line 4").waitFor();
      await state(page, "Failed in line 4").scrollIntoViewIfNeeded();
      await look(page, `script-${viewport.width}-${colorScheme}`);
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
