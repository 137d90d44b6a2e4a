// Starts the page's program. A file of its own, because the page allows no script inside its HTML.
const { module, wasm } = document.querySelector("script[data-wasm]").dataset;
try {
  const program = await import(module);
  await program.default({ module_or_path: wasm });
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
