// Tells the page what happens in the world that `decouple serve --watch` serves: boot.js loads it where that page lies.
//
// The sketch comes first, then again and again how far the world is and what was put into it, as lines of text that
// only the engine reads. It ends when the page says so (data-mirror), because somebody has changed something there.

const root = document.documentElement;
const PAUSE = 200; // ms between two questions
const MOST_LINES = 1_000; // of an answer after which the next question comes at once

const say = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

async function text(path) {
  const response = await fetch(new URL(path, document.baseURI), { cache: "no-store" });
  if (!response.ok) throw new Error(`answer ${response.status}`);
  return response.text();
}

async function mirror() {
  while (root.dataset.ready === undefined) await wait(50);
  root.dataset.mirror = "";
  say("decouple:sketch", await text("mirror/sketch"));
  let told = 0;
  while (root.dataset.mirror !== undefined) {
    const lines = await text(`mirror/inputs?from=${told}`);
    const count = lines.split("\n").length - 1;
    told += count;
    say("decouple:inputs", lines);
    if (count < MOST_LINES) await wait(PAUSE);
  }
}

mirror().catch((error) => {
  console.info(`The endpoint does not answer any more: ${error.message}`);
  say("decouple:inputs", "");
});
