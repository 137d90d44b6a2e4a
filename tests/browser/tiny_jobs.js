// Tiny experiments on networks: run in a worker of the page, run by the command line, and compared.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { difference } from "./harness.js";

// Nearly all use a smooth network and not Adam, whose first steps are as long along flat directions as along steep ones:
// otherwise rounding would decide between two sides of a kink, and turn steps.
export const { every, experiments } = JSON.parse(readFileSync(new URL("../integration/tiny_experiments.json", import.meta.url)));
// Counts of examples, or of eigenvalues beyond a threshold: a tie may be settled either way.
const COUNTS = /accuracy|agreement|labels|above/;
/** Eigenvalues from finite differences are as exact as the largest of them, and so are losses along one path. */
const scale = (one, other, list) =>
    [one, ...list.filter((entry) => typeof entry === "number")].reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);

/** Starts a worker in the page that runs one job after the other. */
export async function startWorker(page, name) {
    await page.evaluate(
        (name) =>
            new Promise((ready) => {
                window.worker = new Worker(`${document.querySelector("[data-worker]").dataset.worker}?program=${name}`, { type: "module" });
                window.worker.onmessage = ({ data }) => data.kind === "ready" && ready();
            }),
        name,
    );
}

/** Runs a job in that worker; resolves to its result and the trained parameters, if there are any. */
export function run(page, specification) {
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

/** Runs the same with the command line, on the CPU. */
export function runNatively({ experiment, ...settings }) {
    const folder = mkdtempSync(join(tmpdir(), "wedgelab-"));
    const set = Object.entries(settings).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
    const out = join(folder, "result");
    execFileSync(process.env.WEDGELAB, ["run", experiment, "--out", out, ...set, "--set", "device=cpu"], { stdio: "ignore" });
    const result = JSON.parse(readFileSync(join(out, "result.json")));
    const parameters = experiment === "training" ? readFileSync(join(out, "theta.safetensors")) : null;
    rmSync(folder, { recursive: true });
    return { result, parameters };
}

/** Runs experiments in one worker of a page, on a device, and asserts that each finds what the command line finds. */
export async function assertFoundAsNatively(page, worker, device, chosen) {
    await startWorker(page, worker);
    const differences = [];
    for (const [title, own] of chosen) {
        const { result } = await run(page, { ...every, ...own, device });
        assert.match(result.provenance.device, device === "cpu" ? /CPU/ : /SwiftShader/i, title);
        const native = runNatively({ ...every, ...own });
        differences.push(difference(result.numbers, native.result.numbers, 1e-3, { path: title, ignored: COUNTS, scale }));
    }
    assert.deepEqual(differences.filter((found) => found !== null), []);
}
