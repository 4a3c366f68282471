#!/usr/bin/env python3
"""Words a second of spaCy's tokenizer and EntityRuler beside those of saiga, in one run.

usage: python3 benches/spacy_ruler.py [--saiga target/release/saiga] [--rounds 5]

Needs spaCy from PyPI (`pip install spacy`), no trained model. Both read the same texts, the sample
documents as one file a document, on one thread. spaCy does what comes nearest without a model: it
splits words and looks for the same names (all of seeds/lexicon, phrase patterns). saiga reads bytes
and prints facts: sentences, tags, trees, names, references, relations, dates, numbers, status. Its
start (ontology, names, rules, model) is measured with an empty document and taken off; that of spaCy
(patterns into the matcher) is reported by itself.
"""
import argparse
import csv
import os
import pathlib
import subprocess
import tempfile
import time

import spacy

ROOT = pathlib.Path(__file__).resolve().parent.parent


def texts():
    """The sample documents that are plain text or Markdown in UTF-8, in order."""
    paths = sorted(
        path
        for path in (ROOT / "seeds" / "documents").rglob("*")
        if path.suffix in (".txt", ".md") and path.name != "README.md"
    )
    found = []
    for path in paths:
        try:
            found.append(path.read_text(encoding="utf8"))
        except UnicodeDecodeError:
            continue
    return found


def patterns():
    """Every name and alias of the lexicon with its class."""
    found = []
    for path in sorted((ROOT / "seeds" / "lexicon").glob("*.csv")):
        with open(path, encoding="utf8", newline="") as file:
            for row in csv.DictReader(file):
                names = [row.get("name") or row.get("surface") or ""]
                names += (row.get("aliases") or "").split("|")
                names += (row.get("adjectives") or "").split("|")
                label = row.get("class") or "Name"
                found += [{"label": label, "pattern": name} for name in names if name]
    return found


def best(rounds, work):
    """Seconds of the fastest of several rounds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--saiga", default=str(ROOT / "target" / "release" / "saiga"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--copies", type=int, default=10, help="how often each document is read, so that work outweighs start")
    options = parser.parse_args()
    documents = texts() * options.copies
    nlp = spacy.blank("en")
    start = time.perf_counter()
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(patterns())
    prepared = time.perf_counter() - start
    parsed = list(nlp.pipe(documents))
    words = sum(any(c.isalnum() for c in token.text) for doc in parsed for token in doc)
    entities = sum(len(doc.ents) for doc in parsed)
    by_spacy = best(options.rounds, lambda: list(nlp.pipe(documents)))
    with tempfile.TemporaryDirectory() as folder:
        corpus, empty = pathlib.Path(folder, "corpus"), pathlib.Path(folder, "empty")
        corpus.mkdir()
        empty.mkdir()
        for index, text in enumerate(documents):
            (corpus / f"{index:04}.md").write_text(text, encoding="utf8")
        (empty / "empty.txt").write_text("Nothing.\n", encoding="utf8")
        environment = {**os.environ, "RAYON_NUM_THREADS": "1"}

        def extract(of):
            command = [options.saiga, "extract", "--quiet", "--project", str(ROOT)]
            command += ["--store", str(pathlib.Path(folder, "store")), str(of)]
            done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
            return done.stdout.count(b"\n")

        facts = extract(corpus)
        started = best(options.rounds, lambda: extract(empty))
        by_saiga = best(options.rounds, lambda: extract(corpus)) - started
    print(f"{len(documents)} documents, {words} words, one thread, fastest of {options.rounds}")
    print(f"{'':<34}{'start, s':>10}{'work, s':>10}{'words/s':>12}{'found':>16}")
    rows = [
        (f"spaCy {spacy.__version__} tokenizer + EntityRuler", prepared, by_spacy, f"{entities} names"),
        ("saiga extract", started, by_saiga, f"{facts} facts"),
    ]
    for name, start, work, found in rows:
        print(f"{name:<34}{start:10.2f}{work:10.2f}{words / work:12,.0f}{found:>16}")


if __name__ == "__main__":
    main()
