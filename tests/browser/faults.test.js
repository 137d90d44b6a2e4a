// Faults of workers: whatever happens to a worker, the page says so in a sentence, and a running training continues.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
    button,
    chooseSmall,
    launchWithSoftwareGpu,
    number,
    openLaboratory,
    result,
    serve,
    waitForStep,
    waitForText,
} from "./harness.js";

const SOFTWARE_GPU = "Software GPU, slow";
/** A training of some seconds, so that there are states to resume from. */
const SECONDS = { images: 400, tests: 20, epochs: 100, batch: 20, network: "SimpleCNN", device: "CPU" };
const STEPS = 2000;

let browser, server, undisturbed;
before(async () => {
    server = await serve();
    browser = await launchWithSoftwareGpu();
    const { page, lab, close } = await openLaboratory(browser, server.address);
    await chooseSmall(lab, SECONDS);
    await button(lab, "Train").click();
    undisturbed = numbersOf(await result(page, lab));
    await close();
});
after(async () => {
    await browser?.close();
    server?.stop();
});

const numbersOf = ({ numbers, final }) => ({ numbers, final });

/** Keeps the page's workers in `window.workers`. */
async function reachWorkers(page) {
    await page.addInitScript(() => {
        window.workers = [];
        const Plain = window.Worker;
        window.Worker = class extends Plain {
            constructor(...given) {
                super(...given);
                window.workers.push(this);
            }
        };
    });
}

/** Makes the worker for networks keep its program and its GPU device in `self.program` and `self.device`. */
async function reachInside(page) {
    const reaching = `
        const instantiate = WebAssembly.instantiateStreaming;
        WebAssembly.instantiateStreaming = async (...given) => {
            const made = await instantiate.apply(WebAssembly, given);
            self.program = made.instance.exports;
            return made;
        };
        if (self.GPUAdapter) {
            const request = GPUAdapter.prototype.requestDevice;
            GPUAdapter.prototype.requestDevice = async function (...given) {
                self.device = await request.apply(this, given);
                return self.device;
            };
        }`;
    await page.route(/program=(compute|network)-worker/, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `${reaching}\n${await response.text()}`, headers: response.headers() });
    });
}

/** The page's newest worker for networks, to run code in it. */
const inside = (page) => page.workers().filter((worker) => /(compute|network)-worker/.test(worker.url())).at(-1);

const mishap = (lab) => lab.getByRole("alert");

/** Starts a training and waits until its state has been kept. */
async function train(lab, settings = {}) {
    await chooseSmall(lab, { ...SECONDS, ...settings });
    await button(lab, "Train").click();
    await waitForStep(lab, 0);
    await new Promise((later) => setTimeout(later, 1_500));
    return number(lab, "Step");
}

/** Waits for the sentence, and checks that the training resumes near `step` and ends like an undisturbed one. */
async function goesOn(page, lab, sentence, step) {
    const said = await waitForText(mishap(lab), sentence, 30_000);
    const [, from] = said.match(/resumes from step (\d+)/);
    assert.ok(Number(from) > 0 && Number(from) <= step + 1000, said);
    assert.deepEqual(numbersOf(await result(page, lab)), undisturbed);
    assert.equal(await number(lab, "Step"), STEPS);
}

test("a worker that is ended from outside is noticed, and the training goes on", async () => {
    const { page, lab, check, close } = await openLaboratory(browser, server.address, reachWorkers);
    const step = await train(lab);
    await page.evaluate(() => window.workers.at(-1).terminate());
    await goesOn(page, lab, /The worker no longer responds\. The training resumes from step \d+ in a new worker\./, step);
    check();
    await close();
});

test("a held training is held again in a new worker", async () => {
    const { page, lab, check, close } = await openLaboratory(browser, server.address, reachWorkers);
    await train(lab);
    await button(lab, "Pause").click();
    await button(lab, "Resume").waitFor();
    const held = await number(lab, "Step");
    await page.evaluate(() => window.workers.at(-1).terminate());
    await waitForText(mishap(lab), new RegExp(`The training waits at step ${held} in a new worker`), 30_000);
    await waitForText(lab, new RegExp(`Paused after step ${held}`));
    await button(lab, "Step").click();
    assert.equal(await waitForStep(lab, held), held + 1);
    await button(lab, "Resume").click();
    assert.deepEqual(numbersOf(await result(page, lab)), undisturbed);
    check();
    await close();
});

test("an error in the worker starts another, and one that gets no further ends the job", async () => {
    const { page, lab, check, close } = await openLaboratory(browser, server.address, async (page) => {
        await reachWorkers(page);
        await reachInside(page);
    });
    await train(lab, { images: 2000, epochs: 1000 });
    const fail = () => {
        setTimeout(() => {
            throw new Error("out of luck");
        });
    };
    await inside(page).evaluate(fail);
    const said = await waitForText(mishap(lab), /The worker failed \(.*out of luck\)\. The training resumes from step \d+/);
    // The new worker fails before its first step, so it gets no further.
    await page.evaluate(() => {
        window.workers.at(-1).addEventListener("message", () => window.workers.at(-1).dispatchEvent(new ErrorEvent("error")), { once: true });
    });
    await waitForText(lab, /This worker got no further than the one before it/);
    const [, from] = said.match(/from step (\d+)/);
    const goOn = button(lab, `Resume from step ${from}`);
    await goOn.click();
    await waitForStep(lab, Number(from));
    await button(lab, "Reset").click();
    await waitForText(lab, /Everything is reset/);
    assert.equal(await mishap(lab).isVisible(), false);
    check();
    await close();
});

