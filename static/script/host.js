// Runs a script of somebody's in a sandbox without a network and answers for the world around it (docs/scripts.md).
//
// The page opens static/script/frame.html and gives it the program (sdk/worker.js) and one end of a channel. All that comes
// out of the channel is untrusted, whoever wrote the program: static/script/read.js checks its shape and size, and here it
// is counted. Requests and sleeps wait for their answers, lines are printed and pings answered only as many as the host has
// asked for, so a program that floods the page is one that breaks these rules, and its first message too many ends it.

import { Unreadable, readEnd, readIdle, readLog, readPong, readRequest, readSleep } from "./read.js";

const PROGRAM = new URL("../../sdk/worker.js", import.meta.url);
const FRAME = new URL("./frame.html", import.meta.url);

const MOST_SOURCE = 256 * 1024; // letters
const MOST_REQUESTS = 100; // not answered yet
const MOST_SLEEPS = 1_000; // not over yet
const LINES_KEPT = 1_000;

const BEAT = 500; // ms of the wall between two pings
const MOST_BEATS = 4; // that a script may leave unanswered
const BEATS_TO_START = 40;
const LINES = 250; // from one answer to a ping to the next; sdk/console.js drops what is more

let lastId = 0;

/**
 * Starts the script `source`, a module that can import "@aws-sdk/client-sqs".
 *
 * - `clock()`: the simulated time in Unix milliseconds. It is asked when the script starts and whenever it is told something.
 * - `queues`: queue URLs by name; `account`: twelve digits; `region`: such as "us-east-1"; `seed`: any text or number.
 * - `onRequest({ method, path, query, headers, body })` promises `{ status, headers, body }`; bodies are Uint8Arrays, and that
 *   of an answer may be a text. A promise that fails is to the script as a connection that broke.
 * - `onSleep(ms)` promises to be over when so much simulated time has passed.
 * - `onLog(level, text)`: a line of the console, at most 2,000 letters; level is "debug", "info", "log", "warn" or "error".
 * - `onIdle()`: the script has heard all it was told and does nothing until it is told more. It may be left out.
 * - `onEnd({ reason, error })`, once: "finished", "failed", "runaway" or "stopped". With the middle two, `error` is
 *   `{ name, message, line }`, the line in `source` or null; otherwise it is null.
 *
 * Returns `{ id, stop(), lines() }`: `stop` works at any time, `lines` are the newest 1,000 as `{ level, text }`.
 */
export function start(script) {
  lastId += 1;
  const run = new Run(script);
  run.begin().catch((error) => run.fail(error));
  return { id: lastId, stop: () => run.end("stopped", null), lines: () => [...run.lines] };
}

class Run {
  lines = [];
  #script;
  #frame = null;
  #port = null;
  #beat = null;
  #ready = false;
  #over = false;
  #told = 0; // what the script was told; it counts what it has heard
  #idle = 0; // what it had heard when it last said that it waits
  #unanswered = 0; // pings
  #linesLeft = LINES;
  #requests = new Set();
  #sleeps = new Set();

  constructor(script) {
    this.#script = script;
  }

