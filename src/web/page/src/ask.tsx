// Questions: ready-made ones with pickers, or SPARQL; the answer as a table, network, chart or timeline.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Problem as Wrong } from "./api";
import { ask, Problem, query } from "./api";
import { Answer } from "./answer";
import type { Result } from "./answer";
import type { Editor } from "./editor";
import { Picker, useAnswer, useTitle, Wait } from "./parts";
import type { Route } from "./route";
import { adjust, to } from "./route";

export interface Parameter { name: string; kind: string; class?: string | null; default?: string | null; description: string; required?: boolean; values?: string[] }
export interface Question { name: string; title: string; description: string; parameters: Parameter[]; view?: string | null; sparql?: string }

const START = `SELECT ?subject ?relation ?object ?quote ?document WHERE {
  ?claim rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ;
         sg:realis sg:Planned ; sg:evidence ?passage .
  ?passage sg:quote ?quote ; dct:isPartOf/sg:source ?document .
}
LIMIT 100`;

export function Ask({ route }: { route: Route }) {
  useTitle("Ask");
  const answer = useAnswer<Question[] | { questions: Question[] }>("q");
  return (
    <section class="ask">
      <Wait answer={answer}>{(found) => <Asking questions={Array.isArray(found) ? found : found.questions} route={route} />}</Wait>
    </section>
  );
}

function Asking({ questions, route }: { questions: Question[]; route: Route }) {
  const name = route.asked.q ?? "", own = route.asked.sparql;
  const question = questions.find((one) => one.name === name);
  const [filter, setFilter] = useState("");
  const words = filter.toLowerCase().split(/\s+/);
  const shown = questions.filter((one) => words.every((word) => `${one.title} ${one.description}`.toLowerCase().includes(word)));
  const isEditor = own !== undefined;
  return (
    <div class="asking">
      <nav class="questions" aria-label="Questions">
        <input type="search" aria-label="Find a question" placeholder="Find a question" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
        <ul class="bare">
          {shown.map((one) => <li key={one.name}><a href={to("ask", { q: one.name })} aria-current={one.name === name ? "true" : undefined}>{one.title}</a></li>)}
          <li><a href={to("ask", { sparql: START })} aria-current={isEditor ? "true" : undefined}>Write SPARQL…</a></li>
        </ul>
      </nav>
      <div class="answers">
        {isEditor ? <Sparql key="sparql" text={own} route={route} />
          : question ? <Form key={name} question={question} route={route} />
          : <><h1 tabIndex={-1}>Ask</h1><p class="soft">Choose a question. Each answer comes with the sentence that states it.</p></>}
      </div>
    </div>
  );
}

function useResult(): [Result | Wrong | "waiting" | undefined, (address: string, init?: RequestInit) => void, () => void] {
  const [result, setResult] = useState<Result | Wrong | "waiting">();
  const stop = useRef<AbortController>(undefined);
  const run = (address: string, init: RequestInit = {}) => {
    stop.current?.abort();
    const control = stop.current = new AbortController();
    setResult("waiting");
    ask(address, { ...init, signal: control.signal })
      .then(async (response) => setResult(await read(response)))
      .catch((error: Problem) => { if (!control.signal.aborted) setResult(error instanceof Problem ? error : new Problem(String(error), 0)); });
  };
  useEffect(() => () => stop.current?.abort(), []);
  return [result, run, () => { stop.current?.abort(); setResult(undefined); }];
}

async function read(response: Response): Promise<Result> {
  const text = await response.text();
  if (response.headers.get("content-type")?.includes("json")) return JSON.parse(text) as Result;
  return { head: { vars: [] }, text };
}