test("a program that runs out of memory starts another", async () => {
    const { page, lab, check, close } = await openLaboratory(browser, server.address, reachInside);
    const step = await train(lab);
    await inside(page).evaluate(() => {
        // Take all the memory that a program may have, so that none is left for a file.
        const { memory } = self.program;
        for (let pages = 16_384; pages >= 1; pages /= 2) {
            try {
                while (true) memory.grow(pages);
            } catch {}
        }
        setTimeout(() => {
            const data = { kind: "file", text: "data_batch_1.bin", bytes: new Uint8Array(64_000_000) };
            self.dispatchEvent(new MessageEvent("message", { data }));
        });
    });
    await goesOn(page, lab, /The worker ran out of memory\. The training resumes from step \d+ in a new worker\./, step);
    check(/unreachable/);
    await close();
});

test("a program that stops inside a promise starts another", async () => {
    const { page, lab, check, close } = await openLaboratory(browser, server.address);
    const step = await train(lab);
    await inside(page).evaluate(() => {
        setTimeout(() => Promise.reject(new WebAssembly.RuntimeError("unreachable")));
    });
    await goesOn(page, lab, /The worker ran out of memory\. The training resumes from step \d+ in a new worker\./, step);
    check(/unreachable/);
    await close();
});

test("a panic starts another worker", async () => {
    const { page, lab, check, close } = await openLaboratory(browser, server.address);
    const step = await train(lab);
    // This is what the program's panic hook posts.
    await inside(page).evaluate(() => self.postMessage({ kind: "panic", text: "index out of bounds" }));
    await goesOn(page, lab, /The worker failed \(index out of bounds\)\. The training resumes/, step);
    check();
    await close();
});

test("a GPU that is taken away once is used again, and the second time the CPU goes on", async () => {
    const { page, lab, check, close } = await openLaboratory(browser, server.address, reachInside);
    await chooseSmall(lab, { images: 60, tests: 10, epochs: 60, batch: 10, device: SOFTWARE_GPU });
    await button(lab, "Train").click();
    await waitForStep(lab, 5);
    await inside(page).evaluate(() => self.device.destroy());
    await waitForText(mishap(lab), /The browser lost the GPU\. The training .* in a new worker\./, 30_000);
    await waitForStep(lab, (await number(lab, "Step")) + 2);
    await inside(page).evaluate(() => self.device.destroy());
    await waitForText(mishap(lab), /The browser lost the GPU\. The training .* on the CPU\./, 30_000);
    await waitForText(lab, /Device: CPU/);
    const { provenance, numbers } = await result(page, lab);
    assert.match(provenance.device, /swiftshader, then CPU$/i);
    assert.equal(numbers.training.step.at(-1), 360);
    check(/GPU|device|[Ll]ost|destroyed/);
    await close();
});

test("a worker of another build is refused without a loop", async () => {
    let loads = 0;
    const { page, lab, check, close } = await openLaboratory(browser, server.address, async (page) => {
        await reachWorkers(page);
        await page.route(/program=network-worker/, async (route) => {
            loads += 1;
            if (loads === 1) return route.continue();
            return route.fulfill({
                contentType: "text/javascript",
                body: 'self.postMessage({ kind: "ready", text: "0.0.0 of another day" });',
            });
        });
    });
    await train(lab, { images: 2000, epochs: 1000 });
    await page.evaluate(() => window.workers.at(-1).dispatchEvent(new ErrorEvent("error", { message: "gone" })));
    await waitForText(lab, /This page and its worker are of different versions .*0\.0\.0 of another day\)\. Reload the page/);
    await new Promise((later) => setTimeout(later, 1_000));
    assert.equal(loads, 2);
    assert.equal(await lab.getByRole("button", { name: /Resume from/ }).count(), 0);
    check();
    await close();
});

test("training goes on while the page is hidden, and shows it afterwards", async () => {
    const { page, lab, check, close } = await openLaboratory(browser, server.address);
    const step = await train(lab);
    const other = await page.context().newPage();
    await other.bringToFront();
    await new Promise((later) => setTimeout(later, 2_000));
    await page.bringToFront();
    await other.close();
    assert.ok((await waitForStep(lab, step + 1)) > step);
    const protocol = await page.context().newCDPSession(page);
    await protocol.send("Page.setWebLifecycleState", { state: "frozen" });
    await new Promise((later) => setTimeout(later, 1_000));
    await protocol.send("Page.setWebLifecycleState", { state: "active" });
    assert.deepEqual(numbersOf(await result(page, lab)), undisturbed);
    assert.equal(await number(lab, "Step"), STEPS);
    assert.equal(await mishap(lab).isVisible(), false);
    check();
    await close();
});
