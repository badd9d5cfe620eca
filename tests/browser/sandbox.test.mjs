// What scripts of people cannot do: reach anything but their host, or hold up the page (docs/scripts.md).

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { clean, kept } from "./harness.mjs";
import { USUAL, stage } from "./scripts.mjs";

const it = stage();
const FRAME = new URL("../../static/script/frame.html", import.meta.url);

test("only the SDK can be imported", async () => {
  const page = await it.page();
  for (const [source, what, line] of [
    ['\nimport fs from "node:fs";', '"node:fs"', 2],
    ['import "https://example.com/x.js";', '"https://example.com/x.js"', 1],
    ['export * from "./x.js";', '"./x.js"', 1],
    ['const x = 1;\n\nawait import("data:text/javascript,0");', '"data:text/javascript,0"', 3],
    ['await import("@aws-sdk/" + "client-s3");', "what is computed", 1],
  ]) {
    const { reason, error } = await it.run(page, source);
    const message = `A script can import "@aws-sdk/client-sqs" only, not ${what}.`;
    assert.deepEqual([reason, error], ["failed", { name: "ImportError", message, line }]);
  }
  clean(page);
});

test("a script reaches neither the network nor the page", async () => {
  const page = await it.page();
  await kept(page); // and all that is kept at once has been asked for
  const sent = it.server.sent.length;
  const tries = `
const tries = {
  fetch: () => fetch("https://example.com/"),
  request: () => new XMLHttpRequest(),
  socket: () => new WebSocket("wss://example.com/"),
  transport: () => new WebTransport("https://example.com/"),
  events: () => new EventSource("https://example.com/"),
  scripts: () => importScripts("https://example.com/x.js"),
  worker: () => new Worker("data:text/javascript,0"),
  channel: () => new BroadcastChannel("page"),
  database: () => indexedDB.open("x"),
  caches: () => caches.keys(),
  storage: () => localStorage.getItem("x"),
  cookies: () => document.cookie,
  page: () => window.parent.document,
  opener: () => self.parent.document,
  leave: () => { top.location = "https://example.com/"; },
  post: () => postMessage("x"),
  navigator: () => navigator.storage,
  code: () => eval("1"),
  more: () => new Function("return 1")(),
  hidden: () => (async () => {}).constructor("return fetch")(),
  compile: () => new WebAssembly.Module(new Uint8Array(8)),
  prototype: () => Object.getPrototypeOf(globalThis).fetch("https://example.com/"),
  blob: () => URL.createObjectURL(new Blob(["1"])),
};
for (const [name, attempt] of Object.entries(tries)) {
  try {
    await attempt();
    console.error(name, "worked");
  } catch (error) {
    console.log(name, error.name);
  }
}
console.log(self.origin, Object.getOwnPropertyNames(globalThis).filter((name) => /fetch|socket|storage|worker/i.test(name)));`;
  const { reason, error, log } = await it.run(page, tries);
  assert.deepEqual([reason, error], ["finished", null]);
  assert.deepEqual(
    log.filter((line) => !/^log: \w+ (Reference|Type|Eval)Error$/.test(line)),
    ["log: undefined []"],
  );
  assert.equal(log.length, 24);
  const loaded = it.server.sent.slice(sent).map(([path]) => path.replace(`/${it.home}/`, ""));
  const files = ["sdk/worker.js", "static/script/frame.html", "static/script/host.js", "static/script/read.js"];
  assert.deepEqual(loaded.sort(), files, "and the server is asked for what runs scripts, and for nothing else");
  clean(page);
});

