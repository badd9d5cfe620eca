// Messages of a script, read: plain values of the right shape and of a size that can be borne, or an `Unreadable`.
//
// They come out of a structured clone, so a value is what it is and no getter of the script's runs here.

const LEVELS = ["debug", "info", "log", "warn", "error"];
const METHODS = ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"];
const MOST_BODY = 1.5 * 1024 * 1024; // bytes
const MOST_TEXT = 2_000; // letters of a line or of an error
const MOST_NAMES = 100; // headers, or parameters of a query
const MOST_NAME = 8_192; // letters of a name, a value or a path
const MOST_SLEEP = 2 ** 31; // ms
const REASONS = ["finished", "failed", "runaway"];

/** A message that the program of scripts never sends. */
export class Unreadable extends Error {}

function must(holds, what) {
  if (!holds) throw new Unreadable(`The script sent ${what} that is none.`);
}

const isText = (value, most) => typeof value === "string" && value.length <= most;

function readId(id) {
  must(Number.isSafeInteger(id) && id > 0, "a number");
  return id;
}

/** A line of the console: `{ level, text }`. */
export function readLog({ level, text }) {
  must(LEVELS.includes(level) && typeof text === "string", "a line");
  return { level, text: text.slice(0, MOST_TEXT) };
}

/** A wish to be woken: `{ id, ms }`. */
export function readSleep({ id, ms }) {
  must(typeof ms === "number" && ms >= 0 && ms <= MOST_SLEEP, "a sleep");
  return { id: readId(id), ms };
}

/** A request: `{ id, method, path, query, headers, body }`. Values of the query are texts, lists of texts or null. */
export function readRequest({ id, method, path, query, headers, body }) {
  must(METHODS.includes(method) && isText(path, MOST_NAME) && path.startsWith("/"), "a request");
  must(body instanceof Uint8Array && body.byteLength <= MOST_BODY, "a body");
  const text = (value) => isText(value, MOST_NAME);
  const texts = (value) => Array.isArray(value) && value.length <= MOST_NAMES && value.every(text);
  const parameter = (value) => value === null || text(value) || texts(value);
  return { id: readId(id), method, path, query: readNames(query, parameter), headers: readNames(headers, text), body };
}

function readNames(names, isValue) {
  must(typeof names === "object" && names !== null, "a list of names");
  const entries = Object.entries(names);
  must(entries.length <= MOST_NAMES, "a list of names");
  must(
    entries.every(([name, value]) => name.length <= MOST_NAME && isValue(value)),
    "a list of names",
  );
  return Object.fromEntries(entries);
}

/** The answer to a ping: how many lines were left out since the one before. */
export function readPong({ dropped }) {
  must(Number.isSafeInteger(dropped) && dropped >= 0, "an answer to a ping");
  return dropped;
}

/** That the script waits: how many messages it had heard. */
export function readIdle({ heard }) {
  return readId(heard);
}

/** How a script ended: `{ reason, error }`. */
export function readEnd({ reason, error }) {
  must(REASONS.includes(reason), "an end");
  if (reason === "finished") return { reason, error: null };
  must(typeof error?.name === "string" && typeof error.message === "string", "an error");
  const line = Number.isSafeInteger(error.line) && error.line > 0 ? error.line : null;
  return { reason, error: { name: error.name.slice(0, MOST_TEXT), message: error.message.slice(0, MOST_TEXT), line } };
}
