// The recorded report: the paper's figures on a real network, shown before anything is trained.

import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { after, before, test } from "node:test";
import { launch, open, section, serve, waitForText } from "./harness.js";

const FOLDER = new URL("../../public/recorded/", import.meta.url);
const report = JSON.parse(readFileSync(new URL("report.json", FOLDER)));
const results = report.figures.flatMap((figure) => figure.experiments.map((experiment) => experiment.result));

let browser, server;
before(async () => {
    server = await serve();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    server?.stop();
});

test("the recorded report is whole, small, and says where it came from", () => {
    assert.equal(report.format, "wedgelab.report/1");
    assert.equal(report.settings.data, "cifar10");
    assert.equal(report.settings.preset, "paper");
    assert.match(report.provenance.commit, /^[0-9a-f]{12}$/);
    const sizes = ["report.json", ...results].map((path) => statSync(new URL(path, FOLDER)).size);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(total < 3_000_000, `${total} bytes`);
    for (const path of results) assert.doesNotMatch(readFileSync(new URL(path, FOLDER), "utf8"), /data_dir/);
});

test("the menu tells the experiments of each figure apart, and says what is wide", async () => {
    const { page, check, close } = await open(browser, server.address);
    const recorded = section(page, "On a real network");
    await recorded.scrollIntoViewIfNeeded();
    const [figures, experiments] = ["Figure of the paper", "Experiment"].map((name) => recorded.getByRole("combobox", { name }));
    for (const place of report.figures.keys()) {
        await figures.selectOption(String(place));
        const names = await experiments.getByRole("option").allTextContents();
        assert.equal(new Set(names).size, report.figures[place].experiments.length, names.join(", "));
    }
    const fifth = report.figures.findIndex((figure) => figure.number === 5);
    await figures.selectOption(String(fifth));
    const widths = await experiments.getByRole("option").allTextContents();
    for (const name of ["Tunnel width by layer width", "Tunnel width by L2", "Well of thin wedges"]) assert.ok(widths.includes(name), widths.join(", "));
    check();
    await close();
});

test("every recorded experiment is shown with its figures and claims, and none is fetched before it is looked at", async () => {
    const { page, check, close } = await open(browser, server.address);
    const asked = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await section(page, "Three sheets").getByRole("application").waitFor();
    await page.waitForLoadState("networkidle");
    assert.deepEqual(asked.filter((path) => path.includes("/recorded/")), []);
    const recorded = section(page, "On a real network");
    await recorded.scrollIntoViewIfNeeded();
    const [figures, experiments] = ["Figure of the paper", "Experiment"].map((name) => recorded.getByRole("combobox", { name }));
    await figures.waitFor();
    for (const [place, figure] of report.figures.entries()) {
        await figures.selectOption(String(place));
        await waitForText(recorded, new RegExp(figure.claim.slice(0, 40)));
        for (const [number, experiment] of figure.experiments.entries()) {
            await experiments.selectOption(String(number));
            await recorded.locator(".drawings svg").first().waitFor();
            const { claims } = JSON.parse(readFileSync(new URL(experiment.result, FOLDER)));
            if (claims.length > 0) await waitForText(recorded.locator(".claims"), new RegExp(claims[0].holds ? "^Holds" : "^Does not hold"));
            assert.equal(await recorded.locator(".claims li").count(), claims.length, experiment.name);
        }
    }
    check();
    await close();
});
