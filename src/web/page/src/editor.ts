// An editor for SPARQL, loaded when it is first needed. It lives in a shadow root: its style sheets are then made by
// script and no inline style has to be allowed.

import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import type { CompletionContext } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { get } from "./api";

export interface Editor {
  text: () => string;
  set: (text: string) => void;
  mark: (line: number | undefined, column: number | undefined) => void;
  end: () => void;
}

interface Void {
  prefixes: [string, string][]; entities: [string, string, string][];
  classes: { iri: string; name: string; label: string; comment: string }[];
  relations: { iri: string; name: string; label: string; comment: string }[];
  partitions: { from: string; relation: string; to: string; count: number }[];
}

const KEYWORDS = "SELECT CONSTRUCT ASK DESCRIBE WHERE FILTER OPTIONAL UNION MINUS GRAPH BIND VALUES AS DISTINCT REDUCED FROM NAMED ORDER BY ASC DESC GROUP HAVING LIMIT OFFSET PREFIX BASE NOT EXISTS IN UNDEF a".split(" ");
const FUNCTIONS = "STR LANG LANGMATCHES DATATYPE BOUND IRI BNODE COALESCE IF REGEX SUBSTR STRLEN UCASE LCASE CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER CONCAT REPLACE ABS ROUND CEIL FLOOR YEAR MONTH DAY COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STRDT isIRI isLITERAL".split(" ");
const WORDS = new Set([...KEYWORDS, ...FUNCTIONS].map((word) => word.toUpperCase()));

const sparql = StreamLanguage.define({
  name: "sparql",
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^#.*/)) return "comment";
    if (stream.match(/^<[^<>"{}|^`\\\s]*>/)) return "url";
    if (stream.match(/^("""[^]*?"""|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/)) return "string";
    if (stream.match(/^[?$][\w]+/)) return "variableName";
    if (stream.match(/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?/)) return "number";
    if (stream.match(/^[\w-]*:[\w\-./%]*/)) return "propertyName";
    const word = stream.match(/^[A-Za-z_]\w*/) as RegExpMatchArray | null;
    if (word) return WORDS.has(word[0].toUpperCase()) ? "keyword" : null;
    stream.next();
    return null;
  },
});

const highlight = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: tags.variableName, color: "var(--s-planned)" },
  { tag: tags.string, color: "var(--s-attributed)" },
  { tag: tags.propertyName, color: "var(--s-asserted)" },
  { tag: tags.url, color: "var(--s-asserted)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);

const theme = EditorView.theme({
  "&": { backgroundColor: "var(--card)", color: "var(--ink)", fontSize: "0.9rem" },
  "&.cm-focused": { outline: "2px solid var(--accent)" },
  ".cm-content": { fontFamily: "ui-monospace, 'DejaVu Sans Mono', monospace", caretColor: "var(--ink)", padding: "0.6rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--card)", color: "var(--soft)", border: "none" },
  ".cm-scroller": { maxHeight: "24rem" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--accent-soft) !important" },
  ".cm-tooltip": { backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent)", color: "var(--card)" },
  ".cm-completionDetail": { opacity: "0.75" },
  ".cm-wrong": { textDecoration: "underline wavy var(--s-negated)" },
});

const wrong = StateEffect.define<{ from: number; to: number } | null>();
const wrongField = StateField.define({
  create: () => Decoration.none,
  update(marks, change) {
    let next = change.docChanged ? Decoration.none : marks;
    for (const effect of change.effects) {
      if (effect.is(wrong)) next = effect.value ? Decoration.set([Decoration.mark({ class: "cm-wrong" }).range(effect.value.from, effect.value.to)]) : Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export async function edit(box: HTMLElement, text: string, run: (text: string) => void): Promise<Editor> {
  const root = box.shadowRoot ?? box.attachShadow({ mode: "open" });
  const known = get<Void>("void");
  const state = EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(), history(), bracketMatching(), sparql, syntaxHighlighting(highlight), theme, wrongField, EditorView.lineWrapping,
      autocompletion({ override: [async (context) => complete(context, await known)], icons: false }),
      EditorView.contentAttributes.of({ "aria-label": "SPARQL query" }),
      keymap.of([
        { key: "Ctrl-Enter", mac: "Cmd-Enter", run: (view) => { run(view.state.doc.toString()); return true; } },
        ...completionKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab,
      ]),
    ],
  });
  const view = new EditorView({ state, root, parent: root });
  return {
    text: () => view.state.doc.toString(),
    set: (next) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } }),
    mark: (line, column) => {
      if (!line || line > view.state.doc.lines) { view.dispatch({ effects: wrong.of(null) }); return; }
      const at = view.state.doc.line(line);
      const from = Math.min(at.from + Math.max(0, (column ?? 1) - 1), Math.max(at.from, at.to - 1));
      if (at.to > at.from) view.dispatch({ effects: wrong.of({ from, to: at.to }) });
    },
    end: () => view.destroy(),
  };
}

/** Relations and classes by how often the data has them, things by name, variables of the query. */
function complete(context: CompletionContext, known: Void) {
  const word = context.matchBefore(/[?$]?[\w:/-]*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const text = context.state.doc.toString();
  if (/^[?$]/.test(word.text)) {
    const names = [...new Set(text.match(/[?$]\w+/g) ?? [])].filter((name) => name !== word.text);
    return { from: word.from, options: names.map((label) => ({ label })) };
  }
  const short = (iri: string) => {
    const [name, start] = known.prefixes.find(([, start]) => iri.startsWith(start)) ?? ["", ""];
    return name && `${name}:${iri.slice(start.length)}`;
  };
  const count = new Map<string, number>();
  for (const one of known.partitions) {
    for (const iri of [one.relation, one.from]) count.set(iri, (count.get(iri) ?? 0) + one.count);
  }
  const terms = [...known.relations, ...known.classes].filter((one) => short(one.iri)).map((one) => ({
    label: short(one.iri), detail: ` ${one.label}${count.has(one.iri) ? ` · ${count.get(one.iri)}` : ""}`, info: one.comment, boost: count.has(one.iri) ? 20 : -20,
  }));
  const typed = word.text.replace(/^id:/, "").toLowerCase();
  // A slash in a local name is not allowed there: things are written with their whole IRI.
  const things = typed.length < 2 ? [] : known.entities.filter(([id, label]) => label.toLowerCase().includes(typed) || id.includes(typed)).slice(0, 50).map(([id, label, kind]) => ({
    label, detail: ` ${kind}`, apply: `<https://w3id.org/saiga/id/${id}>`,
  }));
  const model = ["sg:evidence", "sg:quote", "sg:holder", "sg:polarity", "sg:realis", "sg:validFrom", "sg:validTo", "sg:date", "sg:Claim", "sg:Affirmed", "sg:Negated", "sg:Actual", "sg:Planned", "sg:Hypothetical", "sg:rule", "sg:source", "rdf:subject", "rdf:predicate", "rdf:object", "rdf:type", "rdfs:label", "skos:altLabel", "dct:isPartOf", "dct:title"].map((label) => ({ label }));
  const words = KEYWORDS.concat(FUNCTIONS).map((label) => ({ label, type: "keyword", boost: -5 }));
  return { from: word.from, options: [...terms, ...model, ...things, ...words], validFor: typed.length < 2 ? undefined : /^[\w:/-]*$/ };
}
