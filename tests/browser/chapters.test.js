// The chapters: each computes and draws, every control changes it, it plays, and its address, files and embedding work.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { chapter, launch, open, serve, waitForText } from "./harness.js";

const CHAPTERS = ["distance", "cut", "tunnel", "connector", "well", "averaging"];

let browser, server;
before(async () => {
    server = await serve();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    server?.stop();
});

/** Opens the page at a chapter, and waits until its figure is complete. */
async function opened(name, query = "", options = {}) {
    const tab = await open(browser, `${server.address}${query}`, { reducedMotion: "reduce", ...options });
    const figure = await chapter(tab.page, name);
    return { ...tab, figure };
}

// Without the marker comments that the framework inserts.
const drawn = async (figure) => (await figure.locator(".drawings").innerHTML()).replaceAll("<!---->", "");

/** Waits until a figure differs from `before` and is complete. */
async function waitForChange(figure, before) {
    const end = Date.now() + 20_000;
    while (Date.now() < end) {
        const now = await drawn(figure);
        if (now !== before && (await figure.locator('.drawings[aria-busy="false"]').count()) === 1) return now;
        await new Promise((later) => setTimeout(later, 20));
    }
    return assert.fail("the figure did not change");
}

for (const name of CHAPTERS) {
    test(`${name} draws, and every control changes it`, async () => {
        const { figure, check, close } = await opened(name, "#v=1&dD=100&tD=200&kD=200&wD=200&aD=200&cD=200");
        assert.ok((await figure.locator("svg").count()) >= 1);
        for (const label of await figure.locator('[role="img"]').all()) {
            assert.ok((await label.getAttribute("aria-label")).length > 20);
        }
        let now = await drawn(figure);
        for (const slider of await figure.getByRole("slider").all()) {
            const before = await slider.getAttribute("aria-valuetext");
            await slider.focus();
            await slider.press("PageDown");
            if ((await slider.getAttribute("aria-valuetext")) === before) await slider.press("PageUp");
            now = await waitForChange(figure, now);
        }
        for (const field of await figure.getByRole("combobox").all()) {
            await field.selectOption({ index: 1 });
            now = await waitForChange(figure, now);
        }
        await figure.getByRole("button", { name: "New seed" }).click();
        await waitForChange(figure, now);
        check();
        await close();
    });
}

test("the measured and predicted numbers stand in the text", async () => {
    const { page, check, close } = await opened("distance");
    for (const name of CHAPTERS) {
        await chapter(page, name);
        for (const output of await page.locator(`#${name} output`).all()) {
            assert.match(await output.innerText(), /\d/, `${name}: ${await output.getAttribute("data-number")}`);
        }
    }
    const number = async (name) => Number(await page.locator(`#tunnel output[data-number="${name}"]`).innerText());
    assert.ok(Math.abs((await number("straight-barrier")) / (await number("straight-barrier-predicted")) - 1) < 0.2);
    assert.ok((await number("exact-path")) < 1e-3);
    check();
    await close();
});

test("it plays, pauses, steps and starts again, with the keyboard alone", async () => {
    const { page, figure, check, close } = await opened("distance", "#v=1&dt=0", { reducedMotion: "no-preference" });
    const steps = figure.getByRole("slider", { name: "Steps taken" });
    const value = async () => Number(await steps.inputValue());
    assert.equal(await value(), 0);
    await figure.getByRole("button", { name: "Play" }).focus();
    await page.keyboard.press("Enter");
    await figure.getByRole("button", { name: "Pause" }).waitFor();
    while ((await value()) < 3) await new Promise((later) => setTimeout(later, 20));
    await page.keyboard.press("Enter");
    await figure.getByRole("button", { name: "Play" }).waitFor();
    const paused = await value();
    assert.ok(paused >= 3 && paused < 40, `${paused}`);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await value(), paused + 1);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await value(), 0);
    check();
    await close();
});

test("a figure plays itself once when it comes into view", async () => {
    const { figure, check, close } = await opened("averaging", "", { reducedMotion: "no-preference" });
    const kick = figure.getByRole("slider", { name: "Kick" });
    await waitForText(figure.locator(".status").first(), /changes wedges/);
    assert.match(await kick.getAttribute("aria-valuetext"), /^2\.00/);
    check();
    await close();
});

