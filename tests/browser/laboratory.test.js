// A real network: it trains on the CPU and on WebGPU, pauses and resumes, and takes files.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
    button,
    chooseSmall,
    cifarBatch,
    field,
    launch,
    launchWithSoftwareGpu,
    lookOut,
    number,
    openLaboratory,
    result,
    serve,
    waitForText,
} from "./harness.js";

let browser, server;
before(async () => {
    server = await serve();
    browser = await launchWithSoftwareGpu();
});
after(async () => {
    await browser?.close();
    server?.stop();
});

const opened = (someBrowser = browser) => openLaboratory(someBrowser, server.address);

test("training lowers the loss on the CPU, and says why it is the CPU", async () => {
    const { lab, check, close } = await opened();
    await chooseSmall(lab);
    const speedWasShown = await lookOut(lab, /images per second/);
    await button(lab, "Train").click();
    await waitForText(lab, /Device: CPU, because .*software/);
    await button(lab, "Download result.json").waitFor();
    assert.ok(await speedWasShown());
    assert.ok((await number(lab, "Training loss")) < 2.2, "the loss fell from ln 10 = 2.3");
    assert.ok((await number(lab, "Test accuracy")) > 12);
    assert.equal(await number(lab, "Step"), 80);
    check();
    await close();
});

test("without an adapter the page says so and trains on the CPU", async () => {
    const plain = await launch();
    const { lab, check, close } = await opened(plain);
    await chooseSmall(lab, { epochs: 1 });
    await button(lab, "Train").click();
    await waitForText(lab, /Device: CPU, because (this browser has no WebGPU|the browser has WebGPU but found no GPU)/);
    await button(lab, "Download result.json").waitFor();
    check();
    await close();
    await plain.close();
});

test("one seed gives the same numbers again", async () => {
    const results = [];
    for (let run = 0; run < 2; run += 1) {
        const { page, lab, close } = await opened();
        await chooseSmall(lab, { epochs: 1 });
        await button(lab, "Train").click();
        const { format, numbers, final } = await result(page, lab);
        assert.equal(format, "wedgelab.result/2");
        results.push({ numbers, final });
        await close();
    }
    assert.deepEqual(results[0], results[1]);
});

test("pause holds, a step moves by one, resume goes on, reset clears", async () => {
    const { lab, check, close } = await opened();
    await chooseSmall(lab, { epochs: 1000, network: "SimpleCNN" });
    await button(lab, "Train").click();
    while (!((await number(lab, "Step")) > 3)) await new Promise((later) => setTimeout(later, 30));
    await button(lab, "Pause").click();
    await button(lab, "Resume").waitFor();
    const settle = () => new Promise((later) => setTimeout(later, 500));
    const held = await number(lab, "Step");
    await settle();
    assert.equal(await number(lab, "Step"), held);
    const stepped = async (from) => {
        await button(lab, "Step").click();
        while ((await number(lab, "Step")) === from) await new Promise((later) => setTimeout(later, 30));
        await settle();
        return number(lab, "Step");
    };
    assert.equal(await stepped(held), held + 1);
    assert.equal(await stepped(held + 1), held + 2);
    await button(lab, "Resume").click();
    while (!((await number(lab, "Step")) > held + 5)) await new Promise((later) => setTimeout(later, 30));
    await button(lab, "Reset").click();
    await waitForText(lab, /Everything is reset/);
    assert.ok(await button(lab, "Train").isEnabled());
    check();
    await close();
});

test("training lowers the loss on WebGPU", async () => {
    const { lab, check, close } = await opened();
    await chooseSmall(lab, { images: 100, tests: 20, epochs: 2, device: "Software GPU, slow" });
    await button(lab, "Train").click();
    await waitForText(lab, /Device: (?!CPU).*swiftshader/i);
    await button(lab, "Download result.json").waitFor({ timeout: 180_000 });
    assert.ok((await number(lab, "Training loss")) < 2.25, "the loss fell from ln 10 = 2.3");
    check();
    await close();
});

test("the CPU and WebGPU train to the same losses", async () => {
    const losses = [];
    for (const device of ["CPU", "Software GPU, slow"]) {
        const { lab, check, close } = await opened();
        await chooseSmall(lab, { images: 40, tests: 20, epochs: 1, device });
        await button(lab, "Train").click();
        await button(lab, "Download result.json").waitFor({ timeout: 180_000 });
        losses.push(await number(lab, "Training loss"), await number(lab, "Test loss"));
        check();
        await close();
    }
    assert.ok(Math.abs(losses[0] - losses[2]) < 0.002 && Math.abs(losses[1] - losses[3]) < 0.002, losses.join(", "));
});

test("interpolation runs on two networks and on the wedges", async () => {
    const { lab, check, close } = await opened();
    await chooseSmall(lab, { images: 100, tests: 20, epochs: 2 });
    await lab.getByRole("combobox", { name: "Experiment" }).selectOption("line");
    await button(lab, "Run").click();
    await button(lab, "Download result.json").waitFor({ timeout: 180_000 });
    await waitForText(lab, /straight line between two optima climbs above both/);
    await waitForText(lab, /The same on the wedges/);
    check();
    await close();
});

test("a dropped file trains, and a broken one is refused in words", async () => {
    const { lab, check, close } = await opened();
    const files = lab.getByLabel("Open files");
    await files.setInputFiles({ name: "data_batch_1.bin", mimeType: "", buffer: cifarBatch(300).subarray(0, 5000) });
    await waitForText(lab, /data_batch_1\.bin .*byte/);
    await files.setInputFiles({ name: "data_batch_1.bin", mimeType: "", buffer: cifarBatch(300) });
    await waitForText(lab, /CIFAR-10: 270 training and 30 test images/);
    await lab.getByRole("combobox", { name: "Network" }).selectOption("CNN 4, 8");
    await field(lab, "Training images").fill("200");
    await field(lab, "Test images").fill("20");
    await field(lab, "Epochs").fill("10");
    await field(lab, "Batch size").fill("20");
    await field(lab, "Learning rate").fill("0.01");
    assert.equal(await lab.getByRole("combobox", { name: "Data" }).inputValue(), "dropped");
    await button(lab, "Train").click();
    await button(lab, "Download result.json").waitFor({ timeout: 120_000 });
    assert.ok((await number(lab, "Training loss")) < 2.2, "brightness tells the classes apart");
    check();
    await close();
});

test("a result of the command line is shown", async () => {
    const { execFileSync } = await import("node:child_process");
    const { lab, check, close } = await opened();
    const written = execFileSync(process.env.WEDGELAB, ["run", "interpolation", "--landscape", "wedges", "--json"]);
    const files = lab.getByLabel("Open files");
    await files.setInputFiles({ name: "result.json", mimeType: "application/json", buffer: written });
    const shown = lab.getByRole("article", { name: "Opened result" });
    await shown.waitFor();
    await waitForText(shown, /climbs above both/);
    assert.ok((await shown.getByRole("img").count()) >= 1);
    await files.setInputFiles({ name: "result.json", mimeType: "application/json", buffer: Buffer.from("{}") });
    await waitForText(lab, /result\.json is not a result/);
    check();
    await close();
});
