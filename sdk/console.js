// The console of a script: what it prints goes to the host, line by line, and no more than somebody can read.

import { line } from "./print.js";

const LINES = 250; // from one ping of the host to the next, about half a second

let send;
let left = LINES;
let dropped = 0;

/** `post(level, text)` hands a line to the host. */
export function openConsole(post) {
  send = post;
}

/** Lets the script print on, and returns how many lines were dropped since the last time. */
export function refill() {
  const missed = dropped;
  left = LINES;
  dropped = 0;
  return missed;
}

function print(level, values) {
  if (left === 0) {
    dropped += 1;
    return;
  }
  left -= 1;
  send(level, line(values));
}

const counts = new Map();
const began = new Map();

globalThis.console = {
  debug: (...values) => print("debug", values),
  dir: (value) => print("log", [value]),
  error: (...values) => print("error", values),
  group: (...values) => print("log", values),
  groupEnd() {},
  info: (...values) => print("info", values),
  log: (...values) => print("log", values),
  table: (value) => print("log", [value]),
  trace: (...values) => print("log", ["Trace:", ...values]),
  warn: (...values) => print("warn", values),
  assert(condition, ...values) {
    if (!condition) print("error", ["Assertion failed:", ...values]);
  },
  count(label = "default") {
    counts.set(label, (counts.get(label) ?? 0) + 1);
    print("log", [`${label}: ${counts.get(label)}`]);
  },
  countReset: (label = "default") => void counts.delete(label),
  time: (label = "default") => void began.set(label, performance.now()),
  timeLog: (label = "default", ...values) =>
    print("log", [`${label}: ${performance.now() - began.get(label)} ms`, ...values]),
  timeEnd(label = "default") {
    console.timeLog(label);
    began.delete(label);
  },
};
