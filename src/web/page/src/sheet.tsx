// The text of a document as it reads, with marks that can be clicked and reached by keyboard.

import { useEffect, useMemo, useRef } from "preact/hooks";
import { Fragment } from "preact";
import type { ComponentChildren } from "preact";
import type { Block, DocumentText, Fact, Miss } from "./api";
import { entityAt } from "./route";
import type { Piece, Range, Shown } from "./text";
import { cut } from "./text";
import { STATUS_WORD } from "./words";

interface MarkOf extends Range { fact?: Fact; miss?: number; place?: boolean; name?: string; cue?: boolean }

interface Props {
  doc: DocumentText; facts: Fact[]; misses: Miss[]; names: boolean;
  chosen: string | undefined; chosenMiss: string | undefined; place: Range | undefined;
  choose: (fact: string | undefined) => void;
}

export function Text(props: Props) {
  const { doc, facts, misses, names, chosen, chosenMiss, place } = props;
  const sheet = useRef<HTMLElement>(null);
  const marks = useMemo(() => {
    const all: MarkOf[] = facts.flatMap((fact) => {
      const quotes = fact.sources.flatMap((source) => source.quotes);
      return quotes.map((quote) => ({ start: quote.start, end: quote.end, fact }));
    });
    misses.forEach((miss, slot) => all.push({ start: miss.sentence.start, end: miss.sentence.end, miss: slot }));
    if (place) all.push({ ...place, place: true });
    if (names) for (const mention of doc.mentions) all.push({ start: mention.start, end: mention.end, name: mention.entity });
    for (const cue of Object.values(chosen ? doc.cues[chosen] ?? {} : {})) all.push({ start: cue.start, end: cue.end, cue: true });
    return all;
  }, [doc, facts, misses, names, place, chosen]);
  const shown = useMemo(() => cut(doc.text, doc.blocks, marks), [doc, marks]);
  const parts = tables(shown), depths = headings(shown);
  useEffect(() => {
    // Only the sheet moves, never the page below it.
    const box = sheet.current!, target = box.querySelector(".chosen, .place");
    if (!target) return;
    const own = box.getBoundingClientRect(), at = target.getBoundingClientRect();
    if (at.top >= own.top && at.bottom <= own.bottom) return;
    box.scrollBy({ top: at.top - own.top - own.height / 3, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }, [chosen, chosenMiss, place, doc]);

  const piece = (one: Piece, key: number) => {
    const on = one.marks.map((slot) => marks[slot]!);
    const of = on.flatMap((mark) => mark.fact ? [mark.fact] : []);
    const fact = of.find((each) => each.id === chosen) ?? of[0];
    const miss = on.find((mark) => mark.miss !== undefined)?.miss;
    const name = on.find((mark) => mark.name)?.name;
    let inner: ComponentChildren = one.text;
    if (name && /^[a-z0-9-]+\/[a-z0-9-]+$/.test(name)) inner = <a class="mention" href={entityAt(name)}>{inner}</a>;
    const look = [
      fact && `hit s-${fact.status}`, fact?.id === chosen && fact && "chosen", of.length > 1 && "many",
      miss !== undefined && "miss", miss !== undefined && String(miss) === chosenMiss && "chosen",
      on.some((mark) => mark.place) && "place", on.some((mark) => mark.cue) && "cue",
    ].filter(Boolean).join(" ");
    if (!look) return <Fragment key={key}>{inner}</Fragment>;
    if (!fact) return <mark key={key} class={look}>{inner}</mark>;
    // The first piece of a quote is where the keyboard stops; the others only take clicks.
    const first = of.some((each) => each.sources.some((source) => source.quotes.some((quote) => quote.start === one.start)));
    const next = () => {
      const now = of.findIndex((each) => each.id === chosen);
      props.choose(of[(now + 1) % of.length]!.id);
    };
    return (
      <mark key={key} class={look} data-start={one.start} data-end={one.end} data-facts={of.map((each) => each.id).join(" ")} onClick={next}
        {...(first ? {
          tabIndex: 0, role: "button", "aria-pressed": fact.id === chosen,
          title: `${STATUS_WORD[fact.status]}: ${fact.relation}${of.length > 1 ? `, and ${of.length - 1} more` : ""}`,
          onKeyDown: (event: KeyboardEvent) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); next(); } },
        } : {})}>{inner}</mark>
    );
  };

  return (
    <article class="sheet" ref={sheet} tabIndex={0} role="region" aria-label="Text" lang={doc.language ?? undefined}>
      {parts.map((group, slot) => Array.isArray(group)
        ? <Cells key={slot} cells={group} piece={piece} />
        : <Part key={slot} shown={group} piece={piece} page={pageTurn(shown, group)} depth={depths.get(group)} />)}
    </article>
  );
}

