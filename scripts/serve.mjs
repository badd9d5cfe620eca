// Serves a finished build on 127.0.0.1. Needs nothing but Node.
//
// All files are read, compressed and named by their hash when it starts. A request is looked up in that table and never
// in the file system, so no path can lead out of the folder, and a build that is replaced meanwhile is never served in part.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".woff2": "font/woff2",
};
const SMALL = 256; // bytes; below this, compression gains nothing

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/** Reads and compresses every file below `folder`: a map from address to its type, cache rule and encodings. */
export async function load(folder, { quality = constants.BROTLI_MAX_QUALITY } = {}) {
  const root = resolve(folder);
  const files = new Map();
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  if (entries.length === 0) throw new Error(`${root} is empty: build the page first`);
  await Promise.all(
    entries.map(async (entry) => {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      const body = readFileSync(path);
      const address = `/${path.slice(root.length + 1).replaceAll("\\", "/")}`;
      const type = TYPES[extname(path)] ?? "application/octet-stream";
      const bodies = { identity: body };
      if (body.length > SMALL && !/^(image\/png|font\/)/.test(type)) {
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: quality,
          [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
          [constants.BROTLI_PARAM_LGBLOCK]: constants.BROTLI_MAX_INPUT_BLOCK_BITS,
          [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
        };
        [bodies.br, bodies.gzip] = await Promise.all([toBrotli(body, { params }), toGzip(body, { level: 9 })]);
      }
      files.set(address, { type, bodies, hash: createHash("sha256").update(body).digest("base64url").slice(0, 22) });
    }),
  );
  const index = files.get("/index.html");
  if (!index) throw new Error(`${root} holds no index.html: build the page first`);
  for (const [address, file] of files) {
    if (!address.endsWith(".html")) continue;
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(file.bodies.identity.toString())?.[1];
    if (!policy) throw new Error(`${address} names no Content-Security-Policy`);
    // The page is nobody's part; what else there is of documents is a part of the page.
    file.policy = `${policy}; frame-ancestors ${file === index ? "'none'" : "'self'"}`;
  }
  files.set("/", index);
  return { files, policy: index.policy };
}

/** The encoding of `bodies` to send for an Accept-Encoding header: the smallest that the client takes. */
function choose(bodies, accepted = "") {
  const refused = (name) => new RegExp(`\\b${name}\\s*;\\s*q=0(\\.0*)?\\s*(,|$)`).test(accepted);
  const takes = (name) => new RegExp(`\\b${name}\\b`).test(accepted) && !refused(name);
  return ["br", "gzip"].find((name) => bodies[name] && takes(name)) ?? "identity";
}

function answer(site, request, response) {
  const headers = {
    "Content-Security-Policy": site.policy,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  };
  const say = (status, words) => {
    response.writeHead(status, { ...headers, "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" });
    response.end(request.method === "HEAD" ? undefined : `${words}\n`);
  };
  if (request.method !== "GET" && request.method !== "HEAD") return say(405, "Only GET and HEAD are answered here.");
  let path;
  try {
    path = decodeURIComponent(request.url.split(/[?#]/, 1)[0]);
  } catch {
    return say(400, "That address is not well formed.");
  }
  const file = site.files.get(path);
  if (!file) return say(404, "There is nothing at that address.");
  if (file.policy) headers["Content-Security-Policy"] = file.policy;

  const encoding = choose(file.bodies, request.headers["accept-encoding"]);
  const body = file.bodies[encoding];
  const etag = `"${file.hash}-${encoding}"`;
  Object.assign(headers, {
    // A versioned address never changes what it means; the few at the root are asked about each time.
    "Cache-Control": path.startsWith("/app-") ? "public, max-age=31536000, immutable" : "no-cache",
    ETag: etag,
    Vary: "Accept-Encoding",
  });
  if ((request.headers["if-none-match"] ?? "").split(/\s*,\s*/).some((tag) => tag.replace(/^W\//, "") === etag)) {
    response.writeHead(304, headers);
    return response.end();
  }
  headers["Content-Type"] = file.type;
  headers["Content-Length"] = body.length;
  if (encoding !== "identity") headers["Content-Encoding"] = encoding;
  response.writeHead(200, headers);
  site.sent?.(path, request.method === "HEAD" ? 0 : body.length);
  response.end(request.method === "HEAD" ? undefined : body);
}

/** Starts a server for `site` (from `load`) and returns it once it listens; `server.site` may be replaced. */
export async function serve(site, port) {
  const server = createServer((request, response) => answer(server.site, request, response));
  server.site = site;
  await new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", done);
  });
  return server;
}

async function main() {
  const folder = process.argv[2] ?? "dist";
  const port = Number(process.env.PORT ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`PORT is "${process.env.PORT}", not a port`);
  const server = await serve(await load(folder), port);
  console.log(`Decouple is at http://127.0.0.1:${server.address().port}/ (Ctrl-C ends it)`);
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    const taken = error.code === "EADDRINUSE" && `Port ${error.port} is taken. Choose another: PORT=8081 scripts/serve`;
    console.error(taken || error.message);
    process.exitCode = 1;
  });
}
