// Serves the built page with the program itself, opens it in headless Chromium, and checks that nothing goes wrong there:
// no error in the console, no request to any other address.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { appendFileSync, existsSync } from "node:fs";
import { resolve } from "node:path";
import { chromium } from "playwright-core";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
export const PAGE = process.env.WEDGELAB_PAGE ?? resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../../dist");
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

/** Starts the program's server on a free port; resolves to its address and a function that stops it. */
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

/** Skips a test; `make test` shows at its end which tests were skipped, and why. */
export function skip(context, what, reason) {
    if (process.env.WEDGELAB_SKIPPED) appendFileSync(process.env.WEDGELAB_SKIPPED, `${what}: ${reason}\n`);
    context.skip(reason);
}

const start = (...options) => chromium.launch({ executablePath: CHROMIUM.find(existsSync), args: [...QUIET, ...options] });

/** A browser without any WebGPU adapter, which draws on the CPU without a GPU in software. */
export function launch() {
    return start("--disable-gpu");
}

/** A browser whose only WebGPU adapter is one in software. */
export function launchWithSoftwareGpu() {
    return start(...SOFTWARE_GPU);
}

/**
 * Opens the page, after calling `prepare` with it. `check()` fails if anything went wrong on it, except for what matches
 * one of the given patterns.
 */
export async function open(browser, address, options = {}, prepare = async () => {}) {
    const context = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        // Files that tests intercept must not come from a service worker.
        serviceWorkers: "block",
        ...options,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const wrong = [];
    const origin = new URL(address).origin;
    page.on("console", (message) => {
        // See `serviceWorkers` above.
        if (message.text().includes("blocked by Playwright")) return;
        if (["error", "warning"].includes(message.type())) wrong.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => wrong.push(`error: ${error}`));
    page.on("requestfailed", (request) => wrong.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
    context.on("request", (request) => {
        if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(origin)) {
            wrong.push(`foreign request: ${request.url()}`);
        }
    });
    await prepare(page);
    await page.goto(address);
    const check = (...explained) =>
        assert.deepEqual(wrong.filter((line) => !explained.some((pattern) => pattern.test(line))), []);
    return { page, check, close: () => context.close() };
}

/** The section of this name. */
export function section(page, name) {
    return page.getByRole("region", { name });
}

/** Brings a computed chapter into view, and waits until its figure is complete. */
export async function chapter(page, name) {
    const figure = page.locator(`#${name} figure.chapter`);
    await figure.waitFor();
    await figure.locator(".drawings").scrollIntoViewIfNeeded();
    await figure.locator('.drawings[aria-busy="false"] svg').first().waitFor();
    return figure;
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

/** Watches for a text that may be shown only briefly. Resolves to a function that returns whether it has been shown. */
export async function lookOut(locator, pattern) {
    const lookout = await locator.evaluateHandle((element, source) => {
        const found = { pattern: new RegExp(source), shown: false };
        const look = () => (found.shown ||= found.pattern.test(element.textContent));
        new MutationObserver(look).observe(element, { subtree: true, childList: true, characterData: true });
        return found;
    }, pattern.source);
    return () => lookout.evaluate((found) => found.shown);
}

/** The number after a name in a list of numbers. */
export async function number(scope, name) {
    const term = scope.getByRole("term").filter({ hasText: new RegExp(`^${name}$`) }).first();
    const text = await term.locator("xpath=following-sibling::dd").innerText();
    return Number(text.replace("%", ""));
}

/** Opens the page, and finds its laboratory. */
export async function openLaboratory(browser, address, prepare) {
    const tab = await open(browser, address, { reducedMotion: "reduce" }, prepare);
    return { ...tab, lab: section(tab.page, "The laboratory") };
}

/** The laboratory's button of this name. */
export const button = (lab, name) => lab.getByRole("button", { name, exact: true });

/** The laboratory's field of this name. */
export const field = (lab, name) => lab.getByRole("spinbutton", { name });

/** Settings of a training that takes seconds. */
export async function chooseSmall(lab, settings = {}) {
    const chosen = { images: 400, tests: 100, epochs: 4, batch: 20, rate: 0.01, network: "CNN 4, 8", ...settings };
    await lab.getByRole("combobox", { name: "Network" }).selectOption(chosen.network);
    await field(lab, "Training images").fill(String(chosen.images));
    await field(lab, "Test images").fill(String(chosen.tests));
    await field(lab, "Epochs").fill(String(chosen.epochs));
    await field(lab, "Batch size").fill(String(chosen.batch));
    await field(lab, "Learning rate").fill(String(chosen.rate));
    if (chosen.device) await lab.getByRole("combobox", { name: "Device" }).selectOption({ label: chosen.device });
}

/** Waits until the laboratory's training is past this step; resolves to its current step. */
export async function waitForStep(lab, step, milliseconds = 60_000) {
    const end = Date.now() + milliseconds;
    while (Date.now() < end) {
        const now = await number(lab, "Step");
        if (now > step) return now;
        await new Promise((later) => setTimeout(later, 30));
    }
    assert.fail(`step ${step} is not passed`);
}

/** The content of result.json, once the job has ended. */
export async function result(page, lab) {
    const download = page.waitForEvent("download");
    await button(lab, "Download result.json").click({ timeout: 120_000 });
    const stream = await (await download).createReadStream();
    let text = "";
    for await (const part of stream) text += part;
    return JSON.parse(text);
}

/** Images in the binary format of CIFAR-10: the higher the class, the brighter. */
export function cifarBatch(records) {
    const bytes = Buffer.alloc(records * 3073);
    for (let record = 0; record < records; record += 1) {
        const label = record % 10;
        bytes[record * 3073] = label;
        for (let pixel = 1; pixel <= 3072; pixel += 1) {
            bytes[record * 3073 + pixel] = 10 + 22 * label + ((record * 31 + pixel * 17) % 20);
        }
    }
    return bytes;
}

/** The scale for the difference of two numbers: the larger magnitude, or at least 1. */
const largerOf = (one, other) => Math.max(Math.abs(one), Math.abs(other), 1);

/**
 * The first place at which two results differ by more than the tolerance, relative to the `scale` of both numbers and of
 * their list; null if there is none. Fields whose names match `ignored` are skipped.
 */
export function difference(one, other, tolerance, { path = "numbers", ignored = /^$/, scale = largerOf } = {}, list = []) {
    if (typeof one === "number" && typeof other === "number") {
        return Math.abs(one - other) <= tolerance * scale(one, other, list) ? null : `${path}: ${one} and ${other}`;
    }
    if (one === null || other === null || typeof one !== "object" || typeof other !== "object") {
        return one === other ? null : `${path}: ${one} and ${other}`;
    }
    const within = Array.isArray(one) ? one : [];
    const names = new Set([...Object.keys(one), ...Object.keys(other)].filter((name) => !ignored.test(name)));
    for (const name of names) {
        const found = difference(one[name], other[name], tolerance, { path: `${path}.${name}`, ignored, scale }, within);
        if (found) return found;
    }
    return null;
}
