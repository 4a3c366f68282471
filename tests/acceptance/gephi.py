"""Gephi's own importer opens our files without a complaint and finds all that is in them.

usage: gephi.py STORE [LARGE]
LARGE is a folder with graph.gexf, graph.graphml, nodes.csv and edges.csv of a large network
(`cargo bench --bench network -- 50000 200000 LARGE`).
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from lxml import etree
from harness import ROOT, WORK, Checks, saiga

GEXF = "{http://gexf.net/1.3}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
TYPES = {"string": "String", "integer": "Integer", "double": "Double", "long": "Long",
         "liststring": "String[]"}
# The JVM is given what a desktop has; 50,000 nodes and 200,000 edges need about half of it.
MEMORY = "-Xmx3g"


def jar() -> Path:
    """The toolkit, where `.ci/run` or Maven has put it."""
    name = "org/gephi/gephi-toolkit/0.10.1/gephi-toolkit-0.10.1-all.jar"
    for folder in (ROOT / "target" / "m2", Path.home() / ".m2" / "repository"):
        if (folder / name).is_file():
            return folder / name
    strict = os.environ.get("CI") == "true"
    print(f"gephi: {'FAILED' if strict else 'SKIPPED'}: no Gephi Toolkit; "
          "`.ci/run acceptance` installs it", flush=True)
    sys.exit(1 if strict else 0)


def day(text: str) -> float:
    """Milliseconds since 1970 of a day, also before our era (H. Hinnant, days_from_civil)."""
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    year, month, number = (int(part) for part in digits.split("-"))
    year = sign * year - (month <= 2)
    era, of_era = divmod(year, 400)
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + number - 1
    days = era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
    return days * 86_400_000.0


def elements(path: Path, *names: str):
    """The elements of these names, each whole; forgotten afterwards, since a large file fills gigabytes."""
    for _, element in etree.iterparse(str(path), tag=names, huge_tree=True):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def of_gexf(path: Path) -> dict:
    """What a GEXF file holds, read with lxml."""
    found = {"columns": {"node": {}, "edge": {}}, "weights": 0.0, "times": [], "nodes": 0, "edges": 0}
    filled, kinds = {"node": Counter(), "edge": Counter()}, set()
    for element in elements(path, GEXF + "attributes", GEXF + "node", GEXF + "edge"):
        kind = etree.QName(element).localname
        if kind == "attributes":
            is_dynamic = element.get("mode") == "dynamic"
            for column in element.iter(GEXF + "attribute"):
                type_ = "IntervalStringMap" if is_dynamic else TYPES[column.get("type")]
                found["columns"][element.get("class")][column.get("id")] = type_
            continue
        found[f"{kind}s"] += 1
        filled[kind].update({value.get("for") for value in element.iter(GEXF + "attvalue")})
        for spell in element.iter(GEXF + "spell"):
            found["times"] += [day(spell.get(end)) for end in ("start", "end") if spell.get(end)]
        if kind == "edge":
            found["weights"] += float(element.get("weight"))
            kinds.add(element.get("kind"))
    return {**found, "kinds": len(kinds), "filled": filled}


def of_graphml(path: Path) -> dict:
    """What a GraphML file holds once parallel edges are one, the last one's columns kept."""
    columns, filled, edges, weights, n_nodes = {"node": {}, "edge": {}}, Counter(), {}, 0.0, 0
    for element in elements(path, GRAPHML + "key", GRAPHML + "node", GRAPHML + "edge"):
        kind = etree.QName(element).localname
        data = {data.get("key"): data.text for data in element if data.text}
        if kind == "node":
            n_nodes += 1
            filled.update(data.keys())
        elif kind == "edge":
            weights += float(data["edge_weight"])
            edges.setdefault((element.get("source"), element.get("target")), set()).update(data.keys())
        elif element.get("attr.name") not in ("label", "weight", "size", "x", "y", "r", "g", "b"):
            columns[element.get("for")][element.get("id")] = TYPES[element.get("attr.type")]
    for keys in edges.values():
        filled.update(keys)
    return {"nodes": n_nodes, "edges": len(edges), "weights": weights, "columns": columns,
            "filled": {"node": filled, "edge": filled}}


def of_csv(folder: Path) -> dict:
    """What the tables hold, columns by their titles in lower case, as Gephi calls them."""
    tables = {}
    for kind, name in (("node", "nodes.csv"), ("edge", "edges.csv")):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            tables[kind] = list(csv.DictReader(file))
    special = {"Id", "Label", "Source", "Target", "Type", "Kind", "Weight", "Timeset"}
    times = [part for row in tables["edge"] for spell in row.get("Timeset", "").split(";")
             for part in spell.strip(" []").split(", ") if part and "Infinity" not in part]
    return {"nodes": len(tables["node"]), "edges": len(tables["edge"]),
            "weights": sum(float(row["Weight"]) for row in tables["edge"]),
            "kinds": len({row["Kind"] for row in tables["edge"]}),
            "times": [day(time) for time in times],
            "columns": {kind: {title.lower(): None for title in rows[0] if title not in special}
                        for kind, rows in tables.items()},
            "filled": {kind: Counter(title.lower() for row in rows for title, cell in row.items() if cell)
                       for kind, rows in tables.items()}}


