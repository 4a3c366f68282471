"""Compares saiga's diff of quads with rdflib's graph_diff, at the sizes that rdflib finishes.

Each size is a graph of facts with four triples each, of which ten facts change. Once every fact is
a node with an IRI made from what it says, as saiga writes them, and once a blank node, as most
tools do: the first is what saiga compares, the second shows what it avoids.

usage: graph_diff.py [FACTS...]      (needs rdflib and a release build; see tests/acceptance)
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import rdflib
from rdflib.compare import graph_diff

ROOT = Path(__file__).resolve().parents[1]
BINARY = os.environ.get("SAIGA", str(ROOT / "target" / "release" / "saiga"))
SIZES = [250, 1_000, 4_000, 250_000]
#: rdflib is not asked beyond this number of facts with blank nodes: its time grows steeply.
MOST_BLANK = 1_000


def facts(count: int, changed: set[int], is_blank: bool) -> str:
    lines = []
    for number in range(count):
        value = number * 7 + (number in changed)
        node = f"_:f{number}" if is_blank else f"<http://example.org/fact/{number}-{value}>"
        lines += [
            f"{node} <http://example.org/subject> <http://example.org/entity/{number % 97}> .",
            f"{node} <http://example.org/relation> <http://example.org/r/{number % 13}> .",
            f"{node} <http://example.org/object> <http://example.org/entity/{number % 89}> .",
            f'{node} <http://example.org/value> "{value}" .',
        ]
    return "\n".join(lines) + "\n"


def by_rdflib(old: str, new: str) -> tuple[float, int]:
    graphs = [rdflib.Graph().parse(data=text, format="nt") for text in (old, new)]
    started = time.monotonic()
    _, first, second = graph_diff(*graphs)
    return time.monotonic() - started, len(first) + len(second)


def by_saiga(old: str, new: str) -> tuple[float, int]:
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, text in (("old.nt", old), ("new.nt", new)):
            paths.append(str(Path(folder) / name))
            Path(paths[-1]).write_text(text)
        started = time.monotonic()
        run = subprocess.run(
            [BINARY, "diff", *paths, "--format", "rdf-patch"], capture_output=True, text=True
        )
        took = time.monotonic() - started
    changes = [line for line in run.stdout.splitlines() if line.startswith(("A ", "D "))]
    return took, len(changes)


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    print("facts | triples | saiga, files read | rdflib, IRIs | rdflib, blank nodes")
    for count in sizes:
        changed = set(range(0, count, max(1, count // 10)))
        old, new = (facts(count, which, False) for which in (set(), changed))
        ours, n_ours = by_saiga(old, new)
        cells = [f"{ours:.2f} s, {n_ours} changes"]
        if count <= 20_000:
            theirs, n_theirs = by_rdflib(old, new)
            cells.append(f"{theirs:.2f} s, {n_theirs} changes")
        else:
            cells.append("not asked")
        if count <= MOST_BLANK:
            old, new = (facts(count, which, True) for which in (set(), changed))
            theirs, n_theirs = by_rdflib(old, new)
            cells.append(f"{theirs:.2f} s, {n_theirs} changes")
        else:
            cells.append("not asked")
        print(f"{count} | {4 * count} | " + " | ".join(cells), flush=True)


if __name__ == "__main__":
    main()
