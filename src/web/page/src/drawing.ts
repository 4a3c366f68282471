// The picture of a network with sigma: positions, sizes and colours are those of the exporter, so that it equals
// the picture in Gephi.

import { MultiDirectedGraph } from "graphology";
import Sigma from "sigma";
import type { Settings } from "sigma/settings";
import { EdgeArrowProgram, EdgeLineProgram } from "sigma/rendering";
import { EdgeCurvedArrowProgram, indexParallelEdgesIndex } from "@sigma/edge-curve";
import type { Net } from "./api";
import { onPaper } from "./colour";
import { shorten } from "./words";

export interface Drawing {
  show: (node: (id: string) => boolean, edge: (id: string) => boolean, chosen: string | undefined) => void;
  zoom: (by: number) => void;
  recolour: () => void;
  end: () => void;
}

/** Edges from which a network is drawn plainly. */
const LARGE = 2_000;

export function hasWebGl(): boolean {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

interface Colours { ink: string; paper: string; faint: string; strong: string; status: Record<string, string> }

/** The colours of the page as it looks now. */
function colours(box: HTMLElement): Colours {
  const probe = box.appendChild(document.createElement("span"));
  const of = (name: string) => {
    probe.style.color = `var(--${name})`;
    const [r = "0", g = "0", b = "0"] = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
    return `#${[r, g, b].map((part) => Math.round(Number(part)).toString(16).padStart(2, "0")).join("")}`;
  };
  const found = {
    ink: of("ink"), paper: of("card"), faint: of("edge-faint"), strong: of("accent"),
    status: Object.fromEntries(["asserted", "attributed", "planned", "hypothetical", "negated"].map((status) => [status, of(`edge-${status}`)])),
  };
  probe.remove();
  return found;
}

interface Label { context: CanvasRenderingContext2D; label: string }

/** A name that leaves room for others; the whole of it is shown under the pointer. */
const short = (label: string) => label.length > 32 ? `${shorten(label, 30).trimEnd()}…` : label;

export function draw(box: HTMLElement, net: Net, on: { onNode: (id: string) => void; onEdge: (id: string) => void }): Drawing {
  const graph = new MultiDirectedGraph();
  let look = colours(box);
  for (const node of net.nodes) {
    graph.addNode(node.id, { x: node.x, y: node.y, size: node.size, label: node.label, own: node.color, color: onPaper(node.color, look.paper) });
  }
  for (const edge of net.edges) {
    graph.addDirectedEdgeWithKey(edge.id, edge.source, edge.target, {
      label: edge.label, size: Math.min(10, 3 + Math.log2(edge.weight || 1) * 2), status: edge.status ?? "asserted", type: "straight", curvature: 0,
    });
  }
  // A large network is drawn plainly: bent edges cost several times as much, and which edge is under the pointer
  // would have to be found with every move. The table below has the quotes.
  const isLarge = net.edges.length > LARGE;
  if (!isLarge) indexParallelEdgesIndex(graph, { edgeIndexAttribute: "parallelIndex", edgeMinIndexAttribute: "parallelMinIndex", edgeMaxIndexAttribute: "parallelMaxIndex" });
  graph.forEachEdge((id, { parallelIndex: index, parallelMaxIndex: max }) => {
    if (typeof index === "number") graph.mergeEdgeAttributes(id, { type: "curved", curvature: 0.15 + 0.45 * Math.abs(index) / Math.max(1, max ?? 1) * (index < 0 ? -1 : 1) });
  });

  let isNode: (id: string) => boolean = () => true, isEdge: (id: string) => boolean = () => true;
  let chosen: string | undefined, hovered: string | undefined, hoveredEdge: string | undefined;
  let near = new Set<string>();

  const waiting: (Label & { x: number; y: number; size: number; width: number; height: number })[] = [];
  const label: Settings["defaultDrawNodeLabel"] = (context, data, settings) => {
    if (!data.label) return;
    context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
    waiting.push({ context, x: data.x, y: data.y, size: data.size, label: short(data.label), width: context.measureText(short(data.label)).width, height: settings.labelSize });
  };
  const write = ({ context, label }: Label, x: number, y: number) => {
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = look.paper;
    context.fillStyle = look.ink;
    context.strokeText(label, x, y);
    context.fillText(label, x, y);
  };
  /** Writes the names that are waiting, those of the largest first; what would cover another is left out. */
  const writeAll = () => {
    const taken: [number, number, number, number][] = [];
    const { width } = renderer.getDimensions();
    for (const one of waiting.splice(0).sort((a, b) => b.size - a.size)) {
      const top = one.y - one.height * 0.7, bottom = one.y + one.height * 0.7;
      const free = [one.x + one.size + 3, one.x - one.size - 3 - one.width].find((left) => left >= 0 && left + one.width <= width
        && taken.every(([l, t, r, b]) => left > r || left + one.width < l || top > b || bottom < t));
      if (free === undefined) continue;
      taken.push([free, top, free + one.width, bottom]);
      write(one, free, one.y + one.height / 3);
    }
  };
  const renderer = new Sigma(graph, box, {
    allowInvalidContainer: true,
    itemSizesReference: "positions",
    zoomToSizeRatioFunction: (ratio) => ratio,
    enableEdgeEvents: !isLarge,
    hideEdgesOnMove: isLarge,
    hideLabelsOnMove: isLarge,
    defaultEdgeType: "straight",
    edgeProgramClasses: { straight: isLarge ? EdgeLineProgram : EdgeArrowProgram, curved: EdgeCurvedArrowProgram },
    renderEdgeLabels: !isLarge,
    labelFont: "system-ui, sans-serif",
    labelSize: 13,
    labelRenderedSizeThreshold: 5,
    edgeLabelSize: 12,
    minEdgeThickness: 1.8,
    stagePadding: 40,
    defaultDrawNodeLabel: label,
    defaultDrawNodeHover: (context, data, settings) => {
      context.beginPath();
      context.arc(data.x, data.y, data.size + 3, 0, Math.PI * 2);
      context.strokeStyle = look.strong;
      context.lineWidth = 2;
      context.stroke();
      if (!data.label) return;
      context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
      const wide = context.measureText(data.label).width, right = data.x + data.size + 3;
      const left = right + wide > renderer.getDimensions().width ? Math.max(2, data.x - data.size - 3 - wide) : right;
      write({ context, label: data.label }, left, data.y + settings.labelSize / 3);
    },
    nodeReducer: (id, data) => {
      if (!isNode(id)) return { ...data, hidden: true };
      if (hovered && id !== hovered && !near.has(id)) return { ...data, color: look.faint, label: "", zIndex: 0 };
      return { ...data, forceLabel: id === hovered, zIndex: near.has(id) ? 1 : 0 };
    },
    edgeReducer: (id, data) => {
      if (!isEdge(id)) return { ...data, hidden: true };
      const isNear = hovered !== undefined && graph.hasExtremity(id, hovered);
      const isStrong = id === chosen || id === hoveredEdge;
      if (hovered && !isNear) return { ...data, color: look.faint, label: "", size: 0.5 };
      return {
        ...data, color: isStrong ? look.strong : look.status[data.status as string] ?? look.faint,
        size: isStrong ? (data.size as number) * 2 : data.size, label: isStrong || isNear ? data.label : "", forceLabel: isStrong || isNear, zIndex: isStrong ? 1 : 0,
      };
    },
  });
  const recolour = () => {
    look = colours(box);
    renderer.setSetting("labelColor", { color: look.ink });
    renderer.setSetting("edgeLabelColor", { color: look.ink });
    graph.updateEachNodeAttributes((_, data) => ({ ...data, color: onPaper(data.own as string, look.paper) }));
    renderer.refresh();
  };
  recolour();
  renderer.on("beforeRender", () => { waiting.length = 0; });
  renderer.on("afterRender", writeAll);
  renderer.on("enterNode", ({ node }) => {
    hovered = node;
    near = new Set(graph.neighbors(node));
    box.style.cursor = "pointer";
    renderer.refresh({ skipIndexation: true });
  });
  renderer.on("leaveNode", () => { hovered = undefined; near = new Set(); box.style.cursor = ""; renderer.refresh({ skipIndexation: true }); });
  renderer.on("enterEdge", ({ edge }) => { hoveredEdge = edge; box.style.cursor = "pointer"; renderer.refresh({ skipIndexation: true }); });
  renderer.on("leaveEdge", () => { hoveredEdge = undefined; box.style.cursor = ""; renderer.refresh({ skipIndexation: true }); });
  renderer.on("clickNode", ({ node }) => on.onNode(node));
  renderer.on("clickEdge", ({ edge }) => on.onEdge(edge));
  const camera = renderer.getCamera();
  return {
    show: (node, edge, one) => { isNode = node; isEdge = edge; chosen = one; renderer.refresh({ skipIndexation: true }); },
    zoom: (by) => { void (by ? camera.animate({ ratio: camera.ratio * by }, { duration: 150 }) : camera.animatedReset({ duration: 150 })); },
    recolour,
    end: () => renderer.kill(),
  };
}

