// The size of the page: it stays small, and fetches nothing else before it is needed.

import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { chapter, launch, open, section, serve, skip } from "./harness.js";

const PAGE = new URL("../../dist/", import.meta.url).pathname;
const LARGEST_PAGE = 370_000;
const LARGEST_LIGHT_WORKER = 445_000;
const LARGEST_NETWORK_WORKER = 1_100_000;
const LARGEST_COMPUTE_WORKER = 4_500_000;

let browser, server;
before(async () => {
    server = await serve();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    server?.stop();
});

const compressed = (path) => gzipSync(readFileSync(path), { level: 9 }).length;

test("the workers are under their limits", () => {
    for (const [worker, limit] of [
        ["light-worker", LARGEST_LIGHT_WORKER],
        ["network-worker", LARGEST_NETWORK_WORKER],
        ["compute-worker", LARGEST_COMPUTE_WORKER],
    ]) {
        const files = readdirSync(PAGE).filter((name) => name.startsWith(worker));
        assert.equal(files.length, 2, `the program and its script: ${files}`);
        const size = files.map((name) => compressed(join(PAGE, name))).reduce((sum, size) => sum + size, 0);
        assert.ok(size < limit, `${worker}: ${size} bytes compressed`);
    }
});

test("no worker runs its constructors before each exported function", () => {
    for (const program of readdirSync(PAGE).filter((name) => name.endsWith(".wasm"))) {
        const exported = WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(join(PAGE, program))));
        // The linker gives this suffix to wrappers that call the constructors first.
        assert.deepEqual(exported.map(({ name }) => name).filter((name) => name.endsWith("_command_export")), [], program);
    }
});

test("the page loads little, and the worker for networks not before it is wanted", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const paths = [];
    page.on("request", (request) => paths.push(new URL(request.url()).pathname));
    await page.goto(server.address);
    await section(page, "Three sheets").getByRole("application").waitFor();
    await page.waitForLoadState("networkidle");
    assert.deepEqual(paths.filter((path) => /(compute|network)-worker/.test(path)), []);
    const own = paths.filter((path) => !path.includes("light-worker"));
    const files = new Set(own.map((path) => join(PAGE, path === "/" ? "index.html" : path)));
    const sizes = [...files].filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile()).map(compressed);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(sizes.length >= 5, paths.join(", "));
    assert.ok(total < LARGEST_PAGE, `${total} bytes compressed: ${[...files].join(", ")}`);
    await context.close();
});

test("local data sets are offered, and used with one click", async (context) => {
    const folder = process.env.WEDGELAB_DATA;
    if (!folder) return skip(context, "local data sets in the page", "WEDGELAB_DATA names no folder of data sets");
    if (!statSync(join(folder, "mnist"), { throwIfNoEntry: false })) {
        return skip(context, "local data sets in the page", `${folder} has no folder mnist`);
    }
    const offering = await serve("--data-dir", folder);
    const { page, check, close } = await open(browser, offering.address);
    const lab = section(page, "The laboratory");
    await lab.getByRole("button", { name: /MNIST.* from this computer/ }).click();
    await lab.getByText(/60,000 training and 10,000 test images/).waitFor();
    check();
    await close();
    offering.stop();
});

test("once loaded, the page opens without a network, and computes", async () => {
    const context = await browser.newContext({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const ending = await serve();
    await page.goto(ending.address);
    // The predicate of `waitForFunction` may not be asynchronous: a promise counts as true.
    const kept = () =>
        page.evaluate(async () => {
            const names = await caches.keys();
            const files = names.length > 0 ? await (await caches.open(names[0])).keys() : [];
            return navigator.serviceWorker.controller !== null && files.length >= 14;
        });
    for (let waits = 0; !(await kept()); waits += 1) {
        assert.ok(waits < 400, "the page keeps nothing");
        await page.waitForTimeout(50);
    }
    ending.stop();
    await assert.rejects(async () => {
        for (;;) await fetch(ending.address);
    });
    await page.goto(ending.address);
    const figure = await chapter(page, "distance");
    assert.ok((await figure.locator("svg").count()) > 0);
    await context.close();
});
