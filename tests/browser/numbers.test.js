// Numbers that a reader types: a comma is a decimal point, the page says how it read the text, and guesses nothing.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chapter, field, launch, open, openLaboratory, serve, waitForText } from "./harness.js";

let browser, server;
before(async () => {
    server = await serve();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    server?.stop();
});

/** Types like a reader, key by key, and leaves the field. */
async function type(input, text) {
    await input.focus();
    await input.press("ControlOrMeta+a");
    await input.press("Delete");
    await input.pressSequentially(text);
    await input.press("Tab");
}

const note = (page, input) => input.getAttribute("aria-describedby").then((id) => page.locator(`#${id}`));

test("the laboratory takes a comma, and says as what it was read", async () => {
    const { page, lab, check, close } = await openLaboratory(browser, server.address);
    const rate = field(lab, "Learning rate");
    await type(rate, "0,01");
    await page.waitForFunction(() => location.hash.includes("learning_rate=0.01"));
    assert.equal(await rate.inputValue(), "0,01");
    assert.equal(await rate.getAttribute("aria-invalid"), "false");
    await waitForText(await note(page, rate), /Read as 0\.01\./, 5_000);
    await type(rate, "0.02");
    await waitForText(await note(page, rate), /^$/, 5_000);
    check();
    await close();
});

test("what can mean two numbers, or none, is refused and leaves the former one", async () => {
    const { page, lab, check, close } = await openLaboratory(browser, server.address);
    for (const [name, text, said] of [
        ["Learning rate", "1.000,5", /has separators in it that a number does not take.* Until you do, 0\.003 is used/],
        ["Learning rate", "1,000", /can mean 1 or 1000.* Until you do, 0\.003 is used/],
        ["Learning rate", "", /not a number.* Until you do, 0\.003 is used/],
        ["Learning rate", "50", /Give a number from 0\.000001 to 10\. Until you do, 0\.003 is used/],
        ["Training images", "2.500", /can mean 2\.5 or 2500/],
        ["Training images", "1 500", /has separators in it that a number does not take/],
        ["Epochs", "2,5", /Give a whole number from 1 to 1000\. Until you do, 5 is used/],
        ["Seed", "ten", /not a number/],
    ]) {
        const input = field(lab, name);
        await type(input, text);
        await waitForText(await note(page, input), said, 5_000);
        assert.equal(await input.getAttribute("aria-invalid"), "true", `${name}: ${text}`);
    }
    assert.equal(new URL(page.url()).hash, "");
    check();
    await close();
});

test("a chapter takes a comma, and refuses with a sentence", async () => {
    const { page, check, close } = await open(browser, server.address, { reducedMotion: "reduce" });
    const figure = await chapter(page, "distance");
    const share = figure.getByRole("spinbutton", { name: "Share of short directions" });
    const slider = figure.getByRole("slider", { name: "Share of short directions" });
    await type(share, "0,2");
    assert.match(await slider.getAttribute("aria-valuetext"), /^0\.20/);
    await waitForText(await note(page, share), /Read as 0\.2\./, 5_000);
    await type(share, "1,000");
    await waitForText(await note(page, share), /can mean 1 or 1000/, 5_000);
    assert.match(await slider.getAttribute("aria-valuetext"), /^0\.20/);
    await slider.press("ArrowRight");
    assert.equal(await share.inputValue(), "0.21");
    await share.press("ArrowUp");
    assert.equal(await share.inputValue(), "0.22");
    const rate = page.locator("#sheets").getByRole("spinbutton", { name: "Learning rate" });
    await type(rate, "0,3");
    await page.waitForFunction(() => location.hash.includes("sr=0.3"));
    check();
    await close();
});

test("the settings of the wedges take a comma", async () => {
    const { page, lab, check, close } = await openLaboratory(browser, server.address);
    await lab.getByRole("combobox", { name: "Landscape" }).selectOption("wedges");
    const thickness = field(lab, "Thickness");
    await type(thickness, "0,5");
    await waitForText(await note(page, thickness), /Read as 0\.5\./, 10_000);
    await type(thickness, "0,5,5");
    await waitForText(await note(page, thickness), /has separators in it that a number does not take/, 5_000);
    // In a list a comma separates numbers, and the page says how many there are.
    await lab.getByRole("combobox", { name: "Experiment" }).selectOption("averaging");
    const kicks = lab.getByLabel("Kicks", { exact: true });
    await type(kicks, "0,5");
    await lab.getByText("Read as 2 values: 0; 5.").waitFor();
    await type(kicks, "0.5");
    await lab.getByText("Read as 2 values").waitFor({ state: "detached" });
    check();
    await close();
});
