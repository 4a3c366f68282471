#!/usr/bin/env bash
# Scores the facts of the release binary against the hand-made gold: precision >= 0.85, F1 >= 0.70,
# modality >= 0.92, qualifiers >= 0.70, and no quote that is not in its text.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly saiga="${SAIGA:-target/release/saiga}"
readonly gold=../shared/gold
readonly facts=target/acceptance/gold.jsonl

if [ ! -d "$gold" ]; then
  if [ "${CI:-}" = true ]; then
    echo "score: FAILED: no reference data at $gold"
    exit 1
  fi
  echo "score: SKIPPED: no reference data at $gold"
  exit 0
fi
mkdir -p "$(dirname "$facts")"
"$saiga" extract "$gold"/articles/*.txt --format jsonl >"$facts"
python3 "$gold/score.py" "$gold/dev" "$facts" --articles "$gold/articles"
python3 "$gold/score.py" "$gold/dev" "$facts" --articles "$gold/articles" --json | python3 -c '
import json, sys
score = json.load(sys.stdin)
bars = [("precision", 0.85), ("f1", 0.70), ("modality_accuracy", 0.92), ("qualifier_recall", 0.70)]
failed = [f"{name} {score[name]} is below {bar}" for name, bar in bars if score[name] < bar]
if score["quotes_not_in_text"]:
    failed.append("%d quotes are not in the text" % score["quotes_not_in_text"])
for line in failed:
    print("score: FAILED:", line)
print("score:", "failed" if failed else "ok")
sys.exit(bool(failed))
'
