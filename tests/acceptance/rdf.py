"""rdflib and pyoxigraph read our Turtle and N-Quads and find the same triples in both.

usage: rdf.py STORE
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyoxigraph
import rdflib
from harness import WORK, Checks, saiga

Triple = tuple[str, str, str]


def canonical(term: rdflib.term.Node) -> str:
    """One spelling for a term, whichever library read it. Literals keep their lexical form."""
    if isinstance(term, rdflib.URIRef):
        return f"<{term}>"
    if isinstance(term, rdflib.Literal):
        kind = f"@{term.language}" if term.language else f"^^{term.datatype or rdflib.XSD.string}"
        return f"{str(term)!r}{kind.lower() if term.language else kind}"
    return f"_:{term}"


def canonical_ox(term: object) -> str:
    """The same for pyoxigraph's terms."""
    if isinstance(term, pyoxigraph.NamedNode):
        return f"<{term.value}>"
    if isinstance(term, pyoxigraph.Literal):
        kind = f"@{term.language.lower()}" if term.language else f"^^{term.datatype.value}"
        return f"{term.value!r}{kind}"
    return str(term)


def with_rdflib(path: Path, syntax: str) -> set[Triple]:
    data = rdflib.Dataset(default_union=True)
    data.parse(path, format=syntax)
    return {(canonical(s), canonical(p), canonical(o)) for s, p, o, _ in data.quads()}


def with_pyoxigraph(path: Path, syntax: pyoxigraph.RdfFormat) -> set[Triple]:
    return {
        (canonical_ox(q.subject), canonical_ox(q.predicate), canonical_ox(q.object))
        for q in pyoxigraph.parse(path=path, format=syntax)
    }


def main() -> None:
    store, checks = sys.argv[1], Checks("rdf")
    # Values must be compared as written: `1.50` is not to become `1.5` while reading.
    rdflib.NORMALIZE_LITERALS = False
    read: dict[str, set[Triple]] = {}
    for name, syntax, ox in (
        ("turtle", "turtle", pyoxigraph.RdfFormat.TURTLE),
        ("nquads", "nquads", pyoxigraph.RdfFormat.N_QUADS),
    ):
        path = WORK / f"graph.{'ttl' if name == 'turtle' else 'nq'}"
        result = saiga("export", "--format", name, "--output", path, "--store", store)
        if not checks.succeeds(result):
            continue
        read[f"{name} by rdflib"] = with_rdflib(path, syntax)
        read[f"{name} by pyoxigraph"] = with_pyoxigraph(path, ox)
    checks.that(len(read) == 4, "both formats are read by both libraries")
    reference = read.get("nquads by pyoxigraph", set())
    checks.that(len(reference) > 100, f"the graph has triples, not {len(reference)}")
    for name, triples in read.items():
        lost, made = sorted(reference - triples)[:3], sorted(triples - reference)[:3]
        checks.that(triples == reference, f"{name}: the same triples; lost {lost}, made {made}")
        blank = [t for t in triples if any(term.startswith("_:") for term in t)]
        checks.that(not blank, f"{name}: no blank nodes, not {sorted(blank)[:3]}")
    checks.finish(f"{len(reference)} triples")


if __name__ == "__main__":
    main()
