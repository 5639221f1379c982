"""A folder of built pages, served by stepfree itself on loopback under the host name that the site will have."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

# Text types without a charset: the page's own <meta charset> must decide (GBK pages are many).
_TYPES = {
    "": "application/octet-stream",
    ".html": "text/html",
    ".htm": "text/html",
    ".shtml": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
}


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, **_TYPES}  # noqa: RUF012 - the base class's shape
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing: a request is not news."""

    def list_directory(self, path: Any) -> None:
        """Refuse folders without an index page, as a web server in production does."""
        del path
        self.send_error(404)


@contextlib.contextmanager
def served(folder: Path) -> Iterator[int]:
    """Serve a folder on loopback while the context lasts; yield the port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder.resolve())))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def pages_in(folder: Path) -> list[str]:
    """Return the relative addresses of a folder's HTML files, sorted; files of hidden folders are left out."""
    found = (
        path.relative_to(folder)
        for pattern in ("*.html", "*.htm", "*.shtml", "*.xhtml")
        for path in folder.rglob(pattern)
    )
    return sorted(path.as_posix() for path in found if not any(part.startswith(".") for part in path.parts))
