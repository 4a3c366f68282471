// The reading room: a document with its facts marked, and the facts beside it.

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { DocumentInfo, DocumentText, Fact, Miss, Problem, Status } from "./api";
import { get, isNode } from "./api";
import { Decide, Decided } from "./decide";
import { groupBy, toggled } from "./entity";
import { factTies } from "./gexf";
import { Export, factRows, Mark, Sentence, StatusLine, useAnswer, useTitle, Wait } from "./parts";
import type { Route } from "./route";
import { adjust, factAt, isWeb, parse, readAt, to } from "./route";
import { Text } from "./sheet";
import { day, plural, STATUS_WORD, STATUSES, termText } from "./words";

export function Documents() {
  useTitle("Documents");
  const answer = useAnswer<DocumentInfo[]>("documents");
  return (
    <section class="column">
      <h1 tabIndex={-1}>Documents</h1>
      <Wait answer={answer}>
        {(list) => (
          <ul class="documents">
            {list.map((one) => (
              <li key={one.id}>
                <a class="hit-name" href={readAt(one.id)}>{one.title}</a>
                <p class="soft">
                  {[one.versions.at(-1)?.date && day(one.versions.at(-1)!.date!), plural(one.facts, "fact"), one.versions.at(-1)?.path].filter(Boolean).join(" · ")}
                </p>
                <p class="statuses">
                  {STATUSES.filter((status) => one.statuses[status]).map((status) => (
                    <span key={status} title={STATUS_WORD[status]} class={`s-${status}`}><Mark status={status} />{one.statuses[status]}<span class="hidden"> {STATUS_WORD[status]}</span></span>
                  ))}
                  {one.versions.length > 1 && <a href={to("compare", { old: `${one.id}@${one.versions.at(-2)!.version}`, new: `${one.id}@${one.versions.at(-1)!.version}` })}>{one.versions.length} versions: what changed?</a>}
                </p>
              </li>
            ))}
          </ul>
        )}
      </Wait>
    </section>
  );
}

export function Reading({ id, route }: { id: string; route: Route }) {
  const answer = useAnswer<DocumentText>(`document/${encodeURIComponent(id)}`, { version: route.asked.version });
  return <Wait answer={answer}>{(doc) => <Room doc={doc} route={route} />}</Wait>;
}

/** Facts in the order of the text. */
function inOrder(facts: Fact[]): Fact[] {
  const first = (fact: Fact) => Math.min(...fact.sources.flatMap((source) => source.quotes.map((quote) => quote.start)));
  return [...facts].sort((one, other) => first(one) - first(other));
}

