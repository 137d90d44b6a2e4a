// Delivery of the page: from servers that lack files or send them wrongly, as a file, in a frame, without a network,
// with a newer version on the server, on paper, and in windows of every width. It must say what is wrong and what to do.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PAGE, button, chapter, launch, waitForText } from "./harness.js";

const TYPES = { html: "text/html", js: "text/javascript", css: "text/css", wasm: "application/wasm", json: "application/json", svg: "image/svg+xml" };
const BUILD = /data-build="?([^"\s>]+)/.exec(readFileSync(join(PAGE, "index.html"), "utf8"))[1];

let browser;
before(async () => {
    browser = await launch();
});
after(() => browser?.close());

/**
 * Serves the page in each of these folders. `lie(name, folder)` may change the answer for a file, by any of `status`,
 * `type`, `body` and `age`, or break the connection by `cut`. `asked` counts the requests for each file.
 */
async function deliver(lie = () => undefined, folders = ["/"]) {
    const asked = {};
    const server = createServer((request, response) => {
        const { pathname } = new URL(request.url, "http://localhost");
        const folder = folders.find((folder) => pathname.startsWith(folder)) ?? "/";
        const name = pathname.slice(folder.length) || "index.html";
        asked[name] = (asked[name] ?? 0) + 1;
        const told = lie(name, folder) ?? {};
        if (told.cut) return request.socket.destroy();
        let body = told.body;
        try {
            body ??= readFileSync(join(PAGE, name));
        } catch {
            response.writeHead(404, { "content-type": "text/html" });
            return response.end("not here");
        }
        const type = told.type ?? TYPES[name.split(".").pop()] ?? "text/plain";
        response.writeHead(told.status ?? 200, { "content-type": type, "cache-control": told.age ? `max-age=${told.age}` : "no-cache" });
        response.end(body);
    });
    await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
    const address = `http://127.0.0.1:${server.address().port}`;
    const stop = () => new Promise((stopped) => {
        server.close(stopped);
        server.closeAllConnections();
    });
    return { address, asked, stop };
}

async function visit(address, options = {}, prepare = async () => {}) {
    const context = await browser.newContext({ reducedMotion: "reduce", serviceWorkers: "block", ...options });
    const page = await context.newPage();
    await prepare(page);
    await page.goto(address, { waitUntil: "domcontentloaded" });
    return { page, context, close: () => context.close() };
}

/** Waits for the page's notice that its figures have not started. */
const said = (page, pattern) => waitForText(page.locator("#starting:visible, #not-started:visible"), pattern, 20_000);

test("opened as a file, it asks for a server, and looks as always", async () => {
    const { page, close } = await visit(pathToFileURL(join(PAGE, "index.html")).href);
    await said(page, /opened as a file.*wedgelab serve/s);
    const width = await page.evaluate(() => getComputedStyle(document.body).maxWidth);
    assert.notEqual(width, "none", "the style sheets are there");
    await close();
});

test("in a frame that is sandboxed, it says what the frame must allow", async () => {
    const frame = (sandbox) => ({ type: "text/html", body: `<iframe src="index.html" sandbox="${sandbox}" width="900" height="900"></iframe>` });
    const server = await deliver((name) => (name === "closed.html" ? frame("allow-scripts") : name === "open.html" ? frame("allow-scripts allow-same-origin") : undefined));
    const { page, close } = await visit(`${server.address}/closed.html`);
    await said(page.frameLocator("iframe"), /sandbox="allow-scripts allow-same-origin"/);
    await page.goto(`${server.address}/open.html`);
    await page.frameLocator("iframe").getByRole("application").first().waitFor();
    await close();
    await server.stop();
});