def compare(checks: Checks, name: str, gephi: dict, file: dict) -> None:
    checks.that(gephi["n_issues"] == 0, f"{name}: Gephi has no complaint, not {gephi['issues']}")
    for key in ("nodes", "edges", "kinds", "weights"):
        if key in file:
            checks.that(gephi[key] == file[key], f"{name}: {gephi[key]} {key} in Gephi, {file[key]} in the file")
    times = file.get("times") or []
    bounds = gephi["bounds"] or [None, None]
    if times:
        checks.that([min(times), max(times)] == bounds,
                    f"{name}: the timeline goes from {min(times)} to {max(times)}, not {bounds}")
    for kind in ("node", "edge"):
        told = gephi[f"{kind}_columns"]
        for column, kind_of in file["columns"][kind].items():
            if not checks.that(column in told, f"{name}: Gephi has a column {column} of {kind}s"):
                continue
            type_, n_filled = told[column]
            if kind_of:
                checks.that(type_ == kind_of, f"{name}: {kind} column {column} is {kind_of}, not {type_}")
            else:
                checks.that(type_ in ("String", "Integer", "Double"),
                            f"{name}: {kind} column {column} is text or a number, not {type_}")
            expected = file["filled"][kind][column]
            checks.that(n_filled == expected,
                        f"{name}: {n_filled} cells of {kind} column {column} are filled, not {expected}")


# Gephi must complain of this one, or its complaints do not reach us: an interval that ends before
# it starts, an undirected edge among directed ones, `mutual`, and one id twice.
FAULTY = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
<graph mode="dynamic" defaultedgetype="directed" timeformat="date"><nodes>
<node id="a" label="a"/>
<node id="b" label="b"><spells><spell start="2021-01-02" end="2020-01-01"/></spells></node>
</nodes><edges>
<edge id="1" source="a" target="b"/><edge id="1" source="b" target="a"/>
<edge id="2" source="a" target="b" type="undirected"/><edge id="3" source="b" target="a" type="mutual"/>
</edges></graph></gexf>
"""


def main() -> None:
    store, checks, toolkit = sys.argv[1], Checks("gephi"), jar()
    folders = []
    for profile in ("entities", "facts", "co-mention"):
        folder = WORK / "gephi" / profile
        folder.mkdir(parents=True, exist_ok=True)
        made = [saiga("export", "--store", store, "--profile", profile, "--status", "all", *where)
                if profile != "co-mention" else
                saiga("export", "--store", store, "--profile", profile, *where)
                for where in (("-o", folder / "graph.gexf"), ("-o", folder / "graph.graphml"),
                              ("--format", "csv", "-o", folder))]
        if all([checks.succeeds(one) for one in made]):
            folders.append(folder)
    if len(sys.argv) > 2:
        folders.append(Path(sys.argv[2]))
    arguments, expected = [], []
    for folder in folders:
        arguments += [folder / "graph.gexf", folder / "graph.graphml",
                      f"{folder}/nodes.csv+{folder}/edges.csv"]
        expected += [of_gexf(folder / "graph.gexf"), of_graphml(folder / "graph.graphml"), of_csv(folder)]
    faulty = WORK / "gephi" / "faulty.gexf"
    faulty.write_text(FAULTY, encoding="utf-8")
    started = time.monotonic()
    run = subprocess.run(
        ["java", MEMORY, "-Djava.awt.headless=true", "-cp", str(toolkit),
         str(ROOT / "tests" / "acceptance" / "gephi" / "Import.java"), *map(str, arguments), str(faulty)],
        capture_output=True, text=True, timeout=1800)
    lines = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    if checks.that(len(lines) == len(arguments) + 1,
                   f"Gephi read {len(lines)} of {len(arguments) + 1} files: {run.stderr[-2000:]}"):
        told = lines[-1]["issues"]
        checks.that(len(told) == 4, f"Gephi finds four faults in a file that has them, not {told}")
        for gephi, file, path in zip(lines, expected, arguments):
            compare(checks, "/".join(str(path).split("/")[-2:]), gephi, file)
    checks.finish(f"{len(arguments)} files, {time.monotonic() - started:.0f} s in Gephi")


if __name__ == "__main__":
    main()
