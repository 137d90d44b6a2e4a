// A network without kernels of its own: the laboratory loads the larger worker for it, which computes it on the CPU.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { button, chooseSmall, launch, number, open, openLaboratory, result, serve, waitForText } from "./harness.js";
import { assertFoundAsNatively } from "./tiny_jobs.js";

let browser, server;
before(async () => {
    server = await serve();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    server?.stop();
});

test("a residual network trains on the CPU in the laboratory, in the worker that has it", async () => {
    const { page, lab, check, close } = await openLaboratory(browser, server.address);
    const workers = () => page.workers().map((worker) => new URL(worker.url()).searchParams.get("program"));
    await chooseSmall(lab, { images: 40, tests: 10, epochs: 2, batch: 10, network: "ResNet 8, 16", device: "CPU" });
    assert.ok(!workers().includes("compute-worker"), "it is not loaded before it is wanted");
    await button(lab, "Train").click();
    await waitForText(lab, /Device: CPU, because it was requested; this network has no kernels of its own/);
    const { provenance, final } = await result(page, lab);
    assert.equal(provenance.device, "CPU");
    assert.match(provenance.backend, /^burn-flex \d/);
    assert.ok(workers().includes("compute-worker"));
    assert.ok(Number.isFinite(final.train.loss));
    assert.equal(await number(lab, "Step"), 8);
    check();
    await close();
});

test("it is computed in the page as natively", async () => {
    const { page, check, close } = await open(browser, server.address);
    const small = { network: "resnet-8-16", train_size: 10, measured_images: 10, epochs: 1 };
    await assertFoundAsNatively(page, "compute-worker", "cpu", [
        ["a training", { ...small, experiment: "training" }],
        ["a tunnel", { ...small, experiment: "tunnel", points: 2, samples: 1, pairs: 1, steps: 2 }],
        ["a plane of filters", { ...small, experiment: "plane", through: "filter-normalised", columns: 3 }],
    ]);
    check();
    await close();
});