test("a copied link opens the same figure with the same numbers", async () => {
    const permissions = ["clipboard-read", "clipboard-write"];
    const first = await opened("tunnel", "", { permissions });
    const seed = first.figure.getByRole("spinbutton", { name: "Seed" });
    await seed.fill("17");
    await first.figure.getByRole("slider", { name: "Refinements" }).press("End");
    await first.figure.getByRole("combobox", { name: "Wedges" }).selectOption("all");
    await first.page.waitForURL(/tf=all/);
    await chapter(first.page, "tunnel");
    const picture = await drawn(first.figure);
    assert.match(first.page.url(), /#v=1&.*tr=3.*tf=all.*tseed=17/);
    await first.figure.getByText("Files and links").click();
    await first.figure.getByRole("button", { name: "Copy link" }).click();
    await first.figure.getByText("Link copied.").waitFor();
    const link = await first.page.evaluate(() => navigator.clipboard.readText());
    await first.figure.getByRole("button", { name: "Copy command" }).click();
    await first.figure.getByText("Command copied.").waitFor();
    const command = await first.page.evaluate(() => navigator.clipboard.readText());
    assert.match(command, /^wedgelab run tunnel --landscape wedges .*--set family=all.*--set seed=17/);
    first.check();
    await first.close();
    const second = await open(browser, link, { reducedMotion: "reduce" });
    const figure = await chapter(second.page, "tunnel");
    assert.equal(await drawn(figure), picture);
    await second.page.waitForFunction(() => Math.abs(document.getElementById("tunnel").getBoundingClientRect().top) < 400);
    second.check();
    await second.close();
});

test("what does not fit in an address is brought into its range, and said", async () => {
    const { page, figure, check, close } = await opened("well", "#v=1&wD=1e9&wp=many&nothing=1");
    await page.getByText(/These parts of the address are invalid: wD=1e9, wp=many, nothing=1/).waitFor();
    assert.equal(await figure.getByRole("slider", { name: "Dimension" }).inputValue(), "1");
    check();
    await close();
});

test("pictures and numbers are downloaded as valid files", async () => {
    const { page, figure, check, close } = await opened("connector", "#v=1&kD=200");
    await figure.getByText("Files and links").click();
    const save = async (kind, count) => {
        const downloads = [];
        const all = page.waitForEvent("download", (download) => downloads.push(download) === count);
        await figure.getByRole("button", { name: `Download ${kind}` }).click();
        await all;
        return Promise.all(downloads.map(async (download) => [download.suggestedFilename(), readFileSync(await download.path())]));
    };
    const pictures = await save("SVG", 4);
    for (const [name, content] of pictures) {
        assert.match(name, /^connector-.*\.svg$/);
        const error = await page.evaluate((text) => {
            const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
            return parsed.querySelector("parsererror")?.textContent ?? (parsed.documentElement.tagName === "svg" ? null : "no svg");
        }, content.toString());
        assert.equal(error, null);
    }
    for (const [name, content] of await save("PNG", 4)) {
        assert.match(name, /\.png$/);
        assert.equal(content.subarray(1, 4).toString(), "PNG");
        assert.equal(content.readUInt32BE(16), 1440, "twice as many pixels as the document is wide");
        assert.ok(content.length > 5_000);
    }
    // Chromium drops downloads beyond ten files within a second.
    await page.waitForTimeout(1_100);
    for (const [name, content] of await save("CSV", 4)) {
        assert.match(name, /\.csv$/);
        const rows = content.toString().trim().split("\n");
        assert.ok(rows.length > 8 && rows.slice(1).every((row) => row.split(",").length === 3), rows[1]);
    }
    const [[name, content]] = await save("JSON", 1);
    assert.equal(name, "connector.json");
    const numbers = JSON.parse(content);
    assert.deepEqual(numbers.data.m, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.equal(numbers.specification.dimension, 200);
    check();
    await close();
});

test("the address that the hint names hides the controls that it names", async () => {
    const { figure, close } = await opened("tunnel", "#v=1&tD=200");
    const hint = await figure.locator(".hint code").filter({ hasText: /^&hide=/ }).textContent();
    await close();
    const { figure: hidden, check, close: closeAgain } = await opened("tunnel", `?embed=tunnel${hint}#v=1&tD=200`);
    assert.equal(await hidden.getByRole("button", { name: "Play" }).count(), 0);
    assert.equal(await hidden.getByRole("spinbutton", { name: "Seed" }).count(), 0);
    assert.equal(await hidden.getByRole("slider", { name: "Walls across the line" }).count(), 1);
    check();
    await closeAgain();
});

test("a figure stands alone in a frame, and tells how high it is", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.route(`${server.address}lesson`, (route) =>
        route.fulfill({
            contentType: "text/html",
            body: `<!doctype html><title>Lesson</title><iframe src="${server.address}?embed=tunnel&hide=D,seed#v=1&tD=200"
                width="700" height="300"></iframe><script>onmessage = (event) => { window.told = event.data; };</script>`,
        }),
    );
    await page.goto(`${server.address}lesson`);
    const frame = page.frameLocator("iframe");
    await frame.locator("#tunnel .drawings svg").first().waitFor();
    await page.waitForFunction(() => window.told?.kind === "wedgelab-height" && window.told.height > 400);
    assert.equal(await page.evaluate(() => window.told.chapter), "tunnel");
    assert.deepEqual(await frame.getByRole("heading").allInnerTexts(), ["A tunnel between two solutions"]);
    assert.equal(await frame.getByRole("slider", { name: "Dimension" }).count(), 0);
    assert.equal(await frame.getByRole("spinbutton", { name: "Seed" }).count(), 0);
    assert.equal(await frame.getByRole("slider", { name: "Walls across the line" }).count(), 1);
    await context.close();
});
