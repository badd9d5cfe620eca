// What can go wrong in the browser itself: no room to keep work, a world that breaks, a page that is reloaded.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clean, visit } from "./harness.mjs";
import { button, inspector, moment, mouse, notice, openScene, part, play, runUntil, savedFile, seek, stage, until } from "./steps.mjs";

const it = stage();

test("a reload shows the work as it was, at its moment", async () => {
  const page = await it.visitor();
  await openScene(page, "FIFO beside standard");
  await mouse.addPart(page, "Producer", "Producer", 0.05);
  const before = { ...(await seek(page, 4)), file: await savedFile(page) };
  await page.reload();
  await visit(page, page.url());
  await part(page, "Producer").waitFor();
  const { now, hash } = before;
  assert.deepEqual(await until(page, (seen) => seen.now === now), { now, hash });
  assert.deepEqual(JSON.parse(await savedFile(page)).project, JSON.parse(before.file).project);
  clean(page);
});

test("a full browser is said once; work goes on, and is kept again once there is room", async () => {
  const page = await it.visitor();
  await mouse.newSketch(page);
  await page.evaluate(() => {
    for (let size = 4 << 20; size > 0; size >>= 1) {
      for (let piece = 0; ; piece += 1) {
        try {
          localStorage.setItem(`filler ${size} ${piece}`, "x".repeat(size));
        } catch {
          break;
        }
      }
    }
  });
  await mouse.addPart(page, "Producer", "Producer", 0.3);
  await mouse.addPart(page, "SQS standard", "orders", 0.7);
  await notice(page, "This browser has no room to keep your work.").waitFor();
  await mouse.connect(page, "Producer", "orders");
  await play(page);
  await runUntil(page, 1);
  await mouse.pause(page);

  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith("filler")) localStorage.removeItem(key);
  });
  const before = await seek(page, 1);
  await page.reload();
  await visit(page, page.url());
  await part(page, "orders").waitFor();
  assert.deepEqual(await until(page, ({ now }) => now === before.now), before);
  clean(page);
});

test("work that cannot be read is put aside, and said", async () => {
  const page = await it.visitor();
  await page.evaluate(() => localStorage.setItem("decouple.work.a", "99 p1.dtorn"));
  await page.addInitScript(() => localStorage.setItem("decouple.work.a", "99 p1.dtorn"));
  await page.reload();
  await notice(page, "could not be read. It was put aside, not deleted.").waitFor();
  assert.equal(await page.evaluate(() => localStorage.getItem("decouple.work.unreadable")), "p1.dtorn");
  clean(page);
});

test("a world that breaks comes back at the same moment, and nothing is lost", async () => {
  const page = await it.visitor();
  await openScene(page, "FIFO beside standard");
  const before = { ...(await seek(page, 3)), file: await savedFile(page) };
  await page.evaluate(() => document.dispatchEvent(new Event("decouple:panic")));
  await notice(page, "The simulation stopped because of an error in Decouple and was started again at the same moment.").waitFor();
  assert.deepEqual({ ...(await moment(page)), file: await savedFile(page) }, before);

  await play(page);
  await runUntil(page, 4);
  await page.evaluate(() => document.dispatchEvent(new Event("decouple:panic")));
  await button(page, "Play").waitFor(); // it breaks while it runs, and rests then
  const { now, hash } = before;
  assert.deepEqual(await seek(page, 3), { now, hash });
  page.wrong.splice(0, Infinity, ...page.wrong.filter((line) => !/panicked|the page asked for it|unreachable/.test(line)));
  clean(page);
});

test("undo of everything is as if nothing had been done, then and later", async () => {
  const page = await it.visitor();
  await openScene(page, "FIFO beside standard");
  const later = await seek(page, 8);
  const before = await seek(page, 3);
  await mouse.stop(page, await firstWorkers(page));
  await mouse.addPart(page, "Producer", "Producer", 0.05);
  await button(inspector(page), "Delete").click();
  await page.getByRole("textbox", { name: "seed", exact: true }).fill("4711");
  await page.keyboard.press("Enter");
  const changed = await until(page, ({ hash }) => hash !== before.hash);
  assert.ok(changed.now - before.now <= 1, "at most the nanosecond after what had happened at that instant");
  while (await button(page, "Undo").isEnabled()) {
    const title = await button(page, "Undo").getAttribute("title");
    if (/scene|open/i.test(title)) break;
    await mouse.undo(page);
  }
  assert.deepEqual(await until(page, ({ hash }) => hash === before.hash), before);
  assert.deepEqual(await seek(page, 8), later);
  clean(page);
});

async function firstWorkers(page) {
  const label = await page.getByLabel(/, Workers: /).first().getAttribute("aria-label");
  return label.split(", ")[0];
}
