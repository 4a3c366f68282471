"""networkx reads our GEXF and finds the nodes and edges of the CSV export.

usage: gexf.py STORE
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import networkx
from harness import WORK, Checks, saiga


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def main() -> None:
    store, checks = sys.argv[1], Checks("gexf")
    gexf, tables = WORK / "graph.gexf", WORK / "csv"
    tables.mkdir(parents=True, exist_ok=True)
    written = [
        checks.succeeds(
            saiga("export", "--format", kind, "--output", output, "--store", store)
        )
        for kind, output in (("gexf", gexf), ("csv", tables))
    ]
    if not all(written):
        checks.finish()
    graph = networkx.read_gexf(gexf)
    nodes, edges = rows(tables / "nodes.csv"), rows(tables / "edges.csv")
    checks.that(len(nodes) > 10, f"there are nodes to compare, not {len(nodes)}")
    checks.that(
        graph.number_of_nodes() == len(nodes),
        f"{graph.number_of_nodes()} nodes in GEXF and {len(nodes)} in CSV are as many",
    )
    checks.that(
        graph.number_of_edges() == len(edges),
        f"{graph.number_of_edges()} edges in GEXF and {len(edges)} in CSV are as many",
    )
    names = {row["Id"] for row in nodes}
    checks.that(names == set(graph.nodes), "the nodes have the same identifiers")
    checks.that(
        {end for row in edges for end in (row["Source"], row["Target"])} <= names,
        "every edge joins two listed nodes",
    )
    unlabelled = [node for node, data in graph.nodes(data=True) if not data.get("label")]
    checks.that(not unlabelled, f"every node has a label, not {unlabelled[:3]}")
    checks.finish(f"{len(nodes)} nodes, {len(edges)} edges")


if __name__ == "__main__":
    main()
