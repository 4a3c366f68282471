// What changed between two versions or documents, claim by claim, side by side.

import { useState } from "preact/hooks";
import type { DocumentInfo, Fact, Quote, Status, Term } from "./api";
import { toggled } from "./entity";
import { factTies } from "./gexf";
import { Export, Sentence, StatusLine, useAnswer, useTitle, Wait } from "./parts";
import type { Route } from "./route";
import { adjust, readAt } from "./route";
import { day, plural, sentence } from "./words";

interface RawNode { iri: string; label: string; class: string }
type RawTerm = RawNode | { value: string; datatype: string };
interface RawClaim {
  iri: string; version: string; article: string; article_title: string; subject: RawNode; predicate: string;
  predicate_label: string; object: RawTerm; qualifiers: Record<string, RawTerm[]>; polarity: string; realis: string;
  holder: RawTerm | null; evidence: (Quote & { iri: string })[]; rule: string;
}
interface Entry { change: string; changes: { change: string; text: string; cause?: string }[]; old: RawClaim | null; new: RawClaim | null }
interface Report {
  summary: Record<string, number>; same_facts: boolean; entries: Entry[]; unclear: Entry[]; drift: Entry[];
  entities: { change: string; old: RawNode[]; new: RawNode[]; reason: string }[];
  conflicts: { change: string; subject: RawNode; predicate_label: string; values: RawTerm[] }[];
  articles: { change: string; title: string; claims: number }[];
}

const KINDS: [string, string, string[]][] = [
  ["added", "New", ["added"]], ["removed", "Gone", ["removed"]],
  ["changed", "Changed", ["polarity", "value", "certainty", "time", "qualifier"]],
  ["restated", "Said otherwise", ["ontology", "support", "reworded", "moved"]],
];

export function Compare({ route }: { route: Route }) {
  useTitle("Compare");
  const documents = useAnswer<DocumentInfo[]>("documents");
  return (
    <section class="wide-column">
      <h1 tabIndex={-1}>Compare what is said</h1>
      <Wait answer={documents}>{(list) => <Sides list={list} route={route} />}</Wait>
    </section>
  );
}

