// The benchmarks in the page: they run one after the other, and can be cancelled.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { button, launch, open, section, serve, waitForText } from "./harness.js";

let browser, server;
before(async () => {
    server = await serve();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    server?.stop();
});

test("an address leads to the benchmarks, which measure until they are cancelled", async () => {
    const { page, check, close } = await open(browser, `${server.address}#at=bench`);
    const lab = section(page, "The laboratory");
    const heading = lab.getByRole("heading", { name: "How fast is this computer?" });
    await heading.waitFor();
    assert.ok(await button(lab, "Cancel").isDisabled());
    await button(lab, "Measure speed").click();
    await waitForText(lab, /Measuring simple-cnn\/train\/128, 1 of \d+\./);
    const row = lab.getByRole("row", { name: /^simple-cnn\/train\/128/ });
    await row.waitFor();
    const [value, unit, live] = await row.getByRole("cell").allInnerTexts();
    assert.ok(Number(value) > 100, value);
    assert.equal(unit, "images/s");
    assert.ok(Number(live) > 0 && Number(live) <= 1, live);
    await waitForText(lab, /Measuring simple-cnn\/forward\/128, 2 of \d+\./);
    await button(lab, "Cancel").click();
    await waitForText(lab, /Cancelled\./);
    assert.ok(await row.isVisible());
    // A worker that computes ends only when the browser next interrupts it.
    const working = () => page.workers().filter((worker) => /network-worker/.test(worker.url())).length;
    for (let waits = 0; working() > 0; waits += 1) {
        assert.ok(waits < 200, "the worker goes on");
        await page.waitForTimeout(50);
    }
    assert.equal(await button(lab, "Measure speed").isDisabled(), false);
    check();
    await close();
});

test("benchmarks are found by the beginning of their names, and end", async () => {
    const { page, check, close } = await open(browser, server.address);
    const told = await page.evaluate(
        () =>
            new Promise((resolve) => {
                const worker = new Worker(`${document.querySelector("[data-worker]").dataset.worker}?program=network-worker`, { type: "module" });
                const told = [];
                worker.onmessage = ({ data: { kind, text } }) => {
                    if (kind === "ready") worker.postMessage({ kind: "benchmark", text: "wedges-all/loss/1000" });
                    if (kind === "benchmark") told.push(JSON.parse(text));
                    if (told.at(-1) === "finished") resolve(told);
                };
            }),
    );
    const names = told.filter((one) => one.measured).map((one) => one.measured.name);
    assert.deepEqual(names, ["wedges-all/loss/1000", "wedges-all/loss/10000", "wedges-all/loss/100000"]);
    const [small, , large] = told.filter((one) => one.measured).map((one) => one.measured);
    assert.ok(small.value > large.value && large.value > 0 && large.unit === "points/s" && large.live_units === undefined);
    check();
    await close();
});
