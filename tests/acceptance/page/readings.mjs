// Every fact of every version: the words that the page marks are the words that the store keeps. And documents
// that try to be more than text.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, open, part, run, same, serve, work } from "./stage.mjs";

/** Compares marks with quotes in all versions of all documents. Returns how many were compared. */
async function compare(address, page) {
  const documents = await (await fetch(`${address}/api/documents`)).json();
  let compared = 0;
  for (const document of documents) {
    for (const version of document.versions) {
      const asked = `api/document/${document.id}?version=${version.version}`;
      const doc = await (await fetch(`${address}/${asked}`)).json();
      await page.goto(`${address}/#/read/${document.id}?version=${version.version}`);
      // The path, for two versions may have the title and the number of facts in common.
      await page.waitForFunction(([title, path]) => document.querySelector(".room h1")?.textContent === title
        && document.querySelector(".room header .actions .soft")?.textContent === path, [doc.title, doc.path]);
      await page.waitForFunction((n) => document.querySelectorAll(".beside").length === n, doc.facts.length);
      const found = await page.evaluate((facts) => {
        const marks = [...document.querySelectorAll(".sheet mark[data-facts]")].map((mark) => ({
          facts: mark.dataset.facts.split(" "), start: Number(mark.dataset.start), end: Number(mark.dataset.end), text: mark.textContent,
        }));
        const words = (fact, quote) => marks.filter((mark) => mark.facts.includes(fact.id) && mark.start >= quote.start && mark.end <= quote.end).map((mark) => mark.text).join("");
        return {
          whole: document.querySelector(".sheet").textContent,
          quotes: facts.flatMap((fact) => fact.sources.flatMap((source) => source.quotes.map((quote) => ({ marked: words(fact, quote), quote: quote.quote })))),
        };
      }, doc.facts);
      check(`${document.id}@${version.version}: the whole text is there`, found.whole === doc.text);
      for (const { marked, quote } of found.quotes) {
        compared++;
        if (marked !== quote) check(`${document.id}@${version.version}: what is marked is the quote`, false, { marked, quote });
      }
    }
  }
  check(`${compared} quotes were compared`, compared > 0);
  return compared;
}

export async function readings(address) {
  await part("every fact's words are marked, in all versions", async () => {
    const page = await open(address);
    console.log(`  ${await compare(address, page)} quotes compared`);
    await page.context().close();
  });
}

const HOSTILE = {
  // Letters outside the basic plane before and inside every quote: offsets in UTF-16 would be wrong.
  "planes.txt": "𝒜 note 😀😀 on 𐍈 matters\n\n😀 Kazakhstan joined the Shanghai Cooperation Organization in 2001. 🐎🐎 The 𝒱 of it: Tajikistan joined the Collective Security Treaty Organization in 2002, said the 𝕲roup.\n\n👩‍👩‍👧 Belarus will join the Shanghai Cooperation Organization in 2027. é́ Georgia left the Collective Security Treaty Organization in 1999.\n",
  "markup.txt": "<script>alert(1)</script><img src=x onerror=alert(2)> \"'&amp;\n\nThe <b>Steppe</b> <img src=x onerror=alert(3)> <svg onload=alert(4)> text says that Kazakhstan joined the <i>Shanghai Cooperation Organization</i> in 2001. Russia <script>alert(5)</script> borders Kazakhstan. {{constructor.constructor('alert(6)')()}} ${alert(7)} javascript:alert(8)\n\nAnna <img src=x onerror=alert(9)> Berg visited Kazakhstan in 2019. The \"Onerror=alert(10)\" Company signed an agreement with Kazakhstan on 3 May 2020.\n",
  "front.md": "---\ntitle: \"<img src=x onerror=alert(11)>\"\nauthor: \"</script><script>alert(12)</script>\"\nurl: \"javascript:alert(13)\"\n---\n\n# <img src=x onerror=alert(14)>\n\nKazakhstan borders China. [a](javascript:alert(15)) <a href=\"javascript:alert(16)\">b</a> `<script>alert(17)</script>`\n\n| <b>a</b> | b |\n|---|---|\n| Kazakhstan | <img src=x onerror=alert(18)> |\n",
  "page.html": "<!doctype html><title>&lt;img src=x onerror=alert(19)&gt;</title><article><h1>&lt;script&gt;alert(20)&lt;/script&gt;</h1><p>Kyrgyzstan joined the Eurasian Economic Union in 2015 &lt;img src=x onerror=alert(21)&gt; and 𝒳 stays. It has long borders with Kazakhstan and with China and with Uzbekistan too.</p></article>",
};

export async function hostile() {
  const folder = join(work, "hostile");
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(HOSTILE)) writeFileSync(join(folder, name), text);
  const store = join(work, "hostile.store");
  await run("build", folder, "--store", store, "--quiet");
  const server = await serve(store);
  await part("letters outside the basic plane shift no mark", async () => {
    const page = await open(server.address);
    console.log(`  ${await compare(server.address, page)} quotes compared`);
    await page.context().close();
  });
  await part("markup in documents and names is text in every view", async () => {
    const overview = await (await fetch(`${server.address}/api/documents`)).json();
    const things = await (await fetch(`${server.address}/api/entities?limit=100`)).json();
    const places = [
      "", "#/search?q=alert", `#/search?q=${encodeURIComponent("<img src=x onerror=alert(22)>")}`, "#/read", "#/network", "#/compare", "#/ask?q=sources", "#/ask?q=timeline",
      `#/ask?q=${encodeURIComponent("<img src=x onerror=alert(23)>")}`, `#/entity/a/${encodeURIComponent("<img src=x onerror=alert(24)>")}`,
      ...overview.map((one) => `#/read/${one.id}`), ...things.map((one) => `#/entity/${one.id}`),
    ];
    const page = await open(server.address);
    for (const place of places) {
      await page.goto(`${server.address}/${place}`);
      await page.locator("main h1, main .problem").first().waitFor();
      await page.waitForTimeout(60);
      const made = await page.evaluate(() => [...document.querySelectorAll("#page img, #page script, #page b, #page iframe, #page [onerror], #page [onload], #page a:not([href^='#']):not([href^='http://']):not([href^='https://']):not([href^='api/'])")].map((one) => one.outerHTML));
      same(`nothing of a document became an element at ${place}`, made, []);
    }
    await page.context().close();
    const heads = (await fetch(server.address)).headers;
    const policy = heads.get("content-security-policy") ?? "";
    check("a strict policy is set", /default-src '(self|none)'/.test(policy) && !/unsafe-inline|unsafe-eval|\*/.test(policy), policy);
  });
  server.stop();
}
