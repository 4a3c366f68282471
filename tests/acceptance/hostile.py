"""Broken input gives one line that names the file, exit code 2, and harm to nothing else.

usage: hostile.py
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from harness import BINARY, DOCUMENTS, ROOT, WORK, Checks, saiga, tree

FOLDER = WORK / "hostile"
GOOD = ("trade-news.md", "sco-enlargement.txt")

BAD_DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "empty.txt": lambda: b"",
    "blank.md": lambda: b" \n\t\n",
    "picture.txt": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "program.txt": lambda: b"\x7fELF\x02\x01\x01" + b"\0" * 5000,
    "report.pdf": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    "invalid.txt": lambda: b"Kazakhstan joined the WTO in 2015. \xff\xfe\xc3\x28 \xf0\x28\x8c\x28\x80\n",
    "one-line.txt": lambda: b"Kazakhstan trades with China and " * (50 * 1024 * 1024 // 33),
}

# Bytes that are no UTF-8 may still be text in an old encoding: then a warning will do.
DECODABLE = {"invalid.txt"}

# Seconds and bytes for one build; the longest input has eight million words in one sentence.
TIME_LIMIT = 60
MEMORY_LIMIT = 2 << 30

# File of a project, and what is done to its text. The mistake stands in the line that is named.
BAD_PROJECT: list[tuple[str, str]] = [
    ("ontology/geopolitics.ttl", "gp:Broken a owl:Class ; rdfs:label \"never closed .\n"),
    ("ontology/patterns/*.toml", "[[pattern\n"),
    ("seeds/lexicon/countries.csv", "Atlantis,too,few\n"),
    ("ontology/queries/*.rq", "SELECT WHERE {{ ?broken\n"),
]


def naming(stderr: str, name: str) -> list[str]:
    """The lines of `stderr` that name the file."""
    return [line for line in stderr.splitlines() if name in line]


def fresh(name: str) -> Path:
    """A folder with two good documents and a store built of them."""
    folder = FOLDER / name
    folder.mkdir(parents=True)
    (folder / "corpus").mkdir()
    for good in GOOD:
        shutil.copy(DOCUMENTS / good, folder / "corpus" / good)
    return folder


def check_failure(checks: Checks, what: str, result: subprocess.CompletedProcess[str]) -> None:
    """What every failure has in common."""
    checks.that(result.returncode == 2, f"{what}: ends with 2, not {result.returncode}: "
                f"{result.stderr[-300:]}")
    checks.that("panicked" not in result.stderr, f"{what}: no panic: {result.stderr[-300:]}")


def documents(checks: Checks) -> None:
    for name, content in BAD_DOCUMENTS.items():
        folder = fresh(f"document-{name}")
        (folder / "corpus" / name).write_bytes(content())
        result = saiga("build", "corpus", "--store", "store", cwd=folder, timeout=TIME_LIMIT,
                       memory=MEMORY_LIMIT)
        lines = naming(result.stderr, name)
        if name in DECODABLE and any("warning" in line for line in lines):
            checks.succeeds(result)
        else:
            check_failure(checks, name, result)
        checks.that(len(lines) == 1, f"{name}: one line names it, not {len(lines)}: {lines[:3]}")
        listed = saiga("list", "documents", "--store", "store", cwd=folder)
        checks.succeeds(listed)
        for good in GOOD:
            checks.that(Path(good).stem in listed.stdout, f"{name}: {good} is processed all the same")
        checks.succeeds(saiga("verify", "--store", "store", cwd=folder))


def missing_path(checks: Checks) -> None:
    folder = fresh("missing")
    result = saiga("build", "corpus", "nowhere/at-all.txt", "--store", "store", cwd=folder)
    check_failure(checks, "missing path", result)
    lines = naming(result.stderr, "nowhere/at-all.txt")
    checks.that(len(lines) == 1, f"missing path: one line names it: {result.stderr[-300:]}")
    listed = saiga("list", "documents", "--store", "store", cwd=folder)
    checks.that(all(Path(good).stem in listed.stdout for good in GOOD),
                f"missing path: the others are processed: {listed.stdout} {listed.stderr}")


def read_only_store(checks: Checks) -> None:
    """Runs as `nobody` when root runs the checks: to root nothing is read-only."""
    folder = Path(tempfile.mkdtemp(prefix="saiga-hostile-"))
    try:
        folder.chmod(0o755)
        binary = shutil.copy(BINARY, folder / "saiga")
        shutil.copytree(FOLDER / "missing" / "corpus", folder / "corpus")
        saiga("build", "corpus", "--store", "store", cwd=folder)
        before = tree(folder / "store")
        (folder / "corpus" / GOOD[0]).write_text("Kazakhstan joined the WTO in 2015.\n")
        entries = [folder / "store", *(folder / "store").rglob("*")]
        for path in [*entries, folder / "corpus", *(folder / "corpus").rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        nobody = 65534 if os.geteuid() == 0 else None
        result = subprocess.run(
            [binary, "build", "corpus", "--store", "store"], cwd=folder, capture_output=True,
            text=True, timeout=60, env={**os.environ, "HOME": str(folder)}, user=nobody,
            group=nobody,
        )
        check_failure(checks, "read-only store", result)
        checks.that(len(naming(result.stderr, "store")) == 1,
                    f"read-only store: one line names it: {result.stderr[-300:]}")
        checks.that(tree(folder / "store") == before, "read-only store: untouched")
        checks.succeeds(saiga("list", "documents", "--store", "store", cwd=folder))
    finally:
        for path in folder.rglob("*"):
            if path.is_dir():
                path.chmod(stat.S_IRWXU)
        shutil.rmtree(folder)


def other_version(checks: Checks) -> None:
    """A store whose manifest names a format that this binary does not know."""
    folder = fresh("version")
    checks.succeeds(saiga("build", "corpus", "--store", "store", cwd=folder))
    manifest = next((folder / "store").glob("manifest*"))
    text = manifest.read_text()
    changed = re.sub(r'("format"\s*:\s*"?)(\d+)', lambda m: f"{m[1]}{int(m[2]) + 1000}", text, count=1)
    checks.that(changed != text, f"other version: the manifest states its format: {text[:200]}")
    manifest.write_text(changed)
    before = tree(folder / "store")
    for command in (["build", "corpus"], ["list", "documents"], ["verify"]):
        what = f"store of another version, {command[0]}"
        result = saiga(*command, "--store", "store", cwd=folder)
        check_failure(checks, what, result)
        checks.that(len(naming(result.stderr, "store")) == 1,
                    f"{what}: one line names it: {result.stderr[-300:]}")
        checks.that(tree(folder / "store") == before, f"{what}: the store is untouched")


def project(checks: Checks) -> None:
    for number, (pattern, mistake) in enumerate(BAD_PROJECT):
        folder = fresh(f"project-{number}")
        for part in ("ontology", "seeds"):
            shutil.copytree(ROOT / part, folder / "project" / part,
                            ignore=shutil.ignore_patterns("documents"))
        checks.succeeds(saiga("build", "corpus", "--store", "store", "--project", "project", cwd=folder))
        before = tree(folder / "store")
        file = sorted((folder / "project").glob(pattern))[0]
        n_lines = file.read_text(encoding="utf-8").count("\n")
        with file.open("a", encoding="utf-8") as out:
            out.write(mistake)
        commands = [["build", "corpus", "--store", "store"], ["check"]]
        if file.suffix == ".rq":
            commands = commands[1:]  # a build asks no questions
        for command in commands:
            what = f"{file.name} broken, {command[0]}"
            result = saiga(*command, "--project", "project", cwd=folder)
            check_failure(checks, what, result)
            places = re.findall(re.escape(file.name) + r":(\d+)", result.stderr)
            checks.that(bool(places), f"{what}: file and line are named: {result.stderr[-400:]}")
            # A parser may notice at the end of the text what went wrong in its last line.
            checks.that(any(n_lines < int(line) <= n_lines + 2 for line in places),
                        f"{what}: the line is {n_lines + 1}, not {places[:3]}")
        checks.that(tree(folder / "store") == before, f"{file.name} broken: the store is untouched")


def main() -> None:
    checks = Checks("hostile")
    shutil.rmtree(FOLDER, ignore_errors=True)
    for case in (documents, missing_path, read_only_store, other_version, project):
        print(f"hostile: {case.__name__}", flush=True)
        case(checks)
    shutil.rmtree(FOLDER)
    checks.finish()


if __name__ == "__main__":
    main()
