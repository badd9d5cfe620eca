// Turns what Trunk has built into what is served. Trunk calls it as its post-build hook (Trunk.toml).
//
// Trunk leaves index.html, the glue, the wasm module and static/. This moves all that a version consists of into one
// folder named after its contents, app-<version>/, so that two versions never share an address. At the root stay the
// files whose addresses must not change: index.html, the manifest, the icon and the service worker, which is given the
// version and the SHA-256 of every file. What only some visitors need it keeps when they use it.

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "./bundle.mjs";
import { minify, minifyFile } from "./minify.mjs";
import { order } from "./order.mjs";

const AT_ROOT = ["icon.svg", "manifest.webmanifest", "service-worker.js"]; // out of static/
const UNUSED = /\.d\.ts$/;
const WHEN_USED = ["sdk/", "static/mirror.js", "static/script/", "whole/"];

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** The files below `folder`, as sorted paths with forward slashes. */
function list(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1).replaceAll("\\", "/"))
    .sort();
}

/** Replaces the one occurrence of `from`, or throws. */
function replaceOnce(text, from, to, where) {
  if (text.split(from).length !== 2) throw new Error(`${where} must contain "${from}" exactly once`);
  return text.replace(from, () => to);
}

/** Finishes the build in `folder` and returns its version. */
export function finish(folder) {
  for (const path of list(folder)) if (UNUSED.test(path)) rmSync(join(folder, path));
  for (const name of AT_ROOT) renameSync(join(folder, "static", name), join(folder, name));

  const built = list(folder);
  const contents = createHash("sha256");
  for (const path of built) contents.update(path).update("\0").update(sha256(readFileSync(join(folder, path))));
  const version = contents.digest("hex").slice(0, 16);
  const home = `app-${version}`;

  for (const path of built) {
    if (path === "index.html" || AT_ROOT.includes(path)) continue;
    mkdirSync(dirname(join(folder, home, path)), { recursive: true });
    renameSync(join(folder, path), join(folder, home, path));
  }
  for (const emptied of ["sdk", "snippets", "static", "whole"]) rmSync(join(folder, emptied), { recursive: true, force: true });

  const index = join(folder, "index.html");
  const page = readFileSync(index, "utf8")
    .replaceAll(/^ *<link data-trunk .*>\n/gm, "") // what was said to Trunk
    .replaceAll(/(href|src)="\.\/([^"]+)"/g, (whole, attribute, path) =>
      AT_ROOT.includes(path) ? whole : `${attribute}="./${home}/${path}"`,
    );
  for (const [, path] of page.matchAll(/(?:href|src)="\.\/([^"]+)"/g)) readFileSync(join(folder, path)); // it is there
  writeFileSync(index, page);

  const files = {};
  const whenUsed = {};
  for (const path of list(folder)) {
    if (path === "service-worker.js") continue;
    const kept = WHEN_USED.some((start) => path.startsWith(`${home}/${start}`)) ? whenUsed : files;
    kept[path] = sha256(readFileSync(join(folder, path)));
  }
  const worker = join(folder, "service-worker.js");
  let script = readFileSync(worker, "utf8");
  script = replaceOnce(script, 'const VERSION = "unbuilt";', `const VERSION = "${version}";`, worker);
  script = replaceOnce(script, "const FILES = {};", `const FILES = ${JSON.stringify(files, null, 2)};`, worker);
  script = replaceOnce(script, "const WHEN_USED = {};", `const WHEN_USED = ${JSON.stringify(whenUsed, null, 2)};`, worker);
  writeFileSync(worker, script);
  return version;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.env.TRUNK_STAGING_DIR ?? process.argv[2];
  if (!folder) throw new Error("usage: node scripts/finish.mjs FOLDER (Trunk names it in TRUNK_STAGING_DIR)");
  const { raw, brotli } = await bundle(folder);
  console.log(`sdk/worker.js: ${raw} bytes, ${brotli} compressed`);
  order(join(folder, "playground_bg.wasm"));
  // The worker with clients, which build_page in scripts/setup has made before.
  cpSync(process.env.DECOUPLE_WHOLE, join(folder, "whole"), { recursive: true });
  await minify(folder);
  console.log(`version ${finish(folder)}`);
  await minifyFile(join(folder, "service-worker.js"));
}
