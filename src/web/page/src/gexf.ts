// What a view shows as a network in GEXF 1.3, the format of Gephi. The network view has the server's own, with
// places and measures; here are the things and what joins them.

import type { Fact, Node } from "./api";
import { isNode } from "./api";
import { termText } from "./words";

export interface Tie { from: Node; to: Node; label: string; about: Record<string, string> }

/** Text for XML 1.0, which has no way to write some characters. */
function escaped(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
    .replace(/[\t\n\r]/g, (one) => `&#${one.charCodeAt(0)};`);
}

/** Facts between things; those that end in a number or a date have no place in a network. */
export function factTies(facts: Fact[], more: (fact: Fact) => Record<string, string> = () => ({})): Tie[] {
  return facts.flatMap((fact) => !isNode(fact.object) ? [] : [{
    from: fact.subject, to: fact.object, label: fact.relation,
    about: {
      status: fact.status, "said by": fact.holder ? termText(fact.holder) : "", from: fact.from ?? "", to: fact.to ?? "", date: fact.date ?? "",
      quote: fact.sources[0]?.quotes[0]?.quote ?? "", document: fact.sources[0]?.document ?? "", ...more(fact),
    },
  }]);
}

/** One edge for all ties of the same name and status between the same things; its weight is their number. */
export function gexf(ties: Tie[]): string {
  const nodes = new Map<string, Node>();
  const edges = new Map<string, { tie: Tie; weight: number; about: Map<string, Set<string>> }>();
  const titles = [...new Set(ties.flatMap((tie) => Object.keys(tie.about)))];
  for (const tie of ties) {
    nodes.set(tie.from.id, tie.from).set(tie.to.id, tie.to);
    const key = JSON.stringify([tie.from.id, tie.to.id, tie.label, tie.about.status]);
    const edge = edges.get(key) ?? { tie, weight: 0, about: new Map(titles.map((title) => [title, new Set<string>()])) };
    edges.set(key, edge);
    edge.weight++;
    for (const [title, value] of Object.entries(tie.about)) if (value) edge.about.get(title)!.add(value);
  }
  const idOf = (title: string) => title.replaceAll(" ", "_");
  const attribute = (name: string, value: string | number) => ` ${name}="${escaped(String(value))}"`;
  const values = (pairs: [string, string][]) => pairs.length ? `<attvalues>${pairs.map(([name, value]) => `<attvalue${attribute("for", name)}${attribute("value", value)}/>`).join("")}</attvalues>` : "";
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>', '<gexf xmlns="http://gexf.net/1.3" version="1.3">', "<meta><creator>saiga</creator></meta>",
    '<graph defaultedgetype="directed" mode="static">', '<attributes class="node"><attribute id="class" title="Class" type="string"/></attributes>',
    `<attributes class="edge">${titles.map((title) => `<attribute${attribute("id", idOf(title))}${attribute("title", title)} type="string"/>`).join("")}</attributes>`, "<nodes>",
    ...[...nodes.values()].map((node) => `<node${attribute("id", node.id)}${attribute("label", node.label)}>${values([["class", node.class]])}</node>`), "</nodes>", "<edges>",
    ...[...edges.values()].map(({ tie, weight, about }, slot) =>
      `<edge id="${slot}"${attribute("source", tie.from.id)}${attribute("target", tie.to.id)}${attribute("label", tie.label)} weight="${weight}"${attribute("kind", tie.label)}>${values([...about].flatMap(([title, found]): [string, string][] => found.size ? [[idOf(title), [...found].join(" | ")]] : []))}</edge>`),
    "</edges>", "</graph>", "</gexf>",
  ];
  return `${lines.join("\n")}\n`;
}
