"""Scores the release binary on articles of the seeds that no rule was first written for.

usage: annotated.py

`tests/annotated` holds what people say is in them: in `seen` the facts that developers may read, in
`blind` those of which only the totals may ever be looked at, or they are blind no more. The format is
that of `../shared/gold`, but for quotes, which are code points in a file of `../shared/seeds`: texts of
others are not copied. A first line says where the article begins and ends.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from harness import ROOT, SHARED, WORK, need_shared, saiga

# Least precision: what is read must not get worse.
BARS = {"seen": 0.72, "blind": 0.50}


def restore(source: Path, gold: Path, articles: Path) -> None:
    """Writes one article and its annotation as the scorer wants them."""
    head, *facts = (json.loads(line) for line in source.read_text("utf-8").splitlines())
    text = (SHARED / "seeds" / head["seed"]).read_text("utf-8")
    articles.joinpath(f"{head['article']}.txt").write_text(
        text[head["start"] : head["end"]], "utf-8"
    )
    with gold.joinpath(f"{head['article']}.jsonl").open("w", encoding="utf-8") as out:
        for fact in facts:
            start, end = fact["quote"]
            out.write(json.dumps({**fact, "quote": text[start:end]}, ensure_ascii=False) + "\n")


def main() -> int:
    """Scores both sets; 1 when one falls below its bar or quotes what is not there."""
    failed = []
    for name, bar in BARS.items():
        gold, articles = WORK / f"gold-{name}", WORK / f"articles-{name}"
        for folder in (gold, articles):
            folder.mkdir(parents=True, exist_ok=True)
            for old in folder.iterdir():
                old.unlink()
        for source in sorted((ROOT / "tests" / "annotated" / name).glob("*.jsonl")):
            restore(source, gold, articles)
        done = saiga("extract", *sorted(articles.glob("*.txt")), "--format", "jsonl")
        if done.returncode != 0:
            failed.append(f"saiga extract did not end well: {done.stderr}")
            continue
        facts = WORK / f"annotated-{name}.jsonl"
        facts.write_text(done.stdout, "utf-8")
        score = subprocess.run(
            [sys.executable, SHARED / "gold" / "score.py", gold, facts]
            + ["--articles", articles, "--json"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        found = json.loads(score)
        print(f"annotated: {name}:", json.dumps(found))
        if found["precision"] < bar:
            failed.append(f"{name}: precision {found['precision']} is below {bar}")
        if found["quotes_not_in_text"]:
            failed.append(f"{name}: {found['quotes_not_in_text']} quotes are not in the text")
    for line in failed:
        print("annotated: FAILED:", line)
    print("annotated:", "failed" if failed else "ok")
    return int(bool(failed))


if __name__ == "__main__":
    need_shared("annotated", SHARED / "gold" / "score.py")
    sys.exit(main())