const isProgram = (name) => /^wedgelab.*\.js$/.test(name);
const isWasm = (name) => /^wedgelab.*\.wasm$/.test(name);
for (const [fault, lie, sentence] of [
    ["sends scripts as plain text", (name) => name.endsWith(".js") && { type: "text/plain" }, /sends wedgelab.*\.js as text\/plain.*text\/javascript/s],
    ["lacks the program", (name) => isProgram(name) && { status: 404, body: "" }, /answers 404 to wedgelab.*Check that it is on the server/s],
    ["lacks the WebAssembly", (name) => isWasm(name) && { status: 404, body: "" }, /answers 404 to wedgelab.*\.wasm.*Check that it is on the server/s],
    ["answers with a page for every name that it lacks", (name) => isWasm(name) && { type: "text/html", body: "<p>Home" }, /sends a page instead of wedgelab.*\.wasm/s],
    ["has half of the WebAssembly", (name) => isWasm(name) && { body: readFileSync(join(PAGE, name)).subarray(0, 20_000) }, /wedgelab.*\.wasm on the server is damaged/s],
    ["lacks start.js", (name) => name === "start.js" && { status: 404, body: "" }, /have not started.*wedgelab serve/s],
    ["forbids scripts to be guessed, and sends them as plain text", (name) => name === "start.js" && { status: 200, type: "image/png" }, /have not started.*text\/javascript/s],
]) {
    test(`a server that ${fault}`, async () => {
        const server = await deliver((name) => lie(name) || undefined);
        const { page, close } = await visit(server.address);
        const text = await said(page, sentence);
        assert.doesNotMatch(text, /lacks or has switched off/);
        await close();
        await server.stop();
    });
}

for (const [lack, script, sentence] of [
    ["vector instructions", () => (WebAssembly.validate = () => false), /SIMD.*Chrome or Edge 91, Firefox 89 or Safari 16\.4/s],
    ["WebAssembly", () => delete globalThis.WebAssembly, /need WebAssembly.*Chrome or Edge 91/s],
]) {
    test(`a browser without ${lack}`, async () => {
        const server = await deliver();
        const { page, close } = await visit(server.address, {}, (page) => page.addInitScript(script));
        await said(page, sentence);
        await close();
        await server.stop();
    });
}

