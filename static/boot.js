// Starts the page: the one script that index.html names, because the content-security policy allows no inline one.
//
// It imports the glue that wasm-bindgen made and runs the module; `main()` sees a window and starts the page
// (static/worker.js runs the same module for the worker; the worker with clients is another one, once it is needed). What it tells the page, on <html>:
//   data-worker  the address of the worker's script, for `new Worker(address, { type: "module" })`
//   data-worker-with-clients  that of the worker which knows programs from outside
//   data-booted  the module has started (the page itself sets data-ready once its world runs)
// And for scripts of people, which few visitors run, `decouple.loadScripts()` imports what runs them.
// It shows the crash box when the page cannot start, and when the module stops later.

const root = document.documentElement;
root.dataset.worker = new URL("./worker.js", import.meta.url).href;
root.dataset.workerWithClients = `${root.dataset.worker}?whole`;
globalThis.decouple = { loadScripts: () => import("./script/run.js") };

function stopped(words, error) {
  if (!document.getElementById("crash").hidden) return; // the first failure is the cause
  document.getElementById("splash")?.remove();
  document.getElementById("crash-words").textContent = words;
  const details = document.getElementById("crash-details");
  details.textContent = String(error?.stack ?? error ?? "");
  details.hidden = details.textContent === "";
  document.getElementById("crash").hidden = false;
  root.dataset.crashed = "";
  const reload = document.getElementById("crash-reload");
  reload.addEventListener("click", () => location.reload());
  reload.focus();
}

// A Rust panic ends the module: nothing on the page answers any more, so say it. Other errors leave it alive.
function watch(error) {
  if (error instanceof WebAssembly.RuntimeError) {
    stopped("Something that must not happen did, and the page can not go on. Reloading starts it afresh.", error);
  }
}

// The service worker keeps a copy, so that the next visit works without a network. Without one all works but that.
async function keep() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(new URL("./service-worker.js", document.baseURI));
  } catch (error) {
    console.info(`Decouple will need the network next time: ${error.message}`);
  }
}

async function boot() {
  if (typeof WebAssembly !== "object") {
    stopped("Decouple needs WebAssembly, which this browser lacks or has turned off.");
    return;
  }
  addEventListener("error", (event) => watch(event.error));
  addEventListener("unhandledrejection", (event) => watch(event.reason));
  try {
    const { default: start } = await import("../playground.js");
    await start({ module_or_path: new URL("../playground_bg.wasm", import.meta.url) });
  } catch (error) {
    stopped("Decouple could not start. A part of it did not load, or this browser is too old for it.", error);
    return;
  }
  root.dataset.booted = "";
  if (location.pathname.endsWith("/watch/")) import("./mirror.js"); // the page beside an endpoint
  await keep();
}

await boot();
