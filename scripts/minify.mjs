// Makes scripts and style sheets smaller: the glue of wasm-bindgen, and what static/ says to its readers.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";

const LOADERS = { ".css": "css", ".js": "js" };

/** Minifies what lies in `folder` and in its static/. */
export async function minify(folder) {
  const { transform } = await import("esbuild"); // here, so that finish.mjs works where no package is installed
  for (const path of readdirSync(folder, { recursive: true })) {
    const loader = LOADERS[extname(path)];
    // The SDK is minified already; finish.mjs fills the service worker in.
    if (!loader || path.startsWith("sdk") || path.endsWith("service-worker.js")) continue;
    const file = join(folder, path);
    const { code } = await transform(readFileSync(file, "utf8"), { loader, minify: true, target: "es2022", legalComments: "none" });
    writeFileSync(file, code);
  }
}
