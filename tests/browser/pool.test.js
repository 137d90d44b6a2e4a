// Jobs on a network whose points are distributed over workers: they end with the numbers of one worker, whatever happens
// to the others.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { button, chooseSmall, launch, open, openLaboratory, result, serve, waitForText } from "./harness.js";

const TUNNEL = {
    experiment: "tunnel", landscape: "network", network: "cnn-4-8", device: "cpu", train_size: 200, test_size: 50,
    epochs: 30, batch_size: 20, learning_rate: 0.01, points: 7, samples: 5, seed: 2,
};
const CONNECTOR = {
    experiment: "connector", landscape: "network", network: "cnn-4-8", device: "cpu", train_size: 200, test_size: 50,
    epochs: 30, batch_size: 20, learning_rate: 0.01, m: [1, 2], simplex_points: 6, triangle: 0, seed: 2,
};

let browser, server;
before(async () => {
    server = await serve();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    server?.stop();
});

/** Makes a worker that starts others keep them in `self.started`, with a count of the answers from each. */
async function reachStarted(page) {
    const reaching = `
        self.started = [];
        const Plain = self.Worker;
        self.Worker = class extends Plain {
            constructor(...given) {
                super(...given);
                self.started.push(this);
                this.answers = 0;
                this.addEventListener("message", ({ data }) => (this.answers += data.kind === "answer"));
            }
        };`;
    await page.route(/program=network-worker/, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `${reaching}\n${await response.text()}`, headers: response.headers() });
    });
}

/** Runs a job in a worker of the page, shared by `workers`; resolves to its result. `window.told` keeps its events. */
function run(page, specification, workers) {
    return page.evaluate(
        ({ specification, workers }) =>
            new Promise((finished, failed) => {
                const worker = new Worker(`${document.querySelector("[data-worker]").dataset.worker}?program=network-worker`, { type: "module" });
                const post = (kind, text) => worker.postMessage({ kind, text });
                window.post = post;
                window.told = [];
                worker.onmessage = ({ data: { kind, text } }) => {
                    if (kind === "ready") {
                        post("workers", String(workers));
                        post("command", JSON.stringify({ run: { specification, start: "running" } }));
                    }
                    if (kind !== "event") return;
                    const event = JSON.parse(text);
                    window.told.push(event);
                    if (event.finished) finished(event.finished.result);
                    if (event === "cancelled" || event.failed) failed(new Error(text));
                };
            }),
        { specification, workers },
    );
}

const found = ({ numbers, claims, final }) => ({ numbers, claims, final });
/** The worker that has the page's job, to run code in it: it comes before those that it started. */
const inside = (page) => page.workers().find((worker) => /network-worker/.test(worker.url()));

/** How many answers each started worker has given. The list is empty until the worker's script runs. */
async function answers(page) {
    return (await inside(page)?.evaluate(() => self.started?.map((one) => one.answers))) ?? [];
}

async function fresh() {
    const tab = await open(browser, server.address, {}, reachStarted);
    return tab;
}

async function alone(specification) {
    const { page, close } = await fresh();
    const result = await run(page, specification, 1);
    assert.deepEqual(await answers(page), []);
    assert.equal(result.provenance.threads, 1);
    await close();
    return found(result);
}

test("tunnels and connectors that are shared out end as those of one worker", async () => {
    for (const specification of [TUNNEL, CONNECTOR]) {
        const { page, check, close } = await fresh();
        const result = await run(page, specification, 3);
        const counts = await answers(page);
        assert.equal(counts.length, 2);
        assert.ok(counts.every((count) => count > 2), `answers: ${counts}`);
        assert.equal(result.provenance.threads, 3);
        assert.deepEqual(found(result), await alone(specification));
        check();
        await close();
    }
});

test("a job goes on when one that shares it is lost", async () => {
    const { page, check, close } = await fresh();
    const long = { ...TUNNEL, epochs: 120 };
    const running = run(page, long, 3);
    for (let waits = 0; !(await answers(page)).some((count) => count > 2); waits += 1) {
        assert.ok(waits < 600, "nothing is shared");
        await page.waitForTimeout(20);
    }
    await inside(page).evaluate(() => self.started[0].dispatchEvent(new ErrorEvent("error", { message: "out of luck" })));
    assert.deepEqual(found(await running), await alone(long));
    check();
    await close();
});

test("a shared job is held, goes on, and is cancelled", async () => {
    const { page, check, close } = await fresh();
    const specification = { ...TUNNEL, epochs: 600 };
    const running = run(page, specification, 2);
    const ended = assert.rejects(running, /cancelled/);
    const told = (name) => page.waitForFunction((name) => window.told.includes(name), name, { polling: 10 });
    const command = (name) => page.evaluate((name) => window.post("command", JSON.stringify(name)), name);
    for (let waits = 0; !(await answers(page)).some((count) => count > 2); waits += 1) {
        assert.ok(waits < 1500, "nothing is shared");
        await page.waitForTimeout(20);
    }
    await command("pause");
    await told("paused");
    const count = await page.evaluate(() => window.told.length);
    await page.waitForTimeout(400);
    assert.equal(await page.evaluate(() => window.told.length), count);
    await command("resume");
    await told("resumed");
    await page.waitForFunction((count) => window.told.length > count + 3, count);
    await command("cancel");
    await ended;
    check();
    await close();
});

test("the address says how many workers share the laboratory’s jobs", async () => {
    const results = [];
    for (const workers of [1, 2]) {
        const { page, lab, check, close } = await openLaboratory(browser, `${server.address}?workers=${workers}`, reachStarted);
        await chooseSmall(lab, { device: "CPU", images: 1500, epochs: 2, network: "SimpleCNN" });
        await lab.getByRole("combobox", { name: "Experiment" }).selectOption("line");
        await button(lab, "Run").click();
        await waitForText(lab, /Finished\. .*claims?/);
        const finished = await result(page, lab);
        assert.equal(finished.provenance.threads, workers);
        assert.equal((await answers(page)).length, workers - 1);
        results.push(found(finished));
        check();
        await close();
    }
    assert.deepEqual(results[0], results[1]);
});