function Room({ doc, route }: { doc: DocumentText; route: Route }) {
  useTitle(doc.title);
  const [off, setOff] = useState<Set<Status>>(new Set());
  const [relation, setRelation] = useState("");
  const [source, setSource] = useState("");
  const [names, setNames] = useState(false);
  const [misses, setMisses] = useState<Miss[] | string | undefined>();
  const panel = useRef<HTMLDivElement>(null);
  const facts = useMemo(() => inOrder(doc.facts), [doc]);
  const holderOf = (fact: Fact) => fact.holder ? termText(fact.holder) : "";
  const shown = facts.filter((fact) => !off.has(fact.status) && (!relation || fact.relation === relation) && (!source || holderOf(fact) === (source === "author" ? "" : source)));
  const chosen = route.asked.fact, chosenMiss = route.asked.miss;
  const place = useMemo(() => {
    if (route.asked.at) return { start: Number(route.asked.at), end: Number(route.asked.to ?? route.asked.at) };
    const quote = route.asked.quote;
    const found = quote ? doc.text.indexOf(quote) : -1;
    if (found < 0) return undefined;
    const start = Array.from(doc.text.slice(0, found)).length;
    return { start, end: start + Array.from(quote!).length };
  }, [doc, route.asked.at, route.asked.to, route.asked.quote]);
  const choose = (fact: string | undefined) => adjust({ fact, miss: undefined, at: undefined, to: undefined, quote: undefined });
  useEffect(() => {
    const box = panel.current!, target = box.querySelector(".chosen");
    if (!target) return;
    const own = box.getBoundingClientRect(), at = target.getBoundingClientRect();
    if (at.top < own.top) box.scrollTop += at.top - own.top;
    else if (at.bottom > own.bottom) box.scrollTop += Math.min(at.bottom - own.bottom, at.top - own.top);
  }, [chosen, chosenMiss, misses]);
  // Whoever sees the facts may press a key at once: it is listened for as soon as they are there.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (/^(INPUT|TEXTAREA|SELECT)$/.test((event.target as HTMLElement).tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
      const step = { j: 1, k: -1 }[event.key];
      if (!step || shown.length === 0) return;
      // The address and not what was last drawn: the next key may be pressed before the view has followed.
      const now = shown.findIndex((fact) => fact.id === parse(location.hash).asked.fact);
      choose(shown[(now + step + shown.length) % shown.length]!.id);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
  const almost = () => {
    if (Array.isArray(misses)) { setMisses(undefined); return; }
    setMisses("…");
    get<Miss[]>(`misses/${encodeURIComponent(doc.id)}`, { version: doc.version }).then(setMisses, (error: Problem) => setMisses(error.message));
  };
  const counts = groupBy(facts, (fact) => fact.status);
  const relations = [...groupBy(facts, (fact) => fact.relation).keys()].sort();
  const sources = [...new Set(facts.map(holderOf))].filter(Boolean).sort();
  const missList = Array.isArray(misses) ? misses : [];
  return (
    <div class="room">
      <header class="title">
        <p class="kind">{[doc.publisher, doc.authors.join(", "), doc.date && day(doc.date)].filter(Boolean).join(" · ") || doc.path}</p>
        <h1 tabIndex={-1}>{doc.title}</h1>
        <p class="actions">
          {doc.versions.length > 1 && (
            <>
              <label>Version <select value={doc.version} onChange={(event) => adjust({ version: event.currentTarget.value, fact: undefined, at: undefined, to: undefined })}>
                {doc.versions.map((one) => <option key={one.version} value={one.version}>{one.version}{one.date ? `, ${day(one.date)}` : ""}</option>)}
              </select></label>
              <a href={to("compare", { old: `${doc.id}@${doc.versions[0]!.version}`, new: `${doc.id}@${doc.versions.at(-1)!.version}` })}>Compare versions</a>
            </>
          )}
          {doc.url && isWeb(doc.url) && <a href={doc.url} rel="noreferrer">Where it was published</a>}
          <span class="soft">{doc.path}</span>
        </p>
      </header>
      <div class="filters" role="group" aria-label="Which facts">
        {STATUSES.filter((status) => counts.has(status)).map((status) => (
          <label key={status} class="check">
            <input type="checkbox" checked={!off.has(status)} onChange={() => setOff(toggled(off, status))} />
            <Mark status={status} />{STATUS_WORD[status]} <span class="soft">{counts.get(status)!.length}</span>
          </label>
        ))}
        <label>Relation <select value={relation} onChange={(event) => setRelation(event.currentTarget.value)}>
          <option value="">all</option>{relations.map((one) => <option key={one}>{one}</option>)}
        </select></label>
        {sources.length > 0 && (
          <label>Said by <select value={source} onChange={(event) => setSource(event.currentTarget.value)}>
            <option value="">anyone</option><option value="author">the author</option>{sources.map((one) => <option key={one}>{one}</option>)}
          </select></label>
        )}
        <label class="check"><input type="checkbox" checked={names} onChange={() => setNames(!names)} />Names</label>
        <button aria-pressed={Array.isArray(misses)} onClick={almost}>{misses === "…" ? "Reading…" : "Near-misses"}</button>
        <Export name={doc.id} csv={() => factRows(shown)} json={() => shown} ties={() => factTies(shown)} />
      </div>
      <div class="sheets">
        <Text doc={doc} facts={shown} misses={missList} names={names} chosen={chosen} chosenMiss={chosenMiss} place={place} choose={choose} />
        <div class="panel" ref={panel} tabIndex={0} role="region" aria-label="Facts of this document">
          <p class="soft small" role="status">{shown.length === facts.length ? plural(facts.length, "fact") : `${shown.length} of ${plural(facts.length, "fact")}`}<span class="keys"> · <kbd>j</kbd> next, <kbd>k</kbd> previous</span></p>
          {typeof misses === "string" && misses !== "…" && <p class="problem" role="alert">{misses}</p>}
          {Array.isArray(misses) && <Misses misses={misses} chosen={chosenMiss} />}
          <ol class="bare">
            {shown.map((fact) => <Beside key={fact.id} fact={fact} doc={doc} chosen={fact.id === chosen} choose={choose} />)}
          </ol>
          {facts.length === 0 && <p>No fact was read from this document. Near-misses may show why.</p>}
        </div>
      </div>
    </div>
  );
}

function Beside({ fact, doc, chosen, choose }: { fact: Fact; doc: DocumentText; chosen: boolean; choose: (id: string | undefined) => void }) {
  const cues = doc.cues[fact.id] ?? {};
  const rules = [...new Set(fact.sources.map((source) => source.rule))];
  return (
    <li class={`beside s-${fact.status}${chosen ? " chosen" : ""}`} data-fact={fact.id}>
      <button class="pick" aria-pressed={chosen} onClick={() => choose(chosen ? undefined : fact.id)}
        aria-label={`Show in the text: ${fact.subject.label} ${fact.relation} ${isNode(fact.object) ? fact.object.label : fact.object.value}`}>
        <Mark status={fact.status} />
      </button>
      <div>
        <p class="fact-line"><Sentence fact={fact} /></p>
        {(fact.status !== "asserted" || fact.holder) && <StatusLine fact={fact} />}
        {chosen && (
          <div class="detail">
            {Object.entries(cues).map(([what, cue]) => <p key={what} class="soft small">{what} shown by <q>{cue.quote}</q></p>)}
            <p class="soft small">rule {rules.join(", ")} · <a href={factAt(fact.id)}>all its sources</a></p>
            <Decided item={`claim/${fact.id}`} />
            <Decide about={`claim/${fact.id}`} claim />
          </div>
        )}
      </div>
    </li>
  );
}

function Misses({ misses, chosen }: { misses: Miss[]; chosen: string | undefined }) {
  return (
    <section class="misses" aria-label="Near-misses">
      <h2>{plural(misses.length, "near-miss", "near-misses")}</h2>
      <p class="soft small">Two names fit a relation and a word of it stands near, but nothing was read. Not every one is a fact.</p>
      <ol class="bare">
        {misses.map((miss, slot) => (
          <li key={slot} class={chosen === String(slot) ? "chosen" : ""}>
            <button class="plain row" aria-pressed={chosen === String(slot)} onClick={() => adjust({ miss: slot, fact: undefined, at: undefined, to: undefined })}>
              {miss.subject.quote} <span class="relation">{miss.relation}?</span> {miss.object.quote}
            </button>
            <span class="soft small"> {miss.reason}, near “{miss.trigger.quote}”{miss.pattern && <> · <code>{miss.pattern}</code></>}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
