// The AWS SDK for JavaScript against `decouple serve`: the life of a message, FIFO, dead letters, long polls, pages, errors.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  paginateListQueues,
  PurgeQueueCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const target = process.env.CARGO_TARGET_DIR ?? path.join(root, "target");
const command = process.env.DECOUPLE_COMMAND ?? path.join(target, "debug", "decouple");

let server;
let sqs;
let queues = 0;

before(async () => {
  let endpoint = process.env.DECOUPLE_ENDPOINT;
  if (!endpoint) {
    server = spawn(command, ["serve", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
    let told = "";
    for await (const words of server.stdout.setEncoding("utf8")) {
      told += words;
      endpoint = /http:\/\/[0-9.:]+/.exec(told)?.[0];
      if (endpoint) break;
    }
  }
  assert.ok(endpoint, "the server tells its address");
  sqs = new SQSClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "111111111111", secretAccessKey: "any" },
    maxAttempts: 1,
  });
});

after(async () => {
  sqs?.destroy();
  if (!server) return;
  server.kill("SIGTERM");
  const [code] = await once(server, "exit");
  assert.equal(code, 0, "the server stops gracefully");
});

async function queue(attributes = {}, suffix = "") {
  queues += 1;
  const name = `sdk-${process.pid}-${queues}${suffix}`;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  return QueueUrl;
}

const send = (QueueUrl, MessageBody, more) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
const receive = async (QueueUrl, more) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages;
const bodies = (messages = []) => messages.map((message) => message.Body);

test("a message is sent, received and deleted", async () => {
  const url = await queue();
  const attributes = { Foo: { DataType: "String", StringValue: "Bar" } };
  const sent = await send(url, "message", { MessageAttributes: attributes });
  assert.equal(sent.MD5OfMessageBody, "78e731027d8fd50ed642340b7c9a63b3");
  assert.equal(sent.MD5OfMessageAttributes, "ae7155c6026991b6d54b11589678bf9c");
  const [message] = await receive(url, { MessageAttributeNames: ["All"], MessageSystemAttributeNames: ["All"] });
  assert.equal(message.MessageId, sent.MessageId);
  assert.deepEqual(message.MessageAttributes, attributes);
  assert.equal(message.Attributes.ApproximateReceiveCount, "1");
  assert.equal(await receive(url), undefined);
  await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.ReceiptHandle }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }));
  assert.equal(Attributes.ApproximateNumberOfMessagesNotVisible, "0");
});

test("a batch tells what became of each entry", async () => {
  const url = await queue({ MaximumMessageSize: "1024" });
  const entries = [
    { Id: "good", MessageBody: "x" },
    { Id: "long", MessageBody: "x".repeat(1025) },
  ];
  const answer = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: entries }));
  assert.deepEqual(answer.Successful.map((entry) => entry.Id), ["good"]);
  assert.deepEqual(answer.Failed.map((entry) => [entry.Id, entry.Code, entry.SenderFault]), [
    ["long", "InvalidParameterValue", true],
  ]);
});

test("a FIFO queue keeps the order and drops duplicates", async () => {
  const url = await queue({ FifoQueue: "true" }, ".fifo");
  const one = (body, id) => send(url, body, { MessageGroupId: "g", MessageDeduplicationId: id });
  const first = await one("A", "1");
  await one("B", "2");
  assert.equal((await one("A again", "1")).MessageId, first.MessageId);
  assert.deepEqual(bodies(await receive(url)), ["A", "B"]);
  assert.equal(await receive(url), undefined);
});

test("a dead letter moves to its queue", async () => {
  const dead = await queue();
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: dead, AttributeNames: ["QueueArn"] }));
  const policy = JSON.stringify({ deadLetterTargetArn: Attributes.QueueArn, maxReceiveCount: 1 });
  const url = await queue({ RedrivePolicy: policy });
  const sent = await send(url, "bad");
  assert.deepEqual(bodies(await receive(url, { VisibilityTimeout: 0 })), ["bad"]);
  assert.equal(await receive(url), undefined);
  const [letter] = await receive(dead);
  assert.equal(letter.MessageId, sent.MessageId);
});

test("a long poll waits for the message", async () => {
  const url = await queue();
  const waiting = receive(url, { WaitTimeSeconds: 5 });
  await send(url, "soon", { DelaySeconds: 1 });
  assert.deepEqual(bodies(await waiting), ["soon"]);
});

test("lists come in pages", async () => {
  const urls = [await queue(), await queue(), await queue()].sort();
  const found = [];
  for await (const page of paginateListQueues({ client: sqs, pageSize: 2 }, { QueueNamePrefix: `sdk-${process.pid}-` })) {
    assert.ok(page.QueueUrls.length <= 2);
    found.push(...page.QueueUrls);
  }
  for (const url of urls) assert.ok(found.includes(url), url);
  assert.deepEqual(found, [...found].sort());
});

test("an error has its name, its old code and its text", async () => {
  const url = `${await queue()}-not`;
  await assert.rejects(send(url, "x"), (error) => {
    assert.ok(error instanceof QueueDoesNotExist);
    assert.equal(error.name, "QueueDoesNotExist");
    assert.equal(error.message, "The specified queue does not exist.");
    assert.equal(error.$metadata.httpStatusCode, 400);
    return true;
  });
  const purged = await queue();
  await sqs.send(new PurgeQueueCommand({ QueueUrl: purged }));
  await assert.rejects(sqs.send(new PurgeQueueCommand({ QueueUrl: purged })), {
    name: "PurgeQueueInProgress",
    $fault: "client",
  });
});
