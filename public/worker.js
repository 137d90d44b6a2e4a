// Starts one of the page's workers: worker-BUILD.js?program=network-worker. All of a worker's files carry the name of their
// build, so that those of two builds never meet in a cache.
const build = /worker-([^/]+)\.js$/.exec(location.pathname)[1];
const program = new URLSearchParams(location.search).get("program");
try {
  const { default: start } = await import(`./${program}-${build}.js`);
  await start({ module_or_path: `./${program}-${build}_bg.wasm` });
} catch (cause) {
  // The page hears of what is thrown outside a promise.
  setTimeout(() => {
    throw cause;
  });
}
