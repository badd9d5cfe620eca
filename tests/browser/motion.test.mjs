// Nothing runs that nobody sees move: no animation frames at rest, no motion for those who ask for none, and no frame
// that takes long however busy the world is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clean } from "./harness.mjs";
import { inspector, moment, mouse, openScene, part, seek, stage, until } from "./steps.mjs";

const it = stage();
const LONGEST_GAP = 200; // ms between two frames, with a heavy world at full speed

for (const reducedMotion of ["no-preference", "reduce"]) {
  test(`at rest no animation frame is asked for, with reduced motion: ${reducedMotion}`, async () => {
    const page = await it.visitor({ reducedMotion });
    await openScene(page, "Encode 1,000 videos");
    await seek(page, 1);
    const asked = await page.evaluate(async () => {
      const original = globalThis.requestAnimationFrame;
      // What is still under way ends first.
      for (let frame = 0; frame < 3; frame += 1) await new Promise((done) => original.call(globalThis, done));
      let asked = 0;
      globalThis.requestAnimationFrame = (callback) => {
        asked += 1;
        return original.call(globalThis, callback);
      };
      await new Promise((done) => setTimeout(done, 1_000));
      globalThis.requestAnimationFrame = original;
      return asked;
    });
    assert.equal(asked, 0);
    clean(page);
  });
}

test("with reduced motion the first visit rests, nothing is animated, and what runs changes once a second", async () => {
  const page = await it.visitor({ reducedMotion: "reduce" });
  assert.equal((await moment(page)).now, 0);
  assert.deepEqual(await page.evaluate(() => document.getAnimations().map((one) => one.animationName ?? "transition")), []);
  await mouse.play(page);
  const times = await page.locator("[data-now]").evaluate(
    (node) =>
      new Promise((done) => {
        const times = [];
        const observer = new MutationObserver(() => {
          times.push(performance.now());
          if (times.length === 3) done(times, observer.disconnect());
        });
        observer.observe(node, { attributeFilter: ["data-now"] });
      }),
  );
  const gaps = [times[1] - times[0], times[2] - times[1]];
  for (const gap of gaps) assert.ok(gap > 900, `${gap} ms between two changes`);
  assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
  clean(page);
});

test("a heavy world at full speed leaves the page responsive", async (context) => {
  const page = await it.visitor();
  await mouse.newSketch(page);
  await mouse.addPart(page, "SQS standard", "orders", 0.6);
  await mouse.addPart(page, "Producer", "Producer", 0.2);
  await inspector(page).getByLabel("Rate", { exact: true }).fill("20000");
  await page.keyboard.press("Enter");
  await mouse.connect(page, "Producer", "orders");
  await page.getByRole("radio", { name: "Max" }).check({ force: true });
  await mouse.play(page);
  await until(page, ({ now }) => now > 0);

  // A machine that is busy with other things may hold one measurement up, not all of them.
  let best = Infinity;
  for (let tries = 0; tries < 3 && best >= LONGEST_GAP; tries += 1) {
    const { longest, frames, from, to } = await page.evaluate(longestGap, 3_000);
    context.diagnostic(`longest gap ${Math.round(longest)} ms in ${frames} frames, ${(to - from) / 1e9} s simulated`);
    assert.ok(to > from, "the world went on meanwhile");
    best = Math.min(best, longest);
  }
  assert.ok(best < LONGEST_GAP, `${best} ms without a frame`);

  // And it answers: the card can be selected, the world stopped.
  await part(page, "orders").click();
  await inspector(page).getByRole("textbox", { name: "Name" }).waitFor();
  await mouse.pause(page);
  clean(page);
});

/** The longest time without an animation frame while `millis` go by. Runs in the page. */
async function longestGap(millis) {
  const shown = () => Number(document.querySelector("[data-now]").dataset.now);
  const from = shown();
  const began = performance.now();
  let [last, longest, frames] = [began, 0, 0];
  while (last - began < millis) {
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    frames += 1;
  }
  return { longest, frames, from, to: shown() };
}
