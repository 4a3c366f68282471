"""No query and no client can hang, exhaust or mislead `saiga serve`. Usage: limits.py STORE

The figures are printed; what is checked has room for a busy machine, except for the two promises: a
query stops within a second of its limit, and slow queries do not keep others from an answer."""

from __future__ import annotations

import json
import resource
import select
import socket
import statistics
import sys
import threading
import time
from pathlib import Path

from harness import Checks
from server import Server

LIMIT = 3
MEMORY = 256
# Each is slow for another reason: sorting, counting, paths, grouping, text, nesting, distinct.
SLOW = {
    "order by": "SELECT ?a ?f { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f LIMIT 1",
    "count": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (!<a:b>)* ?b . ?c (!<a:b>)* ?d }",
    "group by": "SELECT ?f (GROUP_CONCAT(?a) AS ?all) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?f",
    "regex": 'SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(a|aa)+(b|bb)+$")) }',
    "not exists": "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?a ?x ?f . ?d ?y ?c } }",
    "distinct": "SELECT DISTINCT ?a ?f ?c { ?a ?b ?c . ?d ?e ?f }",
    "construct": "CONSTRUCT { ?a ?e ?f } { ?a ?b ?c . ?d ?e ?f }",
}


def stops(checks: Checks, server: Server) -> None:
    """Every kind of slow query ends with a problem, within a second of the limit and in its memory."""
    idle = server.memory_at_rest()
    peak = [idle]
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            peak[0] = max(peak[0], server.memory())
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    worst = 0.0
    for name, query in SLOW.items():
        started = time.monotonic()
        status, head, body = server.ask(query)
        took = time.monotonic() - started
        worst = max(worst, took)
        told = head.get("content-type") == "application/problem+json" and json.loads(body)["status"] == status
        checks.that(told and status in (413, 503, 504), f"{name}: {status} {head.get('content-type')}")
        checks.that(took < LIMIT + 1, f"{name}: stopped after {took:.2f} s")
    done.set()
    watcher.join()
    used = (peak[0] - idle) >> 20
    checks.that(used < MEMORY + 64, f"at most {used} MB beside the store, the limit is {MEMORY}")
    print(f"limits: the slowest stopped after {worst:.2f} s of {LIMIT}; {used} MB at most of {MEMORY}", flush=True)


def needs_memory(checks: Checks, store: Path) -> None:
    """A query that would need more memory than it may is stopped, and says so."""
    with Server(store, "--timeout", 60, "--memory", 16) as server:
        idle = server.memory_at_rest()
        status, _, body = server.ask(SLOW["order by"])
        kind = json.loads(body)["type"].rsplit("#", 1)[1]
        checks.that((status, kind) == (503, "memory-limit"), f"much memory: {status} {kind}")
        checks.that(server.memory_at_rest() - idle < 32 << 20, "what it took is free again")