  async begin() {
    const { source } = this.#script;
    if (typeof source !== "string" || source.length > MOST_SOURCE) throw new Error("A script has at most 256 KiB.");
    const program = await loadProgram();
    if (this.#over) return;
    const inner = await this.#openFrame();
    if (this.#over) return;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }) => this.#hear(data);
    inner.postMessage({ program, source }, "*", [port2]); // its origin has no name
    this.#beat = setInterval(() => this.#onBeat(), BEAT);
  }

  /** Adds the frame to the page and returns the window within it that scripts run in. */
  async #openFrame() {
    const frame = document.createElement("iframe");
    frame.hidden = true;
    frame.title = "Script";
    frame.src = FRAME;
    this.#frame = frame;
    const loaded = new Promise((done) => frame.addEventListener("load", done, { once: true }));
    document.body.append(frame);
    await loaded;
    if (this.#over) return null;
    if (frame.contentWindow.length !== 1) throw new Error("What runs scripts could not be loaded.");
    return frame.contentWindow[0];
  }

  /** Ends the script and tells how it came to its end. After the first time it does nothing. */
  end(reason, error) {
    if (this.#over) return;
    this.#over = true;
    clearInterval(this.#beat);
    this.#port?.close();
    this.#frame?.remove(); // and the worker with it
    this.#script.onEnd({ reason, error });
  }

  fail(error) {
    this.end("failed", { name: "Error", message: error.message, line: null });
  }

  #runaway(message) {
    this.end("runaway", { name: "Runaway", message, line: null });
  }

  #onBeat() {
    // Beats are counted, not time: a page that was held up for long has heard nothing, and the script may well have answered.
    if (this.#unanswered >= (this.#ready ? MOST_BEATS : BEATS_TO_START)) {
      if (!this.#ready) return this.fail(new Error("The script could not be started."));
      return this.#runaway("The script has not paused for two seconds.");
    }
    this.#unanswered += 1;
    if (this.#ready) this.#port.postMessage({ kind: "ping" });
  }

  #hear(message) {
    if (this.#over) return;
    try {
      this.#act(message);
    } catch (error) {
      if (error instanceof Unreadable) return this.fail(error);
      throw error;
    }
  }

  #act(message) {
    switch (message?.kind) {
      case "ready":
        if (this.#ready) break;
        this.#ready = true;
        this.#unanswered = 0;
        return this.#startScript();
      case "pong":
        if (this.#unanswered === 0) break;
        return this.#onPong(readPong(message));
      case "idle":
        return this.#onIdle(readIdle(message));
      case "log":
        if (this.#linesLeft === 0) break;
        this.#linesLeft -= 1;
        return this.#log(readLog(message));
      case "sleep":
        return this.#sleep(readSleep(message));
      case "request":
        return this.#request(readRequest(message));
      case "end": {
        const { reason, error } = readEnd(message);
        return this.end(reason, error);
      }
    }
    throw new Unreadable("The script said what it cannot say.");
  }

  #startScript() {
    const { source, queues = {}, account, region, seed } = this.#script;
    const told = { account: String(account), region: String(region), seed: String(seed), queues: { ...queues } };
    this.#tell({ kind: "start", source, ...told });
  }

  /** Tells the script something and what time it is. */
  #tell(message) {
    if (this.#over) return;
    this.#told += 1;
    this.#port.postMessage({ ...message, now: this.#script.clock() });
  }

  #log(line) {
    if (this.lines.length === LINES_KEPT) this.lines.shift();
    this.lines.push(line);
    this.#script.onLog(line.level, line.text);
  }

  #onPong(dropped) {
    this.#unanswered -= 1;
    this.#linesLeft = LINES;
    if (dropped > 0) this.#log({ level: "warn", text: `${dropped} lines were left out.` });
  }

  #onIdle(heard) {
    if (heard <= this.#idle || heard > this.#told) throw new Unreadable("The script heard what nobody told it.");
    this.#idle = heard;
    if (heard === this.#told) this.#script.onIdle?.();
  }

  #sleep({ id, ms }) {
    if (!this.#enter(this.#sleeps, id, MOST_SLEEPS)) return;
    const wake = () => {
      this.#sleeps.delete(id);
      this.#tell({ kind: "wake", id });
    };
    asked(this.#script.onSleep, ms).then(wake, (error) => this.fail(error));
  }

  #request({ id, ...request }) {
    if (!this.#enter(this.#requests, id, MOST_REQUESTS)) return;
    asked(this.#script.onRequest, request)
      .then(({ status, headers = {}, body = "" }) => ({ kind: "answer", id, response: { status, headers, body } }))
      .catch((error) => ({ kind: "refusal", id, message: String(error?.message ?? error) }))
      .then((answer) => {
        this.#requests.delete(id);
        this.#tell(answer);
      });
  }

  /** Notes that `id` waits for an answer, unless too many do. */
  #enter(waiting, id, most) {
    if (waiting.has(id)) throw new Unreadable("The script asked twice by one number.");
    if (waiting.size === most) {
      this.#runaway("The script asks for more than can be answered.");
      return false;
    }
    waiting.add(id);
    return true;
  }
}

/** What `answer(question)` promises, also when it throws. */
const asked = async (answer, question) => answer(question);

let program = null;

/** The text of sdk/worker.js. It is loaded once, when the first script starts. */
function loadProgram() {
  program ??= fetch(PROGRAM).then((response) => {
    if (!response.ok) throw new Error(`answer ${response.status}`);
    return response.text();
  });
  return program.catch((error) => {
    program = null; // the next script may have better luck
    throw new Error(`The AWS SDK could not be loaded (${error.message}).`);
  });
}