type Draw = (piece: Piece, key: number) => ComponentChildren;

function Part({ shown, piece, page, depth }: { shown: Shown; piece: Draw; page: number | undefined; depth: number | undefined }) {
  const block = shown.block;
  const own = block ? shown.pieces.filter((one) => one.start < block.end) : [];
  const gap = block ? shown.pieces.filter((one) => one.start >= block.end) : shown.pieces;
  const inner = (
    <>
      {own.map(piece)}
      {gap.length > 0 && <span class={/[\p{L}\p{N}]/u.test(gap.map((one) => one.text).join("")) ? "gap words" : "gap"}>{gap.map(piece)}</span>}
    </>
  );
  const turn = page !== undefined && <span class="page-turn" aria-label={`page ${page}`} data-page={page} />;
  switch (block?.kind) {
    case undefined: return <div class="between">{inner}</div>;
    case "title": return <h2 class="text-title">{turn}{inner}</h2>;
    case "heading": {
      const Heading = `h${depth ?? 3}` as "h2" | "h3" | "h4";
      return <Heading>{turn}{inner}</Heading>;
    }
    case "item": return <p class="item" data-level={Math.min(block!.level, 3)}>{turn}{inner}</p>;
    case "quote": return <blockquote>{turn}{inner}</blockquote>;
    case "code": return <pre>{turn}{inner}</pre>;
    default: return <p class={block!.kind}>{turn}{inner}</p>;
  }
}

function Cells({ cells, piece }: { cells: Shown[]; piece: Draw }) {
  const rows: Shown[][] = [];
  for (const cell of cells) {
    const row = cell.block!.cell![1];
    (rows[row] ??= []).push(cell);
  }
  const cellOf = (cell: Shown) => {
    const block = cell.block!;
    const inner = (
      <>
        {cell.pieces.filter((one) => one.start < block.end).map(piece)}
        <span class="gap">{cell.pieces.filter((one) => one.start >= block.end).map(piece)}</span>
      </>
    );
    return block.cell![3] ? <th key={block.start} scope={block.cell![1] === 0 ? "col" : "row"}>{inner}</th> : <td key={block.start}>{inner}</td>;
  };
  return <div class="wide" tabIndex={0} role="region" aria-label="Table"><table><tbody>{rows.filter(Boolean).map((row, slot) => <tr key={slot}>{row.map(cellOf)}</tr>)}</tbody></table></div>;
}

/** How deep each heading stands below the name of the page; none is skipped, whatever the document skips. */
function headings(shown: Shown[]): Map<Shown, number> {
  const depths = new Map<Shown, number>();
  let above = 1;
  for (const one of shown) {
    if (one.block?.kind === "title") above = 2;
    if (one.block?.kind !== "heading") continue;
    above = Math.min(above + 1, one.block.level < 2 ? 3 : 4);
    depths.set(one, above);
  }
  return depths;
}

/** Cells that follow one another in one table are one part. */
function tables(shown: Shown[]): (Shown | Shown[])[] {
  const parts: (Shown | Shown[])[] = [];
  for (const one of shown) {
    const last = parts.at(-1);
    const table = one.block?.cell?.[0];
    if (table === undefined) parts.push(one);
    else if (Array.isArray(last) && last[0]!.block!.cell![0] === table) last.push(one);
    else parts.push([one]);
  }
  return parts;
}

/** The page that begins with this block. */
function pageTurn(shown: Shown[], one: Shown): number | undefined {
  const before = shown[shown.indexOf(one) - 1]?.block as Block | undefined;
  return one.block?.page !== undefined && one.block.page !== before?.page ? one.block.page : undefined;
}
