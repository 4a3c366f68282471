"""pySHACL validates the graph against the shapes of the ontology.

usage: shacl.py STORE
"""

from __future__ import annotations

import sys

import pyshacl
import rdflib
from harness import ROOT, WORK, Checks, saiga

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")


def main() -> None:
    store, checks = sys.argv[1], Checks("shacl")
    path = WORK / "shacl.ttl"
    if not checks.succeeds(saiga("export", "--format", "turtle", "--output", path, "--store", store)):
        checks.finish()
    data = rdflib.Graph().parse(path, format="turtle")
    terms = rdflib.Graph()
    for file in sorted((ROOT / "ontology").glob("*.ttl")):
        if file.name != "shapes.ttl":
            terms.parse(file, format="turtle")
    shapes = rdflib.Graph().parse(ROOT / "ontology" / "shapes.ttl", format="turtle")
    conforms, report, text = pyshacl.validate(data + terms, shacl_graph=shapes)
    checks.that(conforms, f"the graph conforms:\n{text[:4000]}")
    # A shape without a target node would make the check above pass without checking anything.
    for target in sorted(set(shapes.objects(None, SH.targetClass)), key=str):
        n_nodes = sum(1 for _ in (data + terms).subjects(rdflib.RDF.type, target))
        print(f"shacl: {n_nodes} nodes of class {target}")
    n_shapes = len(set(shapes.subjects(rdflib.RDF.type, SH.NodeShape)))
    checks.that(n_shapes > 0, "there are shapes")
    checks.finish(f"{n_shapes} shapes, {len(data)} triples")


if __name__ == "__main__":
    main()