function Sides({ list, route }: { list: DocumentInfo[]; route: Route }) {
  const several = list.find((one) => one.versions.length > 1);
  const old = route.asked.old ?? (several && `${several.id}@${several.versions.at(-2)!.version}`) ?? "";
  const next = route.asked.new ?? (several && `${several.id}@${several.versions.at(-1)!.version}`) ?? "";
  const answer = useAnswer<Report>(old && next ? "diff" : undefined, { old, new: next });
  const select = (label: string, value: string, name: string) => (
    <label>{label}{" "}
      <select value={value} onChange={(event) => adjust({ old, new: next, [name]: event.currentTarget.value })}>
        {!value && <option value="">choose</option>}
        {list.map((one) => (
          <optgroup key={one.id} label={one.title}>
            {one.versions.map((version) => (
              <option key={version.version} value={`${one.id}@${version.version}`}>
                {one.title.length > 50 ? `${one.title.slice(0, 48)}…` : one.title} · {/^[0-9a-f]{12}$/.test(version.version) ? version.date ? day(version.date) : "only version" : version.version}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
  return (
    <>
      <div class="filters">
        {select("Before", old, "old")}
        <button class="plain" onClick={() => adjust({ old: next, new: old })} aria-label="Exchange before and after">⇄</button>
        {select("After", next, "new")}
      </div>
      {answer.value || answer.error ? <Wait answer={answer}>{(report) => <Changes report={report} old={old} next={next} />}</Wait> : <p class="soft">Choose two versions of a document, or two documents.</p>}
    </>
  );
}

function Changes({ report, old, next }: { report: Report; old: string; next: string }) {
  const [off, setOff] = useState<Set<string>>(new Set());
  const kindOf = (entry: Entry) => KINDS.find(([, , names]) => names.includes(entry.change))?.[0] ?? "changed";
  const shown = report.entries.filter((entry) => !off.has(kindOf(entry)));
  const rows = () => [
    ["change", "what", "before", "after", "quote before", "quote after"],
    ...shown.map((entry) => [
      entry.change, entry.changes.map((one) => one.text).join("; "),
      entry.old ? sentence(asFact(entry.old)) : "", entry.new ? sentence(asFact(entry.new)) : "",
      entry.old?.evidence[0]?.quote ?? "", entry.new?.evidence[0]?.quote ?? "",
    ]),
  ];
  // A claim that changed is in the network as it was and as it is.
  const ties = () => shown.flatMap((entry) => ([["before", entry.old], ["after", entry.new]] as const).flatMap(([when, claim]) =>
    claim ? factTies([asFact(claim)], () => ({ change: entry.change, when })) : []));
  return (
    <>
      <p class="verdict" role="status">
        {report.same_facts ? "Both say the same facts." : "They do not say the same."}{" "}
        <span class="soft">{plural(report.summary.unchanged ?? 0, "fact")} unchanged.</span>
      </p>
      <div class="filters" role="group" aria-label="Which changes">
        {KINDS.map(([kind, label]) => (
          <label key={kind} class="check">
            <input type="checkbox" checked={!off.has(kind)} onChange={() => setOff(toggled(off, kind))} />
            <ChangeMark kind={kind} />{label} <span class="soft">{report.entries.filter((entry) => kindOf(entry) === kind).length}</span>
          </label>
        ))}
        <Export name={`${old}-${next}`} csv={rows} json={() => report} ties={ties} />
      </div>
      {report.entities.length > 0 && (
        <ul class="entity-changes">
          {report.entities.map((one, slot) => (
            <li key={slot}><strong>{one.change}</strong>: {one.old.map((node) => node.label).join(", ")} → {one.new.map((node) => node.label).join(", ")} <span class="soft">{one.reason}</span></li>
          ))}
        </ul>
      )}
      {report.articles.length > 0 && (
        <ul class="entity-changes">
          {report.articles.map((one, slot) => <li key={slot}>Article <strong>{one.change}</strong>: {one.title} <span class="soft">{plural(one.claims, "fact")}</span></li>)}
        </ul>
      )}
      <ol class="bare changes">{shown.map((entry, slot) => <Row key={slot} entry={entry} kind={kindOf(entry)} />)}</ol>
      {report.entries.length === 0 && <p>No fact was added, dropped or changed.</p>}
      <Others label="Perhaps on both sides, in words that were not read on one" entries={report.unclear} />
      <Others label="Read otherwise from the same words by another version of the program" entries={report.drift} />
    </>
  );
}

function Others({ label, entries }: { label: string; entries: Entry[] }) {
  if (entries.length === 0) return null;
  return (
    <details class="others">
      <summary>{label} ({entries.length})</summary>
      <ol class="bare changes">{entries.map((entry, slot) => <Row key={slot} entry={entry} kind="changed" />)}</ol>
    </details>
  );
}

export function ChangeMark({ kind }: { kind: string }) {
  const sign = { added: "+", removed: "−", changed: "≠", restated: "≈" }[kind] ?? "≠";
  return <span class={`change c-${kind}`} aria-hidden="true">{sign}</span>;
}

function Row({ entry, kind }: { entry: Entry; kind: string }) {
  const [before, after] = wordMarks(entry.old?.evidence[0]?.quote, entry.new?.evidence[0]?.quote);
  const label = KINDS.find(([name]) => name === kind)?.[1];
  return (
    <li class={`changed c-${kind}`}>
      <p class="what"><ChangeMark kind={kind} /><strong>{label}</strong> {entry.changes.map((one) => one.text).join("; ")}</p>
      <div class="pair">
        <Half claim={entry.old} words={before} empty="Not said before" />
        <Half claim={entry.new} words={after} empty="No longer said" />
      </div>
    </li>
  );
}

function Half({ claim, words, empty }: { claim: RawClaim | null; words: [string, boolean][]; empty: string }) {
  if (!claim) return <div class="half empty"><p class="soft">{empty}</p></div>;
  const fact = asFact(claim);
  const source = fact.sources[0]!;
  return (
    <div class="half">
      <p class="fact-line"><Sentence fact={fact} /></p>
      <StatusLine fact={fact} />
      <figure class="quote">
        <blockquote>{words.map(([text, changed], slot) => changed ? <mark key={slot}>{text}</mark> : text)}</blockquote>
        <figcaption><a href={readAt(source.document, source.version, { fact: fact.id, at: source.quotes[0]?.start })}>{source.article} · {source.version}</a></figcaption>
      </figure>
    </div>
  );
}

/** A claim of the report as the other views show facts. */
function asFact(claim: RawClaim): Fact {
  const local = (iri: string) => iri.split(/[#/]/).pop() ?? iri;
  const node = (raw: RawNode) => ({ id: raw.iri.replace(/^.*\/id\//, ""), label: raw.label, class: local(raw.class) });
  const term = (raw: RawTerm): Term => "iri" in raw ? node(raw) : { value: raw.value, type: local(raw.datatype) };
  const qualifiers = Object.entries(claim.qualifiers).map(([iri, values]) => ({
    key: local(iri), label: local(iri).replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`), values: values.map(term),
  }));
  const dated = (key: string) => {
    const value = qualifiers.find((one) => one.key === key)?.values[0];
    return value && "value" in value ? value.value : null;
  };
  const status: Status = claim.polarity === "negated" ? "negated" : claim.realis === "hypothetical" ? "hypothetical"
    : claim.realis === "planned" ? "planned" : claim.holder ? "attributed" : "asserted";
  const [document = "", version = ""] = claim.version.replace(/^.*\/doc\//, "").split("/");
  return {
    id: local(claim.iri), subject: node(claim.subject), relation: claim.predicate_label, predicate: local(claim.predicate),
    measure: false, object: term(claim.object), qualifiers, status, holder: claim.holder && term(claim.holder),
    from: dated("validFrom"), to: dated("validTo"), date: dated("date"), articles: 1,
    sources: [{ document, version, article: claim.article_title, date: null, rule: claim.rule, quotes: claim.evidence }],
  };
}

/** Both texts in words, those that the other lacks marked: longest common subsequence. */
function wordMarks(before = "", after = ""): [[string, boolean][], [string, boolean][]] {
  const one = before.match(/\S+\s*|\s+/g) ?? [], two = after.match(/\S+\s*|\s+/g) ?? [];
  if (!before || !after || one.length * two.length > 40_000) return [one.map((word) => [word, false]), two.map((word) => [word, false])];
  const same = (i: number, j: number) => one[i]!.trim() === two[j]!.trim();
  const best = Array.from({ length: one.length + 1 }, () => new Uint16Array(two.length + 1));
  for (let i = one.length - 1; i >= 0; i--) {
    for (let j = two.length - 1; j >= 0; j--) {
      best[i]![j] = same(i, j) ? best[i + 1]![j + 1]! + 1 : Math.max(best[i + 1]![j]!, best[i]![j + 1]!);
    }
  }
  const left: [string, boolean][] = [], right: [string, boolean][] = [];
  let i = 0, j = 0;
  while (i < one.length || j < two.length) {
    if (i < one.length && j < two.length && same(i, j)) { left.push([one[i++]!, false]); right.push([two[j++]!, false]); }
    else if (j >= two.length || (i < one.length && best[i + 1]![j]! >= best[i]![j + 1]!)) left.push([one[i++]!, true]);
    else right.push([two[j++]!, true]);
  }
  return [left, right];
}

