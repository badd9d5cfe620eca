// The server of scripts/serve: types, compression, validation, headers, and that nothing else can be read through it.

import assert from "node:assert/strict";
import { request as ask } from "node:http";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { start } from "./harness.mjs";

let server;
before(async () => {
  server = await start();
});
after(() => server?.stop());

/** One request, its path exactly as given. */
function get(path, headers = {}, method = "GET") {
  const { hostname, port } = new URL(server.origin);
  return new Promise((done, failed) => {
    const request = ask({ hostname, port, path, method, headers }, async (response) => {
      const chunks = await response.toArray();
      done({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) });
    });
    request.on("error", failed).end();
  });
}

const find = (end) => [...server.files().keys()].find((path) => path.endsWith(end));

test("files have their types", async () => {
  const types = [
    ["/", "text/html; charset=utf-8"],
    ["/manifest.webmanifest", "application/manifest+json; charset=utf-8"],
    ["/icon.svg", "image/svg+xml; charset=utf-8"],
    [find("playground_bg.wasm"), "application/wasm"],
    [find("playground.js"), "text/javascript; charset=utf-8"],
    [find("splash.css"), "text/css; charset=utf-8"],
  ];
  for (const [path, type] of types) {
    const { status, headers } = await get(path);
    assert.deepEqual([path, status, headers["content-type"]], [path, 200, type]);
  }
});

test("the smallest encoding that is accepted is sent", async () => {
  const path = find("playground.js");
  const plain = await get(path);
  assert.equal(plain.headers["content-encoding"], undefined);
  const brotli = await get(path, { "accept-encoding": "gzip, deflate, br" });
  assert.equal(brotli.headers["content-encoding"], "br");
  assert.deepEqual(brotliDecompressSync(brotli.body), plain.body);
  const gzip = await get(path, { "accept-encoding": "gzip, br;q=0" });
  assert.equal(gzip.headers["content-encoding"], "gzip");
  assert.deepEqual(gunzipSync(gzip.body), plain.body);
  assert.equal(gzip.headers.vary, "Accept-Encoding");
  assert.notEqual(gzip.headers.etag, brotli.headers.etag);
});

test("an unchanged file is not sent again", async () => {
  const first = await get("/");
  assert.equal(first.headers["cache-control"], "no-cache");
  const again = await get("/", { "if-none-match": `"other", W/${first.headers.etag}` });
  assert.deepEqual([again.status, again.body.length], [304, 0]);
  assert.match((await get(find("playground.js"))).headers["cache-control"], /immutable/);
});

test("every answer carries the policy, and the policy of the page allows nothing more", async () => {
  const page = await get("/");
  const [, inPage] = /Content-Security-Policy" content="([^"]+)"/.exec(page.body);
  for (const answer of [page, await get(find("playground.js")), await get("/nothing")]) {
    assert.equal(answer.headers["content-security-policy"], `${inPage}; frame-ancestors 'none'`);
    assert.equal(answer.headers["x-content-type-options"], "nosniff");
    assert.equal(answer.headers["referrer-policy"], "no-referrer");
  }
  assert.doesNotMatch(inPage, /unsafe-inline|'unsafe-eval'|\*|https?:/);
});

test("nothing outside the build can be read", async () => {
  const paths = ["/../Cargo.toml", "/..%2fCargo.toml", "/%2e%2e/Cargo.toml", "/app-x/../../Cargo.toml", "//etc/passwd"];
  for (const path of [...paths, "/..\\Cargo.toml", "/etc/passwd", "/index.html/", "/constructor"]) {
    assert.deepEqual([path, (await get(path)).status], [path, 404]);
  }
  assert.equal((await get("/%")).status, 400);
  assert.equal((await get("/", {}, "POST")).status, 405);
  const head = await get("/", {}, "HEAD");
  assert.deepEqual([head.status, head.body.length], [200, 0]);
});

test("it listens on this machine alone", async () => {
  const port = new URL(server.origin).port;
  await assert.rejects(
    new Promise((done, failed) => connect({ host: "::1", port }, done).on("error", failed)),
    /ECONNREFUSED|EADDRNOTAVAIL|ENETUNREACH/,
  );
});
