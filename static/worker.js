// The worker: the same glue and the same wasm module as the page. `main()` sees no window and becomes the worker.
//
// Messages that arrive while the module loads are kept and handed over in order once `main()` has returned,
// so the page may post at once, and `main()` need only set its listener.

const early = [];
const keep = (event) => early.push(event);
addEventListener("message", keep);

try {
  const { default: start } = await import("../playground.js");
  await start({ module_or_path: new URL("../playground_bg.wasm", import.meta.url) });
  removeEventListener("message", keep);
  for (const { data, ports } of early) {
    dispatchEvent(new MessageEvent("message", { data, ports: [...ports] }));
  }
} catch (error) {
  // A rejection stays inside the worker; an error reaches the page's `worker.onerror`.
  setTimeout(() => {
    throw error;
  });
}
