// What people do on the page, by role and name. Each verb waits until its effect can be seen.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before } from "node:test";
import { browse, open, start, visit } from "./harness.mjs";

const SECOND = 1_000_000_000; // in the nanoseconds of data-now

/** A server and a browser for the tests of one file; what a test opened is closed after it. */
export function stage() {
  const it = {
    /** A page of somebody who may use the clipboard and has nothing against motion, with the world running or at rest. */
    async visitor(options = {}, address = "") {
      const page = await open(it.browser, it.server.origin, { reducedMotion: "no-preference", ...options });
      page.setDefaultTimeout(15_000);
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: it.server.origin });
      await visit(page, `${it.server.origin}/${address}`);
      return page;
    },
    /** The same with nothing drawn. */
    async emptyCanvas(options) {
      const page = await it.visitor(options);
      await newSketch(page);
      return page;
    },
    /** The page of somebody else who was sent `link`. */
    openLinkInFreshContext: (link, options) => it.visitor(options, link.slice(link.indexOf("#"))),
  };
  before(async () => {
    [it.server, it.browser] = await Promise.all([start(), browse()]);
  });
  afterEach(async () => {
    for (const context of it.browser.contexts()) await context.close();
  });
  after(async () => {
    await it.browser?.close();
    await it.server?.stop();
  });
  return it;
}

// What is on the page.

const literal = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
export const button = (page, name) => page.getByRole("button", { name, exact: true });
export const canvas = (page) => page.locator("[aria-roledescription='Sketch']");
export const inspector = (page) => page.getByRole("complementary", { name: "Inspector" });
export const palette = (page) => page.getByRole("navigation", { name: "Parts" });
export const part = (page, name) =>
  page.getByLabel(new RegExp(`^${literal(name)}, (Producer|Workers|Web server|SQS standard|SQS FIFO)\\b`));
export const playHead = (page) => page.getByRole("slider", { name: "Play head" });
export const port = (card, side) => card.locator(`[data-port='${side}']`);
export const transport = (page) => page.locator("[data-now]");
export const wire = (page, from, to) => page.getByLabel(`Wire from ${from} to ${to}`, { exact: true });

/** Waits until so many messages are visible in a queue. */
export const visible = (page, queue, count) =>
  part(page, queue).locator(".figure").first().and(page.getByText(String(count), { exact: true })).waitFor();

/** A sentence at the foot of the canvas. */
export const notice = (page, words) => page.getByRole("main").locator("..").getByText(words);

/** The instant that is shown, in nanoseconds, and the hash of the world at it: always of the same frame. */
export function moment(page) {
  return transport(page).evaluate(({ dataset }) => ({ now: Number(dataset.now), hash: dataset.hash }));
}

/** Waits for a moment that `wanted` takes, and returns it. */
export async function until(page, wanted) {
  for (;;) {
    const seen = await moment(page);
    if (wanted(seen)) return seen;
    await transport(page).evaluate(
      (node, { now, hash }) =>
        new Promise((done, failed) => {
          const differs = () => Number(node.dataset.now) !== now || node.dataset.hash !== hash;
          if (differs()) return done();
          const observer = new MutationObserver(() => differs() && finish(done));
          const late = setTimeout(() => finish(failed, new Error(`nothing changes any more after ${now} ns`)), 15_000);
          const finish = (end, error) => (clearTimeout(late), observer.disconnect(), end(error));
          observer.observe(node, { attributes: true });
        }),
      seen,
    );
  }
}

// Time.

export const play = (page) => button(page, "Play").click();
export const pause = (page) => button(page, "Pause").click();
export const runUntil = (page, seconds) => until(page, ({ now }) => now >= seconds * SECOND);

/** Puts the play head on a whole second, which is where two runs can be compared. */
export async function seek(page, seconds) {
  const head = playHead(page);
  await head.press("Home");
  let at = await until(page, ({ now }) => now === 0);
  while (at.now < seconds * SECOND) {
    const { now } = at;
    await head.press("ArrowRight");
    at = await until(page, (seen) => seen.now === now + SECOND);
  }
  return at;
}

// Files and links.

/** Chooses an entry of the menu. */
export async function choose(page, entry) {
  await button(page, "Menu").click();
  await page.getByRole("menuitem", { name: entry }).or(page.getByRole("menuitemradio", { name: entry })).click();
}

export async function newSketch(page) {
  await choose(page, "New sketch");
  await page.getByText("Nothing here yet").waitFor();
  await until(page, ({ now }) => now === 0);
}

