// What scripts of people do: the real SDK, with simulated time, in the page (docs/scripts.md).

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { clean, kept } from "./harness.mjs";
import { USUAL, stage } from "./scripts.mjs";

const it = stage();

test("a script sends, receives and deletes with the SDK as anywhere", async () => {
  const page = await it.page();
  const seen = await it.run(
    page,
    `${USUAL}
const { MessageId, MD5OfMessageBody } = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "héllo" }));
console.log(MessageId, MD5OfMessageBody);
const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
console.log(Messages[0].Body);
await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0].ReceiptHandle }));
console.log((await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages);
`,
  );
  assert.deepEqual(seen.log, [
    `log: message 1 ${createHash("md5").update("héllo").digest("hex")}`,
    "log: héllo",
    "log: undefined",
  ]);
  assert.deepEqual([seen.reason, seen.error], ["finished", null]);
  assert.deepEqual(
    page.requests.map(({ method, path, query, headers }) => [method, path, query, headers["x-amz-target"]]),
    ["Send", "Receive", "Delete", "Receive"].map((verb) => ["POST", "/", {}, `AmazonSQS.${verb}Message`]),
  );
  const { authorization } = page.requests[0].headers;
  assert.match(authorization, /Credential=111122223333\/20300101\/eu-west-1\/sqs\/aws4_request/);
  clean(page);
});

test("clients need no settings, and keep those they are given", async () => {
  const page = await it.page();
  const seen = await it.run(
    page,
    `import * as aws from "@aws-sdk/client-sqs";
const { SQS } = await import("@aws-sdk/client-sqs");
const message = { QueueUrl: queues.orders, MessageBody: "m" };
await new aws.SQSClient().send(new aws.SendMessageCommand(message));
await new SQS({ region: "us-west-2", endpoint: "http://localhost:4566", credentials: { accessKeyId: "AKIA", secretAccessKey: "s" } })
  .sendMessage(message);`,
  );
  assert.deepEqual([seen.reason, seen.error], ["finished", null]);
  const callers = page.requests.map(({ headers }) => [
    headers.host,
    /Credential=([^,]+)\/sqs/.exec(headers.authorization)[1],
  ]);
  assert.deepEqual(callers, [
    ["sqs.eu-west-1.amazonaws.com", "111122223333/20300101/eu-west-1"],
    ["localhost:4566", "AKIA/20300101/us-west-2"],
  ]);
});

test("the SDK checks the MD5 of what was stored", async () => {
  const page = await it.page(() => ({ MessageId: "m", MD5OfMessageBody: "0".repeat(32) }));
  const { error, reason } = await it.run(
    page,
    `${USUAL}\nawait sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "m" }));`,
  );
  assert.deepEqual([reason, error], ["failed", { name: "Error", message: "InvalidChecksumError", line: 5 }]);
});

test("errors of SQS are those of the SDK, and failures are told by line", async () => {
  const page = await it.page();
  const cases = [
    [
      `${USUAL}try { await sqs.send(new SendMessageCommand({ QueueUrl: QueueUrl + "x", MessageBody: "m" })); }
catch (error) { console.log(error.name, error.constructor === (await import("@aws-sdk/client-sqs")).QueueDoesNotExist, error.$metadata.httpStatusCode); }`,
      ["finished", null, ["log: QueueDoesNotExist true 400"]],
    ],
    [
      `${USUAL}\nawait sqs.send(new SendMessageCommand({ QueueUrl: QueueUrl + "x", MessageBody: "m" }));`,
      ["failed", { name: "QueueDoesNotExist", message: "The specified queue does not exist.", line: 5 }, []],
    ],
    [
      "\nconst a = {};\n\na.b.c();",
      ["failed", { name: "TypeError", message: "Cannot read properties of undefined (reading 'c')", line: 4 }, []],
    ],
    ["\n\nconst a = ;\n", ["failed", { name: "SyntaxError", message: "Unexpected token ';'", line: 3 }, []]],
    [
      "setTimeout(() => {\n  throw new RangeError('late');\n}, 5);",
      ["failed", { name: "RangeError", message: "late", line: 2 }, []],
    ],
    [
      "async function main() {\n  throw new Error('nobody waits');\n}\nmain();",
      ["failed", { name: "Error", message: "nobody waits", line: 2 }, []],
    ],
    ["throw { get stack() { throw 1; } };", ["failed", { name: "Error", message: "[cannot be shown]", line: null }, []]],
    ["queueMicrotask(() => { throw 'a text'; });", ["failed", { name: "Error", message: "a text", line: null }, []]],
    [
      '\nimport { Nothing } from "@aws-sdk/client-sqs";',
      [
        "failed",
        {
          name: "SyntaxError",
          message: "The requested module '@aws-sdk/client-sqs' does not provide an export named 'Nothing'",
          line: 2,
        },
        [],
      ],
    ],
  ];
  for (const [source, expected] of cases) {
    const { reason, error, log } = await it.run(page, source);
    assert.deepEqual([reason, error, log], expected, source);
  }
  clean(page);
});

test("a connection that breaks is an error of the client", async () => {
  const page = await it.page();
  const { error } = await it.run(page, `${USUAL}\nawait sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "m" }));`, {
    broken: "the world is gone",
  });
  assert.deepEqual([error.message, error.line], ["the world is gone", 5]);
});

