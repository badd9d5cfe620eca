// The worker: the same glue and the same wasm module as the page. `main()` sees no window and becomes the worker. With
// `?whole` it is the module that has clients, too, which the page does not load otherwise.
//
// Messages that arrive while the module loads are kept and handed over in order once `main()` has returned,
// so the page may post at once, and `main()` need only set its listener.

const early = [];
const keep = (event) => early.push(event);
addEventListener("message", keep);

try {
  const module = location.search === "?whole" ? "../whole/whole" : "../playground";
  const { default: start } = await import(`${module}.js`);
  await start({ module_or_path: new URL(`${module}_bg.wasm`, import.meta.url) });
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
