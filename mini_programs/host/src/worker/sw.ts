/** Opens the code page and the scanner page without a network: a fixed list of static files, and nothing else. */

/** Kept as soon as the worker is installed. */
declare const SHELL: readonly string[];
/** Kept when first used, or when a scanner asks: large files that only scanners need. */
declare const LATER: readonly string[];
declare const VERSION: string;

declare const self: ServiceWorkerGlobalScope;

const PREFIX = "yima-pages-";
const NAME = `${PREFIX}${VERSION}`;
/** Stands in the cache of a browser that was asked to keep what scanners need. */
const SCANNERS_MARK = "/scan/kept";
const KNOWN: ReadonlySet<string> = new Set([...SHELL, ...LATER]);

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOld());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin || !KNOWN.has(address.pathname)) return;
  event.respondWith(answer(request, address.pathname));
});

self.addEventListener("message", (event) => {
  if (event.data === "keep") event.waitUntil(keepLater());
});

async function keepShell(): Promise<void> {
  const cache = await caches.open(NAME);
  await cache.addAll(SHELL.map((path) => new Request(path, { cache: "reload" })));
  if (await wasScanner()) await keepLater();
  await self.skipWaiting();
}

/** A scanner must open and read without a network also right after a new version came. */
async function wasScanner(): Promise<boolean> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).match(SCANNERS_MARK)));
  return kept.some((one) => one !== undefined);
}

async function keepLater(): Promise<void> {
  const cache = await caches.open(NAME);
  const kept = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  await cache.addAll(LATER.filter((path) => !kept.has(path)).map((path) => new Request(path, { cache: "no-cache" })));
  await cache.put(SCANNERS_MARK, new Response());
}

async function dropOld(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The kept file, which this version's list names by its hash; otherwise from the network, and kept. */
async function answer(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(NAME);
  const kept = await cache.match(path);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok && fresh.type === "basic" && !fresh.redirected) await cache.put(path, fresh.clone());
  return fresh;
}

export {};
