// Accessibility of every chapter: axe-core finds no violation of WCAG 2.2 AA, in light and in dark.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { chapter, launch, open, serve } from "./harness.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const COMPUTED = ["distance", "cut", "tunnel", "connector", "well", "averaging"];

let browser, server;
before(async () => {
    server = await serve();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    server?.stop();
});

for (const colorScheme of ["light", "dark"]) {
    for (const width of [1440, 390]) {
        test(`axe finds no violation on any chapter, ${colorScheme}, ${width} pixels wide`, async () => {
            const options = { colorScheme, reducedMotion: "reduce", viewport: { width, height: 900 } };
            const { page, check, close } = await open(browser, server.address, options);
            for (const name of COMPUTED) await chapter(page, name);
            for (const details of await page.locator("main details").all()) {
                await details.evaluate((element) => (element.open = true));
            }
            await page.locator("#averaging table").first().waitFor();
            await page.evaluate(AXE);
            const violations = await page.evaluate(async (standard) => {
                const found = await window.axe.run(document, { runOnly: standard });
                return found.violations.map(
                    ({ id, help, nodes }) => `${id}: ${help} (${nodes.map((node) => node.target.join(" ")).slice(0, 4).join("; ")})`,
                );
            }, STANDARD);
            assert.deepEqual(violations, []);
            check();
            await close();
        });
    }
}

test("nothing is wider than a narrow screen", async () => {
    const options = { reducedMotion: "reduce", viewport: { width: 390, height: 844 } };
    const { page, check, close } = await open(browser, server.address, options);
    for (const name of COMPUTED) await chapter(page, name);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
    check();
    await close();
});