test("two copies on one server keep what they need apart", async () => {
    const server = await deliver(undefined, ["/a/", "/b/"]);
    const context = await browser.newContext({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const kept = async (folder) => {
        const names = () => page.evaluate(async (folder) => {
            const cache = await caches.open(`wedgelab ${location.origin}${folder}`);
            return (await cache.keys()).map(({ url }) => url);
        }, folder);
        for (let tries = 0; tries < 400; tries += 1) {
            if ((await names()).length > 12) return names();
            await new Promise((later) => setTimeout(later, 50));
        }
        return assert.fail(`${folder} keeps ${await names()}`);
    };
    for (const folder of ["/a/", "/b/", "/b/"]) {
        await page.goto(server.address + folder);
        const names = await kept(folder);
        assert.ok(names.every((name) => name.startsWith(server.address + folder)), names.join());
    }
    await server.stop();
    for (const folder of ["/a/", "/b/"]) {
        await page.goto(`${server.address}${folder}?embed=distance`);
        await chapter(page, "distance");
    }
    await context.close();
});

test("without a network it trains, and says of recorded results that they need a connection", async () => {
    const server = await deliver();
    const context = await browser.newContext({ reducedMotion: "reduce" });
    const page = await context.newPage();
    await page.goto(server.address);
    const keepsNetworks = () => page.evaluate(async (build) => (await caches.match(`network-worker-${build}_bg.wasm`)) !== undefined, BUILD);
    for (let tries = 0; !(await keepsNetworks()); tries += 1) {
        assert.ok(tries < 400, "the worker for networks is not kept");
        await new Promise((later) => setTimeout(later, 50));
    }
    await server.stop();
    await page.goto(`${server.address}/#at=cifar10`);
    const recorded = page.locator("#cifar10");
    await recorded.locator(".recorded").scrollIntoViewIfNeeded();
    const text = await waitForText(recorded, /cannot be reached.*as soon as the connection is back/s, 20_000);
    assert.doesNotMatch(text, /Load the page again/);
    await page.goto(`${server.address}/#v=1&images=100&tests=20&epochs=1`);
    const lab = page.locator("#laboratory");
    await button(lab, "Train").click();
    await button(lab, "Download result.json").waitFor({ timeout: 60_000 });
    await context.close();
});

/** Tries to train, and returns the laboratory's text once it matches. */
async function trainIn(page, pattern) {
    const lab = page.locator("#laboratory");
    await button(lab, "Train").click();
    return waitForText(lab, pattern, 20_000);
}

test("a newer version on the server is told as such, with a button that loads it", async () => {
    let isNewer = false;
    const index = readFileSync(join(PAGE, "index.html"), "utf8");
    const server = await deliver((name) => {
        if (!isNewer) return { age: 600 };
        if (name === "index.html") return { body: index.replace(/(data-build="?)\w+/, "$1another") };
        return name.includes(BUILD) && name.includes("network") ? { status: 404, body: "" } : undefined;
    });
    const { page, close } = await visit(server.address);
    await chapter(page, "distance");
    isNewer = true;
    await trainIn(page, /A newer version of this page is on the server\. Reload/);
    const again = page.locator("#newer").getByRole("button", { name: "Reload" });
    isNewer = false;
    await Promise.all([page.waitForEvent("load"), again.click()]);
    await page.getByRole("application").first().waitFor();
    await close();
    await server.stop();
});

for (const [fault, lie, sentence] of [
    ["is missing", (name) => name.endsWith(".wasm") && { status: 404, body: "" }, /answers 404 to network-worker.*\.wasm.*Check that it is on the server/s],
    ["is damaged", (name) => name.endsWith(".wasm") && { body: readFileSync(join(PAGE, name)).subarray(0, 20_000) }, /network-worker.*\.wasm on the server is damaged/s],
    ["is a page", (name) => name.endsWith(".js") && { type: "text/html", body: "<p>Home" }, /sends a page instead of network-worker/s],
    ["does not come", () => ({ cut: true }), /connection broke while network-worker.*was fetched/s],
]) {
    test(`a worker whose file ${fault} is told, and asked for a few times only`, async () => {
        const server = await deliver((name) => (name.startsWith("network-worker") && lie(name)) || undefined);
        const { page, close } = await visit(server.address);
        await trainIn(page, sentence);
        await trainIn(page, sentence);
        for (const [name, times] of Object.entries(server.asked)) {
            // The browser itself retries after a broken connection.
            const most = fault === "does not come" ? 12 : 4;
            if (name.startsWith("network-worker")) assert.ok(times <= most, `${name}: ${times}`);
        }
        await close();
        await server.stop();
    });
}

test("figures whose worker is missing say so, and ask for it a few times only", async () => {
    const server = await deliver((name) => (name.startsWith("light-worker") ? { status: 404, body: "" } : undefined));
    const { page, close } = await visit(server.address);
    for (const name of ["distance", "cut", "tunnel", "connector", "well", "averaging"]) {
        await page.locator(`#${name} .drawings`).scrollIntoViewIfNeeded();
        await waitForText(page.locator(`#${name}`), /answers 404 to light-worker.*Check that it is on the server/s, 20_000);
    }
    for (const [name, times] of Object.entries(server.asked)) {
        if (name.startsWith("light-worker")) assert.ok(times <= 4, `${name}: ${times}`);
    }
    await close();
    await server.stop();
});

test("every file of a worker carries the build in its name", () => {
    const files = readdirSync(PAGE).filter((name) => /worker.*\.(js|wasm)$/.test(name));
    assert.ok(files.length >= 5, files.join());
    for (const name of files) assert.ok(name.includes(BUILD), name);
});

test("on paper it is light, whole, and without what only a screen can use", async () => {
    const server = await deliver();
    const { page, close } = await visit(server.address, { colorScheme: "dark" });
    await page.locator("#averaging .drawings svg").first().waitFor({ timeout: 60_000 });
    await page.locator("#cifar10 .drawings svg").first().waitFor({ timeout: 60_000 });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const found = await page.evaluate(() => {
        const light = (colour) => {
            const [red, green, blue] = colour.match(/\d+/g).map(Number);
            return red + green + blue;
        };
        const rects = [...document.querySelectorAll(".drawing svg > rect:first-of-type")];
        const texts = [...document.querySelectorAll("h1, p, .drawing svg text")].filter((text) => text.checkVisibility());
        return {
            rects: rects.map((rect) => light(getComputedStyle(rect).fill)),
            texts: texts
                .map((text) => [light(text instanceof SVGElement ? getComputedStyle(text).fill : getComputedStyle(text).color), text.textContent.trim(), text.closest("[id]")?.id])
                // Names on maps have an outline in the colour of the paper.
                .filter(([sum]) => sum >= 500 && sum !== 252 + 251 + 248),
            buttons: [...document.querySelectorAll("button, input, select")].filter((one) => one.checkVisibility()).length,
        };
    });
    assert.ok(found.rects.length >= 8, `${found.rects.length} charts`);
    assert.ok(found.rects.every((sum) => sum > 700), `charts are dark: ${found.rects}`);
    assert.deepEqual(found.texts, [], "text is light");
    assert.equal(found.buttons, 0);
    // The canvas is painted on `beforeprint`, before the browser prints.
    await page.emulateMedia({ media: "screen", colorScheme: "dark" });
    const corner = () => page.evaluate(async () => {
        dispatchEvent(new Event("beforeprint"));
        await null;
        const colours = getComputedStyle(document.documentElement).backgroundColor;
        dispatchEvent(new Event("afterprint"));
        return colours;
    });
    assert.equal(await corner(), "rgb(252, 251, 248)");
    await close();
    await server.stop();
});

test("nothing is wider than its window", async () => {
    const server = await deliver();
    const { page, close } = await visit(server.address);
    await chapter(page, "averaging");
    for (const width of [320, 360, 390, 480, 600, 640, 680, 720, 760, 900, 1024, 1440]) {
        await page.setViewportSize({ width, height: 800 });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${over} px too wide at ${width} px`);
    }
    await page.setViewportSize({ width: 320, height: 800 });
    const apart = await page.evaluate(() =>
        [...document.querySelectorAll(".contents li")].filter((item) => item.querySelector("a").getBoundingClientRect().top > item.getBoundingClientRect().top + 2).length);
    assert.equal(apart, 0, "a number of the contents stands above its name");
    await close();
    await server.stop();
});

for (const [width, height] of [[1440, 900], [390, 844]]) {
    test(`nothing jumps while it loads and while one reads on, ${width} px wide`, async () => {
        const server = await deliver();
        const { page, close } = await visit(server.address, { viewport: { width, height } }, (page) =>
            page.addInitScript(() => {
                // On a slow computer a worker's drawings come after the layout of what stands below them.
                globalThis.Worker = class extends Worker {
                    set onmessage(hear) {
                        super.onmessage = hear && ((event) => setTimeout(() => hear.call(this, event), 400));
                    }
                };
                globalThis.shift = 0;
                globalThis.shifts = [];
                new PerformanceObserver((list) => {
                    for (const { value, hadRecentInput, sources } of list.getEntries()) {
                        if (hadRecentInput) continue;
                        globalThis.shift += value;
                        const first = sources[0];
                        const of = first?.node?.parentElement?.closest("[id]")?.id;
                        globalThis.shifts.push(`${value.toFixed(3)} in ${of}: ${first?.node?.className ?? first?.node?.nodeName} ${JSON.stringify(first?.previousRect)} ${JSON.stringify(first?.currentRect)}`);
                    }
                }).observe({ type: "layout-shift", buffered: true });
            }));
        await page.locator(".chart .drawing svg").first().waitFor();
        await page.waitForLoadState("networkidle");
        const whole = () => page.evaluate(() => [shift, shifts.join("\n")]);
        const [loading, where] = await whole();
        assert.ok(loading < 0.05, `${loading} while loading:\n${where}`);
        for (const name of ["distance", "cut", "tunnel", "connector", "well", "averaging"]) await chapter(page, name);
        await page.locator("#cifar10 .recorded").scrollIntoViewIfNeeded();
        await page.locator("#cifar10 .drawings svg").first().waitFor();
        await page.locator("#bench").scrollIntoViewIfNeeded();
        const [all, everywhere] = await whole();
        assert.ok(all < 0.05, `${all} after reading on:\n${everywhere}`);
        await close();
        await server.stop();
    });
}

test("a static server is asked for nothing that it lacks", async () => {
    const server = await deliver();
    const wrong = [];
    const { page, close } = await visit(server.address, {}, async (page) => {
        page.on("console", (message) => ["error", "warning"].includes(message.type()) && wrong.push(message.text()));
        page.on("response", (response) => response.status() >= 400 && wrong.push(response.url()));
    });
    await chapter(page, "distance");
    await page.waitForLoadState("networkidle");
    assert.deepEqual(wrong.filter((text) => !/favicon|blocked by Playwright/.test(text)), []);
    await close();
    await server.stop();
});
