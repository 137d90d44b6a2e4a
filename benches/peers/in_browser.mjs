// Times the page's worker for networks in Chromium: in turns with a peer, two workers against one, and on CIFAR-10.
//
// usage: node benches/peers/in_browser.mjs --program WEDGELAB [--page DIR] [--peer COMMAND --peer-field NAME]
//        [--data DIR] [--turns N]
//
// The peer's command prints lines of JSON; the last one holds its images per second under the name of `--peer-field`.

import { execFileSync, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";

const { chromium } = createRequire(new URL("../../tests/browser/package.json", import.meta.url))("playwright-core");
const { values: given } = parseArgs({
    options: {
        program: { type: "string", default: "wedgelab" },
        page: { type: "string", default: "dist" },
        peer: { type: "string" },
        "peer-field": { type: "string", default: "imagesPerSecond" },
        data: { type: "string" },
        turns: { type: "string", default: "3" },
        chromium: { type: "string", default: "/usr/bin/chromium" },
    },
});
const TURNS = Number(given.turns);
const WORK = "simple-cnn/train/128";

/** Serves the page, opens it in a new browser, and calls `use` with it. */
async function opened(use) {
    const data = given.data ? ["--data-dir", given.data] : [];
    const server = spawn(given.program, ["serve", "--page", given.page, "--port", "0", ...data]);
    const address = await new Promise((found) => {
        let text = "";
        server.stdout.on("data", (part) => {
            text += part;
            const match = text.match(/http:\/\/[^ ]+/);
            if (match) found(match[0]);
        });
    });
    const browser = await chromium.launch({ executablePath: given.chromium, args: ["--no-sandbox", "--disable-gpu"] });
    try {
        const page = await browser.newPage();
        await page.goto(address);
        return await use(page);
    } finally {
        await browser.close();
        server.kill();
    }
}

/** Images per second of `workers` workers at once, each running the same benchmark with its own network. */
function ours(work, workers) {
    return opened((page) =>
        page.evaluate(
            ({ work, workers }) =>
                Promise.all(
                    Array.from({ length: workers }, () => {
                        const worker = new Worker(`${document.querySelector("[data-worker]").dataset.worker}?program=network-worker`, { type: "module" });
                        return new Promise((resolve) => {
                            worker.onmessage = ({ data: { kind, text } }) => {
                                if (kind === "ready") worker.postMessage({ kind: "benchmark", text: work });
                                const figure = kind === "benchmark" && JSON.parse(text).measured;
                                if (figure) resolve(figure);
                            };
                        });
                    }),
                ),
            { work, workers },
        ),
    );
}

function native(threads) {
    const options = ["bench", "--only", WORK, "--threads", String(threads), "--seconds", "3", "--json"];
    return JSON.parse(execFileSync(given.program, options, { encoding: "utf8" })).value;
}

function peer() {
    const lines = execFileSync("/bin/sh", ["-c", given.peer], { encoding: "utf8" }).trim().split("\n");
    return JSON.parse(lines.at(-1))[given["peer-field"]];
}

const sum = (figures) => figures.reduce((sum, figure) => sum + figure.value, 0);
const shown = (number) => number.toFixed(0).padStart(9);

for (let turn = 0; turn < TURNS; turn += 1) {
    const [figure] = await ours(WORK, 1);
    let line = `${WORK} in one worker ${shown(figure.value)} images/s, ${figure.live_units.toFixed(2)} live`;
    if (given.peer) {
        const theirs = peer();
        line += `; peer ${shown(theirs)}; ratio ${(figure.value / theirs).toFixed(1)}`;
    }
    console.log(line);
}
for (const work of ["simple-cnn/forward/128", "simple-cnn-tanh/train/128", "mlp-256/train/128"]) {
    console.log(`${work} in one worker ${shown((await ours(work, 1))[0].value)} images/s`);
}
for (let turn = 0; turn < TURNS; turn += 1) {
    const one = sum(await ours(WORK, 1));
    const two = sum(await ours(WORK, 2));
    const threads = [native(1), native(2)];
    const gains = [two / one, threads[1] / threads[0]];
    console.log(
        `workers 1, 2: ${shown(one)} ${shown(two)}, gain ${gains[0].toFixed(2)}; threads 1, 2: ` +
            `${shown(threads[0])} ${shown(threads[1])}, gain ${gains[1].toFixed(2)}; ratio ${(gains[0] / gains[1]).toFixed(2)}`,
    );
}
if (given.data) {
    await opened(async (page) => {
        page.setDefaultTimeout(300_000);
        const lab = page.getByRole("region", { name: "The laboratory" });
        const number = async (name) => {
            const term = lab.getByRole("term").filter({ hasText: new RegExp(`^${name}$`) }).first();
            return Number(await term.locator("xpath=following-sibling::dd").innerText());
        };
        await lab.getByRole("button", { name: /Use CIFAR-10 from this computer/ }).click();
        await lab.getByText(/50,000 training and 10,000 test images/).waitFor();
        for (const [name, value] of [["Training images", 50_000], ["Test images", 10_000], ["Epochs", 1], ["Batch size", 128]]) {
            await lab.getByRole("spinbutton", { name }).fill(String(value));
        }
        await lab.getByRole("combobox", { name: "Device" }).selectOption({ label: "CPU" });
        for (let turn = 0; turn < TURNS; turn += 1) {
            const begin = performance.now();
            await lab.getByRole("button", { name: "Train", exact: true }).click();
            let first;
            for (let step = 0; step < 391; step = await number("Step")) {
                if (step > 0) first ??= { step, at: performance.now() };
                await page.waitForTimeout(20);
            }
            const trained = performance.now();
            await lab.getByText(/Finished\. Test accuracy/).waitFor();
            const speed = ((391 - first.step) * 128) / ((trained - first.at) / 1000);
            console.log(
                `CIFAR-10, 50,000 images: ${((trained - begin) / 1000).toFixed(1)} s from the click to the last step ` +
                    `(${speed.toFixed(0)} images/s), ${((performance.now() - begin) / 1000).toFixed(1)} s with both measurements`,
            );
        }
    });
}