function Form({ question, route }: { question: Question; route: Route }) {
  useTitle(question.title);
  const given = (parameter: Parameter) => route.asked[parameter.name] ?? "";
  const missing = question.parameters.filter((one) => isNeeded(one) && !given(one));
  const [result, run, cancel] = useResult();
  const asked = Object.fromEntries(question.parameters.map((one) => [one.name, given(one) || undefined]));
  const key = JSON.stringify(asked);
  useEffect(() => {
    if (missing.length === 0) run(`api/q/${question.name}.json${query(asked)}`);
    else cancel();
  }, [question.name, key]);
  return (
    <>
      <h1 tabIndex={-1}>{question.title}</h1>
      <p class="soft">{question.description}</p>
      {question.parameters.length > 0 && (
        <form class="parameters" onSubmit={(event) => event.preventDefault()}>
          {question.parameters.map((one) => <Field key={one.name} parameter={one} value={given(one)} set={(value) => adjust({ [one.name]: value })} />)}
        </form>
      )}
      {missing.length > 0 && <p class="soft">It needs {missing.map((one) => one.name.replaceAll("_", " ")).join(" and ")}.</p>}
      <Answer result={result} name={question.name} view={route.asked.view ?? question.view ?? undefined} cancel={cancel} />
      {question.sparql && <details><summary>The query</summary><pre tabIndex={0}>{question.sparql}</pre><a href={to("ask", { sparql: question.sparql })}>Edit a copy</a></details>}
    </>
  );
}

const isNeeded = (one: Parameter) => one.required ?? (one.default === null || one.default === undefined);

function Field({ parameter, value, set }: { parameter: Parameter; value: string; set: (value: string) => void }) {
  const label = parameter.name.replaceAll("_", " ");
  const needed = isNeeded(parameter);
  const kind = parameter.kind;
  if (parameter.values?.length) {
    return <label>{label} <select value={value || parameter.default || ""} onChange={(event) => set(event.currentTarget.value)}>{!needed && <option value="">any</option>}{parameter.values.map((one) => <option key={one}>{one}</option>)}</select></label>;
  }
  const className = parameter.class ?? (/^[A-Z]/.test(kind) ? kind : undefined);
  if (kind === "entity" || className) {
    return <EntityField label={label} class={className} value={value} needed={needed} hint={parameter.description} set={set} />;
  }
  return (
    <div class="picker">
      <label>{label}{!needed && <span class="soft"> (optional)</span>}
        <input inputMode={kind === "number" ? "decimal" : "text"} value={value} placeholder={kind === "date" ? "2023, 2023-07 or 2023-07-14" : ""} onChange={(event) => set(event.currentTarget.value)} />
      </label>
      <p class="hint">{parameter.description}</p>
    </div>
  );
}

function EntityField(props: { label: string; class: string | undefined; value: string; needed: boolean; hint: string; set: (value: string) => void }) {
  const id = props.value.includes("/") ? props.value : undefined;
  const found = useAnswer<{ label: string }>(id && `entity/${id}`);
  return <Picker label={props.label} class={props.class} value={props.value} required={props.needed} hint={props.hint} text={id ? found.value?.label ?? "" : props.value} onPick={props.set} />;
}

function Sparql({ text, route }: { text: string; route: Route }) {
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor>(undefined);
  const [result, run, cancel] = useResult();
  const go = (typed = editor.current?.text() ?? text) => {
    adjust({ sparql: typed });
    run("sparql", {
      method: "POST", body: new URLSearchParams({ query: typed }),
      headers: { accept: "application/sparql-results+json, text/turtle;q=0.5" },
    });
  };
  useEffect(() => {
    let ended = false;
    import("./editor").then((part) => part.edit(box.current!, text, go)).then((one) => {
      if (ended) one.end(); else editor.current = one;
    });
    return () => { ended = true; editor.current?.end(); };
  }, []);
  useEffect(() => { if (editor.current && editor.current.text() !== text) editor.current.set(text); }, [text]);
  const problem = result instanceof Problem ? result : undefined;
  useEffect(() => { editor.current?.mark(problem?.line, problem?.column); }, [problem]);
  return (
    <>
      <h1 tabIndex={-1}>SPARQL</h1>
      <p class="soft">Common prefixes need not be declared. Names complete from the data. <kbd>Ctrl</kbd> <kbd>Enter</kbd> asks; <kbd>Esc</kbd> then <kbd>Tab</kbd> leaves the field.</p>
      <div class="editor" ref={box} />
      <p class="run"><button class="strong" onClick={() => go()}>Ask</button></p>
      <Answer result={result} name="query" view={route.asked.view} cancel={cancel} />
    </>
  );
}
