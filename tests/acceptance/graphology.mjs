// Reads graph.lite.gexf and graph.json with graphology and prints what it found, as JSON.
//
// usage: node graphology.mjs MODULES GEXF JSON

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [modules, gexfPath, jsonPath] = process.argv.slice(2);
const require = createRequire(resolve(modules, "package.json"));
const { MultiDirectedGraph } = require("graphology");
const gexf = require("graphology-gexf");

const told = (graph) => ({
  nodes: Object.fromEntries(graph.mapNodes((key, attributes) => [key, attributes])),
  edges: Object.fromEntries(
    graph.mapEdges((key, attributes, source, target) => [key, { source, target, ...attributes }]),
  ),
});

const fromGexf = gexf.parse(MultiDirectedGraph, readFileSync(gexfPath, "utf8"));
const fromJson = MultiDirectedGraph.from(JSON.parse(readFileSync(jsonPath, "utf8")));
console.log(JSON.stringify({ gexf: told(fromGexf), json: told(fromJson) }));
