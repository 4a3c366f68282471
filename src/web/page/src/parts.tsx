// What all views are made of: facts, quotes, status marks, names, and the states of loading.

import type { ComponentChildren, TargetedKeyboardEvent } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Fact, Hit, Node, Overview, Source, Status, Term } from "./api";
import { get, isNode, Problem } from "./api";
import { onPaper } from "./colour";
import { gexf } from "./gexf";
import type { Tie } from "./gexf";
import { entityAt, factAt, readAt } from "./route";
import * as words from "./words";

let overview: Overview | undefined;
export const setOverview = (one: Overview) => { overview = one; };
export const getOverview = () => overview;

export function classLabel(name: string): string {
  const label = overview?.classes.find((one) => one.name === name)?.label ?? name;
  return label.charAt(0).toUpperCase() + label.slice(1);
}

export const classColour = (name: string) =>
  overview?.classes.find((one) => one.name === name)?.color ?? "#BBBBBB";

/** A mark that differs in shape as well as in colour, so that neither has to be seen. */
export function Mark({ status }: { status: Status }) {
  return (
    <svg class={`mark s-${status}`} viewBox="0 0 16 16" aria-hidden="true">
      {status === "asserted" && <circle cx="8" cy="8" r="5.5" fill="currentColor" />}
      {status === "attributed" && <path d="M3 9c0-3 1.500-5 4-6l.5 1.300C6 5 5.500 6 5.500 7H7.500v5H3zm6 0c0-3 1.500-5 4-6l.5 1.300C12 5 11.500 6 11.500 7h2v5H9z" fill="currentColor" />}
      {status === "planned" && <g fill="none" stroke="currentColor" stroke-width="1.8"><circle cx="8" cy="8" r="5.500" stroke-dasharray="3 1.900" /><path d="M8 5v3.300l2 1.300" /></g>}
      {status === "hypothetical" && <path d="M5 6a3 3 0 1 1 4.200 2.700c-.8.400-1.200.9-1.200 1.800M8 12.600v1" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />}
      {status === "negated" && <g fill="none" stroke="currentColor" stroke-width="1.8"><circle cx="8" cy="8" r="5.500" /><path d="M4.200 11.800l7.600-7.600" /></g>}
    </svg>
  );
}

export function StatusWord({ status }: { status: Status }) {
  return (
    <span class={`status s-${status}`} title={words.STATUS_HELP[status]}>
      <Mark status={status} />{words.STATUS_WORD[status]}
    </span>
  );
}

export function Dot({ name }: { name: string }) {
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    ref.current!.style.setProperty("--dot", classColour(name));
    ref.current!.style.setProperty("--dot-on-dark", onPaper(classColour(name), "#000000"));
  }, [name]);
  return <span class="dot" ref={ref} aria-hidden="true" />;
}

export function Name({ node, here }: { node: Node; here?: string | undefined }) {
  if (node.id === here) return <strong class="here">{node.label}</strong>;
  if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(node.id)) return <span>{node.label}</span>;
  return <a class="name" href={entityAt(node.id)} title={classLabel(node.class)}>{node.label}</a>;
}

export function TermView({ term, here }: { term: Term; here?: string | undefined }) {
  return isNode(term) ? <Name node={term} here={here} /> : <span>{words.literalText(term.value, term.type)}</span>;
}

/** Qualifiers that the sentence itself shows. */
const SHOWN = new Set(["validFrom", "validTo", "date", "of", "unit", "counterpart", "bound"]);

/** Subject, relation, object: a fact as a sentence. */
export function Sentence({ fact, here }: { fact: Fact; here?: string | undefined }) {
  const of = words.qualifier(fact, "of"), unit = words.qualifier(fact, "unit");
  const other = words.qualifier(fact, "counterpart");
  const rest = fact.qualifiers.filter((one) => !SHOWN.has(one.key));
  const time = words.timeText(fact);
  return (
    <span class="sentence">
      <Name node={fact.subject} here={here} /> <span class="relation">{fact.relation}</span>{" "}
      {isNode(fact.object) ? <Name node={fact.object} here={here} /> : (
        <span class="value">
          {words.boundWords(fact) && `${words.boundWords(fact)} `}
          {words.literalText(fact.object.value, fact.object.type)}
          {unit && ` ${words.unitWord(words.termText(unit))}`}
        </span>
      )}
      {of && <> {!words.isCount(unit) && <><span class="relation">of</span>{" "}</>}<TermView term={of} here={here} /></>}
      {other && <> <span class="relation">with</span> <TermView term={other} here={here} /></>}
      {rest.map((one) => (
        <span class="qualifier" key={one.key}>
          {" "}<span class="relation">{one.label}</span>{" "}
          {one.values.map((value, slot) => <>{slot > 0 && ", "}<TermView term={value} here={here} /></>)}
        </span>
      ))}
      {time && <span class="time">{time}</span>}
    </span>
  );
}

