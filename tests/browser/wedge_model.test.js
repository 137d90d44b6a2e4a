// The wedge model: the figure moves automatically and by hand, and says what it shows.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, section, serve, waitForText } from "./harness.js";

let browser, server;
before(async () => {
    server = await serve();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    server?.stop();
});

async function opened(options) {
    const tab = await open(browser, server.address, options);
    const model = section(tab.page, "Three sheets");
    return { ...tab, model, picture: model.getByRole("application") };
}

test("the figure plays by itself until both balls have arrived", async () => {
    const { model, picture, check, close } = await opened();
    await picture.waitFor();
    const early = await picture.screenshot();
    await waitForText(model, /its loss climbs to\s+\d/);
    assert.notDeepEqual(await picture.screenshot(), early);
    check();
    await close();
});

test("who wants no motion sees the end at once", async () => {
    const { model, check, close } = await opened({ reducedMotion: "reduce" });
    await waitForText(model, /its loss climbs to\s+\d/, 3_000);
    check();
    await close();
});

test("the picture turns by keyboard and by pointer", async () => {
    const { page, picture, check, close } = await opened({ reducedMotion: "reduce" });
    await picture.waitFor();
    const still = await picture.screenshot();
    await picture.focus();
    for (let press = 0; press < 4; press += 1) await page.keyboard.press("ArrowLeft");
    const turned = await picture.screenshot();
    assert.notDeepEqual(turned, still);
    const box = await picture.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 90, box.y + box.height / 2 + 20, { steps: 4 });
    await page.mouse.up();
    assert.notDeepEqual(await picture.screenshot(), turned);
    check();
    await close();
});

test("steps, restart, seed and learning rate change the descent", async () => {
    const { model, check, close } = await opened({ reducedMotion: "reduce" });
    await waitForText(model, /its loss climbs to\s+\d/, 3_000);
    const arrived = await model.innerText();
    await model.getByRole("button", { name: "Restart" }).click();
    const restarted = await model.innerText();
    assert.notEqual(restarted, arrived);
    await model.getByRole("button", { name: "Step" }).click();
    assert.notEqual(await model.innerText(), restarted);
    await model.getByRole("spinbutton", { name: "Seed" }).fill("4242");
    await model.getByRole("button", { name: "Restart" }).click();
    const other = await model.innerText();
    assert.notEqual(other, restarted);
    await model.getByRole("slider", { name: "Learning rate" }).focus();
    await model.getByRole("slider", { name: "Learning rate" }).press("End");
    await model.getByRole("button", { name: "Step" }).click();
    assert.notEqual(await model.innerText(), other);
    check();
    await close();
});

test("the straight way climbs, the other one stays at zero, and a table says so", async () => {
    const { model, check, close } = await opened({ reducedMotion: "reduce" });
    await model.getByText("Numbers").first().click();
    const rows = await model.getByRole("row").allInnerTexts();
    const numbers = rows.map((row) => row.split(/\s+/).map(Number)).filter((row) => row.every(Number.isFinite));
    assert.ok(numbers.length > 5, rows.join("\n"));
    assert.ok(Math.max(...numbers.map((row) => row[1])) > 0.05);
    assert.ok(Math.max(...numbers.map((row) => Math.abs(row[2]))) < 1e-3);
    check();
    await close();
});
