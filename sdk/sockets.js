// Requests of the SDK on their way to the host. As in Node, a script has 50 connections; what is more waits for one.

const CONNECTIONS = 50;
const MOST_WAITING = 10_000;
const MOST_BYTES = 1.5 * 1024 * 1024; // of a body; SQS takes 1 MiB, which JSON may swell

const encoder = new TextEncoder();
const open = new Map(); // id -> what takes the outcome, { response } or { refusal }
const waiting = []; // { request, settle }
let last = 0;
let send;
let flood;

/** `post(request)` hands a request to the host, who answers by its id; `onFlood(message)` is called when too many wait. */
export function openSockets(post, onFlood) {
  send = post;
  flood = onFlood;
}

/** Whether a request has not been answered yet. */
export const isAwaiting = () => open.size > 0;

/** The host has answered request `id`. */
export function answered(id, { status, headers, body }) {
  const response = { statusCode: status, headers, body: typeof body === "string" ? encoder.encode(body) : body };
  release(id)?.({ response });
}

/** The host cannot answer request `id`. */
export function refused(id, message) {
  release(id)?.({ refusal: message });
}

function release(id) {
  const settle = open.get(id);
  open.delete(id);
  if (waiting.length > 0) connect(waiting.shift());
  return settle;
}

function connect({ request, settle }) {
  last += 1;
  open.set(last, settle);
  send({ id: last, ...request });
}

/** What the SDK calls with each request: the place of its handlers for fetch and for Node. */
export const requestHandler = {
  metadata: { handlerProtocol: "http/1.1" },
  destroy() {},
  updateHttpClientConfig() {},
  httpHandlerConfigs: () => ({}),
  async handle({ method, path, query, headers, body }, { abortSignal } = {}) {
    const bytes = typeof body === "string" ? encoder.encode(body) : (body ?? new Uint8Array());
    if (bytes.byteLength > MOST_BYTES)
      throw new Error(`A request of ${bytes.byteLength} bytes is more than can be sent from here.`);
    const outcome = await new Promise((settle) => {
      const stop = () => settle({ aborted: true });
      if (abortSignal?.aborted) return stop();
      abortSignal?.addEventListener?.("abort", stop, { once: true });
      const exchange = { request: { method, path, query, headers, body: bytes }, settle };
      if (open.size < CONNECTIONS) return connect(exchange);
      if (waiting.length < MOST_WAITING) return void waiting.push(exchange);
      flood(`More than ${MOST_WAITING} requests of the script wait to be sent.`);
    });
    // Made here, where its stack leads to the line of the script that waits.
    if (outcome.aborted) throw Object.assign(new Error("Request aborted"), { name: "AbortError" });
    if ("refusal" in outcome) throw new Error(outcome.refusal);
    return outcome;
  },
};
