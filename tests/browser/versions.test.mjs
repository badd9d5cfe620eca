// The service worker over deployments: an update is picked up whole at the next load, or not at all.
// The versions here are small stand-ins, finished by the real scripts/finish.mjs around the real static files.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { browse, kept, open, standIn, start, visit } from "./harness.mjs";

const GLUE = `
export default async function start() {
  if (typeof document === "undefined") return;
  document.documentElement.dataset.glue = "NAME";
  document.documentElement.dataset.ready = "";
}
`;

let browser;
let home;
before(async () => {
  browser = await browse();
  home = mkdtempSync(join(tmpdir(), "decouple-versions-"));
});
after(async () => {
  await browser?.close();
  rmSync(home, { recursive: true, force: true });
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

/** A finished build whose glue says `name`. */
const build = (name, glue = GLUE) => standIn(home, glue.replace("NAME", name));

const glue = (page) => page.locator("html").getAttribute("data-glue");
const caches = (page) => page.evaluate(() => globalThis.caches.keys());

/** Waits until the service worker of `version` has taken over. */
async function updated(page, version) {
  await page.evaluate(async (name) => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
    const { controller } = navigator.serviceWorker;
    const over = () => !registration.installing && !registration.waiting && registration.active.state === "activated";
    while (!over() || registration.active === controller || !(await caches.has(name))) {
      await new Promise((done) => setTimeout(done, 20));
    }
  }, `decouple ${version}`);
}

test("an update is picked up at the next load, and an open page keeps its version", async () => {
  const [one, two, three] = await Promise.all(["one", "two", "three"].map((name) => build(name)));
  const server = await start(one.folder);
  try {
    const page = await open(browser, server.origin);
    await visit(page, server.origin);
    await kept(page);
    assert.equal(await glue(page), "one");

    await server.replace(two.folder);
    await updated(page, two.version);
    assert.equal(await glue(page), "one", "the open page is left alone");
    const old = await page.evaluate(async (version) => {
      const response = await fetch(`app-${version}/playground.js`, { cache: "no-store" });
      return response.text();
    }, one.version);
    assert.match(old, /"one"/, "and still finds its own files, which the server no longer has");

    await page.reload();
    assert.equal(await glue(page), "two");

    await server.replace(three.folder);
    await updated(page, three.version);
    assert.deepEqual(await caches(page), [`decouple ${two.version}`, `decouple ${three.version}`]);
    await page.reload();
    assert.equal(await glue(page), "three");
  } finally {
    await server.stop();
  }
});

test("a deployment half done is not served in part", async () => {
  const [one, two] = [await build("one"), await build("two")];
  const server = await start(one.folder);
  try {
    const page = await open(browser, server.origin);
    await visit(page, server.origin);
    await kept(page);

    const path = join(two.folder, `app-${two.version}`, "playground.js");
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.length / 2));
    await server.replace(two.folder);
    const refused = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration.update().catch(() => {});
      const worker = registration.installing;
      if (!worker) return "redundant";
      await new Promise((done) => worker.addEventListener("statechange", done, { once: true }));
      return worker.state;
    });
    assert.equal(refused, "redundant");
    await page.reload();
    assert.equal(await glue(page), "one");
    assert.deepEqual(await caches(page), [`decouple ${one.version}`]);

    writeFileSync(path, whole);
    await server.replace(two.folder);
    await updated(page, two.version);
    await page.reload();
    assert.equal(await glue(page), "two");
  } finally {
    await server.stop();
  }
});

test("what not everybody needs is kept when it is used, and then in the next version, too", async () => {
  const [one, two] = [await build("one"), await build("two")];
  const server = await start(one.folder);
  const holds = (page, path) => page.evaluate(async (wanted) => Boolean(await globalThis.caches.match(wanted)), path);
  const read = (page, path) =>
    page.evaluate(async (wanted) => (await fetch(wanted)).text().catch(String), path).catch(() => "no answer");
  const path = (version, file) => `app-${version}/static/script/${file}`;
  try {
    const page = await open(browser, server.origin);
    await visit(page, server.origin);
    await kept(page);
    assert.equal(await holds(page, path(one.version, "host.js")), false);

    const file = join(one.folder, path(one.version, "read.js"));
    const whole = readFileSync(file, "utf8");
    writeFileSync(file, `${whole} `);
    await server.replace(one.folder);
    assert.equal(await read(page, path(one.version, "read.js")), "no answer", "it is not what this version names");
    assert.equal(await holds(page, path(one.version, "read.js")), false);
    writeFileSync(file, whole);
    await server.replace(one.folder);
    assert.equal(await read(page, path(one.version, "read.js")), whole);
    assert.equal(await holds(page, path(one.version, "read.js")), true);

    await server.replace(two.folder);
    await updated(page, two.version);
    assert.equal(await holds(page, path(two.version, "host.js")), true);
  } finally {
    await server.stop();
  }
});

test("a page that can not start says so, and so does one that stops later", async () => {
  const broken = await build("broken", "export default async () => { throw new Error('the reason'); };");
  const late = await build("late", `${GLUE}setTimeout(() => { throw new WebAssembly.RuntimeError("unreachable"); }, 100);`);
  const server = await start(broken.folder);
  try {
    const page = await open(browser, server.origin);
    await page.goto(server.origin);
    await page.getByRole("alertdialog", { name: "Decouple has stopped" }).waitFor();
    assert.match(await page.locator("#crash").innerText(), /could not start.*the reason/s);
    assert.equal(await page.locator("#splash").count(), 0);

    await server.replace(late.folder);
    await page.getByRole("button", { name: "Reload the page" }).click();
    await page.locator("#crash-words", { hasText: "can not go on" }).waitFor();
  } finally {
    await server.stop();
  }
});

test("without scripts the page says what it needs", async () => {
  const server = await start((await build("silent")).folder);
  try {
    const page = await open(browser, server.origin, { javaScriptEnabled: false });
    await page.goto(server.origin);
    await page.locator(".splash-stop").waitFor();
  } finally {
    await server.stop();
  }
});
