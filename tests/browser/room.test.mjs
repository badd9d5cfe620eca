// The world in the worker, as the page drives and keeps it: moments, links, recovery, and rest.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browse, clean, open, start, visit } from "./harness.mjs";

let site;
let browser;

before(async () => {
  site = await start();
  browser = await browse();
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

const WIDE = { viewport: { width: 1440, height: 900 }, reducedMotion: "no-preference" };

const moment = (page) => page.locator("#transport").evaluate(({ dataset }) => `${dataset.now} ${dataset.hash}`);
const now = async (page) => Number((await moment(page)).split(" ")[0]);
const button = (page, name) => page.locator("#transport").getByRole("button", { name, exact: true });
const notice = (page, words) => page.getByText(words).first().waitFor();

/** Opens the page and brings it to rest: a first visit plays by itself. */
async function enter(page, address = `${site.origin}/`) {
  await visit(page, address);
  if (await button(page, "Pause").isVisible()) await button(page, "Pause").click();
  await page.waitForTimeout(300);
}

/** Plays at a speed until the clock shows more than `seconds`, then pauses. */
async function play(page, speed, seconds) {
  await page.locator(".speed", { hasText: new RegExp(`^${speed}$`) }).click();
  await button(page, "Play").click();
  await page.waitForFunction(
    (nanos) => Number(document.querySelector("#transport").dataset.now) > nanos,
    seconds * 1e9,
  );
  await button(page, "Pause").click();
  await page.waitForTimeout(300);
}

/** Moves the play head with the keyboard and waits until it is at rest. */
async function press(page, key) {
  await page.getByRole("slider", { name: "Play head" }).press(key);
  await page.waitForTimeout(400);
}

test("there and back again is the same moment", async () => {
  const page = await open(browser, site.origin, WIDE);
  await enter(page);
  await play(page, "60×", 30);
  await press(page, "End");
  const end = await moment(page);
  await press(page, "Home");
  assert.equal(await now(page), 0);
  await press(page, "End");
  assert.equal(await moment(page), end);
  await button(page, "Previous event").click();
  await page.waitForTimeout(300);
  assert.notEqual(await moment(page), end);
  clean(page);
});

test("a link opens at its moment, paused, with the same hash", async () => {
  const page = await open(browser, site.origin, { ...WIDE, permissions: ["clipboard-read", "clipboard-write"] });
  await enter(page);
  await play(page, "60×", 20);
  await page.getByRole("button", { name: "Share this moment" }).click();
  await notice(page, "Link copied");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /#p1\./);

  const other = await open(browser, site.origin, WIDE);
  await visit(other, link);
  await notice(other, "Opened from a link");
  assert.equal(await moment(other), await moment(page));
  await button(other, "Play").waitFor();
  clean(page);
  clean(other);
});

test("a bad link is said and changes nothing", async () => {
  const page = await open(browser, site.origin, WIDE);
  await enter(page);
  await play(page, "60×", 5);
  const before = await moment(page);
  for (const [fragment, words] of [
    ["p1.dAAAA", "damaged"],
    ["p99.dAAAA", "newer version"],
  ]) {
    await page.evaluate((hash) => (location.hash = hash), fragment);
    await notice(page, words);
    assert.equal(await moment(page), before);
  }
  clean(page);
});

test("the work is kept, and comes back after a reload", async () => {
  const page = await open(browser, site.origin, WIDE);
  await enter(page);
  const title = page.locator(".title-field");
  await title.fill("My own sketch");
  await title.press("Enter");
  await play(page, "60×", 12);
  await page.waitForTimeout(600);
  const kept = await moment(page);
  await enter(page);
  assert.equal(await title.inputValue(), "My own sketch");
  assert.equal(await moment(page), kept);

  // What cannot be read is put aside, and said.
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith("decouple.work.")) localStorage[key] = "7 p1.dAAAA";
  });
  await page.evaluate(() => (window.stop(), 0));
  const fresh = await page.context().newPage();
  await enter(fresh);
  await notice(fresh, "could not be read");
});

test("a world that breaks is made anew at the same moment", async () => {
  const page = await open(browser, site.origin, WIDE);
  await enter(page);
  await play(page, "60×", 20);
  const before = await moment(page);
  await page.evaluate(() => document.dispatchEvent(new CustomEvent("decouple:panic")));
  await notice(page, "was started again at the same moment");
  await page.waitForTimeout(500);
  assert.equal(await moment(page), before);
  await play(page, "60×", 40);
  assert.ok((await now(page)) > 40e9, "it goes on");
  assert.ok(await page.evaluate(() => !("crashed" in document.documentElement.dataset)), "the page has not stopped");
});

test("at rest there are no animation frames", async () => {
  const page = await open(browser, site.origin, WIDE);
  await page.addInitScript(() => {
    const request = window.requestAnimationFrame.bind(window);
    window.frames_asked = 0;
    window.requestAnimationFrame = (body) => ((window.frames_asked += 1), request(body));
  });
  await enter(page);
  await play(page, "1×", 0.5);
  await page.waitForTimeout(1500);
  const asked = await page.evaluate(() => window.frames_asked);
  await page.waitForTimeout(1000);
  assert.equal(await page.evaluate(() => window.frames_asked), asked);
  clean(page);
});
