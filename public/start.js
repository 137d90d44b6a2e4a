// Starts the page's program. A file of its own, because the page allows no script inside its HTML.
const { module, wasm } = document.querySelector("script[data-wasm]").dataset;
try {
  const program = await import(module);
  await program.default({ module_or_path: wasm });
  keep();
} catch (cause) {
  console.error(cause);
  // After a panic the program has said so itself.
  const place = document.getElementById("starting");
  if (place) {
    place.textContent =
      "The figures could not be started. This page needs WebAssembly, which every current browser has. " +
      "Reload the page, or open it in another browser.";
  }
}

// Once everything is there it is kept, so that the page also opens without a network.
async function keep() {
  const own = ["./", "light-worker_loader.js", "light-worker.js", "light-worker_bg.wasm", "manifest.webmanifest", "icon.svg"];
  try {
    const { active } = await navigator.serviceWorker.register("offline.js").then(() => navigator.serviceWorker.ready);
    const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
    const page = loaded.filter((address) => address.startsWith(new URL(".", location)) && !/worker|data\//.test(address));
    active.postMessage([...new Set([...own.map((name) => new URL(name, location).href), ...page])]);
  } catch {
    // A browser that keeps nothing shows the page as long as there is a network.
  }
}
