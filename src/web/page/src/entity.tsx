// What is said of one thing, and one fact on a page of its own.

import type { Conflict, Entity, Fact, Status } from "./api";
import { isNode } from "./api";
import { Chart, Timeline } from "./chart";
import { Decide, Decided } from "./decide";
import { factTies } from "./gexf";
import { classLabel, Dot, Export, FactCard, factRows, Mark, Name, QuoteView, Sentence, StatusLine, useAnswer, useTitle, Wait } from "./parts";
import { isWeb, readAt, to } from "./route";
import { plural, reasonWords, STATUS_WORD, STATUSES, termText } from "./words";
import { useState } from "preact/hooks";

export function EntityView({ id }: { id: string }) {
  const answer = useAnswer<Entity>(`entity/${id}`);
  return <Wait answer={answer}>{(entity) => <Shown entity={entity} />}</Wait>;
}

function Shown({ entity }: { entity: Entity }) {
  useTitle(entity.label);
  const [off, setOff] = useState<Set<Status>>(new Set());
  const shown = entity.facts.filter((fact) => !off.has(fact.status));
  const groups = groupBy(shown, (fact) => fact.subject.id === entity.id ? fact.relation : `${fact.relation} · as ${role(fact, entity.id)}`);
  const counts = groupBy(entity.facts, (fact) => fact.status);
  const dated = shown.filter((fact) => !fact.measure && (fact.from || fact.to || fact.date));
  const sections: [string, string, boolean][] = [
    ["facts", "Facts", shown.length > 0], ["numbers", "Numbers", entity.series.length > 0],
    ["time", "Timeline", dated.length > 0], ["disputed", "Disputed", entity.conflicts.length > 0],
    ["near", "Neighbours", entity.neighbours.length > 0], ["why", "Mentions", entity.mentions.length > 0],
  ];
  return (
    <article class="entity">
      <header class="title">
        <p class="kind"><Dot name={entity.class} />{classLabel(entity.class)}</p>
        <h1 tabIndex={-1}>{entity.label}</h1>
        {entity.names.length > 0 && <p class="soft">also {entity.names.join(", ")}</p>}
        <p class="actions">
          <a href={to("network", { around: entity.id })}>Network around it</a>
          {entity.wikidata && isWeb(entity.wikidata) && <a href={entity.wikidata} rel="noreferrer">Wikidata {entity.wikidata.split("/").pop()}</a>}
          <a href={to("ask", { q: "figures", about: entity.id })}>Ask about it</a>
        </p>
        <nav class="jump" aria-label="On this page">
          {sections.filter(([, , has]) => has).map(([anchor, label]) => (
            <a key={anchor} href={`#${anchor}`} onClick={(event) => {
              event.preventDefault();
              const target = document.getElementById(anchor)!;
              target.scrollIntoView(); target.focus({ preventScroll: true });
            }}>{label}</a>
          ))}
        </nav>
      </header>
      <div class="filters" role="group" aria-label="Status">
        {STATUSES.filter((status) => counts.has(status)).map((status) => (
          <label key={status} class="check">
            <input type="checkbox" checked={!off.has(status)} onChange={() => setOff(toggled(off, status))} />
            <Mark status={status} />{STATUS_WORD[status]} <span class="soft">{counts.get(status)!.length}</span>
          </label>
        ))}
        <Export name={entity.id.replace("/", "-")} csv={() => factRows(shown)} json={() => entity} ties={() => factTies(shown)} />
      </div>

      {entity.conflicts.length > 0 && (
        <section aria-labelledby="disputed" class="disputed">
          <h2 id="disputed" tabIndex={-1}>Sources disagree</h2>
          {entity.conflicts.map((conflict, slot) => <ConflictView key={slot} conflict={conflict} here={entity.id} />)}
        </section>
      )}

      {entity.series.length > 0 && (
        <section aria-labelledby="numbers">
          <h2 id="numbers" tabIndex={-1}>Numbers over time</h2>
          <div class="charts">{entity.series.map((series, slot) => <Chart key={slot} series={series} />)}</div>
        </section>
      )}

      <section aria-labelledby="facts">
        <h2 id="facts" tabIndex={-1}>Facts</h2>
        {[...groups].map(([relation, facts]) => (
          <section class="group" key={relation} aria-label={relation}>
            <h3>{relation} <span class="count">{facts.length}</span></h3>
            <div class="facts">{facts.map((fact) => <FactCard key={fact.id} fact={fact} here={entity.id} />)}</div>
          </section>
        ))}
        {shown.length === 0 && <p class="soft">No fact has such a status.</p>}
      </section>

      {dated.length > 0 && (
        <section aria-labelledby="time">
          <h2 id="time" tabIndex={-1}>Timeline</h2>
          <Timeline facts={dated} />
        </section>
      )}

      {entity.neighbours.length > 0 && (
        <section aria-labelledby="near">
          <h2 id="near" tabIndex={-1}>Neighbours</h2>
          <ul class="neighbours">
            {entity.neighbours.map((one) => (
              <li key={one.node.id}>
                <Dot name={one.node.class} /><Name node={one.node} />
                <span class="soft"> {one.relations.join(", ")} · {plural(one.facts, "fact")}</span>
              </li>
            ))}
          </ul>
        </section>
      )}

      <section aria-labelledby="why">
        <h2 id="why" tabIndex={-1}>Why these words mean {entity.label}</h2>
        <table>
          <thead><tr><th scope="col">Words</th><th scope="col">Because</th><th scope="col">Where</th></tr></thead>
          <tbody>
            {entity.mentions.map((one) => (
              <tr key={one.words + one.reasons.join()}>
                <td><q>{one.words}</q></td>
                <td>{one.reasons.map(reasonWords).join(", ")}{one.places[0]?.antecedent && <span class="soft">: see “{one.places[0].antecedent.quote}”</span>}</td>
                <td>
                  {one.places.slice(0, 8).map((place, slot) => (
                    <>{slot > 0 && ", "}<a href={readAt(place.document, place.version, { at: place.start, to: place.end })} aria-label={`${one.words} in ${place.document}, place ${slot + 1}`}>{place.document}</a></>
                  ))}
                  {one.places.length > 8 && <span class="soft"> and {one.places.length - 8} more</span>}
                  <Decide about={entity.id} split={one.words} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <Decided item={entity.id} />
        <Decide about={entity.id} entity />
      </section>
    </article>
  );
}

export function ConflictView({ conflict, here }: { conflict: Conflict; here?: string | undefined }) {
  const first = conflict.sides[0]!.facts[0]!;
  const what = { number: "Different numbers", object: "Different answers", denied: "Affirmed and denied", status: "Done for some, not for others" }[conflict.kind];
  return (
    <article class="conflict">
      <h3>{what}: {first.subject.label} — {first.relation}</h3>
      <div class="sides">
        {conflict.sides.map((side) => (
          <div key={side.reading}>
            <p class="reading">{isNode(first.object) || conflict.kind === "object" ? side.reading : termText(side.facts[0]!.object)}</p>
            {side.facts.map((fact) => <FactCard key={fact.id} fact={fact} here={here} />)}
          </div>
        ))}
      </div>
    </article>
  );
}

export function FactView({ id }: { id: string }) {
  const answer = useAnswer<Fact>(`fact/${id}`);
  return (
    <section class="column">
      <Wait answer={answer}>{(fact) => <OneFact fact={fact} />}</Wait>
    </section>
  );
}

function OneFact({ fact }: { fact: Fact }) {
  useTitle(fact.subject.label);
  
  const cues = new Map(fact.cues?.map((one) => [one.version, one.cues]));
  return (
    <article class={`one-fact s-${fact.status}`}>
      <h1 tabIndex={-1}><Sentence fact={fact} /></h1>
      <StatusLine fact={fact} />
      <p class="soft">{plural(fact.articles, "article says", "articles say")} it.</p>
      {fact.sources.map((source) => {
        const own = [...cues].find(([version]) => version.endsWith(`/${source.document}/${source.version}`))?.[1] ?? {};
        return (
          <div key={source.version + source.article}>
            <QuoteView source={source} fact={fact.id} />
            <p class="soft small">
              {Object.entries(own).map(([what, cue]) => <span key={what}>{what} shown by “{cue.quote}” · </span>)}
              rule {source.rule}
            </p>
          </div>
        );
      })}
      <Decided item={`claim/${fact.id}`} />
      <Decide about={`claim/${fact.id}`} claim />
      <Export name={`fact-${fact.id.slice(0, 12)}`} csv={() => factRows([fact])} json={() => fact} ties={isNode(fact.object) ? () => factTies([fact]) : undefined} />
    </article>
  );
}



function role(fact: Fact, id: string): string {
  if (isNode(fact.object) && fact.object.id === id) return "object";
  if (fact.holder && isNode(fact.holder) && fact.holder.id === id) return "source";
  return fact.qualifiers.find((one) => one.values.some((value) => isNode(value) && value.id === id))?.label ?? "other side";
}

export function groupBy<T>(items: T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

export function toggled<T>(set: Set<T>, item: T): Set<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
