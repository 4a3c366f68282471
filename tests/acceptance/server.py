"""A server of saiga for the time of a check, and bare connections to it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import urlencode

from harness import BINARY, ROOT


class Server:
    """Runs `saiga serve` on a free port until the block ends."""

    def __init__(self, store: Path, *args: object) -> None:
        command = [str(BINARY), "serve", "--store", str(store), "--port", "0", "--quiet"]
        self.process = subprocess.Popen(
            [*command, *map(str, args)],
            cwd=ROOT,
            env={**os.environ, "NO_COLOR": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        line = self.process.stdout.readline() if self.process.stdout else ""
        if "listening on " not in line:
            raise RuntimeError(f"the server did not start: {line!r}")
        self.url = line.split("listening on ")[1].strip().rstrip("/")
        self.host, port = self.url.removeprefix("http://").split(":")
        self.port = int(port)

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def connect(self, timeout: float = 60) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.host, self.port, timeout=timeout)

    def raw(self, timeout: float = 60) -> socket.socket:
        return socket.create_connection((self.host, self.port), timeout=timeout)

    def request(
        self,
        method: str,
        path: str,
        body: bytes | str | None = None,
        headers: dict[str, str] | None = None,
        timeout: float = 60,
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers by their names in lower case, body."""
        connection = self.connect(timeout)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            head = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, head, answer.read()
        finally:
            connection.close()

    def ask(self, query: str, timeout: float = 60) -> tuple[int, dict[str, str], bytes]:
        return self.request("GET", "/sparql?" + urlencode({"query": query}), timeout=timeout)

    def children(self) -> list[int]:
        """All processes below the server's."""
        found: list[int] = []
        todo = [self.process.pid]
        parents: dict[int, list[int]] = {}
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = entry.read_text().rsplit(")", 1)[1].split()
            except (OSError, IndexError):
                continue
            parents.setdefault(int(fields[1]), []).append(int(entry.parent.name))
        while todo:
            below = parents.get(todo.pop(), [])
            found += below
            todo += below
        return found

    def memory_at_rest(self) -> int:
        """The same, once it stays as it is: a server that has just started still prepares answers."""
        before = -1
        for _ in range(100):
            now = self.memory()
            if abs(now - before) < 1 << 20:
                return now
            before = now
            time.sleep(0.3)
        raise RuntimeError("the server's memory does not come to rest")

    def memory(self) -> int:
        """Bytes that the server and its processes hold together, what they share counted once."""
        total = 0
        for pid in [self.process.pid, *self.children()]:
            try:
                text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue
            for line in text.splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) << 10
        return total
