// The answer to a question. Names stand for IRIs, and each row leads to the sentence behind it.

import { useMemo, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import type { DocumentInfo, Status } from "./api";
import { Problem } from "./api";
import { Plot } from "./chart";
import type { Point } from "./chart";
import type { Tie } from "./gexf";
import { Export, Mark, useAnswer } from "./parts";
import { adjust, entityAt, factAt, readAt } from "./route";
import { Rows } from "./table";
import { day, literalText, NUMBER_TYPES, plural, shorten, STATUS_WORD } from "./words";

export interface Value { type: string; value: string; datatype?: string; "xml:lang"?: string; label?: string }
export interface Result {
  head: { vars?: string[] }; results?: { bindings: Record<string, Value>[] }; boolean?: boolean; text?: string; truncated?: boolean;
}
interface Void { entities: [string, string, string][]; classes: { iri: string; label: string }[]; relations: { iri: string; label: string }[] }

const VIEWS: [string, string][] = [["table", "Table"], ["graph", "Network"], ["chart", "Chart"], ["timeline", "Timeline"]];

export function Answer({ result, name, view, cancel }: { result: Result | Problem | "waiting" | undefined; name: string; view: string | undefined; cancel: () => void }) {
  const known = useAnswer<Void>(result && result !== "waiting" ? "void" : undefined);
  if (result === undefined) return null;
  if (result === "waiting") return <p class="soft loading" role="status">Asking… <button class="plain" onClick={cancel}>Stop</button></p>;
  if (result instanceof Problem) return <p class="problem" role="alert">{result.line && `Line ${result.line}${result.column ? `, column ${result.column}` : ""}: `}{result.message}</p>;
  if (result.boolean !== undefined) return <p class="verdict" role="status">{result.boolean ? "Yes" : "No"}</p>;
  if (result.text !== undefined) return <><pre class="turtle" tabIndex={0}>{result.text.slice(0, 200_000)}</pre><Export name={name} /></>;
  return <Solutions result={result} name={name} view={view} known={known.value} />;
}

const isDate = (value: Value | undefined) => Boolean(value && /^-?\d{4,}(-\d\d){0,2}$/.test(value.value) && !NUMBER_TYPES.has(local(value.datatype)));
const isNumber = (value: Value | undefined) => Boolean(value && NUMBER_TYPES.has(local(value.datatype)));
const local = (iri = "") => iri.split(/[#/]/).pop() ?? "";

function Solutions({ result, name, view, known }: { result: Result; name: string; view: string | undefined; known: Void | undefined }) {
  const columns = result.head.vars ?? [], all = result.results?.bindings ?? [];
  const labels = useMemo(() => {
    const map = new Map<string, string>();
    for (const [id, label] of known?.entities ?? []) map.set(`https://w3id.org/saiga/id/${id}`, label);
    for (const one of [...known?.classes ?? [], ...known?.relations ?? []]) map.set(one.iri, one.label);
    return map;
  }, [known]);
  // The last column leads to the document: its path need not be read.
  const filled = columns.filter((column) => all.some((row) => row[column]));
  const seen = columns.includes("quote") ? filled.filter((column) => column !== "document") : filled;
  const [sort, setSort] = useState<{ column: number; down: boolean }>();
  const rows = useMemo(() => {
    if (!sort) return all;
    const column = seen[sort.column] ?? "document";
    const key = (row: Record<string, Value>) => { const value = row[column]; return value ? wordsOf(value, labels) : ""; };
    const compare = (one: Record<string, Value>, other: Record<string, Value>) =>
      isNumber(one[column]) && isNumber(other[column]) ? Number(one[column]!.value) - Number(other[column]!.value) : key(one).localeCompare(key(other), "en", { numeric: true });
    return [...all].sort((one, other) => sort.down ? compare(other, one) : compare(one, other));
  }, [all, sort, labels]);
  const dates = columns.filter((column) => all.some((row) => isDate(row[column])));
  const numbers = columns.filter((column) => all.some((row) => isNumber(row[column])));
  const entities = columns.filter((column) => all.some((row) => row[column]?.value.startsWith("https://w3id.org/saiga/id/")));
  const ends = entities.filter((column) => column !== "said_by");
  const can: Record<string, boolean> = { table: true, graph: ends.length > 1, chart: dates.length > 0 && numbers.length > 0, timeline: dates.length > 0 };
  const shown = view && can[view] ? view : "table";
  const text = (row: Record<string, Value>, column: string) => row[column] ? wordsOf(row[column], labels) : "";
  const csvRows = () => [
    columns.flatMap((column) => entities.includes(column) ? [column, `${column}_iri`] : [column]),
    ...rows.map((row) => columns.flatMap((column) => {
      const value = row[column], words = value?.type === "uri" ? text(row, column) : value?.value ?? "";
      return entities.includes(column) ? [words, value?.value ?? ""] : [words];
    })),
  ];
  const node = (value: Value) => ({ id: value.value.replace("https://w3id.org/saiga/id/", ""), label: wordsOf(value, labels), class: value.value.split("/").at(-2) ?? "" });
  const ties = (): Tie[] => rows.flatMap((row) => {
    const [from, to] = [row[ends[0]!], row[ends[1]!]];
    const about = Object.fromEntries(columns.filter((column) => !ends.slice(0, 2).includes(column) && column !== "relation").map((column) => [column.replaceAll("_", " "), text(row, column)]));
    return from && to ? [{ from: node(from), to: node(to), label: row.relation ? text(row, "relation") : ends[1]!.replaceAll("_", " "), about }] : [];
  });
  if (all.length === 0) return <p role="status">No answer. That nothing is found does not mean that it is not so: the documents may not say it, or not in words that are read.</p>;
  return (
    <>
      <div class="filters">
        <p class="soft" role="status">{plural(all.length, "row")}{result.truncated && ", and more: ask for less"}</p>
        <div role="group" aria-label="Show as" class="views">
          {VIEWS.filter(([one]) => can[one]).map(([one, label]) => <button key={one} aria-pressed={shown === one} onClick={() => adjust({ view: one })}>{label}</button>)}
        </div>
        <Export name={name} csv={csvRows} json={() => result} ties={can.graph ? ties : undefined} />
      </div>
      {shown === "table" && (
        <Rows label="Answer" count={rows.length} sort={sort} onSort={(column) => setSort({ column, down: sort?.column === column && !sort.down })}
          columns={[...seen.map((column) => ({ name: column, label: column.replaceAll("_", " ") })), ...(hasEvidence(columns) ? [{ name: "\u0000read", label: "source" }] : [])]}
          cell={(row, column) => column < seen.length
            ? <Cell value={rows[row]![seen[column]!]} column={seen[column]!} labels={labels} row={rows[row]!} />
            : <Evidence row={rows[row]!} />} />
      )}
      {shown === "graph" && <Graph rows={rows} columns={ends} text={text} />}
      {shown === "chart" && <Chart rows={rows} columns={columns} numbers={numbers} dates={dates} text={text} />}
      {shown === "timeline" && <Times rows={rows} columns={columns} dates={dates} text={text} labels={labels} />}
    </>
  );
}

function wordsOf(value: Value, labels: Map<string, string>): string {
  if (value.type !== "uri") return value.value;
  if (value.label) return value.label;
  const found = labels.get(value.value);
  if (found) return found;
  return local(value.value).replaceAll("-", " ").replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}

const STATUS_OF: Record<string, Status> = {
  actual: "asserted", asserted: "asserted", planned: "planned", hypothetical: "hypothetical", negated: "negated", attributed: "attributed",
};

function Cell({ value, column, labels, row }: { value: Value | undefined; column: string; labels: Map<string, string>; row: Record<string, Value> }) {
  if (!value) return null;
  if (value.type === "uri") {
    const iri = value.value;
    if (iri.startsWith("https://w3id.org/saiga/id/")) return <a href={entityAt(iri.slice(26))}>{wordsOf(value, labels)}</a>;
    if (iri.startsWith("https://w3id.org/saiga/claim/")) return <a href={factAt(local(iri))}>fact {local(iri).slice(0, 8)}</a>;
    if (iri.startsWith("https://w3id.org/saiga/doc/")) return <DocumentLink iri={iri} />;
    return <span title={iri}>{wordsOf(value, labels)}</span>;
  }
  if (column === "status" && STATUS_OF[value.value]) {
    const status = STATUS_OF[value.value]!;
    return <span class={`status s-${status}`}><Mark status={status} />{STATUS_WORD[status]}</span>;
  }
  if (column === "quote" && row.document) return <ReadLink document={row.document.value} quote={value.value}><q>{value.value}</q></ReadLink>;
  return <span>{isDate(value) ? day(value.value) : literalText(value.value, local(value.datatype))}</span>;
}

function DocumentLink({ iri }: { iri: string }) {
  const [place = "", range] = iri.slice("https://w3id.org/saiga/doc/".length).split("#char=");
  const [id = "", version] = place.split("/");
  const [at, end] = range?.split(",") ?? [];
  return <a href={readAt(id, version, { at, to: end })}>{id}{range ? ` ${at}–${end}` : ""}</a>;
}

const hasEvidence = (columns: string[]) => columns.includes("claim") || columns.includes("passage") || columns.includes("quote");

function Evidence({ row }: { row: Record<string, Value> }) {
  if (row.claim?.value.startsWith("https://w3id.org/saiga/claim/")) return <a href={factAt(local(row.claim.value))}>read</a>;
  if (row.passage?.type === "uri") return <DocumentLink iri={row.passage.value} />;
  if (row.quote && row.document) return <ReadLink document={row.document.value} quote={row.quote.value}>read</ReadLink>;
  return null;
}

/** The way to a quote in a document, by the document's path. */
function ReadLink({ document, quote, children }: { document: string; quote: string; children: ComponentChildren }) {
  const documents = useAnswer<DocumentInfo[]>("documents");
  for (const one of documents.value ?? []) {
    const version = one.versions.findLast((version) => version.path === document);
    if (version) return <a href={readAt(one.id, version.version, { quote: quote.slice(0, 1500) })}>{children}</a>;
  }
  return <>{children}</>;
}

type Text = (row: Record<string, Value>, column: string) => string;

/** The first two columns of entities as a network, drawn as a list of who is joined to whom. */
function Graph({ rows, columns, text }: { rows: Record<string, Value>[]; columns: string[]; text: Text }) {
  const [from, to] = [columns[0]!, columns[1]!];
  const groups = new Map<string, { iri: string; to: Map<string, { iri: string; how: Set<string> }> }>();
  for (const row of rows) {
    if (!row[from] || !row[to]) continue;
    const one = groups.get(text(row, from)) ?? { iri: row[from].value, to: new Map() };
    groups.set(text(row, from), one);
    const other = one.to.get(text(row, to)) ?? { iri: row[to].value, how: new Set<string>() };
    one.to.set(text(row, to), other);
    const status = row.status?.value ?? "actual";
    if (row.relation) other.how.add(text(row, "relation") + (status === "actual" ? "" : ` (${status})`));
  }
  return <Ring groups={groups} />;
}

/** Rows of names on either side, and their letters in a line: two lines fit into a row. */
const RING_ROW = 32, RING_LINE = 34;

function Ring({ groups }: { groups: Map<string, { iri: string; to: Map<string, { iri: string; how: Set<string> }> }> }) {
  const names = [...new Set([...groups].flatMap(([from, one]) => [from, ...one.to.keys()]))].slice(0, 80);
  const irisOf = new Map([...groups].flatMap(([from, one]) => [[from, one.iri] as const, ...[...one.to].map(([to, other]) => [to, other.iri] as const)]));
  // One name to a row, down the right side and up the left, so that no two meet.
  const rows = Math.ceil(names.length / 2), width = 900, middle = width / 2, bend = 190, height = rows * RING_ROW + 24, centre = height / 2;
  const place = new Map(names.map((name, slot) => {
    const right = slot < rows, y = 12 + RING_ROW * ((right ? slot : names.length - 1 - slot) + 0.5), off = (y - centre) / (rows * RING_ROW / 2);
    const x = middle + (right ? 1 : -1) * Math.max(14, bend * Math.sqrt(Math.max(0, 1 - off * off)));
    return [name, { x, y, right }] as const;
  }));
  return (
    <div class="ring" tabIndex={0} role="region" aria-label="Network of the answer">
      <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label={`${names.length} things`}>
        {[...groups].flatMap(([from, one]) => [...one.to].map(([to, other]) => {
          const a = place.get(from), b = place.get(to);
          if (!a || !b) return null;
          const cx = middle * 0.35 + (a.x + b.x) / 2 * 0.65, cy = centre * 0.35 + (a.y + b.y) / 2 * 0.65;
          return <path key={`${from}${to}`} class="link" d={`M${a.x} ${a.y}Q${cx} ${cy} ${b.x} ${b.y}`}><title>{`${from} ${[...other.how].join(", ")} ${to}`}</title></path>;
        }))}
        {names.map((name) => {
          const at = place.get(name)!, lines = wrapped(name), x = at.x + (at.right ? 9 : -9);
          const iri = irisOf.get(name) ?? "";
          const inner = (
            <>
              <circle cx={at.x} cy={at.y} r="5">{lines.at(-1)!.endsWith("…") && <title>{name}</title>}</circle>
              <text text-anchor={at.right ? "start" : "end"}>
                {lines.map((line, slot) => <tspan key={slot} x={x} y={at.y + 4 + (slot - (lines.length - 1) / 2) * 14}>{line}{slot < lines.length - 1 && " "}</tspan>)}
              </text>
            </>
          );
          return iri.startsWith("https://w3id.org/saiga/id/") ? <a key={name} href={entityAt(iri.slice(26))}>{inner}</a> : <g key={name}>{inner}</g>;
        })}
      </svg>
    </div>
  );
}

/** A name in at most two lines. */
function wrapped(name: string): string[] {
  if (name.length <= RING_LINE) return [name];
  const at = name.lastIndexOf(" ", RING_LINE), cut = at > RING_LINE / 2 ? at : RING_LINE;
  const rest = name.slice(cut).trim();
  return [name.slice(0, cut), rest.length > RING_LINE ? `${shorten(rest, RING_LINE - 1)}…` : rest];
}

function Chart({ rows, columns, numbers, dates, text }: { rows: Record<string, Value>[]; columns: string[]; numbers: string[]; dates: string[]; text: Text }) {
  const value = numbers[0]!, date = dates[0]!;
  const groupBy = columns.filter((column) => !numbers.includes(column) && !dates.includes(column) && !["quote", "document", "status", "said_by", "claim", "passage", "version", "title", "bound"].includes(column));
  const points: Point[] = rows.filter((row) => row[value] && isDate(row[date])).map((row) => ({
    x: row[date]!.value, y: Number(row[value]!.value), group: groupBy.map((column) => text(row, column)).filter(Boolean).join(" · ") || value,
    status: STATUS_OF[row.status?.value ?? ""] ?? "asserted",
  }));
  return <Plot points={points} label="Answer" />;
}

function Times({ rows, columns, dates, text, labels }: { rows: Record<string, Value>[]; columns: string[]; dates: string[]; text: Text; labels: Map<string, string> }) {
  const date = (row: Record<string, Value>) => dates.map((column) => row[column]).find(isDate)?.value ?? "";
  const dated = rows.filter(date).sort((one, other) => date(one).localeCompare(date(other)));
  const skip = new Set([...dates, "quote", "document", "status", "claim", "passage", "version"]);
  let year = "";
  return (
    <ol class="bare years">
      {dated.slice(0, 1000).map((row, slot) => {
        const own = date(row).slice(0, 4), turn = own !== year;
        year = own;
        const status = STATUS_OF[row.status?.value ?? ""];
        return (
          <li key={slot}>
            <span class="year">{turn && own}</span>
            <span class="when">{day(date(row))}</span>
            <span>{status && <><Mark status={status} /> </>}
              {columns.filter((column) => !skip.has(column) && row[column]).map((column) => <span key={column} class="part"><Cell value={row[column]} column={column} labels={labels} row={row} /> </span>)}
              {row.quote && <span class="soft small"> <Evidence row={row} /></span>}
              <span class="hidden">{text(row, "quote")}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

