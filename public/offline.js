// Keeps what the page has loaded, so that it also opens without a network. What the network has comes first.
// Another copy of the page elsewhere on this server keeps its own: the folder is in the name.
const FOLDER = self.registration.scope;
const KEPT = `wedgelab ${FOLDER}`;
// The name of former versions, under which all copies kept what they had.
const KEPT_TOGETHER = "wedgelab";
// The worker for GPUs and recorded results, which are not fetched before they are wanted, and kept then.
const WHEN_WANTED = /^(worker-[^/]*\?program=compute-worker|compute-worker|recorded\/)/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page tells what belongs to it; whatever an older one has left is forgotten.
self.addEventListener("message", (event) => event.waitUntil(keep(event.data)));

async function keep(addresses) {
  const cache = await caches.open(KEPT);
  await cache.addAll(addresses);
  const own = new Set(addresses);
  const build = /worker-([^/?]+)\.js/.exec(addresses.join(" "));
  for (const request of await cache.keys()) {
    const name = request.url.slice(FOLDER.length);
    const stays = WHEN_WANTED.test(name) && (name.startsWith("recorded/") || (build && name.includes(build[1])));
    if (!own.has(request.url) && !stays) await cache.delete(request);
  }
  await forgetFormer(own);
}

/** Takes what is kept anew out of what former versions kept, and leaves the rest to whom it belongs. */
async function forgetFormer(own) {
  if (!(await caches.has(KEPT_TOGETHER))) return;
  const cache = await caches.open(KEPT_TOGETHER);
  const isOwn = ({ url }) => own.has(url) || /^[^/]*(worker|\.wasm$|\.js$|\.css$)|^recorded\//.test(inFolder(url));
  for (const request of await cache.keys()) {
    if (isOwn(request)) await cache.delete(request);
  }
  if ((await cache.keys()).length === 0) await caches.delete(KEPT_TOGETHER);
}

const inFolder = (url) => (url.startsWith(FOLDER) ? url.slice(FOLDER.length) : "/");

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const name = request.url.startsWith(FOLDER) ? request.url.slice(FOLDER.length) : null;
  // Whoever asks for no cache asks what is on the server now.
  if (request.method !== "GET" || name === null || name.startsWith("data/") || request.cache === "no-store") return;
  event.respondWith(
    (async () => {
      try {
        const response = await fetch(request);
        if (response.ok && WHEN_WANTED.test(name)) await (await caches.open(KEPT)).put(request, response.clone());
        return response;
      } catch (cause) {
        const cache = await caches.open(KEPT);
        // The page is one file, whatever its address asks it to show.
        const isPage = /^(index\.html)?([?#]|$)/.test(name);
        const kept = await cache.match(isPage ? "./" : request.url, { ignoreVary: true });
        if (kept) return kept;
        throw cause;
      }
    })(),
  );
});