def starves_nobody(checks: Checks, server: Server) -> None:
    """Fifty slow queries at once: each ends, others are answered meanwhile."""
    answers: list[tuple[int, float]] = []

    def ask() -> None:
        started = time.monotonic()
        status, _, _ = server.ask(SLOW["order by"], timeout=90)
        answers.append((status, time.monotonic() - started))

    threads = [threading.Thread(target=ask) for _ in range(50)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    times: dict[str, list[float]] = {"/health": [], "/api/q": [], "/api/q/documents.json": []}
    while any(thread.is_alive() for thread in threads):
        for path, spent in times.items():
            started = time.monotonic()
            status, _, _ = server.request("GET", path)
            spent.append(time.monotonic() - started)
            checks.that(status == 200, f"{path} during slow queries: {status}")
        time.sleep(0.05)
    checks.that(len(answers) == 50, f"50 queries, {len(answers)} answers")
    checks.that({status for status, _ in answers} <= {503, 504}, f"503 or 504: {answers}")
    for path, spent in times.items():
        typical = statistics.quantiles(spent, n=20)[-1] * 1000
        print(f"limits: {path} during 50 slow queries: p95 {typical:.0f} ms of {len(spent)}", flush=True)
        if path == "/health":
            checks.that(typical < 100, f"{path}: p95 {typical:.0f} ms")


def hangs_up(checks: Checks, server: Server) -> None:
    """A client that goes away takes its query with it."""
    before = len(server.children())
    clients = []
    for _ in range(2):
        client = server.raw()
        query = SLOW["count"].replace(" ", "+").replace("?", "%3F")
        client.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        clients.append(client)
    time.sleep(0.7)
    at_work = [pid for pid in server.children() if is_running(pid)]
    for client in clients:
        client.close()
    time.sleep(0.7)
    left = [pid for pid in server.children() if is_running(pid)]
    checks.that(len(at_work) > before - 1 and len(left) <= 1, f"{len(at_work)} at work, {len(left)} left")


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def says(server: Server, request: bytes, wait: float = 30) -> bytes:
    """What the server answers to bytes that may be no request."""
    with server.raw(wait) as client:
        try:
            client.sendall(request)
            client.shutdown(socket.SHUT_WR)
            answer = b""
            while chunk := client.recv(65536):
                answer += chunk
            return answer
        except OSError:
            return b""


def malformed(checks: Checks, server: Server) -> None:
    """Bytes that are no request, and requests that are too much."""
    for name, request, expected in [
        ("no HTTP", b"\x16\x03\x01\x02\x00\x01\x00\xfc\x03\x03" * 20, b"400"),
        ("zero bytes in the head", b"GET /health HTTP/1.1\r\nHost: local\x00host\r\n\r\n", b"400"),
        ("two lengths", b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nASK{}", b"400"),
        ("length and chunks", b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: gzip\r\n\r\nASK{", b"400"),
        ("two hosts", b"GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n", b"400"),
        ("no host", b"GET /health HTTP/1.1\r\n\r\n", b"400"),
        ("a long head", b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * (1 << 20) + b"\r\n\r\n", b"431"),
        ("a long address", b"GET /sparql?query=" + b"a" * (1 << 20) + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"4"),
        ("many headers", b"GET /health HTTP/1.1\r\nHost: localhost\r\n" + b"A: b\r\n" * 5000 + b"\r\n", b"431"),
    ]:
        answer = says(server, request)
        # A connection that is closed at once is an answer too.
        checks.that(not answer or answer.startswith(b"HTTP/1.1 " + expected), f"{name}: {answer[:80]!r}")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    direct = {"Content-Type": "application/sparql-query"}
    for name, method, path, body, headers, expected in [
        ("a large body", "POST", "/sparql", b"query=" + b"a" * (8 << 20), form, 413),
        ("a long query", "POST", "/sparql", b"ASK {} #" + b"a" * (20 << 10), direct, 413),
        ("a deep query", "POST", "/sparql", b"ASK " + b"{" * 15000, direct, 413),
        ("not UTF-8", "POST", "/sparql", b"ASK { ?s ?p '\xff\xfe' }", direct, 400),
        ("not UTF-8 in a form", "POST", "/sparql", b"query=ASK%20%7B%7D%FF", form, 400),
        ("another charset", "POST", "/sparql", "ASK {}".encode("utf-16"), {"Content-Type": "application/sparql-query; charset=utf-16"}, 415),
        ("a thousand parameters", "GET", "/api/q/members.json?" + "organization=a&" * 1500, None, {}, 400),
        ("values without end", "GET", "/api/q/members.json?" + "organization=a&" * 200, None, {}, 400),
        ("out of the root", "GET", "/..%2f..%2f..%2fetc/passwd", None, {}, 404),
        ("out of the questions", "GET", "/api/q/..%2f..%2fCargo.toml", None, {}, 404),
        ("a zero byte", "GET", "/api/q/members.json?organization=a%00b", None, {}, 400),
    ]:
        try:
            status = server.request(method, path, body, headers)[0]
        except OSError:
            status = expected  # It need not read a large body to its end.
        checks.that(status == expected, f"{name}: {status}, not {expected}")


def slow_clients(checks: Checks, server: Server) -> None:
    """Clients that never finish what they say, and ten thousand that say nothing."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    wanted = min(10_000, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 200)
    slow = [server.raw() for _ in range(50)]
    for number, client in enumerate(slow):
        client.sendall(b"GET /health HTTP/1.1\r\nHost: loc" if number % 2 else
                       b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
                       b"Content-Length: 1000\r\n\r\nASK {")
    idle = []
    for number in range(wanted):
        idle.append(server.raw())
        if number % 1000 == 0:
            started = time.monotonic()
            status = server.request("GET", "/health")[0]
            checks.that(status == 200, f"/health beside {number} idle connections: {status}")
            checks.that(time.monotonic() - started < 5, f"/health beside {number} idle connections is slow")
    n_held = len([fd for fd in Path(f"/proc/{server.process.pid}/fd").iterdir()])
    checks.that(n_held < 1000, f"the server holds {n_held} files beside {wanted} idle connections")
    checks.that(server.request("GET", "/health")[0] == 200, f"/health beside {wanted} idle connections")
    for client in idle:
        client.close()
    deadline = time.monotonic() + 40
    n_open = len(slow)
    while n_open and time.monotonic() < deadline:
        readable, _, _ = select.select(slow, [], [], 1)
        for client in readable:
            try:
                closed = not client.recv(65536)
            except OSError:
                closed = True
            if closed:
                client.close()
                slow.remove(client)
        n_open = len(slow)
    checks.that(n_open == 0, f"{n_open} of 50 clients that do not finish are still connected")
    print(f"limits: {wanted} idle connections, {n_held} files open", flush=True)


def main() -> None:
    store = Path(sys.argv[1])
    checks = Checks("limits")
    with Server(store, "--timeout", LIMIT, "--memory", MEMORY) as server:
        malformed(checks, server)
        stops(checks, server)
        hangs_up(checks, server)
        starves_nobody(checks, server)
        slow_clients(checks, server)
        n_left = len([pid for pid in server.children() if is_running(pid)])
        checks.that(n_left == 1, f"{n_left} processes left beside the server, not 1")
        checks.that(server.request("GET", "/health")[0] == 200, "it is as well as before")
    needs_memory(checks, store)
    checks.finish()


main()
