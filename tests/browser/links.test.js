// Links: they lead to their targets, keep their place, and leave out what only an animation has set.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chapter, field, launch, open, section, serve, waitForText } from "./harness.js";

const PLACES = ["sheets", "distance", "cut", "tunnel", "connector", "well", "averaging", "cifar10", "laboratory"];

let browser, server;
before(async () => {
    server = await serve();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    server?.stop();
});

/** Waits until the place is at the top of the window, or the page is at its end, and every figure in view has loaded. */
const landed = (page, id) =>
    page.waitForFunction((id) => {
        const place = document.getElementById(id).getBoundingClientRect();
        const inView = [...document.querySelectorAll(".live")].filter((live) => {
            const box = live.getBoundingClientRect();
            return box.bottom > 0 && box.top < innerHeight;
        });
        const there = inView.every((live) => live.childElementCount > 0 && !live.querySelector('[aria-busy="true"]'));
        const atEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
        return there && (Math.abs(place.top) < 3 || (atEnd && place.top > 0 && place.top < innerHeight));
    }, id);

for (const options of [{ viewport: { width: 1280, height: 900 } }, { viewport: { width: 390, height: 844 } }]) {
    test(`every link of the contents lands in a new tab ${options.viewport.width} pixels wide`, async () => {
        for (const place of PLACES) {
            const tab = await open(browser, `${server.address}#${place}`, { reducedMotion: "reduce", ...options });
            await landed(tab.page, place);
            await tab.close();
        }
    });
}

test("an address with settings lands at its place, also on a real network and in the laboratory", async () => {
    for (const place of ["cifar10", "laboratory", "tunnel"]) {
        const tab = await open(browser, `${server.address}#v=1&at=${place}&sseed=7`, { reducedMotion: "reduce" });
        await landed(tab.page, place);
        assert.equal(await tab.page.locator("#address-remark").innerText(), "");
        await tab.close();
    }
});

test("who scrolls away is not taken back", async () => {
    const { page, close } = await open(browser, `${server.address}#connector`, { reducedMotion: "reduce" });
    await landed(page, "connector");
    await page.mouse.wheel(0, -700);
    await page.waitForFunction(() => document.getElementById("connector").getBoundingClientRect().top > 300);
    await page.evaluate(() => document.getElementById("well").append(document.createElement("h2").cloneNode()));
    await page.setViewportSize({ width: 1100, height: 900 });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.ok((await page.evaluate(() => document.getElementById("connector").getBoundingClientRect().top)) > 100);
    await close();
});

