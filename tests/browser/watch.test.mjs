// The page beside an endpoint shows the world that is served: what a program does there is seen here.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { DIST, browse, clean, open } from "./harness.mjs";
import { mouse, newSketch, notice, openFile, part, savedFile, stage, until, visible } from "./steps.mjs";

const it = stage();
let folder;
before(() => (folder = mkdtempSync(join(tmpdir(), "decouple-watch-"))));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A sketch with one queue, "orders", as a file. */
async function orders() {
  const page = await it.visitor();
  await newSketch(page);
  await mouse.addPart(page, "SQS standard", "orders", 0.5);
  await part(page, "orders").waitFor();
  const file = join(folder, "orders.decouple.json");
  writeFileSync(file, await savedFile(page));
  return file;
}

/** `decouple serve FILE --watch` on a free port: its address, how to call it, and how to end it and read what it said. */
async function serve(file, ...options) {
  const command = process.env.DECOUPLE_COMMAND;
  const child = spawn(command, ["serve", file, "--port", "0", "--watch", "--page", DIST, ...options]);
  const lines = [];
  const reader = createInterface({ input: child.stdout });
  const address = await new Promise((found, failed) => {
    reader.on("line", (line) => {
      lines.push(line);
      const watch = /^Watch it on (\S+)\/watch\/$/.exec(line);
      if (watch) found(watch[1]);
    });
    child.once("error", failed);
    child.once("exit", () => failed(new Error(lines.join("\n"))));
  });
  return {
    address,
    async call(operation, body) {
      const headers = { "x-amz-target": `AmazonSQS.${operation}`, "content-type": "application/x-amz-json-1.0" };
      const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
      assert.equal(response.status, 200);
      return response.json().catch(() => null);
    },
    async stop() {
      if (child.exitCode !== null) return lines.join("\n");
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await ended;
      return lines.join("\n");
    },
  };
}

test("what a program does at the endpoint is seen in the page, which can leave it", async () => {
  const file = await orders();
  const record = join(folder, "record.decouple.json");
  const server = await serve(file, "--record", record);
  const browser = await browse();
  try {
    const page = await open(browser, server.address, { reducedMotion: "no-preference" });
    await page.goto(`${server.address}/watch/`);
    await part(page, "orders").waitFor();
    const { QueueUrl } = await server.call("GetQueueUrl", { QueueName: "orders" });
    for (const MessageBody of ["one", "two", "three"]) await server.call("SendMessage", { QueueUrl, MessageBody });
    await visible(page, "orders", 3);
    const { Messages } = await server.call("ReceiveMessage", { QueueUrl });
    await server.call("DeleteMessage", { QueueUrl, ReceiptHandle: Messages[0].ReceiptHandle });
    await visible(page, "orders", 2);
    const created = await server.call("CreateQueue", { QueueName: "jobs" });
    await part(page, "jobs").waitFor();
    await server.call("SendMessage", { QueueUrl: created.QueueUrl, MessageBody: "a job" });
    await visible(page, "jobs", 1);
    await server.call("DeleteQueue", { QueueUrl: created.QueueUrl });
    await part(page, "jobs").waitFor({ state: "detached" });

    // Here nothing reaches the endpoint: who changes something goes on alone.
    await mouse.addPart(page, "Workers", "Workers", 0.8);
    await notice(page, "from here on this is a run of your own").waitFor();
    await server.call("SendMessage", { QueueUrl, MessageBody: "four" });
    await page.reload();
    await visible(page, "orders", 3);
    const said = await server.stop();
    await notice(page, "does not answer any more").waitFor();

    // What was recorded is the same run in the page.
    const [, hash] = /^Hash ([0-9a-f]{16}) /m.exec(said);
    const reader = await it.visitor();
    await openFile(reader, readFileSync(record, "utf8"));
    await until(reader, (seen) => seen.hash === hash);
    clean(reader);
  } finally {
    await browser.close();
    await server.stop().catch(() => {});
  }
});
