"""pyoxigraph and rdflib apply our patches and end in the same graph, by its RDFC-1.0 hash.

Two stores are built from two states of the sample documents. The SPARQL Update and the RDF Patch
from the one to the other are applied to the graph of the first, each by both libraries, and the
result must be the graph of the second; the way back likewise. The description of the changes in RDF
must be read by both and hold what the JSON report holds.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pyoxigraph
import rdflib
from harness import DOCUMENTS, WORK, Checks, saiga

FOLDER = WORK / "patches"


def prepare() -> tuple[Path, Path]:
    """Two folders: some documents are gone, some are new, some are later versions."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    old, new = FOLDER / "old", FOLDER / "new"
    for folder, version in ((old, "v1"), (new, "v2")):
        folder.mkdir(parents=True)
        for path in sorted(DOCUMENTS.glob(f"*/{version}.*")):
            shutil.copy(path, folder / f"{path.parent.name}{path.suffix}")
    single = [p for p in sorted(DOCUMENTS.glob("*.*")) if p.name != "README.md"]
    for number, path in enumerate(single):
        for folder, is_in in ((old, number % 3 != 0), (new, number % 3 != 1)):
            if is_in:
                shutil.copy(path, folder / path.name)
    return old, new


def canonical_hash(quads: list[pyoxigraph.Quad]) -> str:
    """The hash of a dataset after RDF Dataset Canonicalization."""
    dataset = pyoxigraph.Dataset(quads)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return hashlib.sha256("\n".join(sorted(map(str, dataset))).encode()).hexdigest()


def parse(text: str) -> list[pyoxigraph.Quad]:
    return list(pyoxigraph.parse(input=text, format=pyoxigraph.RdfFormat.N_QUADS))


def patch_lines(patch: str) -> tuple[list[pyoxigraph.Quad], list[pyoxigraph.Quad]]:
    """What an RDF Patch deletes and adds, read by pyoxigraph's parser of N-Quads."""
    lines = patch.splitlines()
    part = lambda sign: parse("\n".join(line[2:] for line in lines if line.startswith(sign + " ")))
    return part("D"), part("A")


def by_pyoxigraph(graph: str, update: str) -> str:
    store = pyoxigraph.Store()
    store.extend(parse(graph))
    store.update(update)
    return canonical_hash(list(store))


def by_rdflib(graph: str, update: str) -> str:
    data = rdflib.Dataset(default_union=False)
    data.parse(data=graph, format="nquads")
    data.update(update)
    return canonical_hash(parse(data.serialize(format="nquads")))


def main() -> None:
    checks = Checks("patches")
    rdflib.NORMALIZE_LITERALS = False
    folders = prepare()
    stores = [FOLDER / f"{folder.name}.store" for folder in folders]
    graphs = []
    for folder, store in zip(folders, stores):
        checks.succeeds(saiga("build", folder, "--store", store, "--quiet"))
        exported = saiga("export", "--format", "nquads", "--store", store)
        checks.succeeds(exported)
        graphs.append(exported.stdout)
    hashes = [canonical_hash(parse(graph)) for graph in graphs]
    checks.that(hashes[0] != hashes[1], "the two states differ")
    for start, end in ((0, 1), (1, 0)):
        sides = (stores[start], stores[end])
        update = saiga("diff", *sides, "--format", "sparql-update")
        patch = saiga("diff", *sides, "--format", "rdf-patch")
        for result in (update, patch):
            checks.that(result.returncode == 1, f"the stores differ: {result.stderr[-300:]}")
        for name, apply in (("pyoxigraph", by_pyoxigraph), ("rdflib", by_rdflib)):
            same = apply(graphs[start], update.stdout) == hashes[end]
            checks.that(same, f"{name} makes {end} of {start} by SPARQL Update")
        deleted, added = patch_lines(patch.stdout)
        before = set(parse(graphs[start]))
        checks.that(set(deleted) <= before, "what the patch deletes is there")
        checks.that(not set(added) & before, "what the patch adds is not there")
        after = canonical_hash(list((before - set(deleted)) | set(added)))
        checks.that(after == hashes[end], "the RDF Patch makes the one set of quads of the other")
    report = json.loads(saiga("diff", *stores, "--format", "json").stdout)
    turtle = saiga("diff", *stores, "--format", "turtle").stdout
    described = rdflib.Graph().parse(data=turtle, format="turtle")
    change = rdflib.URIRef("https://w3id.org/saiga/ns#Change")
    n_changes = len(set(described.subjects(rdflib.RDF.type, change)))
    parts = ("entries", "drift", "entities", "conflicts", "articles")
    n_reported = sum(len(report[part]) for part in parts)
    checks.that(n_changes == n_reported, f"{n_changes} changes in RDF, {n_reported} in JSON")
    n_read = sum(1 for _ in pyoxigraph.parse(input=turtle, format=pyoxigraph.RdfFormat.TURTLE))
    checks.that(n_read == len(described), f"{n_read} triples by pyoxigraph, {len(described)} by rdflib")
    checks.finish(f"{len(deleted)} quads one way")


if __name__ == "__main__":
    main()
