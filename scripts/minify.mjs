// Makes scripts and style sheets smaller: the glue of wasm-bindgen, and what static/ says to its readers.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";

const LOADERS = { ".css": "css", ".js": "js" };

/** Minifies what lies in `folder` and in its static/, but for the service worker, which finish.mjs fills in. */
export async function minify(folder) {
  for (const path of readdirSync(folder, { recursive: true })) {
    const isMinified = path.startsWith("sdk"); // with the bundle
    if (extname(path) in LOADERS && !isMinified && !path.endsWith("service-worker.js")) await minifyFile(join(folder, path));
  }
}

/** Minifies one file. */
export async function minifyFile(file) {
  const { transform } = await import("esbuild"); // here, so that finish.mjs works where no package is installed
  const loader = LOADERS[extname(file)];
  const { code } = await transform(readFileSync(file, "utf8"), { loader, minify: true, target: "es2022", legalComments: "none" });
  writeFileSync(file, code);
}