export function StatusLine({ fact }: { fact: Fact }) {
  return (
    <span class="status-line">
      <StatusWord status={fact.status} />
      {fact.holder && <span class="holder">by <TermView term={fact.holder} /></span>}
    </span>
  );
}

/** Words of a document, with the way to where they stand. */
export function QuoteView({ source, fact }: { source: Source; fact?: string | undefined }) {
  return (
    <figure class="quote">
      {source.quotes.map((one) => <blockquote key={one.start}>{one.quote}</blockquote>)}
      <figcaption>
        <a href={readAt(source.document, source.version, { fact, at: source.quotes[0]?.start })}>{source.article}</a>
        {source.date && <span class="soft"> · {words.day(source.date)}</span>}
      </figcaption>
    </figure>
  );
}

/** A fact with its first quote; the others on demand. */
export function FactCard({ fact, here }: { fact: Fact; here?: string | undefined }) {
  const [all, setAll] = useState(false);
  const shown = all ? fact.sources : fact.sources.slice(0, 1);
  const more = fact.sources.length - 1;
  return (
    <article class={`fact s-${fact.status}`} data-fact={fact.id}>
      <p class="fact-line">
        <Sentence fact={fact} here={here} />
        <a class="permalink" href={factAt(fact.id)} aria-label={`This fact: ${words.sentence(fact)}`}>#</a>
      </p>
      <StatusLine fact={fact} />
      {shown.map((source) => <QuoteView key={source.version + source.article} source={source} fact={fact.id} />)}
      {more > 0 && (
        <button class="plain" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Show one source" : `${words.plural(more, "more source")}`}
        </button>
      )}
    </article>
  );
}

export type Loaded<T> = { value?: T; error?: Problem };

/** Asks the server whenever the key changes. What was shown stays until the answer is there. */
export function useAnswer<T>(path: string | undefined, asked: Record<string, string | number | undefined> = {}): Loaded<T> & { loading: boolean } {
  const key = path === undefined ? undefined : path + JSON.stringify(asked);
  const [state, setState] = useState<Loaded<T> & { key?: string | undefined }>({});
  useEffect(() => {
    if (path === undefined) return;
    let current = true;
    get<T>(path, asked).then(
      (value) => current && setState({ key, value }),
      (error: Problem) => current && setState({ key, error }),
    );
    return () => { current = false; };
  }, [key]);
  return { ...(state.key === key || !state.error ? state : {}), loading: key !== undefined && state.key !== key };
}

export function Wait<T>({ answer, children }: { answer: Loaded<T> & { loading: boolean }; children: (value: T) => ComponentChildren }) {
  if (answer.error) return <p class="problem" role="alert">{answer.error.message}</p>;
  if (answer.value === undefined) return <p class="soft loading" role="status">Loading…</p>;
  return <>{children(answer.value)}</>;
}

export function useTitle(title: string): void {
  useEffect(() => { document.title = title ? `${title} · saiga` : "saiga"; }, [title]);
}

export interface Choice { id: string; label: string; class?: string; facts?: number }

