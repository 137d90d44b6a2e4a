// Starts the page's program, and says why where that is impossible. A file of its own, because the page allows no script
// inside its HTML, and no module, because browsers run none from a file or within a sandboxed frame.
(() => {
  "use strict";
  const { module, wasm, worker, build } = document.currentScript.dataset;
  const BROWSERS = "Chrome or Edge 91, Firefox 89 or Safari 16.4, or a later one";
  // A program with one vector instruction.
  const SIMD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
  const NEWER = "A newer version of this page is on the server. Reload the page; the settings in its address are kept.";

  /** Why this browser, or the place where the page is shown, cannot run the program; empty where it can. */
  function impossible() {
    if (location.protocol === "file:") {
      return (
        "This page was opened as a file, and browsers run its program only from a server. Run “wedgelab serve --page .” in " +
        "the folder of this file, and open the address that it prints."
      );
    }
    if (self.origin === "null") {
      return (
        "The frame around this page is sandboxed, and its program may not start there. Write " +
        "sandbox=\"allow-scripts allow-same-origin\" in the frame, or open this page on its own: " + location.href
      );
    }
    if (typeof WebAssembly !== "object") {
      return `The figures need WebAssembly, which this browser lacks or has switched off. Open the page in ${BROWSERS}.`;
    }
    if (!WebAssembly.validate(new Uint8Array(SIMD))) {
      return (
        "The figures need WebAssembly with vector instructions (SIMD), which this browser or this computer’s processor " +
        `lacks. Open the page in ${BROWSERS}.`
      );
    }
    return "";
  }

  /** Why files of the page could not be started: a sentence, and whether only a new page helps. */
  async function explain(files) {
    let page;
    try {
      // Neither a cache nor the service worker knows what is on the server now.
      page = await fetch(new URL(".", location), { cache: "no-store" });
    } catch (cause) {
      return { what: "The server cannot be reached. Check the connection, then try again.", reload: false };
    }
    if (!page.ok) return { what: `The server answers ${page.status} to this page. Try again later.`, reload: false };
    const found = /data-build="?([^"\s>]+)/.exec(await page.text());
    if (found && found[1] !== build) {
      tellOfNewer();
      return { what: NEWER, reload: true };
    }
    for (const file of files) {
      const fault = await faultOf(file).catch(() => null);
      if (fault === null) {
        const name = new URL(file, location).pathname.split("/").pop();
        return { what: `The connection broke while ${name} was fetched. Check the connection, then try again.`, reload: false };
      }
      if (fault) return { what: `${fault} Then reload the page.`, reload: true };
    }
    return { what: "A part of this page could not be started. Reload the page.", reload: true };
  }

  /** What is wrong with a file on the server; empty where nothing is. */
  async function faultOf(file) {
    const response = await fetch(file, { cache: "no-store" });
    const name = new URL(file, location).pathname.split("/").pop();
    const type = (response.headers.get("content-type") || "").split(";")[0];
    if (!response.ok) {
      return `The server answers ${response.status} to ${name}, a file of this page. Check that it is on the server and may be read.`;
    }
    if (/html/.test(type)) return `The server sends a page instead of ${name}, a file of this page. Copy it to the server.`;
    if (/\.js$/.test(name) && !/(java|ecma)script/.test(type)) {
      return (
        `The server sends ${name} as ${type || "a file without a type"}, and browsers run it only as text/javascript. ` +
        "Set that type on the server."
      );
    }
    if (/\.wasm$/.test(name) && !WebAssembly.validate(await response.arrayBuffer())) {
      return `The file ${name} on the server is damaged. Copy it there again.`;
    }
    return "";
  }

  function tellOfNewer() {
    const notice = document.getElementById("newer");
    notice.hidden = false;
    notice.querySelector("button").onclick = () => location.reload();
  }

  function say(sentence) {
    // After a panic the program has said so itself, and the place is gone.
    const place = document.getElementById("starting");
    if (place) {
      place.textContent = sentence;
      place.className = "notice";
    }
  }

  async function start() {
    const why = impossible();
    if (why) return say(why);
    try {
      const program = await import(module);
      await program.default({ module_or_path: wasm });
    } catch (cause) {
      console.error(cause);
      if (document.getElementById("starting")) say((await explain([module, wasm])).what);
      return;
    }
    keep();
  }

  /** What belongs to a worker. */
  function filesOf(program) {
    const script = new URL(worker, location);
    const own = script.pathname.split("/").pop().replace("worker-", `${program}-`).replace(/\.js$/, "");
    return [`${worker}?program=${program}`, new URL(`${own}.js`, script).href, new URL(`${own}_bg.wasm`, script).href];
  }

  /** Once everything is there it is kept, so that the page also opens without a network, and trains on the CPU. */
  async function keep() {
    try {
      await navigator.serviceWorker.register("offline.js");
      const { active } = await navigator.serviceWorker.ready;
      const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
      const own = new URL(".", location).href;
      const page = loaded.filter((address) => address.startsWith(own) && !/worker|data\/|recorded\//.test(address.slice(own.length)));
      const more = ["./", "manifest.webmanifest", "icon.svg", ...filesOf("light-worker"), ...filesOf("network-worker")];
      active.postMessage([...new Set([...more.map((name) => new URL(name, own).href), ...page])]);
    } catch (cause) {
      // A browser that keeps nothing shows the page as long as there is a network.
    }
  }

  // From here on this script says what goes wrong.
  document.getElementById("not-started").remove();
  // The program asks when one of its workers does not start.
  self.wedgelab = { explain: (program) => explain(filesOf(program)) };
  start();
})();
