// What a visitor downloads: the page stays small, and nothing more is fetched before it is wanted.

import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { launch, open, section, serve } from "./harness.js";

const PAGE = new URL("../../dist/", import.meta.url).pathname;
const LARGEST_PAGE = 300_000;
const LARGEST_WORKER = 4_000_000;

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

test("the compute worker is under its limit", () => {
    const workers = readdirSync(PAGE).filter((name) => name.includes("worker") && name.endsWith(".wasm"));
    assert.ok(workers.length >= 2);
    for (const name of workers) {
        const size = compressed(join(PAGE, name));
        assert.ok(size < LARGEST_WORKER, `${name}: ${size} bytes compressed`);
    }
});

test("the page loads little, and no worker before one is wanted", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const paths = [];
    page.on("request", (request) => paths.push(new URL(request.url()).pathname));
    await page.goto(server.address);
    await section(page, "The wedge model").getByRole("application").waitFor();
    await page.waitForLoadState("networkidle");
    assert.deepEqual(paths.filter((path) => path.includes("worker")), []);
    const files = new Set(paths.map((path) => join(PAGE, path === "/" ? "index.html" : path)));
    const sizes = [...files].filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile()).map(compressed);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(sizes.length >= 5, paths.join(", "));
    assert.ok(total < LARGEST_PAGE, `${total} bytes compressed: ${[...files].join(", ")}`);
    await context.close();
});

test("local data sets are offered, and used with one click", async (context) => {
    const folder = process.env.WEDGELAB_DATA ?? new URL("../../../shared/data", import.meta.url).pathname;
    if (!statSync(join(folder, "mnist"), { throwIfNoEntry: false })) {
        context.skip(`no data sets in ${folder}; set WEDGELAB_DATA`);
        return;
    }
    const offering = await serve("--data", folder);
    const { page, check, close } = await open(browser, offering.address);
    const lab = section(page, "A real network");
    await lab.getByRole("button", { name: /MNIST.* from this computer/ }).click();
    await lab.getByText(/60,000 training and 10,000 test images/).waitFor();
    check();
    await close();
    offering.stop();
});
