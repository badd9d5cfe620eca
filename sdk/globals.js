// Takes away every global that a script is not to have, and keeps for this worker what it needs of them.
//
// The policy of the frame allows no network and the origin is opaque, so nothing that is taken away here would have worked;
// without it scripts fail by the name of what is not there, and find nothing that tells them apart from one run to the next.

const LANGUAGE = `
  AggregateError Array ArrayBuffer AsyncDisposableStack BigInt BigInt64Array BigUint64Array Boolean DataView Date
  DisposableStack Error EvalError Float16Array Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array
  Intl Iterator JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set String
  SuppressedError Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet
  decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt
  undefined unescape constructor toString valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString`;
const PLATFORM = `
  AbortController AbortSignal Blob DOMException Event EventTarget ReadableStream TextDecoder TextEncoder URL URLSearchParams
  atob btoa queueMicrotask self structuredClone`;
const KEPT = new Set(`${LANGUAGE} ${PLATFORM}`.trim().split(/\s+/));

const listen = addEventListener.bind(globalThis);
const send = postMessage.bind(globalThis);
const address = URL.createObjectURL;
const loop = new MessageChannel();

/** The port to the host, once the frame has handed it over. */
export const port = new Promise((opened) => {
  listen("message", ({ ports }) => opened(ports[0]), { once: true });
});

/** The address of a module with this text. */
export const moduleOf = (text) => address(new Blob([text], { type: "text/javascript" }));

/** Runs `act` when all that can be done now is done. */
export function afterThis(act) {
  loop.port1.onmessage = act;
  loop.port2.postMessage(null);
}

/** Asks the frame where the script cannot be read: its line, or null. */
export function askForLine() {
  return new Promise((told) => {
    listen("message", ({ data }) => told(Number.isSafeInteger(data) ? data : null), { once: true });
    send("where");
  });
}

/** Calls `hear` with what is thrown and not caught. */
export function onUncaught(hear) {
  listen("error", (event) => {
    event.preventDefault();
    hear(event.error ?? new Error(event.message));
  });
  listen("unhandledrejection", (event) => {
    event.preventDefault();
    hear(event.reason);
  });
}

for (let place = globalThis; place && place !== Object.prototype; place = Object.getPrototypeOf(place)) {
  const shared = place === EventTarget.prototype; // also of every AbortSignal
  for (const name of Object.getOwnPropertyNames(place)) {
    if (KEPT.has(name)) continue;
    if (shared) Object.defineProperty(globalThis, name, { value: undefined });
    else Reflect.deleteProperty(place, name);
  }
}
Reflect.deleteProperty(URL, "createObjectURL");
Reflect.deleteProperty(URL, "revokeObjectURL");
Error.stackTraceLimit = 50; // the SDK's own calls come between what fails and the line that asked for it
