"""pySHACL validates the graph against the shapes of the ontology.

usage: shacl.py STORE
"""

from __future__ import annotations

import sys

import pyshacl
import rdflib
from harness import ROOT, WORK, Checks, saiga

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
SG = rdflib.Namespace("https://w3id.org/saiga/ns#")


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
    conforms, _, text = pyshacl.validate(data + terms, shacl_graph=shapes)
    checks.that(conforms, f"the graph conforms:\n{text[:4000]}")
    # Shapes that never bite would pass everything: each of these losses must be noticed.
    wounded = rdflib.Graph() + data
    passage = min(wounded.subjects(rdflib.RDF.type, SG.Passage), key=str)
    claim = min(wounded.subjects(rdflib.RDF.type, SG.Claim), key=str)
    entity = min(wounded.objects(None, rdflib.RDF.subject), key=str)
    for node, property_name in ((passage, SG.quote), (claim, SG.evidence), (entity, rdflib.RDFS.label)):
        wounded.remove((node, property_name, None))
    _, report, _ = pyshacl.validate(wounded, shacl_graph=shapes, ont_graph=terms)
    noticed = set(report.objects(None, SH.focusNode))
    for node in (passage, claim, entity):
        checks.that(node in noticed, f"a loss at {node} is noticed")
    n_shapes = len(set(shapes.subjects(rdflib.RDF.type, SH.NodeShape)))
    checks.that(n_shapes > 0, "there are shapes")
    checks.finish(f"{n_shapes} shapes, {len(data)} triples")


if __name__ == "__main__":
    main()
