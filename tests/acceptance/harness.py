"""What the acceptance checks share: where things are, how saiga is run, how a check reports."""

from __future__ import annotations

import hashlib
import os
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
DOCUMENTS = ROOT / "seeds" / "documents"
BINARY = Path(os.environ.get("SAIGA", ROOT / "target" / "release" / "saiga")).resolve()
WORK = ROOT / "target" / "acceptance"


def saiga(
    *args: object,
    cwd: Path = ROOT,
    env: dict[str, str] | None = None,
    timeout: float = 300,
    memory: int = 8 << 30,
) -> subprocess.CompletedProcess[str]:
    """Runs the binary to its end, or for `timeout` seconds: then its exit code is -9.

    It may not map more than `memory` bytes, so that no check can bring the machine down. Output is
    decoded leniently, since hostile input may be echoed.
    """
    command = [str(BINARY), *map(str, args)]
    try:
        return subprocess.run(
            command,
            cwd=cwd,
            env={**os.environ, "NO_COLOR": "1", **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (memory, memory)),
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, -9, "", f"not finished after {timeout} s")


def tree(folder: Path) -> dict[str, str]:
    """The files below `folder` with their SHA-256, in the order of their paths."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Checks:
    """Counts what holds, and says plainly what does not."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.n_passed = 0
        self.failures: list[str] = []

    def that(self, holds: bool, what: str) -> bool:
        """Notes one check; `what` says what should hold, and how it does not."""
        if holds:
            self.n_passed += 1
        else:
            self.failures.append(what)
            print(f"{self.name}: FAILED: {what}", flush=True)
        return holds

    def succeeds(self, result: subprocess.CompletedProcess[str]) -> bool:
        """Notes whether a run of saiga ended with 0."""
        command = " ".join(result.args[1:])
        said = result.stderr.strip()[-600:]
        return self.that(
            result.returncode == 0, f"`saiga {command}` ended with {result.returncode}: {said}"
        )

    def finish(self, summary: str = "") -> None:
        """Prints the verdict and leaves: 0 when everything held."""
        verdict = "failed" if self.failures else "ok"
        tail = f": {summary}" if summary else ""
        print(f"{self.name}: {verdict}, {self.n_passed} checks held, "
              f"{len(self.failures)} did not{tail}", flush=True)
        sys.exit(1 if self.failures else 0)


def need_shared(name: str, path: Path) -> Path:
    """The reference data at `path`; without it the check is skipped, which CI=true forbids."""
    if path.exists():
        return path
    strict = os.environ.get("CI") == "true"
    print(f"{name}: {'FAILED' if strict else 'SKIPPED'}: no reference data at {path}", flush=True)
    sys.exit(1 if strict else 0)
