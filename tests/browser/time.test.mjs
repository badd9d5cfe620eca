// Going through time in the page: to the ends of the run, and event by event.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clean } from "./harness.mjs";
import { button, canvas, openScene, pause, play, playHead, runUntil, seek, stage, until } from "./steps.mjs";

const it = stage();

test("there and back again is the same moment", async () => {
  const page = await it.visitor();
  await openScene(page, "FIFO beside standard");
  await play(page);
  await runUntil(page, 4);
  await pause(page);
  await playHead(page).press("Home");
  await until(page, ({ now }) => now === 0);
  await playHead(page).press("End");
  const end = await until(page, ({ now }) => now > 4e9);
  await playHead(page).press("Home");
  await until(page, ({ now }) => now === 0);
  await playHead(page).press("End");
  assert.deepEqual(await until(page, ({ now }) => now === end.now), end);
  clean(page);
});

test("a step back undoes a step forward", async () => {
  const page = await it.visitor();
  await openScene(page, "FIFO beside standard");
  await seek(page, 3);
  await button(page, "Next event").click();
  const one = await until(page, ({ now }) => now > 3e9);
  await button(page, "Next event").click();
  await until(page, ({ hash }) => hash !== one.hash);
  await button(page, "Previous event").click();
  assert.equal((await until(page, ({ hash }) => hash === one.hash)).hash, one.hash);
  clean(page);
});

test("J goes to the next mark, and Shift+J to the one before", async () => {
  const page = await it.visitor();
  await openScene(page, "FIFO beside standard");
  await play(page);
  await runUntil(page, 8);
  await pause(page);
  await playHead(page).press("Home");
  await until(page, ({ now }) => now === 0);
  await canvas(page).focus();
  await page.keyboard.press("j");
  const broken = await until(page, ({ now }) => now > 0);
  await playHead(page).press("End");
  await until(page, ({ now }) => now > broken.now);
  await canvas(page).focus();
  await page.keyboard.press("Shift+J");
  await until(page, ({ now }) => now <= 8e9 && now >= broken.now);
  clean(page);
});
