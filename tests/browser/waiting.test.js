// Work that takes long: the page says so, and what the reader looks at comes first. And the answer to dropped files
// appears where the reader is.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { chapter, launch, open, serve, waitForText } from "./harness.js";

// More work than a test can wait for: the tunnel at the far end of all its sliders.
const HEAVY = "#v=1&tD=10000&tr=3&tn=31&at=tunnel";

let browser, server;
before(async () => {
    server = await serve();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    server?.stop();
});

test("a figure that takes long says so, and gives way to the one in view", async () => {
    const { page, check, close } = await open(browser, `${server.address}${HEAVY}`, { reducedMotion: "reduce" });
    const tunnel = page.locator("#tunnel figure.chapter");
    await waitForText(tunnel.locator("> .status"), /^Computing, about (a second|\d+ (seconds|minutes)) left\.$/, 30_000);
    const averaging = await chapter(page, "averaging");
    assert.ok((await averaging.locator("svg").count()) >= 1);
    assert.equal(await tunnel.locator(".drawings").getAttribute("aria-busy"), "true", "it was overtaken");
    check();
    await close();
});

test("what was set before is given up for what is set now", async () => {
    const { page, check, close } = await open(browser, `${server.address}${HEAVY}`, { reducedMotion: "reduce" });
    const tunnel = page.locator("#tunnel figure.chapter");
    await waitForText(tunnel.locator("> .status"), /^Computing/, 30_000);
    for (const [name, key] of [["Dimension", "Home"], ["Refinements", "Home"], ["Walls across", "Home"]]) {
        await tunnel.getByRole("slider", { name }).press(key);
    }
    await chapter(page, "tunnel");
    await waitForText(tunnel.locator("> .status"), /The straight line climbs to/, 10_000);
    check();
    await close();
});

/** Drops a file on the middle of the window, wherever the page is. */
const drop = (page, name, content) =>
    page.evaluate(
        ([name, content]) => {
            const data = new DataTransfer();
            data.items.add(new File([content], name));
            const target = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
            target.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        },
        [name, content],
    );

test("a dropped result is scrolled to, and a refused file is answered where the reader is", async () => {
    const written = execFileSync(process.env.WEDGELAB, ["run", "interpolation", "--landscape", "wedges", "--json"]);
    const { page, check, close } = await open(browser, server.address, { reducedMotion: "reduce" });
    await page.locator("#open-files").waitFor({ state: "attached" });
    await drop(page, "README.md", "# Nothing");
    const answer = page.locator(".dropped");
    await waitForText(answer, /README\.md/, 20_000);
    const box = await answer.boundingBox();
    assert.ok(box.y > 0 && box.y + box.height <= 900, JSON.stringify(box));
    assert.equal(await page.evaluate(() => scrollY), 0);
    await drop(page, "result.json", "{}");
    await waitForText(answer, /result\.json is not a result/, 20_000);
    await answer.getByRole("button", { name: "Close" }).click();
    assert.equal(await answer.count(), 0);
    await drop(page, "result.json", written.toString());
    await page.waitForFunction(() => {
        const shown = document.querySelector('[aria-label="Opened result"]')?.getBoundingClientRect();
        return shown && shown.top >= -3 && shown.top < innerHeight;
    });
    assert.equal(await answer.count(), 0);
    check();
    await close();
});
