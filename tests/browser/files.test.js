// Invalid files, the state in the address, and a training that diverges: the page says what is wrong and still works.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { button, chooseSmall, cifarBatch, field, launch, number, openLaboratory, result, serve, waitForStep, waitForText } from "./harness.js";

let browser, server;
before(async () => {
    server = await serve();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    server?.stop();
});

const opened = (prepare) => openLaboratory(browser, server.address, prepare);
const openFile = (lab, name, content) =>
    lab.getByLabel("Open files").setInputFiles({ name, mimeType: "", buffer: Buffer.from(content) });
const status = (lab) => lab.locator("#files-status");

/** Unreasonable results, and the page's message on each: that it is shown, or why not. */
const RESULTS = [
    ["garbage", "\u0000\u0001 garbage", /is not a result/],
    ["nothing", "", /is not a result/],
    ["deep nesting", "[".repeat(100_000), /is not a result/],
    ["another format", '{"format": "wedgelab.result/9"}', /has the format 'wedgelab\.result\/9'/],
    ["wrong types", written({ numbers: { training: "none", epochs: 7 } }), /numbers cannot be drawn/],
    ["absurd numbers", written({ numbers: curves([1e308, -1e308, 5e-324], [-1, 1e300]) }), /It is shown below/],
    ["no numbers", written({ numbers: curves([null, null], [null]) }), /It is shown below/],
    ["empty curves", written({ numbers: curves([], []) }), /It is shown below/],
    ["too many steps", written({ numbers: { training: { step: [1e30], loss: [1] }, epochs: [] } }), /It is shown below/],
];

function curves(losses, tests) {
    return {
        training: { step: losses.map((_, place) => place + 1), loss: losses },
        epochs: tests.map((loss, place) => ({ epoch: place + 1, test: { loss, accuracy: loss } })),
    };
}

function written(changes) {
    return JSON.stringify({
        format: "wedgelab.result/1",
        experiment: "training",
        specification: { landscape: "network" },
        provenance: {
            version: "1", commit: "", device: "CPU", backend: "", threads: 1, seeds: [1], landscape: "", start: "é",
            seconds: 1e300,
        },
        claims: [],
        ...changes,
    });
}

test("results of any content are shown or refused in words, also while a network trains", async () => {
    const { lab, check, close } = await opened();
    await chooseSmall(lab, { images: 2000, epochs: 1000, network: "SimpleCNN", device: "CPU" });
    await button(lab, "Train").click();
    let step = await waitForStep(lab, 0);
    for (const [name, content, said] of RESULTS) {
        await openFile(lab, "result.json", content);
        await waitForText(status(lab), said, 10_000).catch((error) => assert.fail(`${name}: ${error.message}`));
        step = await waitForStep(lab, step);
    }
    await openFile(lab, "data_batch_1.bin", cifarBatch(10).subarray(0, 100));
    await waitForText(status(lab), /A job is running\. Reset it before you change the images/);
    await waitForStep(lab, step);
    check();
    await close();
});

test("images that are none are refused in words, and a training can begin", async () => {
    const { lab, check, close } = await opened();
    const broken = [
        ["data_batch_1.bin", "garbage", /data_batch_1\.bin/],
        ["data_batch_1.bin", "", /data_batch_1\.bin/],
        ["cifar-10-binary.tar.gz", gzipSync(cifarBatch(20)).subarray(0, 60), /cifar-10-binary\.tar\.gz/],
        ["notes.txt", "no images", /notes\.txt|takes|CIFAR/],
    ];
    for (const [name, content, said] of broken) {
        await openFile(lab, name, content);
        await waitForText(status(lab), said, 20_000);
        assert.equal(await lab.getByRole("combobox", { name: "Data" }).inputValue(), "synthetic");
    }
    await chooseSmall(lab, { epochs: 1, device: "CPU" });
    await button(lab, "Train").click();
    await result(lab.page(), lab);
    check();
    await close();
});

