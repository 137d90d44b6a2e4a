// Serves the built page with the program itself, opens it in headless Chromium, and watches that nothing goes wrong
// there: no error in the console, no request to any other address.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { chromium } from "playwright-core";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const PAGE = resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../../dist");
const QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
];
// Chromium's WebGPU adapter in software, for machines without a GPU.
const SOFTWARE_GPU = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-unsafe-swiftshader"];

/** Starts the program's server on a free port; resolves to its address and a function that ends it. */
export async function serve(...options) {
    const program = process.env.WEDGELAB;
    assert.ok(program, "WEDGELAB must name the built program; `make browser-test` sets it");
    const server = spawn(program, ["serve", "--page", PAGE, "--port", "0", ...options]);
    const address = await new Promise((found, failed) => {
        let text = "";
        server.stdout.on("data", (data) => {
            text += data;
            const match = text.match(/http:\/\/[^ ]+/);
            if (match) found(match[0]);
        });
        server.on("exit", (code) => failed(new Error(`the server ended with ${code}`)));
    });
    return { address, stop: () => server.kill() };
}

/** A browser without any WebGPU adapter. */
export function launch(...options) {
    const executablePath = CHROMIUM.find(existsSync);
    return chromium.launch({ executablePath, args: [...QUIET, ...options] });
}

/** A browser whose only WebGPU adapter is one in software. */
export function launchWithSoftwareGpu() {
    return launch(...SOFTWARE_GPU);
}

/** Opens the page. `watch.check()` fails if anything went wrong on it. */
export async function open(browser, address, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const wrong = [];
    page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) wrong.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => wrong.push(`error: ${error}`));
    page.on("requestfailed", (request) => wrong.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
    context.on("request", (request) => {
        if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(address)) {
            wrong.push(`foreign request: ${request.url()}`);
        }
    });
    await page.goto(address);
    return { page, check: () => assert.deepEqual(wrong, []), close: () => context.close() };
}

/** The section of that name. */
export function section(page, name) {
    return page.getByRole("region", { name });
}

/** Waits until a locator's text matches. */
export async function waitForText(locator, pattern, milliseconds = 120_000) {
    const end = Date.now() + milliseconds;
    let text = "";
    while (Date.now() < end) {
        text = (await locator.allInnerTexts()).join("\n");
        if (pattern.test(text)) return text;
        await new Promise((later) => setTimeout(later, 50));
    }
    assert.fail(`waited for ${pattern}, but it says: ${text}`);
}

/** The number behind a name in a list of numbers. */
export async function number(scope, name) {
    const term = scope.getByRole("term").filter({ hasText: new RegExp(`^${name}$`) }).first();
    const text = await term.locator("xpath=following-sibling::dd").innerText();
    return Number(text.replace("%", ""));
}
