// The simulated clock as scripts see it: Date, performance.now, timers and AbortSignal.timeout.
//
// Time stands still while a script computes, and goes on with each message of the host, who says what time it is. Timers
// wait in order of their moment; the host is asked to wake the script at the first of them.

const RealDate = Date;

let began = 0; // Unix milliseconds, as `now`
let now = 0;
let changed = () => {};
const timers = new Map(); // id -> { at, every, run }
const sleeps = new Map(); // id -> the moment at which the host wakes the script
let lastTimer = 0;
let lastSleep = 0;

/** Says what time it is when the script starts; `onSet` is called when a timer is set. */
export function startClock(time, onSet) {
  began = now = time;
  changed = onSet;
}

/** Says what time it is now. Time never goes back. */
export function setNow(time) {
  now = Math.max(now, time);
}

/** The host has woken the script as sleep `id` asked. */
export function wake(id) {
  setNow(sleeps.get(id) ?? now); // the host counts in nanoseconds, and may have rounded
  sleeps.delete(id);
}

/** Whether a timer is set. */
export const hasTimers = () => timers.size > 0;

/** Takes the first timer that is due, and returns what it runs. */
export function takeDue() {
  const first = firstTimer();
  if (!first || first[1].at > now) return null;
  const [id, timer] = first;
  timers.delete(id);
  if (timer.every !== null) timers.set(id, { ...timer, at: now + timer.every });
  return timer.run;
}

/** The sleep to ask the host for, so that the first timer runs in time; null when one that is under way will do. */
export function nextSleep() {
  const first = firstTimer();
  if (!first || Math.min(...sleeps.values()) <= first[1].at) return null;
  lastSleep += 1;
  sleeps.set(lastSleep, first[1].at);
  return { id: lastSleep, ms: first[1].at - now };
}

/** The timer that runs first. Of two at one moment it is the one that was set first, whose id is lower. */
function firstTimer() {
  let first = null;
  for (const timer of timers) {
    const sooner = first ? timer[1].at - first[1].at || timer[0] - first[0] : -1;
    if (sooner < 0) first = timer;
  }
  return first;
}

function set(run, delay, values, repeats) {
  if (typeof run !== "function") throw new TypeError("a timer runs a function");
  // As in Node: at least a millisecond, so that time goes on; what no timer can wait for is no wait at all.
  const ms = delay >= 1 && delay < 2 ** 31 ? Math.trunc(delay) : 1;
  lastTimer += 1;
  timers.set(lastTimer, { at: now + ms, every: repeats ? ms : null, run: () => run(...values) });
  changed();
  return lastTimer;
}

const clear = (id) => void timers.delete(Number(id));

globalThis.setTimeout = (run, delay, ...values) => set(run, delay, values, false);
globalThis.setInterval = (run, delay, ...values) => set(run, delay, values, true);
globalThis.clearTimeout = clear;
globalThis.clearInterval = clear;

RealDate.now = () => Math.floor(now);
globalThis.Date = new Proxy(RealDate, {
  construct: (target, values, made) => Reflect.construct(target, values.length > 0 ? values : [now], made),
  apply: () => new RealDate(now).toString(),
});
RealDate.prototype.constructor = Date;

Object.defineProperty(globalThis, "performance", {
  value: Object.freeze({
    now: () => now - began,
    get timeOrigin() {
      return began;
    },
  }),
});

AbortSignal.timeout = (ms) => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new DOMException("The operation timed out.", "TimeoutError")), ms);
  return controller.signal;
};
