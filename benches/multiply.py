"""Makes a store of many documents from one of few, for measurements: multiply.py STORE COPIES OUT

Each copy has documents, articles, claims, persons, organizations and events of its own; countries,
places and classes are shared, as they are in real collections."""

from __future__ import annotations

import copy
import hashlib
import json
import re
import sys
from pathlib import Path

SHARED_CLASSES = ("country/", "place/", "language/", "position/")
OWN = re.compile(r"(?<=<https://w3id\.org/saiga/)(doc|article|claim|id)/([^>#]*)")


def main() -> None:
    store, n_copies, out = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    manifest = json.loads((store / "manifest.json").read_text())
    for folder in ("segments", "sources"):
        (out / folder).mkdir(parents=True)
    texts = {path.stem: path.read_text() for path in (store / "segments").iterdir()}
    documents = []
    n_quads = 0
    for number in range(n_copies):
        for document in manifest["documents"]:
            made = copy.deepcopy(document)
            made["id"] = f"{document['id']}-{number:04}"
            for version in made["versions"]:
                lines = sorted(renamed(texts[version["segment"]], number).splitlines(keepends=True))
                content = "".join(lines).encode()
                version["segment"] = hashlib.sha256(content).hexdigest()
                version["path"] = f"{number:04}/{version['path']}"
                version["quads"] = len(lines)
                n_quads += len(lines)
                (out / "segments" / f"{version['segment']}.nq").write_bytes(content)
                source = out / "sources" / version["source"]
                if not source.exists():
                    source.write_bytes((store / "sources" / version["source"]).read_bytes())
            documents.append(made)
    manifest["documents"] = sorted(documents, key=lambda one: one["id"])
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(f"{n_quads} quads in {len(documents)} documents")


def renamed(text: str, number: int) -> str:
    def rename(match: re.Match[str]) -> str:
        kind, rest = match.groups()
        if kind == "id" and rest.startswith(SHARED_CLASSES):
            return match.group()
        if kind == "claim":
            return f"claim/{rest}{number:04x}"
        if kind == "doc":
            name, _, version = rest.partition("/")
            return f"doc/{name}-{number:04}" + (f"/{version}" if version else "")
        return f"{kind}/{rest}-{number:04}"

    return OWN.sub(rename, text)


main()