test("the policy of the frame stops what the worker no longer offers", async () => {
  const page = await it.page();
  const html = readFileSync(FRAME, "utf8");
  const [, policy] = /Content-Security-Policy" content="([^"]+)"/.exec(html);
  const [, script] = /<script>(.*?)<\/script>/s.exec(html);
  const hash = createHash("sha256").update(script).digest("base64");
  const wanted = `default-src 'none'; script-src 'sha256-${hash}' blob:; worker-src blob:; connect-src 'none'; base-uri 'none'; form-action 'none'`;
  assert.equal(policy, wanted);
  const headers = (await page.request.get(it.address("static/script/frame.html"))).headers();
  assert.equal(headers["content-security-policy"], `${wanted}; frame-ancestors 'self'`);

  // A program of one's own in place of sdk/worker.js: all globals are there, and still nothing can be reached.
  const tries = await page.evaluate(async (address) => {
    const frame = document.createElement("iframe");
    frame.src = address;
    document.body.append(frame);
    await new Promise((done) => frame.addEventListener("load", done));
    const { port1, port2 } = new MessageChannel();
    const program = `onmessage = async ({ ports: [port] }) => {
      const tries = {
        fetch: () => fetch("https://example.com/"),
        self: () => fetch("ADDRESS"),
        socket: () => new Promise((done, failed) => Object.assign(new WebSocket("wss://example.com/"), { onopen: done, onerror: failed })),
        scripts: () => importScripts("ADDRESS"),
        module: () => import("ADDRESS"),
        data: () => import("data:text/javascript,0"),
        worker: () => new Promise((done, failed) => Object.assign(new Worker("data:text/javascript,postMessage(0)"), { onmessage: done, onerror: failed })),
        database: () => new Promise((done, failed) => Object.assign(indexedDB.open("x"), { onsuccess: done, onerror: failed })),
        caches: () => caches.keys(),
        code: () => eval("1"),
      };
      const worked = [];
      for (const name in tries) await Promise.resolve().then(tries[name]).then(() => worked.push(name), () => {});
      port.postMessage([origin, worked]);
    };`.replaceAll("ADDRESS", address);
    const answer = new Promise((done) => {
      port1.onmessage = ({ data }) => done(data);
    });
    frame.contentWindow[0].postMessage({ program, source: "" }, "*", [port2]);
    return answer;
  }, it.address("static/script/frame.html"));
  assert.deepEqual(tries, ["null", []]);
});

test("a script that never pauses is stopped within 4 seconds", async () => {
  const page = await it.page();
  await it.run(page, ""); // loads the SDK
  for (const source of [
    "for (;;);",
    "for (;;) await null;",
    "const end = Date.now() + 1; while (Date.now() < end);",
    "for (;;) console.log('x');",
    "await new Promise(() => setInterval(() => { for (;;); }, 1));",
  ]) {
    const { reason, error, wall, log } = await it.run(page, source);
    assert.deepEqual(
      [reason, error],
      ["runaway", { name: "Runaway", message: "The script has not paused for two seconds.", line: null }],
    );
    assert.ok(wall < 4_000, `${source} took ${wall} ms`);
    assert.ok(log.length <= 250);
  }
  clean(page);
});

test("a script can be stopped while it waits, computes or loads", async () => {
  const page = await it.page(() => new Promise(() => {}));
  const waits = `${USUAL}\nawait sqs.send(new ReceiveMessageCommand({ QueueUrl }));`;
  for (const [source, stopAfter] of [
    [waits, 1],
    [waits, 600],
    ["for (;;);", 900],
    ["await new Promise(() => {});", 600],
  ]) {
    const { reason, error, wall } = await it.run(page, source, { stopAfter });
    assert.deepEqual([reason, error], ["stopped", null]);
    assert.ok(wall < 3_000);
  }
  clean(page);
});

test("a script that sends without end is stopped", async () => {
  const page = await it.page(() => new Promise(() => {}));
  const { reason, error } = await it.run(
    page,
    `${USUAL}setInterval(() => { for (let i = 0; i < 1000; i++) sqs.send(new ReceiveMessageCommand({ QueueUrl })); }, 1);`,
  );
  assert.deepEqual([reason, error.message], ["runaway", "More than 10000 requests of the script wait to be sent."]);
});

test("a body that is too large is refused", async () => {
  const page = await it.page();
  const { error } = await it.run(
    page,
    `${USUAL}await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "x".repeat(2e6) }));`,
  );
  assert.match(error.message, /more than can be sent/);
  assert.equal(page.requests.length, 0);
});

test("what a frame says that is no message of a script ends it", async () => {
  const page = await it.page();
  const ends = await page.evaluate(async (address) => {
    const { Unreadable, readEnd, readLog, readRequest, readSleep } = await import(address);
    const request = { id: 1, method: "POST", path: "/", query: {}, headers: {}, body: new Uint8Array() };
    const wrong = [
      [readRequest, { ...request, id: "1" }],
      [readRequest, { ...request, id: -1 }],
      [readRequest, { ...request, method: "CONNECT" }],
      [readRequest, { ...request, path: "https://example.com/" }],
      [readRequest, { ...request, path: `/${"x".repeat(1e5)}` }],
      [readRequest, { ...request, query: { a: [1] } }],
      [readRequest, { ...request, headers: null }],
      [readRequest, { ...request, headers: { a: {} } }],
      [readRequest, { ...request, headers: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`h${i}`, ""])) }],
      [readRequest, { ...request, body: "text" }],
      [readRequest, { ...request, body: new Uint8Array(1.5 * 1024 * 1024 + 1) }],
      [readSleep, { id: 1, ms: NaN }],
      [readSleep, { id: 1, ms: -1 }],
      [readSleep, { id: 1, ms: "1" }],
      [readLog, { level: "html", text: "x" }],
      [readLog, { level: "log", text: {} }],
      [readEnd, { reason: "stopped" }],
      [readEnd, { reason: "failed", error: null }],
    ];
    const passed = wrong.filter(([read, message]) => {
      try {
        read(message);
        return true;
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        return false;
      }
    });
    const query = { a: "1", b: ["2"], c: null };
    const read = readRequest({ ...request, query, headers: { a: "b" }, more: 1 });
    return { passed: passed.map(([, message]) => message), read: { ...read, body: read.body.length } };
  }, it.address("static/script/read.js"));
  assert.deepEqual(ends.passed, []);
  const query = { a: "1", b: ["2"], c: null };
  assert.deepEqual(ends.read, { id: 1, method: "POST", path: "/", query, headers: { a: "b" }, body: 0 });
});

