// What the server answers, and how it is asked. Every offset is a code point of the text as read.

export type Status = "asserted" | "attributed" | "planned" | "hypothetical" | "negated";

export interface Node { id: string; label: string; class: string }
export interface Literal { value: string; type: string }
export type Term = Node | Literal;
export interface Quote { start: number; end: number; quote: string }

export interface Source {
  document: string; version: string; article: string; date: string | null; rule: string; quotes: Quote[];
}

export interface Fact {
  id: string; subject: Node; relation: string; predicate: string; measure: boolean; object: Term;
  qualifiers: { key: string; label: string; values: Term[] }[];
  status: Status; holder: Term | null;
  from: string | null; to: string | null; date: string | null;
  sources: Source[]; articles: number;
  cues?: { version: string; cues: Record<string, Quote> }[];
}

export interface Overview {
  program: string; documents: number; versions: number; facts: number; entities: number;
  classes: { name: string; label: string; color: string | null; count: number }[];
  relations: { name: string; label: string; count: number }[];
  allowDecisions: boolean;
}

export interface Hit {
  id: string; label: string; class: string; also: string | null; guess: boolean;
  facts: number; articles: number; mentions: number;
}

export interface Found {
  query: string; entities: Hit[]; total: number;
  passages: {
    document: string; version: string; title: string; start: number; end: number; text: string;
    marks: [number, number][];
  }[];
}

export interface Conflict { kind: string; sides: { reading: string; facts: Fact[] }[] }

export interface Series {
  measure: string; of: string; unit: string; with: string;
  points: { date: string; value: string; status: Status; fact: string }[];
}

export interface Decision { line: number; action: string; item: string; value: string; note: string }

export interface Entity {
  id: string; iri: string; label: string; class: string; names: string[]; wikidata: string | null;
  decisions: Decision[]; facts: Fact[]; series: Series[]; conflicts: Conflict[];
  neighbours: { node: Node; relations: string[]; facts: number }[];
  mentions: {
    words: string; reasons: string[];
    places: { document: string; version: string; start: number; end: number; antecedent: Quote | null }[];
  }[];
}

export interface Version {
  version: string; path: string; title: string | null; date: string | null; url: string | null;
  superseded: boolean;
}

export interface DocumentInfo {
  id: string; title: string; facts: number; statuses: Partial<Record<Status, number>>; versions: Version[];
}

export interface Block {
  kind: string; level: number; start: number; end: number; page?: number;
  cell?: [number, number, number, boolean]; notes?: [number, number][];
}

export interface Mention {
  start: number; end: number; entity: string; label: string; class: string; reasons: string[];
  antecedent: Quote | null;
}

export interface DocumentText {
  id: string; version: string; versions: Version[]; title: string; authors: string[];
  publisher: string | null; date: string | null; url: string | null; path: string; language: string | null;
  text: string; blocks: Block[]; facts: Fact[]; mentions: Mention[];
  cues: Record<string, Record<string, Quote>>;
}

export interface Miss {
  relation: string; predicate: string; reason: string; pattern: string | null; nearest: string | null;
  sentence: Quote; subject: Quote; object: Quote; trigger: Quote;
}

export interface NetNode {
  id: string; label: string; class: string; color: string; size: number; x: number; y: number;
  degree: number; articles: number;
}

export interface NetEdge {
  id: string; source: string; target: string; kind: string; label: string; status: Status | null;
  weight: number; spells: [string | null, string | null][]; facts: string[];
}

export interface Net { nodes: NetNode[]; edges: NetEdge[]; cut: boolean }

/** A request that has no answer; the message is for people. */
export class Problem extends Error {
  constructor(message: string, readonly status: number, readonly line?: number, readonly column?: number) {
    super(message);
  }
}

const kept = new Map<string, Promise<unknown>>();

/** Asks for JSON; the answers of this visit are kept. */
export function get<T>(path: string, asked: Record<string, string | number | undefined> = {}): Promise<T> {
  const address = `api/${path}${query(asked)}`;
  let answer = kept.get(address) as Promise<T> | undefined;
  if (!answer) {
    answer = ask(address).then((response) => response.json() as Promise<T>);
    answer.catch(() => kept.delete(address));
    kept.set(address, answer);
    if (kept.size > 60) kept.delete(kept.keys().next().value!);
  }
  return answer;
}

export function forget(): void {
  kept.clear();
}

export async function ask(address: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, init);
  } catch (error) {
    if ((error as Error).name === "AbortError") throw error;
    throw new Problem("The server does not answer. Is `saiga serve` still running?", 0);
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({})) as {
    detail?: string; hint?: string; line?: number; column?: number;
  };
  const message = [problem.detail ?? `The server answered ${response.status}.`, problem.hint].filter(Boolean).join(" ");
  throw new Problem(message, response.status, problem.line, problem.column);
}

export function query(asked: Record<string, string | number | undefined>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) {
    if (value !== undefined && value !== "") given.set(name, String(value));
  }
  const text = given.toString();
  return text && `?${text}`;
}

export function isNode(term: Term): term is Node {
  return "id" in term;
}
