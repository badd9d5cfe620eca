// The terminal: commands of the AWS CLI for the queues of the sketch, by keyboard and by mouse.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clean, kept } from "./harness.mjs";
import {
  button, canvas, focused, inspector, moment, mouse, newSketch, openFile, part, pause, play, runUntil, savedFile, seek, sharedLink, stage, until,
  visible,
} from "./steps.mjs";

const it = stage();
const URL = "https://sqs.us-east-1.amazonaws.com/000000000000/orders";

const terminal = (page) => page.getByRole("region", { name: "Terminal" });
const prompt = (page) => terminal(page).getByRole("textbox", { name: "Command" });
const log = (page) => terminal(page).getByRole("log");

/** A sketch with one queue, called "orders", and the terminal open. */
async function orders(options) {
  const page = await it.emptyCanvas(options);
  await mouse.addPart(page, "SQS standard", "orders", 0.5);
  await part(page, "orders").focus();
  await page.keyboard.press("t");
  await prompt(page).and(focused(page)).waitFor();
  return page;
}

/** Runs a command and returns what it prints, as lines. */
async function run(page, command) {
  const entries = log(page).locator("> :not(.quiet)");
  const before = await entries.count();
  await prompt(page).fill(command);
  await prompt(page).press("Enter");
  await entries.nth(before).waitFor();
  await terminal(page).getByRole("status").waitFor({ state: "detached" });
  return (await entries.allInnerTexts()).slice(before + 1).join("\n");
}

test("what is typed goes through the queue that is drawn, and the run replays and shares with it", async () => {
  const page = await orders();
  assert.equal(await run(page, `aws sqs get-queue-url --queue-name orders --output text`), `${URL}\n\nCopy`);
  const sent = await run(page, `aws sqs send-message --queue-url ${URL} --message-body 'from the terminal'`);
  assert.match(sent, /"MD5OfMessageBody": "[0-9a-f]{32}",\n {4}"MessageId": "[0-9a-f-]{36}"/);
  await visible(page, "orders", 1);
  const received = await run(page, `aws sqs receive-message --queue-url ${URL} --query 'Messages[].Body' --output json`);
  assert.match(received, /^\[\n {4}"from the terminal"\n\]/);
  const refused = await run(page, `aws sqs purge-queue --queue-url ${URL}x`);
  assert.match(refused, /AWS\.SimpleQueueService\.NonExistentQueue/);

  await button(terminal(page), "Close the terminal").click();
  await play(page);
  await runUntil(page, 3);
  await pause(page);
  const there = await seek(page, 3);
  await mouse.share(page);
  const link = await sharedLink(page);
  const file = await savedFile(page);
  const other = await it.openLinkInFreshContext(link);
  assert.deepEqual(await until(other, ({ now }) => now === there.now), there);
  const third = await it.visitor();
  await openFile(third, file);
  assert.deepEqual(await until(third, ({ now }) => now === there.now), there);
  for (const seen of [page, other, third]) clean(seen);
});

test("undo takes a command back, and a long poll waits for the clock", async () => {
  const page = await orders();
  const { hash } = await moment(page);
  await run(page, `aws sqs send-message --queue-url ${URL} --message-body hi`);
  const sent = await until(page, (seen) => seen.hash !== hash);
  await button(page, "Undo").click();
  await until(page, (seen) => seen.hash === hash);
  await button(page, "Redo").click();
  await until(page, (seen) => seen.hash === sent.hash);
  await button(page, "Undo").click();
  await until(page, (seen) => seen.hash === hash);

  await prompt(page).fill(`aws sqs receive-message --queue-url ${URL} --wait-time-seconds 5 --output text`);
  await prompt(page).press("Enter");
  await terminal(page).getByText("The clock stands still").waitFor();
  await play(page);
  await terminal(page).getByRole("status").waitFor({ state: "detached" });
  await pause(page);
  assert.ok((await moment(page)).now >= 5e9);
  clean(page);
});

test("Tab completes from the operations and the queues, and the keyboard can leave", async () => {
  const page = await orders();
  await page.keyboard.type("aws sqs send-message-b");
  await page.keyboard.press("Tab");
  await page.waitForFunction(() => document.activeElement.value === "aws sqs send-message-batch ");
  await page.keyboard.type("--queue-u");
  await page.keyboard.press("Tab");
  await page.waitForFunction(() => document.activeElement.value.endsWith("--queue-url "));
  await page.keyboard.press("Tab");
  await page.waitForFunction((url) => document.activeElement.value.endsWith(`--queue-url ${url} `), URL);
  await prompt(page).fill("");
  await run(page, "aws help");
  await page.keyboard.press("ArrowUp");
  assert.equal(await prompt(page).inputValue(), "aws help");
  await page.keyboard.press("Escape");
  await canvas(page).and(focused(page)).waitFor();
  clean(page);
});

test("a part offers its commands, what is done by hand is told as a command, and a file is pasted", async () => {
  const page = await orders();
  await part(page, "orders").click();
  await terminal(page).getByRole("button", { name: "send-message", exact: true }).click();
  assert.equal(await prompt(page).inputValue(), `aws sqs send-message --queue-url ${URL} --message-body hello`);
  await prompt(page).and(focused(page)).waitFor();
  await inspector(page).getByLabel("VisibilityTimeout").fill("45");
  await inspector(page).getByLabel("VisibilityTimeout").press("Enter");
  await terminal(page)
    .getByRole("button", { name: `aws sqs set-queue-attributes --queue-url ${URL} --attributes VisibilityTimeout=45` })
    .waitFor();
  await prompt(page).fill(`aws sqs send-message --queue-url ${URL} --message-body file://body.txt`);
  await prompt(page).press("Enter");
  await terminal(page).getByLabel(/file:\/\/body.txt/).fill("what was in the file");
  await button(terminal(page), "Go on with this").click();
  await log(page).getByText("MD5OfMessageBody").waitFor();
  const received = await run(page, `aws sqs receive-message --queue-url ${URL} --query 'Messages[].Body' --output text`);
  assert.match(received, /^what was in the file/);
  clean(page);
});

test("it works without a network once it was used, and says so where it never was", async () => {
  const page = await orders();
  await kept(page);
  await run(page, "aws sqs list-queues");
  await page.context().setOffline(true);
  await page.reload();
  await part(page, "orders").focus();
  await page.keyboard.press("t");
  assert.match(await run(page, "aws sqs list-queues --output text"), /orders/);

  const newcomer = await it.visitor();
  await kept(newcomer);
  await newSketch(newcomer);
  await newcomer.context().setOffline(true);
  await canvas(newcomer).focus();
  await newcomer.keyboard.press("t");
  await run(newcomer, "aws sqs list-queues");
  await log(newcomer).getByText("could not be loaded").waitFor();
  await newcomer.context().setOffline(false);
  assert.match(await run(newcomer, "aws sqs list-queues --output text"), /^$|None|QUEUEURLS/);
});
