// Bundles what scripts of people use, the SDK for JavaScript and what surrounds it (sdk/), into one file. It is loaded by
// the first script that somebody runs, not before.

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Writes `folder`/sdk/worker.js and returns its size in bytes, as it is and compressed. */
export async function bundle(folder) {
  const { build } = await import("esbuild"); // here, so that finish.mjs works where no package is installed
  mkdirSync(join(folder, "sdk"), { recursive: true });
  const outfile = join(folder, "sdk", "worker.js");
  await build({
    absWorkingDir: ROOT,
    bundle: true,
    entryPoints: ["sdk/worker.js"],
    format: "iife",
    banner: { js: "/* @aws-sdk/client-sqs and what it is made of: Apache-2.0. es-module-lexer: MIT. */" },
    legalComments: "eof",
    logLevel: "warning",
    minify: true,
    nodePaths: [join(ROOT, "scripts", "node_modules")],
    outfile,
    platform: "browser",
    target: "es2022",
  });
  const bytes = readFileSync(outfile);
  return { raw: bytes.length, brotli: brotliCompressSync(bytes).length };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.argv[2]) throw new Error("usage: node scripts/bundle.mjs FOLDER");
  const { raw, brotli } = await bundle(process.argv[2]);
  console.log(`sdk/worker.js: ${raw} bytes, ${brotli} with brotli`);
}
