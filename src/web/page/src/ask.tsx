// Questions: ready-made ones with pickers, or SPARQL; the answer as a table, network, chart or timeline.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Problem as Wrong } from "./api";
import { ask, Problem, query } from "./api";
import { Answer } from "./answer";
import type { Result, Value } from "./answer";
import type { Editor } from "./editor";
import { Picker, useAnswer, useTitle, Wait } from "./parts";
import type { Route } from "./route";
import { adjust, to } from "./route";

export interface Parameter { name: string; kind: string; default: string | null; description: string; required: boolean; values: string }
export interface Question { name: string; title: string; description: string; parameters: Parameter[]; view: string; href: string }

/** Rows as the server gives them for ready-made questions. */
interface Sheet { columns: { name: string }[]; rows: (Value | null)[][]; more: boolean }

/** Most rows that are asked for at once. */
const ROWS = 20_000;

const START = `SELECT ?subject ?relation ?object ?quote ?document WHERE {
  ?claim rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ;
         sg:realis sg:Planned ; sg:evidence ?passage .
  ?passage sg:quote ?quote ; dct:isPartOf/sg:source ?document .
}
LIMIT 100`;

export function Ask({ route }: { route: Route }) {
  useTitle("Ask");
  const answer = useAnswer<{ questions: Question[] }>("q");
  return (
    <section class="ask">
      <Wait answer={answer}>{(found) => <Asking questions={found.questions} route={route} />}</Wait>
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
  if (response.headers.get("content-type")?.includes("json")) {
    const found = JSON.parse(text) as Result | Sheet;
    return "columns" in found ? ofSheet(found) : found;
  }
  return { head: { vars: [] }, text };
}

function ofSheet(sheet: Sheet): Result {
  const vars = sheet.columns.map((column) => column.name);
  const bindings = sheet.rows.map((row) => Object.fromEntries(row.flatMap((value, slot) => value ? [[vars[slot]!, value]] : [])));
  return { head: { vars }, results: { bindings }, truncated: sheet.more };
}

function Form({ question, route }: { question: Question; route: Route }) {
  useTitle(question.title);
  const given = (parameter: Parameter) => route.asked[parameter.name] ?? "";
  const missing = question.parameters.filter((one) => one.required && !given(one));
  const [result, run, cancel] = useResult();
  const asked = Object.fromEntries(question.parameters.map((one) => [one.name, given(one) || undefined]));
  const key = JSON.stringify(asked);
  useEffect(() => {
    if (missing.length === 0) run(`api/q/${question.name}.json${query({ ...asked, limit: ROWS })}`);
    else cancel();
  }, [question.name, key]);
  return (
    <>
      <h1 tabIndex={-1}>{question.title}</h1>
      <p class="soft">{question.description}</p>
      {question.parameters.length > 0 && (
        <form class="parameters" onSubmit={(event) => event.preventDefault()}>
          {question.parameters.map((one) => <Field key={one.name} parameter={one} value={given(one)} others={asked} set={(value) => adjust({ [one.name]: value })} />)}
        </form>
      )}
      {missing.length > 0 && <p class="soft">It needs {missing.map((one) => one.name.replaceAll("_", " ")).join(" and ")}.</p>}
      <Answer result={result} name={question.name} view={route.asked.view ?? question.view ?? undefined} cancel={cancel} />
    </>
  );
}

interface FieldProps { parameter: Parameter; value: string; others: Record<string, string | undefined>; set: (value: string) => void }

/** Offers what has an answer, given what the other fields hold. */
function Field({ parameter, value, others, set }: FieldProps) {
  const label = parameter.name.replaceAll("_", " ");
  const id = value.replace(ENTITY, "");
  const isEntity = /^[a-z0-9-]+\/[a-z0-9-]+$/.test(id);
  const found = useAnswer<{ label: string }>(isEntity ? `entity/${id}` : undefined);
  if (parameter.kind === "date" || parameter.kind === "number") {
    return (
      <div class="picker">
        <label>{label}{!parameter.required && <span class="soft"> (optional)</span>}
          <input value={value} inputMode={parameter.kind === "number" ? "decimal" : "text"} onChange={(event) => set(event.currentTarget.value)} />
        </label>
        <p class="hint">{parameter.description}{parameter.kind === "date" && ": 2023, 2023-07 or 2023-07-14"}</p>
      </div>
    );
  }
  const find = async (words: string) => {
    const given = Object.fromEntries(Object.entries(others).filter(([name]) => name !== parameter.name));
    const address = `${parameter.values.replace(/^\//, "")}${query({ ...given, words, limit: 20 }).replace("?", "&")}`;
    const answer = await (await ask(address)).json() as { values: { value: string; label: string | null }[] };
    return answer.values.map((one) => {
      const [kind] = one.value.startsWith(ENTITY) ? [one.value.slice(ENTITY.length)] : [];
      return { id: kind ?? one.value, label: one.label ?? one.value };
    });
  };
  return <Picker label={label} value={value} required={parameter.required} hint={parameter.description} find={find} free={parameter.kind === "string"} text={isEntity ? found.value?.label ?? "" : value} onPick={set} />;
}

const ENTITY = "https://w3id.org/saiga/id/";

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