test("a program that lies is ended, and does no harm", async () => {
  const page = await it.page(() => new Promise(() => {}), { serviceWorkers: "block" });
  let lie = "";
  await page.route("**/sdk/worker.js", (route) => {
    const body = `onmessage = ({ ports: [port] }) => {
      const request = { kind: "request", method: "POST", path: "/", query: {}, headers: {}, body: new Uint8Array() };
      port.onmessage = ({ data }) => data.kind === "ping" && port.postMessage({ kind: "pong", dropped: 0 });
      port.postMessage({ kind: "ready" });
      ${lie}
    };`;
    return route.fulfill({ contentType: "text/javascript", body });
  });
  const cannot = "The script said what it cannot say.";
  const tooMuch = "The script asks for more than can be answered.";
  for (const [does, reason, message] of [
    ["for (let id = 1; id < 200; id++) port.postMessage({ ...request, id });", "runaway", tooMuch],
    ["for (let id = 1; id < 2000; id++) port.postMessage({ kind: 'sleep', ms: 1e9, id });", "runaway", tooMuch],
    ["for (let i = 0; i < 2000; i++) port.postMessage({ kind: 'log', level: 'log', text: 'x' });", "failed", cannot],
    ["for (let i = 0; i < 200000; i++) port.postMessage({ kind: 'pong', dropped: 0 });", "failed", cannot],
    ["port.postMessage({ kind: 'idle', heard: 2 });", "failed", "The script heard what nobody told it."],
    [
      "port.postMessage({ kind: 'idle', heard: 1 }); port.postMessage({ kind: 'idle', heard: 1 });",
      "failed",
      "The script heard what nobody told it.",
    ],
    [
      "port.postMessage({ ...request, id: 1 }); port.postMessage({ ...request, id: 1 });",
      "failed",
      "The script asked twice by one number.",
    ],
    ["port.postMessage({ kind: 'request' });", "failed", "The script sent a request that is none."],
    ["port.postMessage(null);", "failed", cannot],
    ["port.postMessage({ kind: '__proto__' });", "failed", cannot],
    [
      "port.onmessage = ({ data }) => data.kind === 'ping' && port.postMessage({ kind: 'pong', dropped: 1n });",
      "failed",
      "The script sent an answer to a ping that is none.",
    ],
    ["close();", "runaway", "The script has not paused for two seconds."],
  ]) {
    lie = does;
    await page.reload();
    const seen = await it.run(page, "", { endless: 1e9 });
    assert.deepEqual([seen.reason, seen.error.message], [reason, message], does);
  }
});
