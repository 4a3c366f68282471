// The words for what the data says.

import type { Fact, Status, Term } from "./api";
import { isNode } from "./api";

export const STATUSES: Status[] = ["asserted", "attributed", "planned", "hypothetical", "negated"];

export const STATUS_WORD: Record<Status, string> = {
  asserted: "Stated",
  attributed: "Attributed",
  planned: "Planned",
  hypothetical: "Possible",
  negated: "Denied",
};

export const STATUS_HELP: Record<Status, string> = {
  asserted: "The author states it as done or so",
  attributed: "A named source says it is done or so",
  planned: "Intended, promised or scheduled, not said to be done",
  hypothetical: "A possibility or a condition",
  negated: "Said not to be so",
};

const REASONS: Record<string, string> = {
  gazetteer: "a name in the lexicon",
  transliteration: "another spelling of its name",
  adjective: "an adjective in the lexicon",
  metonym: "stands for it, as a capital for a government",
  name: "so named in the text",
  acronym: "an acronym that the text defines",
  "short name": "a part of its name",
  coreference: "refers back",
  description: "described so in the text",
};

export const reasonWords = (reason: string) => REASONS[reason] ?? reason;

export function termText(term: Term): string {
  return isNode(term) ? term.label : term.value;
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
  "October", "November", "December"];

/** `14 May 2002`, `May 2002`, `2002`: as exact as it is known. */
export function day(date: string): string {
  const match = /^(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?$/.exec(date);
  if (!match) return date;
  const [, year, month, dayOfMonth] = match;
  const name = month && MONTHS[Number(month) - 1];
  return [dayOfMonth && String(Number(dayOfMonth)), name, year].filter(Boolean).join(" ");
}

/** `31 billion`: numbers as people read them; what is no number stays. */
export function number(value: string): string {
  const figure = Number(value);
  if (value.trim() === "" || !Number.isFinite(figure)) return value;
  const scale = ([[1e12, "trillion"], [1e9, "billion"], [1e6, "million"]] as const).find(([at]) => Math.abs(figure) >= at);
  const shown = scale ? figure / scale[0] : figure;
  const words = shown.toLocaleString("en", { maximumFractionDigits: Math.abs(shown) < 1 ? 4 : 2 });
  return scale ? `${words} ${scale[1]}` : words;
}

export const NUMBER_TYPES = new Set(["decimal", "integer", "double", "float", "nonNegativeInteger"]);

export function literalText(value: string, type: string): string {
  if (NUMBER_TYPES.has(type)) return number(value);
  if (/^g?(date|Year|YearMonth)$/.test(type) || type === "gYear" || type === "gYearMonth") return day(value);
  return value;
}

export const qualifier = (fact: Fact, key: string) => fact.qualifiers.find((one) => one.key === key)?.values[0];

/** A fact in one line, for titles and tables. */
export function sentence(fact: Fact): string {
  return `${fact.subject.label} — ${fact.relation} — ${objectText(fact)}`;
}

/** The object with its unit and what it counts: `31 billion USD of trade with China`. */
export function objectText(fact: Fact): string {
  if (isNode(fact.object)) return fact.object.label;
  const unit = qualifier(fact, "unit"), of = qualifier(fact, "of"), other = qualifier(fact, "counterpart");
  return [
    boundWords(fact),
    literalText(fact.object.value, fact.object.type),
    unit && unitWord(termText(unit)),
    of && (isCount(unit) ? termText(of) : `of ${termText(of)}`),
    other && `with ${termText(other)}`,
  ].filter(Boolean).join(" ");
}

export function boundWords(fact: Fact): string | undefined {
  const bound = qualifier(fact, "bound");
  return bound && termText(bound);
}

/** `items` stands for no unit: `6 member states`, not `6 items of member states`. */
export const isCount = (unit: Term | undefined) => unit !== undefined && termText(unit) === "items";
export const unitWord = (unit: string) => unit === "percent" ? "%" : unit === "items" ? "" : unit;

/** When a fact holds, in words. */
export function timeText(fact: Fact): string {
  const parts = [];
  if (fact.from) parts.push(`since ${day(fact.from)}`);
  if (fact.to) parts.push(`until ${day(fact.to)}`);
  if (fact.date) parts.push(day(fact.date));
  return parts.join(", ").replace(/^since (.*), until (.*)$/, "$1 – $2");
}

export const plural = (n: number, noun: string, more = `${noun}s`) => `${n.toLocaleString("en")} ${n === 1 ? noun : more}`;

/** The first letters of a text, none of them cut in two. */
export const shorten = (text: string, letters: number) => Array.from(text).slice(0, letters).join("");
