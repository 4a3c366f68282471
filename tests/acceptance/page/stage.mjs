// A server over a store, a browser, and how a check reports.

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

export const [modules, store, work] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(modules, "package.json"));
const { chromium } = require("playwright-core");
export const axe = require("axe-core").source;
const { MultiDirectedGraph } = require("graphology");
const gexf = require("graphology-gexf");
export const root = resolve(import.meta.dirname, "../../..");
export const saiga = resolve(process.env.SAIGA ?? join(root, "target/release/saiga"));
mkdirSync(work, { recursive: true });

const children = new Set();
process.on("exit", () => children.forEach((child) => child.kill()));

/** Starts the server and returns its address once it listens. */
export function serve(folder, ...flags) {
  const child = spawn(saiga, ["serve", "--quiet", "--port", "0", "--store", folder, ...flags], { stdio: ["ignore", "pipe", "inherit"] });
  children.add(child);
  return new Promise((ready, failed) => {
    let told = "";
    child.on("exit", (code) => failed(new Error(`the server ended with ${code}`)));
    child.stdout.on("data", (data) => {
      told += data;
      const address = /http:\S+/.exec(told);
      if (address) ready({ address: address[0].replace(/\/$/, ""), stop: () => { child.removeAllListeners("exit"); child.kill(); children.delete(child); } });
    });
  });
}

/** Runs saiga to its end. */
export function run(...args) {
  return new Promise((ready, failed) => {
    const child = spawn(saiga, args, { stdio: ["ignore", "ignore", "pipe"] });
    let told = "";
    child.stderr.on("data", (data) => { told += data; });
    child.on("exit", (code) => code === 0 ? ready() : failed(new Error(`saiga ${args.join(" ")}: ${code}\n${told}`)));
  });
}

export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  chromiumSandbox: false,
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--enable-unsafe-swiftshader", "--disable-dev-shm-usage",
  ],
});

/** Milliseconds to wait for anything: a busy machine is no fault of the page. */
const PATIENCE = 45_000;

const faults = [];
let passed = 0;

export function check(what, holds, found = "") {
  if (holds) passed++;
  else {
    faults.push(what);
    console.log(`  FAILED ${what}${found === "" ? "" : `: ${typeof found === "string" ? found : JSON.stringify(found)}`}`);
  }
}

export function same(what, found, expected) {
  check(what, JSON.stringify(found) === JSON.stringify(expected), `found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
}

/** Answers with the built page of the working tree instead of the one in the binary, under the same policy. */
async function fromSources(route) {
  const { origin, pathname } = new URL(route.request().url());
  const path = join(root, "src/web", pathname === "/" ? "assets/index.html" : pathname);
  if (!/^\/(assets\/|$)/.test(pathname) || !existsSync(path)) return route.fallback();
  const policy = (await fetch(origin)).headers.get("content-security-policy");
  return route.fulfill({ path, headers: { "content-type": TYPES[path.split(".").pop()], "content-security-policy": policy } });
}
const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css", svg: "image/svg+xml" };

/** A network as another program reads it. */
export const readGexf = (text) => gexf.parse(MultiDirectedGraph, text);

/** A fresh page. What the browser complains of, and any request to elsewhere, is a fault. */
export async function open(address, path = "", options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(PATIENCE);
  if (process.env.ASSETS) await context.route(address + "/**", fromSources);
  const page = await context.newPage();
  page.on("console", (message) => {
    const text = message.text();
    // A refusal that the page shows in words is none of its faults; software rendering is the machine's.
    if (message.type() === "error" && !/status of (4\d\d|503)/.test(text)) check("the browser does not complain", false, text);
  });
  page.on("pageerror", (error) => check("no error in a script", false, error.stack ?? String(error)));
  page.on("dialog", (dialog) => { check("no script of a document runs", false, dialog.message()); void dialog.dismiss(); });
  page.on("request", (request) => {
    if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url())) check("nothing is asked of others", false, request.url());
  });
  await page.goto(`${address}/${path}`);
  await page.locator("main h1").first().waitFor();
  return page;
}

/** Runs one named part; an error in it is a fault and ends only that part. */
export async function part(name, work_) {
  if (process.env.ONLY && !new RegExp(process.env.ONLY).test(name)) return;
  const before = faults.length, started = performance.now();
  try {
    await work_();
  } catch (error) {
    check(name, false, String(error.message ?? error).split("\n").slice(0, 6).join(" | "));
  }
  console.log(`  ${faults.length === before ? "ok" : "--"} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}

export async function finish() {
  await browser.close();
  console.log(`page: ${passed} checks passed, ${faults.length} failed`);
  process.exit(faults.length ? 1 : 0);
}
