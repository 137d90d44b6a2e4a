// The experiments on networks on WebGPU in software: one of every kind finds what the command line finds on the CPU. They
// take minutes of one core, so they have a file of their own, beside which others run.

import { after, before, test } from "node:test";
import { launchWithSoftwareGpu, open, serve } from "./harness.js";
import { assertFoundAsNatively, experiments } from "./tiny_jobs.js";

let server;
before(async () => {
    server = await serve();
});
after(() => server?.stop());

const kinds = new Map(Object.entries(experiments).reverse().map(([title, own]) => [own.experiment, [title, own]]));

test("every experiment on a network finds on WebGPU what it finds natively", async () => {
    const browser = await launchWithSoftwareGpu();
    const { page, check, close } = await open(browser, server.address);
    await assertFoundAsNatively(page, "compute-worker", "software-gpu", [...kinds.values()]);
    check();
    await close();
    await browser.close();
});
