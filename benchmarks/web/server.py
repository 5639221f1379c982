"""Serves a built site from loopback in a process of its own, whose CPU is nobody's; remembers when pages were asked."""

from __future__ import annotations

import contextlib
import multiprocessing
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Served:
    """A site that is being served."""

    origin: str
    _line: Connection

    def first_asked(self) -> dict[str, float]:
        """Return when each page was first asked for (time.monotonic), by path, and forget it."""
        self._line.send("asked")
        asked: dict[str, float] = self._line.recv()
        return asked


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Serve a folder while the context lasts."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(str(folder), there), daemon=True)
    process.start()
    try:
        yield Served(f"http://127.0.0.1:{here.recv()}", here)
    finally:
        here.send("stop")
        process.join(10)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        """Say nothing: a browser that hangs up is no error."""


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, asked: dict[str, float], **kwargs: Any) -> None:
        self._asked = asked
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        path = path + "index.html" if path.endswith("/") else path
        if path.endswith(".html") and not path.startswith("/embed/"):
            self._asked.setdefault(path, time.monotonic())
        super().do_GET()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


def _serve(folder: str, line: Connection) -> None:
    import threading  # noqa: PLC0415 - only this process has threads

    asked: dict[str, float] = {}
    server = _Server(("127.0.0.1", 0), partial(_Handler, directory=folder, asked=asked))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    line.send(server.server_address[1])
    while line.recv() == "asked":
        line.send(dict(asked))
        asked.clear()
    server.shutdown()
