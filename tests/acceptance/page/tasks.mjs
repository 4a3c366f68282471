// What an analyst comes to do, step by step as a person does it, without a line of SPARQL.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, open, part, readGexf, root, run, same, serve, work } from "./stage.mjs";

const text = (locator) => locator.evaluate((one) => one.textContent);

export async function tasks(address, store) {
  await part("1 finds an organization by its acronym", async () => {
    const page = await open(address);
    await page.fill("#search", "CSTO");
    await page.getByRole("link", { name: /Collective Security Treaty Organization/ }).first().click();
    await page.locator("h1").filter({ hasText: /^Collective Security Treaty Organization$/ }).waitFor();
    await page.context().close();
  });

  await part("2 reads who belongs to it, with the sentence", async () => {
    const page = await open(address, "#/entity/organization/collective-security-treaty-organization");
    const group = page.getByRole("region", { name: /^member of/ });
    const fact = group.locator(".fact").filter({ hasText: "Kazakhstan" }).first();
    check("a quote states it", (await text(fact.locator("blockquote").first())).length > 20);
    check("a status is told in words", /Stated|Attributed|Planned|Possible|Denied/.test(await fact.innerText()));
    await page.context().close();
  });

  await part("3 goes from a fact to its place in the text and back", async () => {
    const page = await open(address, "#/entity/organization/collective-security-treaty-organization");
    const fact = page.locator(".fact").first();
    const quote = await text(fact.locator("blockquote").first());
    await fact.locator("figcaption a").click();
    await page.locator(".sheet .chosen").first().waitFor();
    const marked = (await page.locator(".sheet .chosen").allTextContents()).join("");
    check("the words that are marked are the quote", marked.includes(quote) || quote.includes(marked), { marked, quote });
    check("they are in sight", await page.locator(".sheet .chosen").first().evaluate((one) => { const box = one.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }));
    await page.goBack();
    await page.locator("h1", { hasText: "Collective Security" }).waitFor();
    await page.context().close();
  });

  await part("4 keeps only plans in a document", async () => {
    const page = await open(address, `#/read/${await having(address, "planned")}`);
    const all = await page.locator(".beside").count();
    for (const status of ["Stated", "Attributed", "Possible", "Denied"]) {
      const box = page.locator(".filters").getByRole("checkbox", { name: new RegExp(status) });
      if (await box.count()) await box.uncheck();
    }
    const shown = await page.locator(".beside").count();
    check("some are left, not all", shown > 0 && shown < all, { shown, all });
    same("they are plans", await page.locator(".beside:not(.s-planned)").count(), 0);
    same("so are the marks", await page.locator(".sheet .hit:not(.s-planned)").count(), 0);
    await page.context().close();
  });

  await part("5 finds what is denied", async () => {
    const page = await open(address, "#/ask?q=denied");
    const rows = page.locator(".rows tbody tr");
    await rows.first().waitFor();
    check("with its quote", (await rows.first().locator("q").count()) > 0);
    await page.context().close();
  });

  await part("6 sees who said it, and keeps one speaker", async () => {
    const page = await open(address, `#/read/${await having(address, "attributed")}`);
    const select = page.getByRole("combobox", { name: "Said by" });
    const names = await select.locator("option").allTextContents();
    check("somebody is named", names.length > 2, names);
    await select.selectOption({ label: names[2] });
    const holders = await page.locator(".beside .holder").allTextContents();
    check("all that is left is his or hers", holders.length > 0 && holders.every((one) => one.includes(names[2])), holders);
    await page.context().close();
  });

  await part("7 asks what was almost read", async () => {
    const page = await open(address, "#/read/china-kazakhstan-trade");
    await page.getByRole("button", { name: "Near-misses" }).click();
    const miss = page.locator(".misses li button").first();
    await miss.waitFor({ timeout: 150_000 });
    await miss.click();
    await page.locator(".sheet .miss.chosen").first().waitFor();
    await page.context().close();
  });

  await part("8 sees numbers over time", async () => {
    const page = await open(address, "#/ask?q=figures-between");
    await pick(page, "a", "China");
    await pick(page, "b", "Kazakh");
    // The question says that its answer is best seen as a chart.
    await page.locator(".chart svg[aria-label*=':']").first().waitFor();
    same("it is a chart at once", await page.getByRole("button", { name: "Chart" }).getAttribute("aria-pressed"), "true");
    await page.getByRole("button", { name: "Table" }).click();
    check("and a table when wanted", (await page.locator(".rows tbody tr q").count()) > 0);
    await page.context().close();
  });

  await part("9 sees where sources disagree", async () => {
    const folder = join(work, "disputed");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "one.txt"), "Kazakhstan and its alliances\n\nKazakhstan is a member of the Shanghai Cooperation Organization.\n");
    writeFileSync(join(folder, "two.txt"), "Another view of the alliances\n\nKazakhstan is not a member of the Shanghai Cooperation Organization.\n");
    await run("build", folder, "--store", join(work, "disputed.store"), "--quiet");
    const server = await serve(join(work, "disputed.store"));
    const page = await open(server.address, "#/entity/country/kazakhstan");
    await page.locator(".conflict blockquote").nth(1).waitFor();
    same("both sides, each with its quote", await page.locator(".conflict .sides blockquote").allTextContents(), [
      "Kazakhstan is a member of the Shanghai Cooperation Organization.", "Kazakhstan is not a member of the Shanghai Cooperation Organization.",
    ]);
    await page.context().close();
    server.stop();
  });

  await part("10 learns why words mean a thing", async () => {
    const page = await open(address, "#/entity/organization/collective-security-treaty-organization");
    const rows = await page.locator("#why ~ table tbody tr").allTextContents();
    check("each mention has a reason", rows.length > 1 && rows.some((row) => /lexicon|acronym|part of its name/.test(row)), rows.slice(0, 3));
    await page.context().close();
  });

  await part("11 reads an edge of the network", async () => {
    const page = await open(address, "#/network");
    await page.getByRole("combobox", { name: "Relation" }).selectOption("member of");
    const buttons = page.getByRole("button", { name: "member of: read the quotes" });
    await buttons.first().click();
    await page.locator(".edge-facts blockquote").first().waitFor();
    same("only that relation is in the table", await page.locator(".rows tbody tr td:nth-child(2)").evaluateAll((cells) => [...new Set(cells.map((cell) => cell.textContent))]), ["member of"]);
    await page.context().close();
  });

  await part("12 goes back in time", async () => {
    const page = await open(address, "#/network");
    const told = page.getByRole("status").filter({ hasText: "edge" });
    const all = await told.innerText();
    await page.getByLabel("Only one year").check();
    await page.getByLabel("Year", { exact: true }).fill("2002");
    await page.getByLabel("and what has no date").uncheck();
    const then = await told.innerText();
    check("fewer edges then", all !== then && !then.startsWith("0 nodes"), { all, then });
    await page.context().close();
  });

  await part("13 compares two versions by what they say", async () => {
    const page = await open(address, "#/compare?old=csto-membership%40v1&new=csto-membership%40v2");
    await page.locator(".changes > li").first().waitFor();
    const changed = page.locator(".changes > li.c-changed").filter({ hasText: /planned/ }).first();
    check("a plan was carried out", (await changed.locator(".half").count()) === 2);
    const before = await page.locator(".changes > li").count();
    await page.getByRole("checkbox", { name: /^New/ }).uncheck();
    check("kinds of change can be left out", (await page.locator(".changes > li").count()) < before);
    await page.context().close();
  });

  await part("14 asks a ready-made question with a picker, and reads the sentence behind a row", async () => {
    const page = await open(address, "#/ask");
    await page.getByRole("link", { name: "Members of an organization", exact: true }).click();
    await pick(page, "organization", "shanghai");
    const row = page.locator(".rows tbody tr").first();
    const quote = await text(row.locator("q").first());
    await row.getByRole("link", { name: "read" }).click();
    await page.locator(".sheet .place").first().waitFor();
    same("the place is the quote", (await page.locator(".sheet .place").allTextContents()).join(""), quote);
    await page.context().close();
  });

  await part("15 takes an answer along as CSV, with names and not IRIs", async () => {
    const page = await open(address, "#/ask?q=members&organization=organization%2Fcollective-security-treaty-organization");
    await page.locator(".rows tbody tr").first().waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV" }).click()]);
    const lines = readFileSync(await download.path(), "utf8").split("\r\n");
    check("a mark for spreadsheets, a header and rows", lines[0].startsWith("\uFEFFmember,member_iri,") && lines.length > 5, lines[0]);
    check("names", lines.some((line) => line.startsWith("Kazakhstan,https://w3id.org/saiga/id/country/kazakhstan")));
    await page.context().close();
  });

  await part("15 and every view as a network for Gephi", async () => {
    for (const [place, thing] of [
      ["#/ask?q=agreements&view=graph", "country/kazakhstan"], ["#/entity/country/kazakhstan", "country/kazakhstan"], ["#/read/csto-membership", "country/kazakhstan"],
      ["#/compare?old=csto-membership%40v1&new=csto-membership%40v2", "organization/collective-security-treaty-organization"],
    ]) {
      const page = await open(address, place);
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "GEXF" }).click()]);
      const graph = readGexf(readFileSync(await download.path(), "utf8"));
      check(`${place}: things with names, joined`, graph.size > 1 && graph.hasNode(thing) && Boolean(graph.getNodeAttribute(thing, "label")), `${graph.order} nodes, ${graph.size} edges`);
      check(`${place}: each edge has a quote`, graph.everyEdge((_, { quote, label }) => Boolean(quote && label)));
      await page.context().close();
    }
    const page = await open(address, "#/network");
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "GEXF" }).click()]);
    // The server's own has attributes twice, static and dynamic, which Gephi reads and this reader does not.
    check("the network too", readFileSync(await download.path(), "utf8").split("<edge ").length > 10);
    await page.context().close();
  });

  await part("16 looks at events in their order", async () => {
    const page = await open(address, "#/ask?q=events&view=timeline");
    await page.locator(".years li").first().waitFor();
    const years = (await page.locator(".years .year").allTextContents()).filter(Boolean).map(Number);
    check("years go up", years.length > 1 && years.every((year, slot) => slot === 0 || year > years[slot - 1]), years);
    await page.context().close();
  });

  await part("17 finds words in a text", async () => {
    const page = await open(address);
    await page.fill("#search", "summit Minsk");
    const passage = page.locator(".passages li").first();
    await passage.locator("mark").nth(1).waitFor();
    check("both words are marked", (await passage.locator("mark").count()) >= 2);
    await passage.getByRole("link").click();
    await page.locator(".sheet .place").first().waitFor();
    await page.context().close();
  });

  await part("18 does it all by keyboard", async () => {
    const page = await open(address, "#/read/csto-membership");
    await page.keyboard.press("j");
    await page.locator(".beside.chosen").waitFor();
    const first = await page.locator(".beside.chosen").getAttribute("data-fact");
    await page.keyboard.press("j");
    await page.waitForFunction((id) => document.querySelector(".beside.chosen")?.dataset.fact !== id, first);
    await page.keyboard.press("/");
    await page.keyboard.type("Kazakhstan");
    await page.keyboard.press("Enter");
    await page.locator(".hits a").first().waitFor();
    for (let step = 0; step < 5; step++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate(() => document.activeElement.closest(".hits") !== null)) break;
    }
    await page.keyboard.press("Enter");
    await page.locator("h1", { hasText: "Kazakhstan" }).waitFor();
    await page.keyboard.press("Tab");
    check("the focus is in the new view", await page.evaluate(() => document.activeElement.closest("main") !== null));
    await page.context().close();
  });

  await part("19 sends a colleague a link", async () => {
    const page = await open(address, "#/read/csto-membership?version=v1");
    await page.locator(".sheet .hit").first().click();
    await page.locator(".beside.chosen").waitFor();
    const link = page.url(), id = await page.locator(".beside.chosen").getAttribute("data-fact");
    const other = await open(address, link.slice(address.length + 1));
    await other.locator(".beside.chosen").waitFor();
    same("who sees the same", await other.locator(".beside.chosen").getAttribute("data-fact"), id);
    await other.locator(".beside.chosen").getByRole("link", { name: "all its sources" }).click();
    await other.locator(".one-fact blockquote").first().waitFor();
    await other.context().close();
    await page.context().close();
  });

  await part("20 may not decide unless it is allowed", async () => {
    const page = await open(address, "#/read/csto-membership");
    await page.keyboard.press("j");
    await page.locator(".beside.chosen").waitFor();
    same("no buttons", await page.getByRole("button", { name: "Reject" }).count(), 0);
    const refused = await fetch(`${address}/api/decisions`, { method: "POST", body: '{"action":"reject","item":"claim/00"}' });
    same("and no way around them", refused.status, 403);
    await page.context().close();
  });

  await part("21 rejects, accepts and merges, and takes it back", async () => {
    const project = join(work, "project"), file = join(project, "seeds/decisions.csv");
    rmSync(project, { recursive: true, force: true });
    mkdirSync(join(project, "seeds"), { recursive: true });
    cpSync(join(root, "ontology"), join(project, "ontology"), { recursive: true });
    cpSync(join(root, "seeds/lexicon"), join(project, "seeds/lexicon"), { recursive: true });
    const allowed = await serve(store, "--project", project, "--allow-decisions");
    const page = await open(allowed.address, "#/read/csto-membership");
    await page.keyboard.press("j");
    const fact = page.locator(".beside.chosen");
    await fact.getByLabel("Note").fill('not so, see "Minsk"');
    await fact.getByRole("button", { name: "Reject" }).click();
    await fact.locator(".decided").waitFor();
    const id = await fact.getAttribute("data-fact");
    same("a row of the file", readFileSync(file, "utf8"), `action,item,value,note\nreject,claim/${id},,"not so, see ""Minsk"""\n`);
    await fact.getByRole("button", { name: "Accept" }).click();
    await fact.locator(".problem").waitFor();
    check("what contradicts is refused in words", (await fact.locator(".problem").innerText()).includes("rejected already"));
    await fact.getByRole("button", { name: "Take back" }).click();
    await fact.locator(".decided").waitFor({ state: "detached" });
    same("nothing is left of it", readFileSync(file, "utf8"), "action,item,value,note\n");
    await page.goto(`${allowed.address}/#/entity/agreement/collective-security-treaty`);
    await page.getByRole("button", { name: "Merge into…" }).click();
    await pick(page, "It is the same as", "Collective Security Treaty Org");
    await page.getByRole("button", { name: "Merge", exact: true }).click();
    await page.locator(".decided").waitFor();
    check("merged", readFileSync(file, "utf8").includes("merge,agreement/collective-security-treaty,organization/collective-security-treaty-organization,"), readFileSync(file, "utf8"));
    await page.context().close();
    allowed.stop();
  });
}

/** Types into a picker and takes the first name that it offers. */
async function pick(page, label, typed) {
  const field = page.getByRole("combobox", { name: new RegExp(`^${label}( |$)`) });
  await field.fill(typed);
  await page.getByRole("option", { name: new RegExp(typed, "i") }).first().waitFor();
  await field.press("Enter");
}

/** The id of a document that has facts of this status and of others. */
async function having(address, status) {
  const documents = await (await fetch(`${address}/api/documents`)).json();
  const found = documents.find((one) => one.statuses[status] && Object.keys(one.statuses).length > 1);
  check(`a sample has ${status} facts`, found !== undefined);
  return found.id;
}
