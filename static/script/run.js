// Runs the scripts of parts for the page, which loads this when the first of them runs (docs/scripts.md).
//
// The page knows the simulated clock and answers requests; here a script is started by host.js, waits as long as the
// simulated clock says, and what there is to show of it is told now and then.

import { start as startScript } from "./host.js";

const LOOK = 20; // ms of the wall between two looks at the simulated clock
const SHOW = 100; // ms of the wall between two showings of the console
const MOST_LINES = 200; // shown
const MOST_LETTERS = 20_000;

/**
 * Starts `source` for `[account, region, seed]`, with names and URLs of queues in turn.
 *
 * - `clock()`: the simulated time in Unix milliseconds, or NaN once no script may run, for which it is stopped.
 * - `ask(id, method, target, headers, body)`: a request, which `answer` is to answer; headers are names and values in turn.
 * - `changed(state, message, line, console)`: "running", or why it has ended; the last call says that.
 */
export function start(source, about, queues, clock, ask, changed) {
  return new Run(source, about, queues, clock, ask, changed);
}

class Run {
  #clock;
  #ask;
  #changed;
  #script;
  #look;
  #showing = null;
  #now;
  #sleeps = new Set(); // { due, wake }
  #requests = new Map(); // id -> what answers it
  #last = 0;
  #why = null; // who stopped it, if not the script itself

  constructor(source, [account, region, seed], queues, clock, ask, changed) {
    this.#clock = clock;
    this.#ask = ask;
    this.#changed = changed;
    this.#now = clock();
    this.#look = setInterval(() => this.#tick(), LOOK);
    this.#script = startScript({
      source,
      account,
      region,
      seed,
      queues: Object.fromEntries(pairs(queues)),
      clock: () => this.#passed(),
      onRequest: (request) => this.#request(request),
      onSleep: (ms) => this.#sleep(ms),
      onLog: () => this.#showSoon(),
      onEnd: (end) => this.#end(end),
    });
  }

  answer(id, status, headers, body) {
    // A copy: the bytes are those of wasm's memory, which goes on.
    this.#requests.get(id)?.({ status, headers: Object.fromEntries(pairs(headers)), body: body.slice() });
    this.#requests.delete(id);
  }

  stop(why) {
    this.#why = why;
    this.#script.stop();
  }

  /** The simulated time, which never goes back for a script. */
  #passed() {
    const now = this.#clock();
    if (now > this.#now) this.#now = now;
    return this.#now;
  }

  #tick() {
    if (!(this.#clock() >= this.#now)) return this.stop("past");
    const now = this.#passed();
    const due = [...this.#sleeps].filter((sleep) => sleep.due <= now).sort((one, other) => one.due - other.due);
    for (const sleep of due) {
      this.#sleeps.delete(sleep);
      sleep.wake();
    }
  }

  #sleep(ms) {
    return new Promise((wake) => this.#sleeps.add({ due: this.#passed() + ms, wake }));
  }

  #request({ method, path, query, headers, body }) {
    this.#last += 1;
    const id = this.#last;
    const answered = new Promise((answer) => this.#requests.set(id, answer));
    this.#ask(id, method, path + search(query), Object.entries(headers).flat(), body);
    return answered;
  }

  #showSoon() {
    this.#showing ??= setTimeout(() => this.#show("running"), SHOW);
  }

  #show(state, message = "", line = 0) {
    clearTimeout(this.#showing);
    this.#showing = null;
    this.#changed(state, message, line, newest(this.#script?.lines() ?? []));
  }

  #end({ reason, error }) {
    clearInterval(this.#look);
    this.#show(this.#why ?? reason, error ? told(reason, error) : "", error?.line ?? 0);
  }
}

const told = (reason, { name, message }) => (reason === "failed" && name !== "Error" ? `${name}: ${message}` : message);

function* pairs(list) {
  for (let place = 0; place + 1 < list.length; place += 2) yield [list[place], list[place + 1]];
}

/** The query of a request, which may have a list of values for a name. */
function search(query) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value ?? ""]) parameters.append(name, one);
  }
  return parameters.size > 0 ? `?${parameters}` : "";
}

/** The newest lines as one text; what is no mere remark says so. */
function newest(lines) {
  const shown = [];
  let letters = 0;
  for (const { level, text } of lines.slice(-MOST_LINES).reverse()) {
    const line = level === "warn" || level === "error" ? `${level}: ${text}` : text;
    letters += line.length;
    if (letters > MOST_LETTERS) break;
    shown.push(line);
  }
  return shown.reverse().join("\n");
}

/** What a part may begin with; without a name it is the first queue of the sketch. */
export function example(sends, queue) {
  const url = queue ? `queues[${JSON.stringify(queue)}]` : "Object.values(queues)[0]";
  return sends ? producer(url, queue.endsWith(".fifo")) : worker(url);
}

const producer = (url, isFifo) => `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";

const sqs = new SQSClient();
const QueueUrl = ${url};

for (let n = 1; n <= 10; n++) {
  const MessageBody = \`order \${n}\`;
  const { MessageId } = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody${
    isFifo ? ', MessageGroupId: "orders", MessageDeduplicationId: MessageBody' : ""
  } }));
  console.log("sent", MessageBody, MessageId);
  await new Promise((done) => setTimeout(done, 500));
}
`;

const worker = (url) => `import { SQSClient, ReceiveMessageCommand, DeleteMessageCommand } from "@aws-sdk/client-sqs";

const sqs = new SQSClient();
const QueueUrl = ${url};

for (;;) {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  for (const { Body, ReceiptHandle } of Messages) {
    console.log("working on", Body);
    await new Promise((done) => setTimeout(done, 300));
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
}
`;
