"""A build killed at any moment leaves the old state or the new one, and the next build heals all.

Each round puts another set of documents into the corpus, lets a copy of the store be built in
peace, then starts the same build on the store itself and kills it with SIGKILL after a random
time. The store must then list what it listed before or what the copy lists, every quote must be
found, and a second build must give the very bytes of the copy. Every fourth round starts without a
store.

usage: kill.py [ROUNDS]
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time

from harness import BINARY, DOCUMENTS, WORK, Checks, saiga, tree

FOLDER = WORK / "kill"
State = dict[str, bytes]


def states() -> list[State]:
    """Corpora that differ by documents added, removed and changed."""
    single = {p.name: p.read_bytes() for p in sorted(DOCUMENTS.glob("*.*")) if p.name != "README.md"}
    old = {f"{p.parent.name}{p.suffix}": p.read_bytes() for p in sorted(DOCUMENTS.glob("*/v1.*"))}
    new = {f"{p.parent.name}{p.suffix}": p.read_bytes() for p in sorted(DOCUMENTS.glob("*/v2.*"))}
    half = dict(list(single.items())[::2])
    return [old | half, new | single, single, old | single]


def put(state: State) -> None:
    """Makes the corpus hold exactly the files of `state`."""
    corpus = FOLDER / "corpus"
    shutil.rmtree(corpus, ignore_errors=True)
    corpus.mkdir(parents=True)
    for name, content in state.items():
        (corpus / name).write_bytes(content)


def listing(store: str) -> str | None:
    """What the store says it holds; `None` when it does not open."""
    result = saiga("list", "documents", "--store", store, cwd=FOLDER)
    return result.stdout if result.returncode == 0 else None


def build_and_kill(after: float) -> bool:
    """Starts a build and kills it `after` seconds; says whether it was still running."""
    process = subprocess.Popen(
        [str(BINARY), "build", "corpus", "--store", "store"],
        cwd=FOLDER, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "NO_COLOR": "1"},
    )
    try:
        process.wait(timeout=after)
        return False
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True


def main() -> None:
    n_rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    checks, chance = Checks("kill"), random.Random(19920515)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    corpora, held = states(), 0
    store, copy = FOLDER / "store", FOLDER / "copy"
    n_killed = n_old = n_new = n_none = 0
    for round_number in range(n_rounds):
        first_build = round_number % 4 == 0
        if first_build:
            shutil.rmtree(store, ignore_errors=True)
        held = (held + chance.randrange(1, len(corpora))) % len(corpora)
        put(corpora[held])
        shutil.rmtree(copy, ignore_errors=True)
        if store.exists():
            shutil.copytree(store, copy)
        # A store that holds nothing yet lists nothing.
        before = "" if first_build else listing("store")
        started = time.monotonic()
        if not checks.succeeds(saiga("build", "corpus", "--store", "copy", cwd=FOLDER)):
            break
        duration = time.monotonic() - started
        after = listing("copy")
        # Files are written towards the end: every second kill is aimed there.
        earliest = 0.6 if round_number % 2 else 0.0
        n_killed += build_and_kill(duration * chance.uniform(earliest, 1.05))
        found = listing("store")
        what = f"round {round_number}"
        if found is None:
            n_none += 1
            checks.that(first_build, f"{what}: the store opens")
        else:
            n_old += found == before
            n_new += found == after
            checks.that(found in (before, after), f"{what}: the old state or the new, not:\n{found}")
            checks.succeeds(saiga("verify", "--store", "store", cwd=FOLDER))
        if not checks.succeeds(saiga("build", "corpus", "--store", "store", cwd=FOLDER)):
            break
        healed, wanted = tree(store), tree(copy)
        checks.that(
            healed == wanted,
            f"{what}: the next build heals all; left over: {sorted(healed.keys() - wanted.keys())}, "
            f"lost: {sorted(wanted.keys() - healed.keys())}, "
            f"other: {sorted(n for n in healed.keys() & wanted.keys() if healed[n] != wanted[n])}",
        )
    checks.that(n_killed >= n_rounds // 2, f"at least half of the builds were killed, not {n_killed}")
    checks.finish(
        f"{n_killed} of {n_rounds} builds killed while running; found the old state {n_old} times, "
        f"the new {n_new} times, no store yet {n_none} times"
    )


if __name__ == "__main__":
    main()
