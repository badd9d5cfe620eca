// What the tests of scripts share: a page that can run them, and a host that answers them as SQS would.
// The page is a stand-in around the real static files, the real bundle and the real policy.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before } from "node:test";
import { bundle } from "../../scripts/bundle.mjs";
import { browse, open, standIn, start, visit } from "./harness.mjs";

const GLUE = "export default async () => { document.documentElement.dataset.ready = ''; };";
const QUEUE = "https://sqs.eu-west-1.amazonaws.com/111122223333/orders";
const NOON = Date.UTC(2030, 0, 1, 12);
const JSON_HEADERS = {
  "content-type": "application/x-amz-json-1.0",
  "x-amzn-requestid": "00000000-0000-4000-8000-000000000000",
};

/** How scripts of tests begin, in three lines. */
export const USUAL = `import { SQSClient, SendMessageCommand, ReceiveMessageCommand, DeleteMessageCommand } from "@aws-sdk/client-sqs";
const sqs = new SQSClient({});
const QueueUrl = queues.orders;
`;

/** A server and a browser for the tests of one file; what a test opened is closed after it. */
export function stage() {
  let folder;
  const it = {
    /** The address of a file of the build. */
    address: (path) => `${it.server.origin}/${it.home}/${path}`,
    page: (answer = sqs(), options = {}) => openPage(it, answer, options),
    run: (page, source, options = {}) => run(it, page, source, options),
  };
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "decouple-script-"));
    const build = await standIn(folder, GLUE, bundle);
    it.home = `app-${build.version}`;
    [it.server, it.browser] = await Promise.all([start(build.folder), browse()]);
  });
  afterEach(async () => {
    for (const context of it.browser.contexts()) await context.close();
  });
  after(async () => {
    await it.browser?.close();
    await it.server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return it;
}

/**
 * A page whose scripts are answered by `answer({ operation, input })`: what it returns, or the error of SQS that it throws.
 * `page.requests` lists what they asked.
 */
async function openPage(it, answer, options) {
  const page = await open(it.browser, it.server.origin, options);
  page.requests = [];
  await page.exposeFunction("ask", async ({ body, ...request }) => {
    page.requests.push({ ...request, body });
    const operation = request.headers["x-amz-target"].replace("AmazonSQS.", "");
    const json = (status, value) => ({ status, headers: JSON_HEADERS, body: JSON.stringify(value) });
    try {
      return json(200, (await answer({ operation, input: JSON.parse(body) })) ?? {});
    } catch ({ code, message }) {
      return json(400, { __type: `com.amazonaws.sqs#${code}`, message });
    }
  });
  await visit(page, it.server.origin);
  return page;
}

/** Runs `source` and returns how it ended, what it printed, how long it slept, and how long it all took by the wall. */
async function run(it, page, source, { stopAfter, ...options }) {
  const began = performance.now();
  const seen = await page.evaluate(
    async ([address, options, stopAfter]) => {
      const { start } = await import(address);
      const log = [];
      const slept = [];
      let now = options.now;
      const ended = await new Promise((onEnd) => {
        const script = start({
          ...options,
          clock: () => now,
          onEnd,
          onLog: (level, text) => log.push(`${level}: ${text}`),
          async onRequest({ body, ...request }) {
            if (options.broken) throw new Error(options.broken);
            now += 1;
            return globalThis.ask({ ...request, body: new TextDecoder().decode(body) });
          },
          async onSleep(ms) {
            if (ms === options.endless) await new Promise(() => {});
            slept.push(ms);
            now += ms;
          },
        });
        if (stopAfter) setTimeout(script.stop, stopAfter);
      });
      return { ...ended, log, slept, frames: document.querySelectorAll("iframe").length };
    },
    [
      it.address("static/script/host.js"),
      { source, now: NOON, queues: { orders: QUEUE }, account: "111122223333", region: "eu-west-1", seed: "7", ...options },
      stopAfter,
    ],
  );
  assert.equal(seen.frames, 0, "nothing of it is left in the page");
  return { ...seen, wall: performance.now() - began };
}

/** The few rules of SQS that these tests need. */
function sqs() {
  const messages = new Map();
  const md5 = (text) => createHash("md5").update(text).digest("hex");
  let last = 0;
  return ({ operation, input }) => {
    if (input.QueueUrl !== QUEUE) {
      throw { code: "QueueDoesNotExist", message: "The specified queue does not exist." };
    }
    if (operation === "SendMessage") {
      last += 1;
      messages.set(`handle ${last}`, input.MessageBody);
      return { MessageId: `message ${last}`, MD5OfMessageBody: md5(input.MessageBody) };
    }
    if (operation === "ReceiveMessage") {
      const [first] = messages;
      if (!first) return {};
      const [ReceiptHandle, Body] = first;
      return { Messages: [{ MessageId: "message", ReceiptHandle, Body, MD5OfBody: md5(Body) }] };
    }
    if (operation === "DeleteMessage") return void messages.delete(input.ReceiptHandle);
    throw { code: "InvalidAction", message: operation };
  };
}
