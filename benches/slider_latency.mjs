// The latency of a chapter's figure at D = 1,000, from the event of its first slider to the frame after the new picture:
//   make page && WEDGELAB=PROGRAM node benches/slider_latency.mjs
// PROGRAM is the program that `cargo build --release` builds. The page's target is 50 ms.

import { chapter, launch, open, serve } from "../tests/browser/harness.js";

const CHAPTERS = ["distance", "cut", "tunnel", "connector", "well", "averaging"];
const MOVES = 12;

/** In the page: moves the slider `moves` times, and resolves to the sorted milliseconds. */
async function follow([name, moves]) {
    const figure = document.querySelector(`#${name} figure`);
    const slider = figure.querySelector('input[type="range"]');
    const drawings = figure.querySelector(".drawings");
    const step = (Number(slider.max) - Number(slider.min)) / 30;
    const times = [];
    for (let move = 0; move < moves; move += 1) {
        await new Promise((later) => setTimeout(later, 600));
        const before = performance.now();
        await new Promise((done) => {
            const seen = new MutationObserver(() => {
                seen.disconnect();
                requestAnimationFrame(() => {
                    const channel = new MessageChannel();
                    channel.port1.onmessage = done;
                    channel.port2.postMessage(null);
                });
            });
            seen.observe(drawings, { subtree: true, childList: true });
            slider.value = String(Number(slider.value) + (Number(slider.value) + step > Number(slider.max) ? -8 : 1) * step);
            slider.dispatchEvent(new Event("input", { bubbles: true }));
        });
        times.push(performance.now() - before);
    }
    return times.sort((one, other) => one - other);
}

const server = await serve();
const browser = await launch();
for (const name of CHAPTERS) {
    const { page, close } = await open(browser, server.address, { reducedMotion: "reduce" });
    await chapter(page, name);
    const times = await page.evaluate(follow, [name, MOVES]);
    console.log(`${name}: median ${times[MOVES / 2].toFixed(0)} ms, slowest ${times.at(-1).toFixed(0)} ms`);
    await close();
}
await browser.close();
server.stop();
