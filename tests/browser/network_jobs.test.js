// The experiments on networks in the page: every one that it offers completes on the CPU, and tiny ones find in a worker,
// on the CPU and on WebGPU, what the command line finds.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { button, chooseSmall, difference, launch, launchWithSoftwareGpu, open, openLaboratory, serve, waitForText } from "./harness.js";

// Nearly all on a smooth network and without Adam, whose first steps are as long along flat directions as along steep ones:
// else rounding decides between two sides of a kink, and turns steps.
const { every, experiments } = JSON.parse(readFileSync(new URL("../integration/tiny_experiments.json", import.meta.url)));
// What counts examples, or eigenvalues beyond a threshold: a tie may be settled either way.
const COUNTS = /accuracy|agreement|labels|above/;
/** Eigenvalues from finite differences are as exact as the largest of them, and so are losses along one path. */
const scale = (one, other, list) =>
    [one, ...list.filter((entry) => typeof entry === "number")].reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);

let server;
before(async () => {
    server = await serve();
});
after(() => server?.stop());

// On a GPU in software one of every kind is enough.
const kinds = new Map(Object.entries(experiments).reverse().map(([title, own]) => [own.experiment, [title, own]]));

/** Lets a tab have a worker that runs one job after the other. */
async function startWorker(page, name) {
    await page.evaluate(
        (name) =>
            new Promise((ready) => {
                window.worker = new Worker(`${document.querySelector("[data-worker]").dataset.worker}?program=${name}`, { type: "module" });
                window.worker.onmessage = ({ data }) => data.kind === "ready" && ready();
            }),
        name,
    );
}

/** Runs a job in that worker; resolves to its result and the trained parameters, where there are any. */
function run(page, specification) {
    return page.evaluate(
        (specification) =>
            new Promise((finished, failed) => {
                let parameters = null;
                window.worker.onmessage = ({ data: { kind, text, bytes } }) => {
                    if (kind === "parameters") parameters = [...new Uint8Array(bytes)];
                    if (kind !== "event") return;
                    const event = JSON.parse(text);
                    if (event.finished) finished({ result: event.finished.result, parameters });
                    if (event.failed) failed(new Error(text));
                };
                const text = JSON.stringify({ run: { specification, start: "running" } });
                window.worker.postMessage({ kind: "command", text });
            }),
        specification,
    );
}

/** The same by the command line, on the CPU. */
function runNatively({ experiment, ...settings }) {
    const folder = mkdtempSync(join(tmpdir(), "wedgelab-"));
    const set = Object.entries(settings).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
    const out = join(folder, "result");
    execFileSync(process.env.WEDGELAB, ["run", experiment, "--out", out, ...set, "--set", "device=cpu"], { stdio: "ignore" });
    const result = JSON.parse(readFileSync(join(out, "result.json")));
    const parameters = experiment === "training" ? readFileSync(join(out, "theta.safetensors")) : null;
    rmSync(folder, { recursive: true });
    return { result, parameters };
}

/** The numbers of all tensors in a safetensors file. */
function tensors(bytes) {
    const content = Uint8Array.from(bytes);
    const header = Number(new DataView(content.buffer).getBigUint64(0, true));
    return new Float32Array(content.slice(8 + header).buffer);
}

for (const [name, worker, device, chosen] of [
    ["the CPU", "network-worker", "cpu", Object.entries(experiments)],
    ["WebGPU", "compute-worker", "software-gpu", [...kinds.values()]],
]) {
    test(`every experiment on a network finds on ${name} what it finds natively`, async () => {
        const browser = await launchWithSoftwareGpu();
        const { page, check, close } = await open(browser, server.address);
        await startWorker(page, worker);
        const differences = [];
        for (const [title, own] of chosen) {
            const { result } = await run(page, { ...every, ...own, device });
            assert.match(result.provenance.device, device === "cpu" ? /CPU/ : /SwiftShader/i, title);
            const native = runNatively({ ...every, ...own });
            differences.push(difference(result.numbers, native.result.numbers, 1e-3, { path: title, ignored: COUNTS, scale }));
        }
        assert.deepEqual(differences.filter((found) => found !== null), []);
        check();
        await close();
        await browser.close();
    });
}

test("a gradient and the first twenty steps of SimpleCNN are in the page what they are natively", async () => {
    const browser = await launch("--disable-gpu");
    const { page, check, close } = await open(browser, server.address);
    await startWorker(page, "network-worker");
    const simple = { ...every, experiment: "training", network: "simple-cnn", optimizer: "adam", learning_rate: 1e-3, train_size: 200, epochs: 1, device: "cpu" };
    const [inPage, native] = [(await run(page, simple)).result, runNatively(simple).result].map((result) => result.numbers.training.loss);
    assert.equal(native.length, 20);
    inPage.forEach((loss, step) => assert.ok(Math.abs(loss / native[step] - 1) < 1e-4, `step ${step}: ${loss}, ${native[step]}`));
    // After one step so long that the start is nothing beside it, the weights are the gradient.
    const long = { ...simple, optimizer: "sgd", train_size: 10, evaluation_size: 10, learning_rate: 1000 };
    const [found, expected] = [await run(page, long), runNatively(long)].map(({ parameters }) => tensors(parameters));
    assert.equal(expected.length, 19466);
    const largest = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    assert.ok(largest > 10, "the gradient is no rounding error");
    found.forEach((value, place) => assert.ok(Math.abs(value - expected[place]) < 1e-4 * largest, `${place}: ${value}, ${expected[place]}`));
    check();
    await close();
    await browser.close();
});

test("every experiment that the laboratory offers completes, with the wedges beside it", async () => {
    const browser = await launch("--disable-gpu");
    const { lab, check, close } = await openLaboratory(browser, server.address);
    await chooseSmall(lab, { epochs: 8, device: "CPU" });
    const choice = lab.getByRole("combobox", { name: "Experiment" });
    const names = await choice.getByRole("option").evaluateAll((options) => options.map((option) => option.value));
    assert.ok(names.length >= 12, names.join(", "));
    for (const name of names.filter((name) => name !== "training")) {
        await choice.selectOption(name);
        await button(lab, "Run").click();
        const status = await waitForText(lab.locator(".status.job"), /^(Finished|.*(failed|Give|refused))/s, 300_000);
        assert.match(status, /^Finished/, name);
        const result = lab.getByRole("heading", { name: "Result", exact: true }).locator("xpath=..");
        await result.locator(".drawings svg").first().waitFor();
        assert.ok((await result.locator(".claims li").count()) >= 1, `${name} has claims`);
        const beside = lab.getByRole("region", { name: "The same on the wedges" });
        if (name === "width") assert.equal(await beside.count(), 0);
        else await beside.locator(".drawings svg").first().waitFor();
    }
    check();
    await close();
    await browser.close();
});
