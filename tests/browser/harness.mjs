// What every browser test needs: a server for a build, Chromium, and pages that notice what must never happen.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { finish } from "../../scripts/finish.mjs";
import { load, serve } from "../../scripts/serve.mjs";

/** The page has started and its world runs: what a test waits for before it looks. */
export const READY = "html[data-ready]";

/** The real build. */
export const DIST = fileURLToPath(new URL("../../dist", import.meta.url));

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * A small build, finished by the real scripts/finish.mjs around the real static files, in a new folder below `home`: `glue`
 * is in the place of the module's. `add(folder)` adds to it before it is finished.
 */
export async function standIn(home, glue, add = () => {}) {
  const folder = mkdtempSync(join(home, "build-"));
  cpSync(join(ROOT, "index.html"), join(folder, "index.html"));
  cpSync(join(ROOT, "static"), join(folder, "static"), { recursive: true });
  writeFileSync(join(folder, "playground.js"), glue);
  writeFileSync(join(folder, "playground_bg.wasm"), Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
  await add(folder);
  return { folder, version: finish(folder) };
}

/** Serves `folder` on a free port. `sent` lists [path, bytes] of every body sent; `replace(folder)` deploys another. */
export async function start(folder = DIST, { measured = false } = {}) {
  const sent = [];
  const note = (path, bytes) => sent.push([path, bytes]);
  // The best compression takes seconds.
  const read = async (from) => Object.assign(await load(from, measured ? {} : { quality: 1 }), { sent: note });
  const server = await serve(await read(folder), 0);
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    sent,
    files: () => server.site.files,
    async replace(from) {
      server.site = await read(from);
    },
    stop: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

export async function browse() {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run"];
  args.push("--disable-background-networking", "--disable-component-update", "--disable-sync");
  const executablePath = process.env.DECOUPLE_CHROMIUM || "/usr/bin/chromium";
  return chromium.launch({ executablePath, args });
}

/**
 * Opens a context with one page that records what must never happen: `page.wrong` lists errors and warnings of the
 * console, exceptions, violations of the policy, requests that failed and requests to another origin.
 */
export async function open(browser, origin, options = {}) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const wrong = [];
  const heard = (where) => (message) => {
    if (["error", "warning"].includes(message.type())) wrong.push(`${where} ${message.type()}: ${message.text()}`);
  };
  page.on("console", heard("console"));
  page.on("worker", (worker) => worker.on("console", heard("worker"))); // a panic of the world is told there
  page.on("pageerror", (error) => wrong.push(`exception: ${error.stack ?? error}`));
  // Of the context, so that what the workers ask for counts too.
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) wrong.push(`another origin: ${url}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) wrong.push(`answer ${response.status()}: ${response.url()}`);
  });
  context.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // A page that is left gives up what it was still loading.
    if (why !== "net::ERR_ABORTED") wrong.push(`failed: ${request.url()} ${why}`);
  });
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} stops ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  return Object.assign(page, { wrong });
}

/** Fails with all that `page` has recorded. */
export function clean(page) {
  assert.deepEqual(page.wrong, []);
}

/** Opens the page at `address` and waits until its world runs. */
export async function visit(page, address) {
  await page.goto(address);
  await page.waitForSelector(READY, { state: "attached", timeout: 30_000 }).catch(async (error) => {
    const seen = await page.locator("body").innerText();
    throw new Error(`the page did not become ready.\nRecorded: ${page.wrong.join("\n")}\nSeen: ${seen}`, { cause: error });
  });
}

/** Waits until the service worker has kept a version and answers this page's requests. */
export async function kept(page) {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  });
}
