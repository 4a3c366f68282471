// Search over names and texts, and the first thing that is seen.

import { useEffect, useRef } from "preact/hooks";
import type { DocumentInfo, Found, Hit } from "./api";
import { classLabel, Dot, getOverview, useAnswer, useTitle, Wait } from "./parts";
import type { Route } from "./route";
import { entityAt, go, adjust, readAt, to } from "./route";
import { day, plural } from "./words";

export function Search({ route }: { route: Route }) {
  const query = route.asked.q ?? "";
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useTitle(query && `“${query}”`);
  useEffect(() => {
    if (field.current && field.current !== document.activeElement) field.current.value = query;
  }, [query]);
  useEffect(() => { field.current?.focus({ preventScroll: true }); }, []);
  // Whoever leaves before the pause is over must not be called back.
  useEffect(() => {
    const stop = () => clearTimeout(timer.current);
    addEventListener("hashchange", stop);
    return () => { stop(); removeEventListener("hashchange", stop); };
  }, []);
  const ask = (text: string) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (route.path[0] === "search") adjust({ q: text });
      else if (text) go("search", { q: text });
    }, 120);
  };
  return (
    <section class={`column search${query ? "" : " home"}`}>
      <h1 class={query ? "hidden" : "lead"}>What do the documents say?</h1>
      <form role="search" onSubmit={(event) => { event.preventDefault(); clearTimeout(timer.current); go("search", { q: field.current!.value }); }}>
        <input id="search" ref={field} type="search" aria-label="Search names and texts" autocomplete="off"
          placeholder="A country, a person, an organization, or words of a text"
          onInput={(event) => ask(event.currentTarget.value)} />
      </form>
      {query ? <Results query={query} /> : <Home />}
    </section>
  );
}

function Results({ query }: { query: string }) {
  const answer = useAnswer<Found>("search", { q: query, limit: 20 });
  return (
    <Wait answer={answer}>
      {(found) => (
        <div aria-busy={answer.loading}>
          <p class="soft" role="status">
            {plural(found.entities.length, "name")}{found.entities.length === 20 && " or more"}, {plural(found.total, "passage")}
          </p>
          {found.entities.length > 0 && (
            <section aria-labelledby="names">
              <h2 id="names">{found.entities[0]!.guess ? "Did you mean" : "Names"}</h2>
              <ul class="hits">{found.entities.map((hit) => <li key={hit.id}><HitLink hit={hit} /></li>)}</ul>
            </section>
          )}
          {found.passages.length > 0 && (
            <section aria-labelledby="passages">
              <h2 id="passages">Passages</h2>
              <ol class="passages">
                {found.passages.map((one) => (
                  <li key={`${one.document}${one.start}`}>
                    <blockquote><Marked text={one.text} marks={one.marks} /></blockquote>
                    <a href={readAt(one.document, one.version, { at: one.start, to: one.end })}>{one.title}</a>
                  </li>
                ))}
              </ol>
              {found.total > found.passages.length && <p class="soft">The first {found.passages.length} of {found.total}. More words find fewer.</p>}
            </section>
          )}
          {found.entities.length === 0 && found.passages.length === 0 && <p>Nothing is called so, and no text has these words. That nothing is found does not mean that it is not so.</p>}
        </div>
      )}
    </Wait>
  );
}

function HitLink({ hit }: { hit: Hit }) {
  return (
    <a class="hit" href={entityAt(hit.id)}>
      <Dot name={hit.class} />
      <span class="hit-name">{hit.label}</span>
      {hit.also && <span class="soft"> also {hit.also}</span>}
      <span class="soft tail">{classLabel(hit.class)} · {plural(hit.facts, "fact")} · {plural(hit.articles, "article")}</span>
    </a>
  );
}

/** Text with some of its code points marked. */
export function Marked({ text, marks }: { text: string; marks: [number, number][] }) {
  const letters = Array.from(text);
  const parts = [];
  let from = 0;
  for (const [start, end] of marks) {
    if (start < from) continue;
    parts.push(letters.slice(from, start).join(""), <mark>{letters.slice(start, end).join("")}</mark>);
    from = end;
  }
  return <>{parts}{letters.slice(from).join("")}</>;
}

function Home() {
  const all = getOverview()!;
  const top = useAnswer<Hit[]>("entities", { limit: 12 });
  const documents = useAnswer<DocumentInfo[]>("documents");
  return (
    <>
      <p class="soft">
        {plural(all.facts, "fact")} about {plural(all.entities, "thing")} in {plural(all.documents, "document")}. Every one leads back to the sentence that states it.
      </p>
      <div class="two">
        <section aria-labelledby="most">
          <h2 id="most">Most is said of</h2>
          <Wait answer={top}>{(hits) => <ul class="hits">{hits.map((hit) => <li key={hit.id}><HitLink hit={hit} /></li>)}</ul>}</Wait>
        </section>
        <section aria-labelledby="docs">
          <h2 id="docs">Documents</h2>
          <Wait answer={documents}>
            {(list) => (
              <>
                <ul class="hits">
                  {list.slice(0, 12).map((one) => (
                    <li key={one.id}>
                      <a class="hit" href={readAt(one.id)}>
                        <span class="hit-name">{one.title}</span>
                        <span class="soft tail">{one.versions.at(-1)?.date && `${day(one.versions.at(-1)!.date!)} · `}{plural(one.facts, "fact")}</span>
                      </a>
                    </li>
                  ))}
                </ul>
                {list.length > 12 && <a href={to("read")}>All {list.length} documents</a>}
              </>
            )}
          </Wait>
        </section>
      </div>
    </>
  );
}
