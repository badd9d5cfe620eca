// A newcomer sees the first scene move, with a sentence and one thing to try.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clean, kept, open } from "./harness.mjs";
import { button, mouse, moment, part, runUntil, seek, stage, until } from "./steps.mjs";

const it = stage();
const MOVING_WITHIN = 5_000; // ms; under one second on an idle machine, more where tests share it

test("the first visit shows the first scene running, with one sentence and one thing to try", async (context) => {
  const page = await open(it.browser, it.server.origin, { reducedMotion: "no-preference" });
  await page.addInitScript(noteStart);
  await page.goto(it.server.origin);
  await runUntilShown(page);
  const { ready, moving } = await page.evaluate(() => globalThis.start);
  context.diagnostic(`ready after ${Math.round(ready)} ms, moving after ${Math.round(moving)} ms`);
  assert.ok(moving < MOVING_WITHIN, `the scene moves only after ${moving} ms`);

  await button(page, "Pause").waitFor();
  const hint = page.getByRole("complementary", { name: "Encode 1,000 videos" });
  await hint.getByText("The same 1,000 uploads hit the same encoder twice").waitFor();
  const tip = await hint.getByText(/^Try it: /).innerText();

  // What it says can be done, as it says.
  const [, name, verb] = /select (.+) and press (.+?)\./i.exec(tip);
  assert.equal(verb, "Stop");
  await mouse.stop(page, name);
  await mouse.pause(page);
  clean(page);
});

test("dismissed, the first hint stays away", async () => {
  const page = await it.visitor();
  await page.getByText(/^Try it: /).waitFor();
  await button(page, "Dismiss").click();
  await page.reload();
  await part(page, "Encoders").waitFor();
  assert.equal(await page.getByText(/^Try it: /).count(), 0);
  clean(page);
});

test("while it runs no request leaves the page, and the second visit runs offline", async () => {
  const page = await it.visitor();
  await kept(page);
  const sent = it.server.sent.length;
  await runUntil(page, 2);
  await mouse.pause(page);
  const before = await seek(page, 2);
  await page.context().setOffline(true);
  await page.reload();
  await part(page, "Encoders").waitFor();
  assert.deepEqual(await until(page, ({ now }) => now === before.now), before);
  await mouse.play(page);
  await runUntil(page, 3);
  assert.deepEqual(it.server.sent.slice(sent), []);
  // The browser's own check for a new service worker may fail without a network; nothing else may.
  page.wrong.splice(0, Infinity, ...page.wrong.filter((line) => !line.includes("/service-worker.js")));
  clean(page);
});

async function runUntilShown(page) {
  await page.locator("html[data-ready]").waitFor({ state: "attached" });
  await until(page, ({ now }) => now > 0);
  assert.ok((await moment(page)).hash);
}

/** Writes down, in milliseconds since the navigation, when the page was ready and when its world first moved. */
function noteStart() {
  const start = (globalThis.start = {});
  new MutationObserver(() => {
    const now = document.querySelector("[data-now]")?.dataset.now;
    if (document.documentElement?.hasAttribute("data-ready")) start.ready ??= performance.now();
    if (Number(now) > 0) start.moving ??= performance.now();
  }).observe(document, { attributes: true, childList: true, subtree: true });
}