test("a folder and a file that is too large are refused in words", async () => {
    const { page, lab, check, close } = await opened();
    await button(lab, "Train").waitFor();
    const drop = (kind) =>
        page.evaluate((kind) => {
            const transfer = new DataTransfer();
            const part = new Blob([new Uint8Array(1 << 20)]);
            const file =
                kind === "large" ? new File(Array(1_100).fill(part), "data_batch_1.bin") : new File([], "folder");
            // A browser represents a dropped folder as a file with its name that cannot be read.
            if (kind === "folder") {
                File.prototype.arrayBuffer = () => Promise.reject(new DOMException("a folder", "NotFoundError"));
            }
            transfer.items.add(file);
            window.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
        }, kind);
    await drop("large");
    await waitForText(status(lab), /data_batch_1\.bin is too large/, 20_000);
    await drop("folder");
    await waitForText(status(lab), /folder cannot be read\. Choose files, not folders/, 10_000);
    check();
    await close();
});

test("a training that diverges says so, keeps its curves and its result, which opens again", async () => {
    const { page, lab, check, close } = await opened();
    await chooseSmall(lab, { images: 2000, epochs: 1000, network: "SimpleCNN", device: "CPU" });
    await button(lab, "Train").click();
    const step = await waitForStep(lab, 5);
    const diverged = written({
        diverged: { step: 41, stage: "training" },
        numbers: { training: { step: [1, 2, 40], loss: [2.3, 8.1, 1e30] }, epochs: [] },
    });
    // No network diverges within seconds with the page's optimizer, so the worker is made to post such events.
    const worker = page.workers().find((worker) => worker.url().includes("network"));
    await worker.evaluate((text) => {
        const tell = (event) => self.postMessage({ kind: "event", text: event });
        tell('{"losses":{"first_step":40,"losses":[1e30,null]}}');
        tell(`{"finished":{"result":${text}}}`);
    }, diverged);
    const said = "The descent diverged: the loss became NaN or infinite after step 41. Lower the learning rate.";
    await waitForText(lab.locator(".status.job.failed"), new RegExp(said));
    assert.ok((await number(lab, "Step")) >= step, "the curves stay");
    assert.ok(await button(lab, "Train").isEnabled());
    const saved = await result(page, lab);
    assert.equal(saved.diverged.step, 41);
    await openFile(lab, "result.json", JSON.stringify(saved));
    const shown = lab.getByRole("article", { name: "Opened result" });
    await waitForText(shown, new RegExp(said));
    await shown.locator(".drawing").first().waitFor();
    assert.equal(await shown.locator(".drawing").count(), 1);
    check();
    await close();
});

test("the address is the state of the laboratory, and a malformed one breaks nothing", async () => {
    const { page, lab, check, close } = await opened();
    await chooseSmall(lab, { epochs: 7 });
    await page.waitForFunction(() => location.hash.includes("epochs=7"));
    const hash = await page.evaluate(() => location.hash);
    assert.match(hash, /network=cnn-4-8/);
    await page.reload();
    await button(lab, "Train").waitFor();
    assert.equal(await field(lab, "Epochs").inputValue(), "7");
    assert.equal(await lab.getByRole("combobox", { name: "Network" }).inputValue(), "cnn-4-8");
    await page.evaluate(() => (location.hash = "#seed=3&epochs=1e9&depth=<b>&network=%F0%9F&&=&seed=2.5"));
    await waitForText(page.locator("#address-remark"), /These parts of the address are invalid: epochs=1e9, depth=/);
    assert.equal(await field(lab, "Epochs").inputValue(), "1000");
    assert.equal(await field(lab, "Seed").inputValue(), "3");
    assert.equal(await field(lab, "Training images").inputValue(), "2000");
    await page.waitForFunction(() => location.hash === "#v=1&epochs=1000&seed=3");
    await page.evaluate(() => (location.hash = "#laboratory"));
    assert.equal(await field(lab, "Seed").inputValue(), "3");
    // A former name of a setting works, and says so.
    await page.evaluate(() => (location.hash = "#experiment=line&evaluation_size=50"));
    await waitForText(page.locator("#address-remark"), /^evaluation_size is now measured_images; the old name works until 1\.0\.$/);
    assert.equal(await field(lab, "Images measured").inputValue(), "50");
    await page.waitForFunction(() => location.hash === "#v=1&measured_images=50&experiment=line");
    check();
    await close();
});

test("the policy has no exception but WebAssembly, and comes as a header, too", async () => {
    const response = await fetch(server.address);
    const policy = response.headers.get("content-security-policy");
    assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
    // A picture is a blob before it is saved as PNG.
    assert.doesNotMatch(policy.replace("img-src 'self' blob:", ""), /unsafe-inline|'unsafe-eval'|data:|blob:/);
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
    assert.equal(response.headers.get("referrer-policy"), "no-referrer");
});
