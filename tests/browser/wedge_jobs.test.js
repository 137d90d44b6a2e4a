// The experiments on the wedges as jobs: on the CPU the page finds what the command line finds, and on WebGPU the claims
// hold.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { button, difference, launch, launchWithSoftwareGpu, openLaboratory, result, serve, waitForText } from "./harness.js";

// Small, so that each takes seconds even on a GPU in software.
const SMALL = { dimension: 60, wedge_dimension: 48, wedges: 16, seed: 5 };
const EXPERIMENTS = {
    "random-cut": { ...SMALL, plane_dimensions: "0,4,8,11,12,14", trials: 4 },
    tunnel: { ...SMALL, points: 7, pairs: 3, samples: 5 },
    connector: { ...SMALL, m: "1,2,3", triangle: 7, simplex_points: 1 },
    "short-directions": { ...SMALL },
    "radial-probe": { ...SMALL, directions: 20, distances: 8, angles: 9, radii: 5 },
    "descent-path": { ...SMALL },
    plane: { ...SMALL, columns: 9 },
    averaging: { ...SMALL, kicks: "0.1,1,3", repetitions: 3 },
};
// Measured at given points; everything else is where a descent ended.
const EVALUATED = ["radial-probe"];

let server;
before(async () => {
    server = await serve();
});
after(() => server?.stop());

/** Chooses an experiment on the wedges with these settings, and runs it. */
async function runInPage(browser, experiment, settings) {
    const { page, lab, check, close } = await openLaboratory(browser, server.address);
    await lab.getByRole("combobox", { name: "Landscape" }).selectOption("wedges");
    await lab.getByRole("combobox", { name: "Experiment" }).selectOption(experiment);
    for (const [name, value] of Object.entries(settings)) {
        const words = name.replaceAll("_", " ");
        const label = name.length > 1 ? words[0].toUpperCase() + words.slice(1) : words;
        const field = lab.getByLabel(label, { exact: true });
        await field.waitFor();
        if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption(value);
        else await field.fill(String(value));
    }
    await button(lab, "Run").click();
    await waitForText(lab.locator(".status.job"), /Finished|failed|Give|refused/, 600_000);
    const found = await result(page, lab);
    // Figures are drawn when they are in view.
    await lab.locator(".outcome .drawings").scrollIntoViewIfNeeded();
    await lab.locator(".outcome svg").first().waitFor();
    const badge = await lab.locator(".device").innerText();
    check();
    await close();
    return { found, badge };
}

function runNatively(experiment, settings) {
    const folder = mkdtempSync(join(tmpdir(), "wedgelab-"));
    const set = Object.entries(settings).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
    const command = ["run", experiment, "--landscape", "wedges", "--out", join(folder, "result"), ...set];
    execFileSync(process.env.WEDGELAB, command, { stdio: "ignore" });
    const found = JSON.parse(readFileSync(join(folder, "result", "result.json")));
    rmSync(folder, { recursive: true });
    return found;
}

for (const [experiment, settings] of Object.entries(EXPERIMENTS)) {
    test(`${experiment} in the page finds what it finds natively`, async () => {
        const browser = await launch();
        const { found, badge } = await runInPage(browser, experiment, settings);
        const native = runNatively(experiment, settings);
        assert.deepEqual(found.specification, native.specification);
        const tolerance = EVALUATED.includes(experiment) ? 1e-6 : 1e-3;
        assert.equal(difference(found.numbers, native.numbers, tolerance), null);
        assert.deepEqual(found.claims.filter((claim) => !claim.holds), []);
        assert.match(badge, /Device: CPU/);
        await browser.close();
    });
}

// A GPU in software takes 50 ms a step: as few steps as the claims need.
const SMALLER = { dimension: 30, wedge_dimension: 24, wedges: 4, seed: 5, device: "software-gpu" };
const ON_A_GPU = {
    "random-cut": { ...SMALLER, plane_dimensions: "0,9", trials: 2, epochs: 60 },
    tunnel: { ...SMALLER, points: 3, pairs: 1, samples: 3, epochs: 60 },
    connector: { ...SMALLER, m: "1", triangle: 0, simplex_points: 0, epochs: 200 },
};

for (const [experiment, settings] of Object.entries(ON_A_GPU)) {
    test(`${experiment} completes on WebGPU, and its claims hold`, async () => {
        const browser = await launchWithSoftwareGpu();
        const { found, badge } = await runInPage(browser, experiment, settings);
        assert.ok(found.claims.length > 0);
        assert.deepEqual(found.claims.filter((claim) => !claim.holds), []);
        assert.doesNotMatch(badge, /Device: CPU/);
        await browser.close();
    });
}
