"""Same input, same bytes: whatever the order of the inputs and the number of threads.

usage: determinism.py
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from harness import DOCUMENTS, SHARED, WORK, Checks, saiga, tree

N_ROUNDS = 6
THREADS = ("1", "2", "4")


def sources() -> list[tuple[str, bytes]]:
    """Documents as (path below the corpus, bytes): ours and, where they are, the shared ones."""
    found = [
        (f"ours/{path.relative_to(DOCUMENTS).as_posix()}", path.read_bytes())
        for path in sorted(DOCUMENTS.rglob("*"))
        if path.is_file() and path.name != "README.md"
    ]
    if (SHARED / "seeds").is_dir():
        found += [
            (f"seeds/{path.name}", path.read_bytes())
            for path in sorted((SHARED / "seeds").iterdir())
        ]
    return found


def main() -> None:
    checks, chance = Checks("determinism"), random.Random(20240229)
    files = sources()
    first: dict[str, dict[str, str]] = {}
    for round_number in range(N_ROUNDS):
        folder = WORK / "determinism" / str(round_number)
        shutil.rmtree(folder, ignore_errors=True)
        # Folders list their files in the order of creation on some file systems.
        order = files[:]
        chance.shuffle(order)
        for name, content in order:
            path = folder / "corpus" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        threads = {"RAYON_NUM_THREADS": THREADS[round_number % len(THREADS)]}
        listed = [str(Path("corpus", name)) for name, _ in order]
        for kind, paths in (("folder", ["corpus"]), ("files", listed)):
            result = saiga("build", *paths, "--store", kind, cwd=folder, env=threads)
            if not checks.succeeds(result):
                continue
            made = tree(folder / kind)
            for format_name in ("gexf", "csv", "nquads", "turtle"):
                output = folder / f"{kind}.{format_name}"
                if format_name == "csv":
                    output.mkdir()
                exported = saiga("export", "--format", format_name, "--output", output,
                                 "--store", kind, cwd=folder, env=threads)
                checks.succeeds(exported)
                found = tree(output) if output.is_dir() else tree(folder)
                made |= {f"{format_name}/{name}": digest for name, digest in found.items()
                         if format_name == "csv" or name == output.name}
            reference = first.setdefault(kind, made)
            differing = sorted(
                name for name in reference.keys() | made.keys()
                if reference.get(name) != made.get(name)
            )
            checks.that(
                not differing,
                f"round {round_number}, {kind}, {threads}: the same bytes; "
                f"differing: {differing[:5]}",
            )
        extracted = saiga("extract", *sorted(listed), "--format", "jsonl", cwd=folder, env=threads)
        checks.that(extracted.stdout != "", "extract prints facts")
        reference = first.setdefault("extract", {"stdout": extracted.stdout})
        checks.that(
            reference["stdout"] == extracted.stdout,
            f"round {round_number}: extract prints the same",
        )
        shutil.rmtree(folder)
    checks.finish(f"{N_ROUNDS} rounds over {len(files)} documents")


if __name__ == "__main__":
    main()
