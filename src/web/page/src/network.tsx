// The network as the exporter lays it out, and the same as a table.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Fact, Net, NetEdge, Status } from "./api";
import { get, query } from "./api";
import { toggled } from "./entity";
import type { Drawing } from "./drawing";
import { draw, hasWebGl } from "./drawing";
import { classLabel, Dot, Export, FactCard, Mark, Name, Picker, useAnswer, useTitle, Wait } from "./parts";
import type { Route } from "./route";
import { adjust, to } from "./route";
import { Rows } from "./table";
import { plural, STATUS_WORD, STATUSES } from "./words";

export function NetworkView({ route }: { route: Route }) {
  useTitle("Network");
  const asked = { around: route.asked.around, hops: route.asked.around ? route.asked.hops ?? "1" : undefined, status: route.asked.status };
  const answer = useAnswer<Net>("network", asked);
  return (
    <section class="network">
      <header class="title"><h1 tabIndex={-1}>Network</h1></header>
      <Wait answer={answer}>{(net) => <Shown net={net} asked={asked} route={route} />}</Wait>
    </section>
  );
}

const yearOf = (date: string) => Number(/^-?\d+/.exec(date)![0]);

function Shown({ net, asked, route }: { net: Net; asked: Record<string, string | undefined>; route: Route }) {
  const classes = useMemo(() => counted(net.nodes.map((node) => node.class)), [net]);
  const kinds = useMemo(() => counted(net.edges.map((edge) => edge.label)), [net]);
  const statuses = useMemo(() => counted(net.edges.flatMap((edge) => edge.status ?? [])), [net]);
  const years = useMemo(() => {
    const all = net.edges.flatMap((edge) => edge.spells.flat().flatMap((date) => date ? [yearOf(date)] : []));
    return all.length ? [Math.min(...all), Math.max(...all)] as const : undefined;
  }, [net]);
  const split = (text: string | undefined) => new Set(text ? text.split("|") : []);
  const [noClass, setNoClass] = useState(() => split(route.asked.without));
  const [noStatus, setNoStatus] = useState<Set<string>>(new Set());
  const kind = route.asked.relation ?? "";
  const year = route.asked.year ? Number(route.asked.year) : undefined;
  const undated = route.asked.undated !== "no";
  const edge = route.asked.edge;
  const classOf = useMemo(() => new Map(net.nodes.map((node) => [node.id, node])), [net]);

  const isShown = useMemo(() => {
    const nodeShown = (id: string) => !noClass.has(classOf.get(id)!.class);
    const inTime = (one: NetEdge) => year === undefined || (one.spells.length === 0 ? undated : one.spells.some(([from, to]) => (!from || yearOf(from) <= year) && (!to || yearOf(to) >= year)));
    return {
      node: nodeShown,
      edge: (one: NetEdge) => nodeShown(one.source) && nodeShown(one.target) && (!kind || one.label === kind) && !noStatus.has(one.status ?? "") && inTime(one),
    };
  }, [classOf, noClass, noStatus, kind, year, undated]);
  const edges = useMemo(() => net.edges.filter(isShown.edge), [net, isShown]);
  const busy = useMemo(() => new Set(edges.flatMap((one) => [one.source, one.target])), [edges]);

  const canvas = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing>(undefined);
  const [canDraw] = useState(hasWebGl);
  useEffect(() => {
    if (!canDraw) return;
    const one = draw(canvas.current!, net, {
      onNode: (id) => { location.hash = to(`entity/${id}`); },
      onEdge: (id) => adjust({ edge: id }),
    });
    drawing.current = one;
    const turn = () => one.recolour();
    addEventListener("themechange", turn);
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", turn);
    return () => { removeEventListener("themechange", turn); scheme.removeEventListener("change", turn); one.end(); };
  }, [net, canDraw]);
  useEffect(() => {
    const ids = new Set(edges.map((one) => one.id));
    const lonely = kind !== "" || year !== undefined || noStatus.size > 0;
    drawing.current?.show((id) => isShown.node(id) && (!lonely || busy.has(id)), (id) => ids.has(id), edge);
  }, [edges, edge, isShown, busy]);

  const chosen = net.edges.find((one) => one.id === edge);
  const rows = () => [["source", "relation", "target", "status", "from", "to", "articles"], ...edges.map((one) => [
    classOf.get(one.source)!.label, one.label, classOf.get(one.target)!.label, one.status,
    one.spells[0]?.[0] ?? "", one.spells.at(-1)?.[1] ?? "", one.weight,
  ])];
  return (
    <div class="net">
      <div class="net-side">
        <Picker label="Around" value={asked.around ?? ""} text={asked.around ? getLabel(net, asked.around) : ""} onPick={(id) => adjust({ around: id, edge: undefined })} />
        {asked.around && (
          <label>Steps <select value={asked.hops} onChange={(event) => adjust({ hops: event.currentTarget.value })}>
            {["1", "2", "3"].map((one) => <option key={one}>{one}</option>)}
          </select></label>
        )}
        <label>Relation <select value={kind} onChange={(event) => adjust({ relation: event.currentTarget.value })}>
          <option value="">all</option>{kinds.map(([name, count]) => <option key={name} value={name}>{name} ({count})</option>)}
        </select></label>
        {years && years[0] < years[1] && (
          <fieldset>
            <legend>Time</legend>
            <label class="check"><input type="checkbox" checked={year !== undefined} onChange={(event) => adjust({ year: event.currentTarget.checked ? years[1] : undefined })} />Only one year{year !== undefined && <strong>: {year}</strong>}</label>
            <input type="range" aria-label="Year" min={years[0]} max={years[1]} value={year ?? years[1]} aria-valuetext={year === undefined ? "all years" : String(year)}
              onInput={(event) => adjust({ year: event.currentTarget.value })} />
            <p class="ends" aria-hidden="true"><span>{years[0]}</span><span>{years[1]}</span></p>
            {year !== undefined && <label class="check"><input type="checkbox" checked={undated} onChange={() => adjust({ undated: undated ? "no" : undefined })} />and what has no date</label>}
          </fieldset>
        )}
        <fieldset>
          <legend>Status</legend>
          {STATUSES.filter((status) => statuses.some(([name]) => name === status)).map((status) => (
            <label key={status} class="check"><input type="checkbox" checked={!noStatus.has(status)} onChange={() => setNoStatus(toggled(noStatus, status))} /><Mark status={status as Status} />{STATUS_WORD[status]}</label>
          ))}
          <label class="check"><input type="checkbox" checked={asked.status === "all"} onChange={() => adjust({ status: asked.status === "all" ? undefined : "all", edge: undefined })} />Denied and possible too</label>
        </fieldset>
        <fieldset>
          <legend>Classes</legend>
          <ul class="bare legend">
            {classes.map(([name, count]) => (
              <li key={name}><label class="check">
                <input type="checkbox" checked={!noClass.has(name)} onChange={() => { const next = toggled(noClass, name); setNoClass(next); adjust({ without: [...next].join("|") || undefined }); }} />
                <Dot name={name} />{classLabel(name)} <span class="soft">{count}</span>
              </label></li>
            ))}
          </ul>
        </fieldset>
        <Export name="network" csv={rows} links={[
          ["GEXF", `api/network/gexf${query(asked)}`], ["GraphML", `api/network/graphml${query(asked)}`],
          ["SVG", `api/network/svg${query(asked)}`], ["JSON", `api/network/json${query(asked)}`],
        ]} />
      </div>
      <div class="net-main">
        <p class="soft small" role="status">{plural(net.nodes.filter((node) => isShown.node(node.id)).length, "node")}, {plural(edges.length, "edge")} of {net.edges.length}{net.cut && "; only the nodes with the most edges are drawn"}</p>
        {canDraw
          ? <div class="canvas" ref={canvas} role="img" aria-label="Picture of the network; the table below says the same" />
          : <p class="canvas"><img src={`api/network/svg${query(asked)}`} alt="Picture of the network; the table below says the same" /></p>}
        {canDraw && (
          <p class="zoom" role="group" aria-label="Zoom">
            <button onClick={() => drawing.current?.zoom(0.66)} aria-label="Closer">+</button>
            <button onClick={() => drawing.current?.zoom(1.5)} aria-label="Farther">−</button>
            <button onClick={() => drawing.current?.zoom(0)}>All</button>
          </p>
        )}
        {chosen && <EdgeFacts edge={chosen} net={net} />}
        <h2>As a table</h2>
        <Rows label="Edges of the network" count={edges.length} picked={edges.findIndex((one) => one.id === edge)}
          columns={[{ name: "s", label: "From" }, { name: "r", label: "Relation" }, { name: "t", label: "To" }, { name: "st", label: "Status" }, { name: "w", label: "When" }, { name: "n", label: "Articles" }]}
          cell={(row, column) => {
            const one = edges[row]!;
            switch (column) {
              case 0: return <Name node={classOf.get(one.source)!} />;
              case 1: return <button class="plain" onClick={() => adjust({ edge: one.id })} aria-label={`${one.label}: read the quotes`}>{one.label}</button>;
              case 2: return <Name node={classOf.get(one.target)!} />;
              case 3: return one.status && <><Mark status={one.status} /> {STATUS_WORD[one.status]}</>;
              case 4: return one.spells.map(([from, to]) => from === to && from ? from : `${from ?? "…"} – ${to ?? "…"}`).join(", ");
              default: return one.weight;
            }
          }} />
      </div>
    </div>
  );
}

function EdgeFacts({ edge, net }: { edge: NetEdge; net: Net }) {
  const [facts, setFacts] = useState<Fact[]>([]);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    let current = true;
    Promise.all(edge.facts.slice(0, 30).map((id) => get<Fact>(`fact/${id}`))).then((found) => {
      if (!current) return;
      setFacts(found);
      box.current?.scrollIntoView({ block: "nearest" });
    }, () => setFacts([]));
    return () => { current = false; };
  }, [edge]);
  return (
    <section class="edge-facts" ref={box} aria-label="What this edge says" aria-live="polite">
      <p class="fact-line"><strong>{getLabel(net, edge.source)}</strong> <span class="relation">{edge.label}</span> <strong>{getLabel(net, edge.target)}</strong>
        <button class="plain" onClick={() => adjust({ edge: undefined })}>Close</button></p>
      {facts.map((fact) => <FactCard key={fact.id} fact={fact} />)}
    </section>
  );
}

const getLabel = (net: Net, id: string) => net.nodes.find((node) => node.id === id)?.label ?? id;

function counted(names: string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1] || one[0].localeCompare(other[0]));
}

