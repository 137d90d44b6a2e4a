// Keeps what the page has loaded, so that it also opens without a network. What the network has comes first.
const KEPT = "wedgelab";
// Workers and recorded results, which are not fetched before they are wanted, and kept then.
const WHEN_WANTED = /(compute|network)-worker|\/recorded\//;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page tells what belongs to it; whatever an older one has left is forgotten.
self.addEventListener("message", (event) =>
  event.waitUntil(
    (async () => {
      const cache = await caches.open(KEPT);
      await cache.addAll(event.data);
      const own = new Set(event.data.map((address) => new URL(address, self.location).href));
      for (const request of await cache.keys()) {
        if (!own.has(request.url) && !WHEN_WANTED.test(request.url)) await cache.delete(request);
      }
    })(),
  ),
);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || pathname.includes("/data/")) return;
  event.respondWith(
    (async () => {
      try {
        const response = await fetch(request);
        if (response.ok && WHEN_WANTED.test(pathname)) {
          await (await caches.open(KEPT)).put(request, response.clone());
        }
        return response;
      } catch (cause) {
        const kept = await caches.match(request.url, { ignoreSearch: true, ignoreVary: true });
        if (kept) return kept;
        throw cause;
      }
    })(),
  );
});