test("the address keeps its place when a setting changes", async () => {
    const { page, check, close } = await open(browser, server.address, { reducedMotion: "reduce" });
    await page.getByRole("link", { name: "The laboratory", exact: true }).click();
    const epochs = field(section(page, "The laboratory"), "Epochs");
    await epochs.fill("3");
    await page.waitForFunction(() => location.hash === "#v=1&at=laboratory&epochs=3");
    await epochs.fill("5");
    await page.waitForFunction(() => location.hash === "#laboratory");
    await chapter(page, "well");
    await page.locator("#well").getByRole("slider", { name: "Thickness" }).press("PageUp");
    await page.waitForFunction(() => /^#v=1&at=well&/.test(location.hash));
    check();
    await close();
});

test("a link leaves out what only the animation has set", async () => {
    const permissions = ["clipboard-read", "clipboard-write"];
    const { page, check, close } = await open(browser, `${server.address}#tunnel`, {
        reducedMotion: "no-preference",
        permissions,
    });
    const figure = page.locator("#tunnel figure.chapter");
    const walls = figure.getByRole("slider", { name: "Walls built so far" });
    await figure.getByRole("button", { name: "Pause" }).waitFor();
    await page.waitForFunction(() => {
        const value = Number(document.querySelector("#tunnel-w").value);
        return value > 3 && value < 100;
    });
    await figure.getByText("Files and links").click();
    await figure.getByRole("button", { name: "Copy link" }).click();
    await figure.getByText("Link copied.").waitFor();
    assert.equal(new URL(await page.evaluate(() => navigator.clipboard.readText())).hash, "#at=tunnel");
    // Another setting ends the animation where it would have ended.
    await figure.getByRole("slider", { name: "Refinements" }).press("ArrowRight");
    assert.equal(await walls.inputValue(), "100");
    await figure.getByRole("button", { name: "Copy link" }).click();
    await page.waitForFunction(async () => /#at=tunnel&v=1&tr=1$/.test(await navigator.clipboard.readText()));
    check();
    await close();
});

test("every figure has a link and a snippet, and each is embedded", async () => {
    const permissions = ["clipboard-read", "clipboard-write"];
    const { page, check, close } = await open(browser, server.address, { reducedMotion: "reduce", permissions });
    for (const place of PLACES) {
        const region = page.locator(`#${place}`);
        const summary = region.locator(".taking-away > summary").last();
        await summary.click();
        await region.getByRole("button", { name: "Copy link" }).click();
        await region.getByText("Link copied.").waitFor();
        assert.match(await page.evaluate(() => navigator.clipboard.readText()), new RegExp(`#at=${place}`));
        await region.getByRole("button", { name: "Copy snippet" }).click();
        await region.getByText("Snippet copied.").waitFor();
        const snippet = await page.evaluate(() => navigator.clipboard.readText());
        assert.match(snippet, new RegExp(`embed=${place}[#"]`));
        const frame = await open(browser, `${server.address}?embed=${place}`, { reducedMotion: "reduce" });
        await frame.page.locator(`#${place} .live > *`).first().waitFor();
        assert.deepEqual(await frame.page.locator("main > section:visible").count(), 1);
        frame.check();
        await frame.close();
    }
    check();
    await close();
});

test("the height in a snippet is that of the frame", async () => {
    const permissions = ["clipboard-read", "clipboard-write"];
    const { page, check, close } = await open(browser, server.address, { reducedMotion: "reduce", permissions });
    for (const place of ["distance", "tunnel", "well"]) {
        const figure = await chapter(page, place);
        await figure.getByText("Files and links").click();
        await figure.getByRole("button", { name: "Copy snippet" }).click();
        await figure.getByText("Snippet copied.").waitFor();
        const snippet = await page.evaluate(() => navigator.clipboard.readText());
        const height = Number(snippet.match(/height="(\d+)"/)[1]);
        const frame = await open(browser, `${server.address}?embed=${place}`, { reducedMotion: "reduce" });
        await chapter(frame.page, place);
        const real = await frame.page.evaluate(() => document.body.offsetHeight);
        assert.ok(height >= real - 30 && height <= real + 90, `${place}: ${height} in the snippet, ${real} in the frame`);
        await frame.close();
    }
    check();
    await close();
});

test("a link opens the figure of the report and the experiment that are shown", async () => {
    const { page, check, close } = await open(browser, `${server.address}#cifar10`, { reducedMotion: "reduce" });
    const recorded = section(page, "On a real network");
    await recorded.getByRole("combobox", { name: "Figure of the paper" }).selectOption("3");
    await recorded.getByRole("combobox", { name: "Experiment" }).selectOption("2");
    await page.waitForFunction(() => location.hash === "#v=1&at=cifar10&figure=4&of=3");
    check();
    await close();
    const second = await open(browser, `${server.address}#v=1&at=cifar10&figure=4&of=3`, { reducedMotion: "reduce" });
    const again = section(second.page, "On a real network");
    await waitForText(again.getByRole("combobox", { name: "Experiment" }).locator("option:checked"), /^Connector$/, 20_000);
    assert.equal(await again.getByRole("combobox", { name: "Figure of the paper" }).inputValue(), "3");
    second.check();
    await second.close();
});

test("the keyboard comes to the laboratory first, and keeps its place there while a job runs", async () => {
    const { page, check, close } = await open(browser, server.address, { reducedMotion: "reduce" });
    const lab = section(page, "The laboratory");
    await field(lab, "Epochs").waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "To the laboratory");
    await page.keyboard.press("Enter");
    await landed(page, "laboratory");
    const train = lab.getByRole("button", { name: "Train", exact: true });
    await field(lab, "Training images").fill("100");
    await train.focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement.getAttribute("aria-disabled") === "true");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Train");
    await page.keyboard.press("Enter");
    await lab.getByRole("button", { name: "Download result.json" }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Train");
    assert.equal(await train.getAttribute("aria-disabled"), "false");
    check();
    await close();
});
