// From an empty canvas to a link that shows somebody else the same moment: by mouse alone, by keyboard alone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clean } from "./harness.mjs";
import { keyboard, moment, mouse, notice, part, runUntil, savedFile, seek, sharedLink, stage, until, wire } from "./steps.mjs";

const it = stage();
const made = {};

for (const hand of [mouse, keyboard]) {
  test(`${hand.name}: build, run, scrub, undo, share, and the link shows the same`, async () => {
    const page = await it.visitor();
    await hand.newSketch(page);
    await hand.addPart(page, "Producer", "Producer", 0.2);
    await hand.addPart(page, "SQS standard", "orders", 0.5);
    await hand.addPart(page, "Workers", "Workers", 0.85);
    await hand.connect(page, "Producer", "orders");
    await hand.connect(page, "orders", "Workers");
    const drawn = await savedFile(page);

    await hand.play(page);
    await runUntil(page, 3);
    await hand.pause(page);
    const scrubbed = await hand.scrub(page);
    assert.ok(scrubbed.now < 3e9, "the play head went back");

    await hand.stop(page, "Workers");
    const stopped = await until(page, ({ hash }) => hash !== scrubbed.hash);
    assert.equal(stopped.now, scrubbed.now, "an edit leaves the play head where it is");
    await hand.undo(page);
    assert.deepEqual(await until(page, ({ hash }) => hash !== stopped.hash), scrubbed, "undo is as if it had not been");

    await hand.share(page);
    const link = await sharedLink(page);
    const shared = await moment(page);
    const other = await it.openLinkInFreshContext(link);
    await part(other, "Workers").waitFor();
    await wire(other, "Producer", "orders").waitFor({ state: "attached" });
    assert.deepEqual(await moment(other), shared);
    await notice(other, "Opened from a link").waitFor();

    made[hand.name] = { drawn, at2: await seek(other, 2) };
    clean(page);
    clean(other);
  });
}

test("both ways make the same file, up to where the parts are, and the same world", () => {
  const [one, two] = Object.values(made);
  assert.deepEqual(withoutPlaces(one.drawn), withoutPlaces(two.drawn));
  assert.deepEqual(one.at2, two.at2);
});

function withoutPlaces(text) {
  const file = JSON.parse(text);
  for (const part of file.project.parts) delete part.place;
  delete file.camera;
  return file;
}
