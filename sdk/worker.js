// What runs in the worker of a script: it makes the script's surroundings, runs it, and carries messages to the host and
// back. docs/scripts.md says what a script finds; static/script/host.js is the other end of the port.
//
// The order of these imports matters: the SDK looks at the globals when it is evaluated, and is to find what scripts find.

import { afterThis, moduleOf, onUncaught, port as opened } from "./globals.js";
import { seedChance } from "./chance.js";
import { hasTimers, nextSleep, setNow, startClock, takeDue, wake } from "./clock.js";
import { openConsole, refill } from "./console.js";
import { SDK, makeSdk } from "./clients.js";
import { explain, resolveImports } from "./module.js";
import { answered, isAwaiting, openSockets, refused } from "./sockets.js";

const SHELF = Symbol.for(SDK); // where the module that scripts import finds what it exports

let post;
let source;
const addresses = { address: "", sdkAddress: "" };
let heard = 0; // messages that let the script go on; the host counts them, too
let idleAt = 0; // what was heard when the host was last told that the script waits
let evaluated = false; // the script's last line has run
let turning = false;
let quiet = false; // nothing was left to do at the last turn
let over = false;

const messages = {
  start(message) {
    startClock(message.now, soon);
    seedChance(message.seed);
    globalThis.queues = Object.freeze({ ...message.queues });
    openConsole((level, text) => post({ kind: "log", level, text }));
    openSockets(
      (request) => {
        post({ kind: "request", ...request });
        soon();
      },
      (message) => end("runaway", { name: "Runaway", message, line: null }),
    );
    source = message.source;
    run(makeSdk(message.account, message.region));
  },
  answer({ id, now, response }) {
    setNow(now);
    answered(id, response);
  },
  refusal({ id, now, message }) {
    setNow(now);
    refused(id, message);
  },
  wake({ id, now }) {
    setNow(now);
    wake(id);
  },
};

onUncaught(fail);
opened.then((port) => {
  post = port.postMessage.bind(port);
  port.onmessage = ({ data: message }) => {
    if (message.kind === "ping") return post({ kind: "pong", dropped: refill() });
    heard += 1;
    messages[message.kind](message);
    if (message.kind !== "start") soon();
  };
  post({ kind: "ready" });
});

/** Runs the script as a module that can import `sdk`. */
async function run(sdk) {
  Object.defineProperty(globalThis, SHELF, { value: sdk });
  const names = Object.keys(sdk).join(", ");
  addresses.sdkAddress = moduleOf(`export const { ${names} } = globalThis[Symbol.for(${JSON.stringify(SDK)})];`);
  try {
    addresses.address = moduleOf(resolveImports(source, SDK, addresses.sdkAddress));
    await import(addresses.address);
  } catch (error) {
    return fail(error);
  }
  evaluated = true;
  soon();
}

/** Takes a turn once the script can do no more by itself. */
function soon() {
  quiet = false;
  if (turning) return;
  turning = true;
  afterThis(turn);
}

/** Runs one timer that is due. When there is none, asks for a sleep and says that the script waits or has finished. */
function turn() {
  turning = false;
  if (over) return;
  const due = takeDue();
  if (due) {
    soon();
    return due();
  }
  const sleep = nextSleep();
  if (sleep) post({ kind: "sleep", ...sleep });
  if (!evaluated || isAwaiting() || hasTimers()) return idle();
  if (quiet) return end("finished", null);
  // Promises that were rejected and not handled are told after this turn.
  quiet = turning = true;
  afterThis(turn);
}

function idle() {
  if (idleAt === heard) return;
  idleAt = heard;
  post({ kind: "idle", heard });
}

async function fail(error) {
  if (over) return;
  over = true;
  const told = await explain(error, { ...addresses, sdkName: SDK, source });
  post({ kind: "end", reason: "failed", error: told });
}

function end(reason, error) {
  if (over) return;
  over = true;
  post({ kind: "end", reason, error });
}