test("the console is told, in lines of a bounded length and number", async () => {
  const page = await it.page();
  const seen = await it.run(
    page,
    `console.log("a", 1, { b: [true, null], c: "d" }, new Map([["k", 2n]]), new Error("e"));
console.warn("%s has %d", "queue", 3, undefined);
console.error(new Uint8Array(3), () => 1, [[[[[1]]]]]);
const loop = {}; loop.loop = loop; console.info(loop); console.debug({ get x() { throw 1; } });
console.log("x".repeat(5000));
for (let i = 0; i < 5000; i++) console.log(i);
await new Promise((wake) => setTimeout(wake, 1));`,
  );
  assert.equal(seen.reason, "finished");
  assert.deepEqual(seen.log.slice(0, 5), [
    'log: a 1 { b: [true, null], c: "d" } Map(1) { "k" => 2n } Error: e',
    "warn: queue has 3 undefined",
    "error: Uint8Array [0, 0, 0] [Function] [[[[[…]]]]]",
    "info: { loop: [Circular] }",
    "debug: [cannot be shown]",
  ]);
  assert.equal(seen.log[5].length, "log: ".length + 2_000);
  assert.equal(seen.log.length, 250);
});

test("time is simulated: it passes with sleeps and answers alone", async () => {
  const page = await it.page();
  const seen = await it.run(
    page,
    `${USUAL}
console.log(new Date().toISOString(), Date.now() === +new Date(), performance.now(), new Date(0).getTime(), new Date() instanceof Date);
setTimeout(() => console.log("third", performance.now()), 30_000);
const every = setInterval(() => console.log("tick", performance.now()), 10_000);
setTimeout(clearInterval, 25_000, every);
clearTimeout(setTimeout(() => console.log("never"), 3));
await new Promise((wake) => setTimeout(wake, 86_400_000));
console.log(new Date().toISOString());
await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
console.log(performance.now());
AbortSignal.timeout(50).onabort = () => console.log("aborted", performance.now());`,
  );
  assert.deepEqual(seen.log, [
    "log: 2030-01-01T12:00:00.000Z true 0 0 true",
    "log: tick 10000",
    "log: tick 20000",
    "log: third 30000",
    "log: 2030-01-02T12:00:00.000Z",
    "log: 86400001",
    "log: aborted 86400051",
  ]);
  assert.deepEqual(seen.slept, [10_000, 10_000, 5_000, 5_000, 86_370_000, 50]);
  assert.equal(seen.reason, "finished");
  assert.ok(seen.wall < 10_000, "a day takes no time");
});

test("the same seed makes the same calls, another one others", async () => {
  const source = `${USUAL}
for (let i = 0; i < 3; i++) {
  const MessageBody = [Math.random(), crypto.randomUUID(), crypto.getRandomValues(new Uint8Array(4))].join();
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}`;
  const calls = [];
  for (const seed of ["7", "7", "8"]) {
    const page = await it.page();
    await it.run(page, source, { seed });
    calls.push(page.requests);
  }
  assert.equal(calls[0].length, 3);
  assert.deepEqual(calls[1], calls[0]);
  assert.equal(new Set(calls.flat().map(({ body }) => body)).size, 6);
});

test("a script has fifty connections, and what is more waits", async () => {
  let most = 0;
  let now = 0;
  const page = await it.page(async () => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((done) => setTimeout(done, 400));
    now -= 1;
  });
  const { reason, error } = await it.run(
    page,
    `${USUAL}await Promise.all(Array.from({ length: 170 }, () => sqs.send(new ReceiveMessageCommand({ QueueUrl }))));`,
  );
  assert.deepEqual([reason, error, page.requests.length, most], ["finished", null, 170, 50]);
});

test("the host is told when the script waits", async () => {
  const page = await it.page();
  const told = await page.evaluate(async (address) => {
    const { start } = await import(address);
    const told = [];
    await new Promise((onEnd) => {
      start({
        source: `setTimeout(() => console.log("one"), 1); await 0; setTimeout(() => console.log("two"), 2);`,
        clock: () => 0,
        onLog: (level, text) => told.push(text),
        onSleep: (ms) =>
          new Promise((wake) => {
            told.push(`sleep ${ms}`);
            setTimeout(wake, 200);
          }),
        onIdle: () => told.push("idle"),
        onEnd,
      });
    });
    return told;
  }, it.address("static/script/host.js"));
  assert.deepEqual(told, ["sleep 1", "idle", "one", "sleep 1", "idle", "two"]);
});

test("scripts run offline once one has run", async () => {
  it.server.sent.length = 0;
  const page = await it.page();
  await kept(page);
  const mine = (list) => list.map(([path]) => path).filter((path) => /\/(sdk|script)\//.test(path));
  assert.deepEqual(mine(it.server.sent.splice(0)), [], "nothing of it is loaded before");
  assert.equal((await it.run(page, "console.log(1)")).reason, "finished");
  assert.equal(mine(it.server.sent.splice(0)).length, 4);
  await page.context().setOffline(true);
  await page.reload();
  assert.deepEqual((await it.run(page, "console.log(2)")).log, ["log: 2"]);
  assert.deepEqual(mine(it.server.sent), []);
});