/** Opens a scene by its title and holds it at its start. */
export async function openScene(page, title) {
  await choose(page, "Scenes");
  await page.getByRole("dialog", { name: "Scenes" }).getByRole("button", { name: title }).click();
  await canvas(page).and(page.getByLabel(title)).waitFor();
  if (await button(page, "Pause").isVisible()) await pause(page);
  return seek(page, 0);
}

/** The text of the file that "Save as a file" gives. */
export async function savedFile(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), choose(page, "Save as a file")]);
  return readFile(await download.path(), "utf8");
}

/** Opens a text as a file of ours. */
export async function openFile(page, text) {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), choose(page, "Open a file")]);
  await chooser.setFiles({ name: "a.decouple.json", mimeType: "application/json", buffer: Buffer.from(text) });
}

/** What "Share this moment" put on the clipboard. */
export async function sharedLink(page) {
  await notice(page, "Link copied").waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

// By mouse, without a key.

export const mouse = {
  name: "by mouse",
  newSketch,
  play,
  pause,
  share: (page) => button(page, "Share this moment").click(),
  undo: (page) => button(page, "Undo").click(),

  /** Takes a part from the palette and puts it on the canvas, `across` of the way from left to right. */
  async addPart(page, kind, name, across) {
    await palette(page).getByRole("button", { name: kind, exact: true }).click();
    const { width, height } = await page.getByRole("main").boundingBox();
    await page.getByRole("main").click({ position: { x: width * across, y: height * 0.4 } });
    await part(page, name).waitFor();
  },

  /** Drags a wire from one card to another. */
  async connect(page, from, to) {
    const [start, end] = [await port(part(page, from), "out").boundingBox(), await part(page, to).boundingBox()];
    await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
    await page.mouse.down();
    await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 4 });
    await page.mouse.up();
    await wire(page, from, to).waitFor({ state: "attached" });
  },

  /** Puts the play head near the start of the run. */
  async scrub(page) {
    const { now } = await moment(page);
    const { width } = await playHead(page).boundingBox();
    await playHead(page).click({ position: { x: width * 0.03, y: 30 } });
    return until(page, (seen) => seen.now < now); // a last frame of what was played may still come before
  },

  async stop(page, name) {
    await part(page, name).click();
    await button(inspector(page), "Stop").click();
    await button(inspector(page), "Start").waitFor();
  },
};

// By keyboard, without a pointer.

export const keyboard = {
  name: "by keyboard",
  play: (page) => page.keyboard.press("Alt+k"),
  pause: (page) => page.keyboard.press("Alt+k"),
  share: (page) => page.keyboard.press("Alt+Shift+L"),
  undo: (page) => page.keyboard.press("Control+z"),

  async newSketch(page) {
    await tabTo(page, button(page, "Menu"));
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Scenes" }).and(focused(page)).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.getByRole("menuitem", { name: "New sketch" }).and(focused(page)).waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("Nothing here yet").waitFor();
    await tabTo(page, canvas(page));
  },

  /** On the canvas: finds a part in the palette and takes it. */
  async addPart(page, kind, name) {
    await page.keyboard.press("/");
    await palette(page).getByRole("textbox", { name: "Find a part" }).and(focused(page)).waitFor();
    await page.keyboard.type(kind.toLowerCase());
    await page.keyboard.press("Enter");
    await part(page, name).and(focused(page)).waitFor();
  },

  /** Takes hold of a new wire and lets it go on the card whose name begins like `to`. */
  async connect(page, from, to) {
    await tabTo(page, part(page, from));
    await page.keyboard.press("c");
    await page.keyboard.press(to[0].toLowerCase());
    await page.keyboard.press("Enter");
    await wire(page, from, to).waitFor({ state: "attached" });
  },

  async scrub(page) {
    const { now } = await moment(page);
    await tabTo(page, playHead(page));
    await page.keyboard.press("ArrowLeft");
    return until(page, (seen) => seen.now < now);
  },

  async stop(page, name) {
    await tabTo(page, part(page, name));
    await page.keyboard.press("Enter");
    await inspector(page).getByRole("textbox", { name: "Name" }).and(focused(page)).waitFor();
    await tabTo(page, button(inspector(page), "Stop"));
    await page.keyboard.press("Enter");
    await button(inspector(page), "Start").waitFor();
    await page.keyboard.press("Escape");
    await part(page, name).and(focused(page)).waitFor();
  },
};

export const focused = (page) => page.locator(":focus");

/** Presses Tab until `target` has the focus. */
export async function tabTo(page, target) {
  for (let stops = 0; stops < 120; stops += 1) {
    if (await target.and(focused(page)).count()) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab does not lead to ${target}`);
}