/** A field that finds an entity by name, or what else `find` offers. */
export function Picker(props: {
  label: string; value: string; find?: ((typed: string) => Promise<Choice[]>) | undefined; onPick: (id: string, label: string) => void;
  hint?: string | undefined; required?: boolean | undefined; text?: string | undefined;
  free?: boolean | undefined;
}) {
  const id = useId();
  const [text, setText] = useState(props.text ?? "");
  const [hits, setHits] = useState<Choice[]>([]);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const asked = useRef(0);
  useEffect(() => { if (props.text !== undefined) setText(props.text); }, [props.text]);
  const look = (typed: string) => {
    const turn = ++asked.current;
    const find = props.find ?? ((words: string) => get<Hit[]>("entities", { q: words, limit: 12 }));
    find(typed).then((found) => {
      if (turn === asked.current) { setHits(found); setAt(0); }
    }, () => setHits([]));
  };
  const pick = (hit: Choice) => {
    setText(hit.label); setOpen(false); props.onPick(hit.id, hit.label);
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) { setOpen(true); look(text); return; }
      const step = event.key === "ArrowDown" ? 1 : -1;
      setAt((now) => (now + step + hits.length) % Math.max(1, hits.length));
    } else if (event.key === "Enter" && open && hits[at]) {
      event.preventDefault();
      pick(hits[at]);
    } else if (event.key === "Escape") setOpen(false);
  };
  return (
    <div class="picker">
      <label for={id}>{props.label}{props.required ? "" : <span class="soft"> (optional)</span>}</label>
      <input id={id} role="combobox" autocomplete="off" spellcheck={false} value={text}
        aria-expanded={open} aria-controls={`${id}-list`} aria-autocomplete="list"
        aria-activedescendant={open && hits[at] ? `${id}-${at}` : undefined}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        onFocus={() => { setOpen(true); look(text === props.text ? "" : text); }}
        onBlur={() => setTimeout(() => setOpen(false), 120)}
        onInput={(event) => {
          setText(event.currentTarget.value); setOpen(true);
          // What was offered for other words must not be taken for these.
          setHits([]);
          look(event.currentTarget.value);
          if (event.currentTarget.value === "") props.onPick("", "");
        }}
        onChange={(event) => { if (props.free) props.onPick(event.currentTarget.value, event.currentTarget.value); }}
        onKeyDown={onKeyDown} />
      {props.hint && <p class="hint" id={`${id}-hint`}>{props.hint}</p>}
      <ul role="listbox" id={`${id}-list`} aria-label={props.label} hidden={!open || hits.length === 0}>
        {hits.map((hit, slot) => (
          <li role="option" id={`${id}-${slot}`} key={hit.id} aria-selected={slot === at}
            onMouseDown={(event) => { event.preventDefault(); pick(hit); }}>
            {hit.class && <Dot name={hit.class} />}{hit.label}
            {hit.class && <span class="soft"> {classLabel(hit.class)}{hit.facts !== undefined && ` · ${words.plural(hit.facts, "fact")}`}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Saves what is shown as a file, without the server. */
export function save(name: string, kind: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: kind }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Rows as CSV (RFC 4180), with the mark by which spreadsheets know UTF-8. Cells that a spreadsheet would take for formulas begin with an apostrophe. */
export function csv(rows: (string | number | null | undefined)[][]): string {
  const cell = (value: string | number | null | undefined) => {
    let text = value === null || value === undefined ? "" : String(value);
    if (typeof value === "string" && /^[=+\-@\t\r]/.test(text) && !/^-?[\d.]+$/.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `\uFEFF${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** Facts as rows, each source with its quote. */
export function factRows(facts: Fact[]): (string | null)[][] {
  const head = ["subject", "relation", "object", "value", "unit", "status", "said by", "from", "to", "date", "quote", "document", "version", "start", "end", "claim"];
  const rows = facts.flatMap((fact) => fact.sources.flatMap((source) => source.quotes.map((quote) => [
    fact.subject.label, fact.relation, isNode(fact.object) ? fact.object.label : "",
    isNode(fact.object) ? "" : fact.object.value,
    words.qualifier(fact, "unit") ? words.termText(words.qualifier(fact, "unit")!) : "",
    fact.status, fact.holder ? words.termText(fact.holder) : "", fact.from, fact.to, fact.date,
    quote.quote, source.document, source.version, String(quote.start), String(quote.end), fact.id,
  ])));
  return [head, ...rows];
}

/** Buttons that save or share what is shown. */
export function Export(props: { name: string; csv?: (() => (string | number | null | undefined)[][]) | undefined; json?: (() => unknown) | undefined; ties?: (() => Tie[]) | undefined; links?: [string, string][] | undefined }) {
  const [copied, setCopied] = useState(false);
  return (
    <div class="export" role="group" aria-label="Save or share">
      {props.csv && <button onClick={() => save(`${props.name}.csv`, "text/csv", csv(props.csv!()))}>CSV</button>}
      {props.json && <button onClick={() => save(`${props.name}.json`, "application/json", JSON.stringify(props.json!(), null, 2))}>JSON</button>}
      {props.ties && <button onClick={() => save(`${props.name}.gexf`, "application/gexf+xml", gexf(props.ties!()))}>GEXF</button>}
      {props.links?.map(([label, address]) => <a class="button" key={label} href={address} download={`${props.name}.${label.toLowerCase()}`}>{label}</a>)}
      <button onClick={() => {
        void navigator.clipboard?.writeText(location.href).then(() => { setCopied(true); setTimeout(() => setCopied(false), 2000); });
      }}>{copied ? "Copied" : "Copy link"}</button>
    </div>
  );
}
