// Experiments on networks on WebGPU in software find what the command line finds on the CPU: one for each way in which an
// experiment uses a device. (The native tests run all of them on such a device.) They take minutes of one core, so they
// are in a separate file, which runs in parallel with others.

import { after, before, test } from "node:test";
import { launchWithSoftwareGpu, open, serve } from "./harness.js";
import { assertFoundAsNatively, experiments } from "./tiny_jobs.js";

let server;
before(async () => {
    server = await serve();
});
after(() => server?.stop());

// Epochs of training; losses of many networks; products of parameters; descents in subspaces; curvature.
const CHOSEN = ["a training", "the line between optima", "a plane of filters", "a tunnel", "short directions"];

test("experiments on a network find on WebGPU what they find natively", async () => {
    const browser = await launchWithSoftwareGpu();
    const { page, check, close } = await open(browser, server.address);
    await assertFoundAsNatively(page, "compute-worker", "software-gpu", CHOSEN.map((title) => [title, experiments[title]]));
    check();
    await close();
    await browser.close();
});
