// Numbers over time and facts on a line of years, as SVG that says in words what it shows.

import type { Fact, Series, Status } from "./api";
import { Mark } from "./parts";
import { factAt } from "./route";
import { day, number, plural, sentence, unitWord } from "./words";

const WIDTH = 320, HEIGHT = 120, LEFT = 8, RIGHT = 8, TOP = 22, BOTTOM = 22;

/** Years as a fraction: `2023-07` stands in the middle of the year. */
export function when(date: string, end = false): number {
  const [year, month, dayOfMonth] = date.replace(/^-/, "").split("-").map(Number);
  const sign = date.startsWith("-") ? -1 : 1;
  const inYear = month ? (month - 1 + (dayOfMonth ? (dayOfMonth - 1) / 31 : end ? 1 : 0)) / 12 : end ? 1 : 0;
  return sign * (year ?? 0) + inYear;
}

export function Chart({ series }: { series: Series }) {
  const points = series.points.map((point) => ({ ...point, x: when(point.date), y: Number(point.value) }));
  const xs = points.map((point) => point.x), ys = points.map((point) => point.y);
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const [low, high] = [Math.min(0, ...ys), Math.max(0, ...ys)];
  const x = (value: number) => LEFT + 14 + (value - first) / (last - first || 1) * (WIDTH - LEFT - RIGHT - 28);
  const y = (value: number) => HEIGHT - BOTTOM - (value - low) / (high - low || 1) * (HEIGHT - TOP - BOTTOM);
  const unit = unitWord(series.unit);
  const title = [series.measure, series.of && `of ${series.of}`, series.with && `with ${series.with}`].filter(Boolean).join(" ");
  const words = points.map((point) => `${day(point.date)}: ${number(point.value)} ${unit}`).join("; ");
  const path = points.map((point, slot) => `${slot ? "L" : "M"}${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`).join("");
  return (
    <figure class="chart">
      <figcaption>{title} <span class="soft">{unit}</span></figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${title}: ${words}`}>
        <line class="axis" x1={LEFT} x2={WIDTH - RIGHT} y1={y(0)} y2={y(0)} />
        <path class="line" d={path} />
        {points.map((point, slot) => (
          <g key={point.date}>
            <circle class={`point s-${point.status}`} cx={x(point.x)} cy={y(point.y)} r="3.500" />
            {(points.length < 7 || slot === 0 || slot === points.length - 1) && (
              <>
                <text x={x(point.x)} y={y(point.y) - 8} text-anchor="middle">{number(point.value).replace(/ (billion|million|trillion)$/, (all) => ` ${all[1]}`)}</text>
                <text class="tick" x={x(point.x)} y={HEIGHT - 6} text-anchor="middle">{point.date.slice(0, 7)}</text>
              </>
            )}
          </g>
        ))}
      </svg>
      <details>
        <summary>The numbers</summary>
        <ul class="bare">{points.map((point) => <li key={point.date}><a href={factAt(point.fact)}>{day(point.date)}: {number(point.value)} {unit}</a></li>)}</ul>
      </details>
    </figure>
  );
}

interface Dated { fact: Fact; start: number; end: number; label: string; open: boolean }

/** Facts with dates, the earliest first: bars for what lasted, points for what happened. */
export function Timeline({ facts }: { facts: Fact[] }) {
  const now = Math.max(...facts.flatMap((fact) => [fact.from, fact.to, fact.date].flatMap((date) => date ? [when(date, true)] : [])), 0);
  const dated: Dated[] = facts.flatMap((fact) => {
    const start = fact.from ?? fact.date ?? fact.to;
    if (!start) return [];
    const end = fact.to ?? fact.date ?? start;
    const open = Boolean(fact.from && !fact.to);
    return [{ fact, start: when(start), end: open ? now : when(end, true), open, label: start }];
  }).sort((one, other) => one.start - other.start || one.fact.id.localeCompare(other.fact.id));
  if (dated.length === 0) return null;
  const first = Math.floor(dated[0]!.start), last = Math.ceil(Math.max(...dated.map((one) => one.end), first + 1));
  const part = (value: number) => (value - first) / (last - first) * 100;
  return (
    <div class="timeline">
      <p class="ends" aria-hidden="true"><span>{first}</span><span>{last}</span></p>
      <ol class="bare">
        {dated.map(({ fact, start, end, open, label }) => (
          <li key={fact.id}>
            <svg class={`bar s-${fact.status}`} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <line class="axis" x1="0" x2="100" y1="5" y2="5" />
              <rect x={part(start)} width={Math.max(1, part(end) - part(start))} y="2.500" height="5" class={open ? "open" : ""} />
            </svg>
            <span class="when">{day(label)}</span>
            <a href={factAt(fact.id)}><Mark status={fact.status} /> {sentence(fact)}</a>
          </li>
        ))}
      </ol>
    </div>
  );
}

export interface Point { x: string; y: number; group: string; status?: Status }

/** Rows of a result as lines, one a group. */
export function Plot({ points, label }: { points: Point[]; label: string }) {
  const groups = [...new Set(points.map((point) => point.group))].slice(0, 12);
  return (
    <div class="charts" role="group" aria-label={`${label}: ${plural(groups.length, "line")}`}>
      {groups.map((group) => {
        const own = points.filter((point) => point.group === group).sort((one, other) => when(one.x) - when(other.x));
        const series: Series = {
          measure: group, of: "", unit: "", with: "",
          points: own.map((point) => ({ date: point.x, value: String(point.y), status: point.status ?? "asserted", fact: "" })),
        };
        return <Chart key={group} series={series} />;
      })}
    </div>
  );
}
