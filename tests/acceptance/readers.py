"""networkx, igraph and graphology read our files and find equal nodes, edges and attributes, and
measure what we measured.

usage: readers.py STORE [NODE_MODULES]
Without NODE_MODULES graphology is left out.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import igraph
import networkx
from harness import ROOT, WORK, Checks, saiga

FORMATS = {"gexf": "graph.gexf", "gexf-lite": "graph.lite.gexf", "graphml": "graph.graphml",
           "graphology": "graph.json", "cytoscape": "graph.cyjs", "dot": "graph.dot",
           "pajek": "graph.net", "svg": "graph.svg"}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edge(source: str, target: str, directed: bool, *more: object) -> tuple:
    ends = (source, target) if directed else tuple(sorted((source, target)))
    return (*ends, *more)


def same(checks: Checks, what: str, found: Counter, expected: Counter) -> None:
    gone, new = expected - found, found - expected
    checks.that(not gone and not new, f"{what}: missing {list(gone)[:3]}, too many {list(new)[:3]}")


def multisets(checks: Checks, folder: Path, directed: bool) -> networkx.Graph:
    """Every format has the nodes and edges of the tables."""
    nodes = Counter(row["Id"] for row in rows(folder / "nodes.csv"))
    table = rows(folder / "edges.csv")
    ids = Counter(edge(row["Source"], row["Target"], directed, row["Id"]) for row in table)
    weighted = Counter(edge(row["Source"], row["Target"], directed, row["Label"], float(row["Weight"]))
                       for row in table)
    checks.that(len(nodes) > 3 and len(ids) > 3, f"{folder.name}: there is something to compare")
    kind = networkx.MultiDiGraph if directed else networkx.MultiGraph
    main = None
    for name in ("gexf", "gexf-lite"):
        graph = networkx.read_gexf(folder / FORMATS[name])
        main = main or graph
        same(checks, f"{folder.name} {name}: nodes in networkx", Counter(list(graph.nodes)), nodes)
        checks.that(graph.is_directed() == directed, f"{name}: directed is {directed}")
        same(checks, f"{folder.name} {name}: edges in networkx",
             Counter(edge(a, b, directed, data["label"], data["weight"])
                     for a, b, data in graph.edges(data=True)), weighted)
    graph = networkx.read_graphml(folder / FORMATS["graphml"], force_multigraph=True)
    same(checks, f"{folder.name} graphml: nodes in networkx", Counter(list(graph.nodes)), nodes)
    same(checks, f"{folder.name} graphml: edges in networkx",
         Counter(edge(a, b, directed, key) for a, b, key in graph.edges(keys=True)), ids)
    graph = igraph.Graph.Read_GraphML(str(folder / FORMATS["graphml"]))
    same(checks, f"{folder.name} graphml: nodes in igraph", Counter(graph.vs["id"]), nodes)
    checks.that(graph.is_directed() == directed, f"graphml in igraph: directed is {directed}")
    same(checks, f"{folder.name} graphml: edges in igraph",
         Counter(edge(graph.vs[one.source]["id"], graph.vs[one.target]["id"], directed,
                      one["label"], one["weight"]) for one in graph.es), weighted)
    pajek = igraph.Graph.Read_Pajek(str(folder / FORMATS["pajek"]))
    checks.that((pajek.vcount(), pajek.ecount()) == (len(nodes), len(table)),
                f"{folder.name} pajek: {pajek.vcount()} nodes and {pajek.ecount()} edges in igraph")
    pajek = networkx.read_pajek(folder / FORMATS["pajek"])
    checks.that((pajek.number_of_nodes(), pajek.number_of_edges()) == (len(nodes), len(table)),
                f"{folder.name} pajek: {pajek} in networkx")
    data = json.loads((folder / FORMATS["graphology"]).read_text())
    same(checks, f"{folder.name} graphology: nodes", Counter(one["key"] for one in data["nodes"]), nodes)
    same(checks, f"{folder.name} graphology: edges",
         Counter(edge(one["source"], one["target"], directed, one["key"]) for one in data["edges"]), ids)
    data = json.loads((folder / FORMATS["cytoscape"]).read_text())["elements"]
    same(checks, f"{folder.name} cytoscape: nodes", Counter(one["data"]["id"] for one in data["nodes"]), nodes)
    same(checks, f"{folder.name} cytoscape: edges",
         Counter(edge(one["data"]["source"], one["data"]["target"], directed, one["data"]["id"])
                 for one in data["edges"]), ids)
    dot = (folder / FORMATS["dot"]).read_text()
    found = re.findall(r'^ "([^"]*)" -[->] "([^"]*)" \[id="([^"]*)"', dot, re.MULTILINE)
    same(checks, f"{folder.name} dot: edges", Counter(edge(a, b, directed, id_) for a, b, id_ in found), ids)
    svg = (folder / FORMATS["svg"]).read_text()
    checks.that(svg.count("<path d=") >= len(table) and svg.count("<circle ") >= len(nodes),
                f"{folder.name} svg: a line an edge and a circle a node")
    evidence = {row["Edge"] for row in rows(folder / "evidence.csv")}
    checks.that(evidence == {row["Id"] for row in table}, f"{folder.name}: every edge has its quotes")
    return main or kind()


def measures(checks: Checks, folder: Path) -> None:
    """Degree, cores, parts exactly; shortest paths and ranks to 1e-6; communities nearly as good."""
    graph = networkx.read_gexf(folder / FORMATS["gexf"])
    # networkx goes by titles.
    titles = {"Degree": "degree", "Weighted Degree": "weighted_degree", "PageRank": "pagerank",
              "Betweenness Centrality": "betweenness", "Closeness Centrality": "closeness",
              "Core": "core", "Component": "component", "Modularity Class": "modularity_class"}
    ours = {node: {titles[title]: value for title, value in data.items() if title in titles}
            for node, data in graph.nodes(data=True)}
    simple = networkx.Graph(networkx.Graph(graph).edges)
    simple.add_nodes_from(graph.nodes)
    simple.remove_edges_from(list(networkx.selfloop_edges(simple)))
    name = folder.name

    def close(column: str, theirs: dict, who: str) -> None:
        worst = max(theirs, key=lambda node: abs(theirs[node] - ours[node][column]))
        checks.that(abs(theirs[worst] - ours[worst][column]) <= 1e-6,
                    f"{name}: {column} of {worst} is {theirs[worst]} in {who}, {ours[worst][column]} here")

    def exact(column: str, theirs: dict) -> None:
        wrong = [node for node in theirs if theirs[node] != ours[node][column]]
        checks.that(not wrong, f"{name}: {column} of {wrong[:3]} is as in networkx")

    exact("degree", dict(graph.degree()))
    exact("weighted_degree", dict(graph.degree(weight="weight")))
    exact("core", networkx.core_number(simple))
    parts = Counter(ours[node]["component"] for node in ours)
    for part in networkx.connected_components(simple):
        numbers = {ours[node]["component"] for node in part}
        checks.that(len(numbers) == 1 and parts[min(numbers)] == len(part), f"{name}: a part is a part")
    close("betweenness", networkx.betweenness_centrality(simple), "networkx")
    close("closeness", networkx.closeness_centrality(simple), "networkx")
    names = list(graph.nodes)
    slots = {node: slot for slot, node in enumerate(names)}
    theirs = igraph.Graph(len(names), [(slots[a], slots[b]) for a, b in graph.edges()],
                          directed=graph.is_directed())
    weights = [data["weight"] for _, _, data in graph.edges(data=True)]
    close("pagerank", dict(zip(names, theirs.pagerank(weights=weights))), "igraph")
    plain = igraph.Graph(len(names), [(slots[a], slots[b]) for a, b in simple.edges()])
    n_pairs = max(1, (len(names) - 1) * (len(names) - 2) / 2)
    close("betweenness", dict(zip(names, (one / n_pairs for one in plain.betweenness()))), "igraph")
    exact("core", dict(zip(names, plain.coreness())))
    undirected = networkx.Graph()
    undirected.add_nodes_from(graph.nodes)
    for a, b, data in graph.edges(data=True):
        before = undirected.get_edge_data(a, b, {"weight": 0})["weight"]
        undirected.add_edge(a, b, weight=before + data["weight"])
    groups: dict[int, set] = {}
    for node, data in ours.items():
        groups.setdefault(data["modularity_class"], set()).add(node)
    own = networkx.community.modularity(undirected, groups.values())
    theirs = networkx.community.modularity(undirected, networkx.community.louvain_communities(undirected, seed=1))
    checks.that(own >= theirs - 0.02, f"{name}: modularity {own:.4f} is within 0.02 of networkx, {theirs:.4f}")


def graphology(checks: Checks, folder: Path, modules: str) -> None:
    """graphology reads both of its files, with all attributes of the lite GEXF."""
    run = subprocess.run(
        ["node", str(ROOT / "tests/acceptance/graphology.mjs"), modules,
         str(folder / FORMATS["gexf-lite"]), str(folder / FORMATS["graphology"])],
        capture_output=True, text=True, timeout=300)
    if not checks.that(run.returncode == 0, f"graphology reads our files: {run.stderr[-1500:]}"):
        return
    told = json.loads(run.stdout)
    nodes, table = rows(folder / "nodes.csv"), rows(folder / "edges.csv")
    for source, graph in told.items():
        checks.that(set(graph["nodes"]) == {row["Id"] for row in nodes}, f"{source}: nodes in graphology")
        checks.that({(id_, one["source"], one["target"]) for id_, one in graph["edges"].items()}
                    == {(row["Id"], row["Source"], row["Target"]) for row in table},
                    f"{source}: edges in graphology")
    # By title in GEXF, by id in JSON; both come from the same columns.
    for kind in ("nodes", "edges"):
        for key, one in told["json"][kind].items():
            other = told["gexf"][kind][key]
            for column in ("iri", "name", "class", "degree", "predicate_iri", "certainty", "quote_1", "year"):
                if column in one:
                    checks.that(other.get(column) == one[column],
                                f"graphology: {column} of {key} is {one[column]!r}, not {other.get(column)!r}")


def lint(checks: Checks, folder: Path) -> None:
    """The linter has nothing to say of our files and much of those that networkx writes."""
    ours = [folder / FORMATS["gexf"], folder / FORMATS["gexf-lite"]]
    checks.succeeds(saiga("export", "--check", *ours))
    graph = networkx.MultiDiGraph()
    graph.add_node("a", label="A", start="2020")
    graph.add_edge("a", "b", weight=0)
    graph.add_edge("a", "b", weight=2)
    path = folder / "networkx.gexf"
    networkx.write_gexf(graph, path)
    run = saiga("export", "--check", path)
    checks.that(run.returncode == 1, f"the linter complains of networkx: {run.stdout}{run.stderr}")
    for rule in ("version", "no-position", "zero-weight", "parallel", "time"):
        checks.that(f": {rule}: " in run.stdout, f"the linter finds {rule} in a file of networkx: {run.stdout}")


def main() -> None:
    store, checks = sys.argv[1], Checks("readers")
    n_edges = 0
    for profile, directed in (("entities", True), ("facts", True), ("documents", True), ("co-mention", False)):
        folder = WORK / "readers" / profile
        folder.mkdir(parents=True, exist_ok=True)
        scope = ["--store", store, "--profile", profile]
        made = [checks.succeeds(saiga("export", "--format", name, "-o", folder / file, *scope))
                for name, file in FORMATS.items()]
        made.append(checks.succeeds(saiga("export", "--format", "csv", "-o", folder, *scope)))
        if not all(made):
            continue
        n_edges += multisets(checks, folder, directed).number_of_edges()
        measures(checks, folder)
        lint(checks, folder)
        if len(sys.argv) > 2 and directed:
            graphology(checks, folder, sys.argv[2])
    checks.finish(f"{n_edges} edges in four profiles")


if __name__ == "__main__":
    main()
