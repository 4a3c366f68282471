// Whether everyone can use it: axe-core on each view in light, dark and at 360 px; and whether it is quick.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { axe, check, open, part, root, work } from "./stage.mjs";

export const VIEWS = {
  home: "", search: "#/search?q=Kazakhstan", documents: "#/read", entity: "#/entity/country/kazakhstan",
  reading: "#/read/csto-membership?version=v1", network: "#/network", compare: "#/compare?old=csto-membership%40v1&new=csto-membership%40v2",
  ask: "#/ask", answer: "#/ask?q=members&organization=organization%2Fcollective-security-treaty-organization",
  timeline: "#/ask?q=events&view=timeline", chart: "#/ask?q=figures-between&a=country%2Fchina&b=country%2Fkazakhstan&view=chart",
  ring: "#/ask?q=agreements&view=graph", sparql: "#/ask?sparql=SELECT%20*%20%7B%20%3Fa%20gp%3AmemberOf%20%3Fb%20%7D",
};

const SCREENS = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  narrow: { viewport: { width: 360, height: 740 }, colorScheme: "light" },
};

export async function looks(address) {
  const facts = (await (await fetch(`${address}/api/entity/country/kazakhstan`)).json()).facts;
  for (const [screen, options] of Object.entries(SCREENS)) {
    await part(`axe finds nothing: ${screen}`, async () => {
      const page = await open(address, "", { ...options, reducedMotion: "reduce" });
      for (const [name, place] of Object.entries({ ...VIEWS, fact: `#/fact/${facts[0].id}` })) {
        await page.goto(`${address}/${place}`);
        await page.locator("main h1").first().waitFor();
        await page.waitForTimeout(250);
        await page.waitForLoadState("networkidle");
        await page.locator(".loading").first().waitFor({ state: "detached" });
        if (name === "reading") await page.keyboard.press("j");
        if (process.env.SCREENSHOTS) await page.screenshot({ path: join(work, `${name}-${screen}.png`), animations: "disabled" });
        await page.evaluate(axe);
        const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
        for (const fault of found.violations) check(`${name}, ${screen}: ${fault.id}`, false, fault.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} — ${node.failureSummary.split("\n")[1]}`));
        check(`${name}, ${screen}: axe`, found.violations.length === 0);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        check(`${name}, ${screen}: nothing is wider than the screen`, wide <= 0, `${wide} px`);
      }
      await page.context().close();
    });
  }
}

export async function speed(address) {
  await part("first paint within a second, little JavaScript", async () => {
    const times = [];
    for (let turn = 0; turn < 3; turn++) {
      const page = await open(address);
      times.push(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity));
      const scripts = await page.evaluate(() => performance.getEntriesByType("resource").filter((one) => one.name.endsWith(".js")).map((one) => one.name.split("/").pop()));
      const size = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(root, "src/web/assets", name))).length, 0);
      check("at most 150 KB of JavaScript", size > 1000 && size <= 150 * 1024, size);
      if (turn === 0) console.log(`  initial JavaScript ${(size / 1024).toFixed(1)} KB gzipped in ${scripts.length} of ${readdirSync(join(root, "src/web/assets")).filter((one) => one.endsWith(".js")).length} files`);
      await page.context().close();
    }
    console.log(`  first contentful paint ${times.map((time) => time.toFixed(0)).join(", ")} ms`);
    check("the best of three is within a second", Math.min(...times) < 1000, times);
  });

  await part("a network of 5,000 nodes and 20,000 edges can be moved", async () => {
    const page = await open(address);
    await page.route("**/api/network?*", (route) => route.fulfill({ json: large(5000, 20_000) }));
    await page.route("**/api/network", (route) => route.fulfill({ json: large(5000, 20_000) }));
    const started = performance.now();
    await page.goto(`${address}/#/network`);
    await page.locator(".canvas canvas").first().waitFor({ timeout: 150_000 });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const drawn = performance.now() - started;
    const box = await page.locator(".canvas").boundingBox();
    const frames = page.evaluate(() => new Promise((done) => {
      const times = [];
      const tick = (now) => { times.push(now); if (times.length < 40) requestAnimationFrame(tick); else done((times.at(-1) - times[0]) / (times.length - 1)); };
      requestAnimationFrame(tick);
    }));
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    for (let step = 0; step < 20; step++) await page.mouse.move(box.x + box.width / 2 + step * 6, box.y + box.height / 2 + step * 3);
    await page.mouse.up();
    const frame = await frames;
    console.log(`  drawn after ${(drawn / 1000).toFixed(1)} s; ${frame.toFixed(0)} ms a frame while moved (software rendering)`);
    check("it answers while it is moved", frame < 500, frame);
    const rows = await page.locator(".rows tbody tr").count();
    check("its table holds only what is in sight", rows > 5 && rows < 200, rows);
    await page.context().close();
  });

  await part("an answer of 100,000 rows is shown and scrolled", async () => {
    const page = await open(address);
    const bindings = Array.from({ length: 100_000 }, (_, n) => ({ a: { type: "literal", value: `row ${n}` }, n: { type: "literal", value: String(n * 7 % 100_000), datatype: "http://www.w3.org/2001/XMLSchema#integer" } }));
    await page.route("**/sparql", (route) => route.fulfill({ json: { head: { vars: ["a", "n"] }, results: { bindings } }, headers: { "content-type": "application/sparql-results+json" } }));
    await page.goto(`${address}/#/ask?sparql=${encodeURIComponent("SELECT * { ?a ?b ?n }")}`);
    await page.locator(".editor .cm-content").waitFor();
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await page.locator(".rows tbody tr").first().waitFor({ timeout: 150_000 });
    check("only rows in sight are in the page", (await page.locator(".rows tbody tr").count()) < 200);
    await page.locator(".rows").evaluate((box) => { box.scrollTop = box.scrollHeight; });
    await page.getByText("row 99999", { exact: true }).waitFor();
    await page.getByRole("button", { name: /^n/ }).click();
    await page.locator(".rows").evaluate((box) => { box.scrollTop = 0; });
    await page.getByText("row 0", { exact: true }).waitFor();
    await page.context().close();
  });
}

/** A made network in a spiral: the page draws whatever places it is given. */
function large(nodes, edges) {
  const classes = ["Country", "Person", "City"];
  return {
    cut: false,
    nodes: Array.from({ length: nodes }, (_, n) => ({
      id: `person/n-${n}`, label: `Node ${n}`, class: classes[n % 3], color: ["#332288", "#CC6677", "#DDCC77"][n % 3], size: 8,
      x: Math.sqrt(n) * 30 * Math.cos(n * 2.4), y: Math.sqrt(n) * 30 * Math.sin(n * 2.4), degree: 8, articles: 1,
    })),
    edges: Array.from({ length: edges }, (_, n) => ({
      id: `e${n}`, source: `person/n-${n * 31 % nodes}`, target: `person/n-${(n * 17 + 5) % nodes}`, kind: "visited", label: "visited", status: "asserted", weight: 1, spells: [], facts: [],
    })),
  };
}
