// A text cut where its marks begin and end. All offsets are code points; what JavaScript counts is turned into
// them once, so that a letter outside the basic plane shifts nothing.

import type { Block } from "./api";

export interface Range { start: number; end: number }

/** A stretch of text with the same marks all along. */
export interface Piece { text: string; start: number; end: number; marks: number[] }

/** A block with all text up to the next one: the pieces of all blocks, one after the other, are the text. */
export interface Shown { block?: Block; pieces: Piece[] }

/** The UTF-16 offset of each code point, and of the end. */
export function offsets(text: string): Uint32Array {
  const at = new Uint32Array(text.length + 1);
  let points = 0, units = 0;
  for (const letter of text) {
    at[points++] = units;
    units += letter.length;
  }
  at[points] = units;
  return at.subarray(0, points + 1);
}

/** Cuts the text into blocks and pieces. `marks` are ranges; a piece names those that cover it by their number. */
export function cut(text: string, blocks: Block[], marks: Range[]): Shown[] {
  const at = offsets(text), length = at.length - 1;
  const cuts = new Set<number>([0, length]);
  for (const range of [...blocks, ...marks]) {
    cuts.add(Math.min(range.start, length));
    cuts.add(Math.min(range.end, length));
  }
  const bounds = [...cuts].sort((one, other) => one - other);
  const opening = new Map<number, number[]>(), closing = new Map<number, number[]>();
  marks.forEach((mark, slot) => {
    if (mark.end <= mark.start) return;
    (opening.get(mark.start) ?? opening.set(mark.start, []).get(mark.start)!).push(slot);
    (closing.get(mark.end) ?? closing.set(mark.end, []).get(mark.end)!).push(slot);
  });
  const shown: Shown[] = [{ pieces: [] }];
  const open = new Set<number>();
  let next = 0;
  for (let slot = 0; slot + 1 < bounds.length; slot++) {
    const start = bounds[slot]!, end = bounds[slot + 1]!;
    for (const mark of closing.get(start) ?? []) open.delete(mark);
    for (const mark of opening.get(start) ?? []) open.add(mark);
    while (blocks[next] && blocks[next]!.start <= start) shown.push({ block: blocks[next++]!, pieces: [] });
    shown.at(-1)!.pieces.push({ text: text.slice(at[start], at[end]), start, end, marks: [...open].sort((a, b) => a - b) });
  }
  return shown.filter((one) => one.block || one.pieces.length > 0);
}
