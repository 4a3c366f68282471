"""Asks a running server every ready-made question and tells how long it took: questions.py ADDRESS PID [TIMES]

ADDRESS as `saiga serve` prints it, PID of that process. By the clock, and in processor time of all its
processes (to 10 ms): on a busy machine only that says something."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

ABOUT = "country/kazakhstan"
VALUES = {"date": "2023", "string": "trade", "entity": ABOUT, "Country": ABOUT}
NAMED = {"a": "country/china", "b": ABOUT}


def main() -> None:
    address, pid = sys.argv[1].rstrip("/"), int(sys.argv[2])
    times = int(sys.argv[3]) if len(sys.argv) > 3 else 4
    spent, first = [], []
    for question in json.loads(ask(address, "/api/q")[1])["questions"]:
        needed = {one["name"]: value(address, one) for one in question["parameters"] if one["required"]}
        optional = [one for one in question["parameters"] if not one["required"]]
        for given in [needed, *({**needed, one["name"]: value(address, one)} for one in optional)]:
            figures = []
            for _ in range(times):
                started, before = time.monotonic(), processor(pid)
                status, body = ask(address, f"{question['href']}?{urlencode(given)}")
                wall = (time.monotonic() - started) * 1000
                time.sleep(0.05)
                figures.append((processor(pid) - before, wall))
            spent += figures
            first.append(figures[0])
            rows = len(json.loads(body).get("rows", []))
            work, wall = max(figures)[0], sorted(one[1] for one in figures)[len(figures) // 2]
            print(f"{work:6.0f} ms of processor, {wall:6.0f} ms  {status} {rows:5} rows  {question['name']} {' '.join(given)}", flush=True)
    for what, all_of in [("all", spent), ("the first of each", first)]:
        for slot, name in enumerate(["processor", "clock"]):
            ordered = sorted(one[slot] for one in all_of)
            half, most = ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]
            print(f"{what}, {name}: half within {half:.0f} ms, 95 % within {most:.0f} ms, "
                  f"{sum(one <= 200 for one in ordered)} of {len(ordered)} within 200 ms")


def value(address: str, parameter: dict) -> str:
    if parameter["name"] in NAMED:
        return NAMED[parameter["name"]]
    if parameter["kind"] in VALUES:
        return VALUES[parameter["kind"]]
    if parameter["kind"] == "claim":
        query = urlencode({"query": "SELECT ?x { ?x a sg:Claim } LIMIT 1"})
        return json.loads(ask(address, f"/sparql?{query}")[1])["results"]["bindings"][0]["x"]["value"]
    return json.loads(ask(address, parameter["values"])[1])["values"][0]["value"]


def ask(address: str, path: str) -> tuple[int, bytes]:
    try:
        with urlopen(address + path, timeout=60) as answer:
            return answer.status, answer.read()
    except HTTPError as refused:
        return refused.code, refused.read()


def processor(pid: int) -> float:
    """Milliseconds that a process, those below it, and those that they have waited for, have worked."""
    fields = {int(path.parent.name): stat for path in Path("/proc").glob("[0-9]*/stat") if (stat := read(path))}
    todo, ticks = [pid], 0
    while todo:
        one = todo.pop()
        ticks += sum(map(int, fields.get(one, ["0"] * 15)[11:15]))
        todo += [child for child, stat in fields.items() if int(stat[1]) == one]
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def read(path: Path) -> list[str]:
    try:
        return path.read_text().rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return []


main()
