// The page as built loads clean, looks the same without a network, and stays within its budget.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { DIST, browse, clean, kept, open, start, visit } from "./harness.mjs";

const BUDGET = 600_000; // bytes that the first visit may load, compressed

let server;
let browser;
before(async () => {
  [server, browser] = await Promise.all([start(DIST, { measured: true }), browse()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

test("the page loads without an error, a violation of the policy or another origin", async () => {
  const page = await open(browser, server.origin);
  await visit(page, server.origin);
  await kept(page);
  clean(page);
  assert.equal(await page.locator("#splash").count(), 0, "the page has taken the splash's place");
  assert.equal(await page.locator("#crash").isVisible(), false);
});

test("the second visit works offline", async () => {
  const page = await open(browser, server.origin);
  await visit(page, server.origin);
  await kept(page);
  await page.context().setOffline(true);
  const before = server.sent.length;
  await page.reload();
  await visit(page, `${server.origin}/#anything`);
  await visit(page, `${server.origin}/index.html?from=home`);
  assert.deepEqual(server.sent.slice(before), []);
  // The browser's own check for a new service worker may fail without a network; nothing else may.
  page.wrong.splice(0, Infinity, ...page.wrong.filter((line) => !line.includes("/service-worker.js")));
  clean(page);
});

test("the page as served has no inline script and no style attribute", async () => {
  const html = server.files().get("/").bodies.identity.toString();
  assert.doesNotMatch(html, /<[^>]+\s(style|on\w+)=/i);
  assert.doesNotMatch(html, /<style/i);
  assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)/i);
});

test("the first visit stays within its budget", async (context) => {
  const page = await open(browser, server.origin);
  server.sent.length = 0;
  await visit(page, server.origin);
  await kept(page);
  const loaded = server.sent.toSorted(([, one], [, other]) => other - one);
  const total = loaded.reduce((sum, [, bytes]) => sum + bytes, 0);
  for (const [path, bytes] of [...loaded, ["in all", total], ["budget", BUDGET]]) {
    context.diagnostic(`${String(bytes).padStart(8)} bytes  ${path.replace(/^\/app-[0-9a-f]+\//, "")}`);
  }
  assert.ok(total <= BUDGET, `the first visit loads ${total} bytes, more than ${BUDGET}`);
  const paths = loaded.map(([path]) => path);
  assert.deepEqual(paths, [...new Set(paths)], "nothing is loaded twice");
  const scripts = [...server.files().keys()].filter((path) => /^\/app-[0-9a-f]+\/(sdk|static\/script)\//.test(path));
  assert.ok(scripts.length > 0);
  assert.deepEqual(paths.filter((path) => scripts.includes(path)), [], "nor what only scripts need");
});
