// Experiments on networks in the page: each one that it offers completes on the CPU, and tiny ones find in a worker what
// the command line finds.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { button, chooseSmall, launch, open, openLaboratory, serve, waitForText } from "./harness.js";
import { assertFoundAsNatively, every, experiments, run, runNatively, startWorker } from "./tiny_jobs.js";

let server;
before(async () => {
    server = await serve();
});
after(() => server?.stop());

/** The numbers of all tensors in a safetensors file. */
function tensors(bytes) {
    const content = Uint8Array.from(bytes);
    const header = Number(new DataView(content.buffer).getBigUint64(0, true));
    return new Float32Array(content.slice(8 + header).buffer);
}

test("every experiment on a network finds on the CPU what it finds natively", async () => {
    const browser = await launch();
    const { page, check, close } = await open(browser, server.address);
    await assertFoundAsNatively(page, "network-worker", "cpu", Object.entries(experiments));
    check();
    await close();
    await browser.close();
});

test("a gradient and the first twenty steps of SimpleCNN are in the page what they are natively", async () => {
    const browser = await launch();
    const { page, check, close } = await open(browser, server.address);
    await startWorker(page, "network-worker");
    const simple = { ...every, experiment: "training", network: "simple-cnn", optimizer: "adam", learning_rate: 1e-3, train_size: 200, epochs: 1, device: "cpu" };
    const [inPage, native] = [(await run(page, simple)).result, runNatively(simple).result].map((result) => result.numbers.training.loss);
    assert.equal(native.length, 20);
    inPage.forEach((loss, step) => assert.ok(Math.abs(loss / native[step] - 1) < 1e-4, `step ${step}: ${loss}, ${native[step]}`));
    // After one step so long that the start is negligible, the weights are the gradient, up to a factor.
    const long = { ...simple, optimizer: "sgd", train_size: 10, measured_images: 10, learning_rate: 1000 };
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
    const browser = await launch();
    const { lab, check, close } = await openLaboratory(browser, server.address);
    await chooseSmall(lab, { images: 100, tests: 50, epochs: 4, device: "CPU" });
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
