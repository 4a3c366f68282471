// Tables of any length: beyond a few hundred rows only those in sight are in the page.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

const ROW = 34, SPARE = 12, WHOLE = 300;

export interface Column { name: string; label: string }

interface Props {
  label: string; columns: Column[]; count: number;
  cell: (row: number, column: number) => ComponentChildren;
  onPick?: ((row: number) => void) | undefined; picked?: number | undefined;
  sort?: { column: number; down: boolean } | undefined; onSort?: ((column: number) => void) | undefined;
}

export function Rows(props: Props) {
  const { columns, count, cell } = props;
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const is_long = count > WHOLE;
  useEffect(() => {
    const measure = () => setHeight(box.current!.clientHeight);
    measure();
    addEventListener("resize", measure);
    return () => removeEventListener("resize", measure);
  }, []);
  const first = is_long ? Math.max(0, Math.floor(top / ROW) - SPARE) : 0;
  const last = is_long ? Math.min(count, Math.ceil((top + height) / ROW) + SPARE) : count;
  const rows = [];
  for (let row = first; row < last; row++) {
    rows.push(
      <tr key={row} aria-rowindex={row + 2} class={props.picked === row ? "chosen" : undefined}
        onClick={props.onPick && (() => props.onPick!(row))}>
        {columns.map((column, slot) => <td key={column.name}><div class="cell">{cell(row, slot)}</div></td>)}
      </tr>,
    );
  }
  return (
    <div class={`rows${is_long ? " long" : ""}`} ref={box} tabIndex={0} role="region" aria-label={props.label}
      onScroll={(event) => { if (is_long) setTop(event.currentTarget.scrollTop); }}>
      <table aria-rowcount={count + 1} aria-label={props.label}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column, slot) => (
              <th key={column.name} scope="col" aria-sort={props.sort?.column === slot ? props.sort.down ? "descending" : "ascending" : undefined}>
                {props.onSort ? <button class="plain" onClick={() => props.onSort!(slot)}>{column.label}{props.sort?.column === slot && (props.sort.down ? " ↓" : " ↑")}</button> : column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {first > 0 && <tr aria-hidden="true" class="space"><td colSpan={columns.length} style={{ height: `${first * ROW}px` }} /></tr>}
          {rows}
          {last < count && <tr aria-hidden="true" class="space"><td colSpan={columns.length} style={{ height: `${(count - last) * ROW}px` }} /></tr>}
        </tbody>
      </table>
    </div>
  );
}
