// Keeps one complete version of Decouple, so that a second visit works without a network.
//
// scripts/finish.mjs fills in the three constants when the page is built. All but the few files at the root lie in a
// folder named after the version, so no address ever means two contents, and a page keeps to the version it began with:
// - install: fetch every file and compare it with its SHA-256; one that differs (a deployment half done) rejects the
//   whole version, and the one before goes on serving;
// - activate: at once; open pages keep their files (the version before is kept for them), the next load gets this one;
// - fetch: from the cache, and only what was never in a version from the network. What not everybody needs is fetched,
//   compared and kept when it is used first; whoever has used it gets it with the next versions.

const VERSION = "unbuilt";
const FILES = {}; // path below the scope -> SHA-256 in hexadecimal
const WHEN_USED = {}; // the same of what is kept when it is used

const PREFIX = "decouple ";
const CACHE = PREFIX + VERSION;
const SCOPE = new URL("./", location.href);

addEventListener("install", (event) => event.waitUntil(install().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method === "GET" && url.origin === location.origin) event.respondWith(answer(request, url));
});

async function install() {
  const cache = await caches.open(CACHE);
  try {
    const files = Object.entries((await hasUsed()) ? { ...FILES, ...WHEN_USED } : FILES);
    await Promise.all(files.map(([path, digest]) => keep(cache, path, digest)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** Whether an earlier version keeps any of what is kept when it is used. */
async function hasUsed() {
  const withoutVersion = (path) => path.slice(path.indexOf("/"));
  const ends = Object.keys(WHEN_USED).map(withoutVersion);
  const kept = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const requests = (await Promise.all(kept.map(async (name) => (await caches.open(name)).keys()))).flat();
  return requests.some(({ url }) => ends.some((end) => url.endsWith(end)));
}

async function keep(cache, path, digest) {
  const url = new URL(path, SCOPE);
  const asked = path === "index.html" ? SCOPE : url; // as the page has asked for it, so that it is not sent twice
  // What the page has just loaded comes out of the browser's own cache; when that is stale, ask again.
  for (const mode of ["default", "reload"]) {
    const response = await fetch(asked, { cache: mode });
    if (!response.ok) continue;
    const body = await response.arrayBuffer();
    const found = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
    if (Array.from(found, (byte) => byte.toString(16).padStart(2, "0")).join("") !== digest) continue;
    const headers = new Headers(response.headers);
    headers.delete("content-encoding"); // the body is decoded by now
    headers.delete("content-length");
    await cache.put(url, new Response(body, { headers }));
    return cache.match(url);
  }
  throw new Error(`${path} is not the file of version ${VERSION}`);
}

async function activate() {
  const kept = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(kept.slice(0, -1).map((name) => caches.delete(name)));
  clients.claim(); // not awaited: a navigation may be waiting for this event to end
}

async function answer(request, url) {
  const root = url.pathname === SCOPE.pathname || url.pathname === `${SCOPE.pathname}index.html`;
  const wanted = root ? new URL("index.html", SCOPE) : url;
  const options = { ignoreSearch: true, ignoreVary: true };
  const cache = await caches.open(CACHE);
  const kept = (await cache.match(wanted, options)) ?? (await caches.match(wanted, options));
  if (kept) return kept;
  const path = wanted.pathname.slice(SCOPE.pathname.length);
  return Object.hasOwn(WHEN_USED, path) ? keep(cache, path, WHEN_USED[path]) : fetch(request);
}
