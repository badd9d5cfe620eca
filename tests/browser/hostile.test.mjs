// What comes from outside and cannot be opened is refused in a sentence; nothing runs, and the open work stays as it is.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { clean } from "./harness.mjs";
import { canvas, choose, moment, newSketch, notice, openFile, openScene, part, savedFile, seek, sharedLink, stage, mouse } from "./steps.mjs";

const it = stage();
const SENTENCES = {
  Newer: "This was made with a newer version of Decouple",
  TooLarge: "This is larger than any sketch can be, so it was not opened.",
  Damaged: "This is damaged: a part of it is missing or changed. It was not opened.",
  OutOfRange: "beyond the limit of",
  Inconsistent: "This contradicts itself",
};
const CORPUS = readFileSync(new URL("../../crates/studio/tests/corpus/hostile-links.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line && !line.startsWith("# "))
  .map((line) => line.split(" "))
  .map(([problem, link]) => [problem, `#${link.replace("#", "")}`]);

/** Somebody's work, at a moment of theirs. */
async function atWork() {
  const page = await it.visitor();
  await openScene(page, "FIFO beside standard");
  return { page, before: { ...(await seek(page, 2)), file: await savedFile(page) } };
}

async function untouched(page, before) {
  assert.deepEqual({ ...(await moment(page)), file: await savedFile(page) }, before);
}

test("every link of the corpus is refused in a sentence while somebody works", async () => {
  const { page, before } = await atWork();
  for (const [problem, link] of CORPUS) {
    await page.evaluate((link) => (location.hash = link), link);
    if (problem === "NotOurs") continue; // such as a skip link's
    const said = notice(page, SENTENCES[problem]);
    await said.waitFor();
    await page.getByRole("button", { name: "Dismiss" }).last().click();
    await said.waitFor({ state: "detached" });
  }
  await untouched(page, before);
  clean(page);
});

test("a page called with a bad link says so and shows the kept work", async () => {
  const { page, before } = await atWork();
  const seen = new Set();
  for (const [problem, link] of CORPUS) {
    if (seen.has(problem)) continue;
    seen.add(problem);
    await page.goto("about:blank");
    await page.goto(`${it.server.origin}/${link}`);
    if (problem !== "NotOurs") await notice(page, SENTENCES[problem]).waitFor();
    await canvas(page).and(page.getByLabel("FIFO beside standard")).waitFor();
    const { now, hash } = before;
    await seek(page, 2);
    assert.deepEqual(await moment(page), { now, hash }, `${problem} ${link.slice(0, 40)}`);
  }
  clean(page);
});

test("a bad file is refused in a sentence", async () => {
  const { page, before } = await atWork();
  const newer = before.file.replace('"decouple": 2', '"decouple": 3');
  const torn = before.file.slice(0, before.file.length / 2);
  const huge = before.file.replace(/("seed": )\d+/, `$1${"9".repeat(400)}`);
  const unknown = before.file.replace('"decouple": 2', '"decouple": 2, "script": "alert(1)"');
  for (const [text, words] of [
    ["what is this", "not a sketch made with Decouple"],
    [newer, SENTENCES.Newer],
    [torn, "This file is damaged at line"],
    [huge, "It was not opened."],
    [unknown, "It was not opened."],
    ["[".repeat(100_000), /not a sketch made with Decouple|It was not opened/],
    ["x".repeat(9 * 1024 * 1024), SENTENCES.TooLarge],
    ["x".repeat(17 * 1024 * 1024), "This file could not be read."],
  ]) {
    await openFile(page, text);
    const said = notice(page, words);
    await said.waitFor();
    await page.getByRole("button", { name: "Dismiss" }).last().click();
    await said.waitFor({ state: "detached" });
  }
  await untouched(page, before);
  clean(page);
});

test("names that look like code are shown as text, in a file and in a link", async () => {
  const page = await it.visitor();
  const evil = `<img src=x onerror=alert(1)>`;
  page.on("dialog", (dialog) => page.wrong.push(`a dialog: ${dialog.message()}`));
  await newSketch(page);
  await mouse.addPart(page, "Producer", "Producer", 0.3);
  const file = JSON.parse(await savedFile(page));
  file.project.title = `</svg><script>alert(2)</script>`;
  file.project.parts[0].name = evil;
  await openFile(page, JSON.stringify(file));
  await part(page, evil).waitFor();

  await mouse.share(page);
  const link = await sharedLink(page);
  const other = await it.openLinkInFreshContext(link);
  await part(other, evil).waitFor();
  for (const shown of [page, other]) {
    assert.equal(await shown.locator("img, script:not([src]), iframe, [onerror]").count(), 0);
    clean(shown);
  }
});
