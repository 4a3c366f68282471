// The page in a browser that others wrote: an analyst's tasks, all highlights, hostile documents, axe-core, speed.
//
// usage: node page.mjs MODULES STORE WORK [PART…]   with MODULES a folder of node_modules, WORK one to write in
//
// SAIGA=path takes another binary, CHROMIUM=path another browser, SCREENSHOTS=1 keeps pictures of all views in WORK,
// ONLY=regex runs only what is named so, ASSETS=1 takes the page from src/web/assets and not from the binary.

import { join } from "node:path";
import { root, run, serve, finish, store, work } from "./page/stage.mjs";
import { tasks } from "./page/tasks.mjs";
import { hostile, readings } from "./page/readings.mjs";
import { looks, speed } from "./page/looks.mjs";

const wanted = process.argv.slice(5);
const is = (name) => wanted.length === 0 || wanted.includes(name);

// The samples alone, whose content the tasks know; the whole store for the quotes.
const samples = join(work, "samples.store");
await run("build", join(root, "seeds/documents"), "--store", samples, "--quiet");
const server = await serve(samples);
if (is("speed")) await speed(server.address);
if (is("tasks")) await tasks(server.address, samples);
if (is("looks")) await looks(server.address);
server.stop();
if (is("readings")) {
  const all = await serve(store);
  await readings(all.address);
  all.stop();
}
if (is("hostile")) await hostile();
await finish();
