"""A folder of built pages, served by stepfree itself on loopback under the host name that the site will have."""

from __future__ import annotations

import contextlib
import os
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from posixpath import normpath
from typing import Any
from urllib.parse import quote, unquote, unquote_to_bytes

_PAGES = (".html", ".htm", ".shtml", ".xhtml")
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


_DECLARED = re.compile(rb"<meta[^>]{0,200}charset|^\xef\xbb\xbf|^\xff\xfe|^\xfe\xff", re.IGNORECASE)


def _is_bare_utf8(page: Path) -> bool:
    """Return whether a page is valid UTF-8 and says nothing of its encoding where browsers look (1,024 bytes)."""
    try:
        text = page.read_bytes()
        text.decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return not _DECLARED.search(text[:1024])


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, **_TYPES}  # noqa: RUF012 - the base class's shape
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing: a request is not news."""

    def list_directory(self, path: Any) -> None:
        """Refuse folders without an index page, as a web server in production does."""
        del path
        self.send_error(404)

    def guess_type(self, path: Any) -> str:
        """Return the media type, with UTF-8 for a page that is written in it and declares nothing.

        Most servers say so by default; without it a browser set to Chinese would read the page as GBK.
        """
        kind = super().guess_type(path)
        return f"{kind}; charset=utf-8" if kind == "text/html" and _is_bare_utf8(Path(path)) else kind

    def translate_path(self, path: str) -> str:
        """Return the file of an address; file names that are not UTF-8 (an archive in GBK) are found too."""
        plain = path.partition("?")[0].partition("#")[0]
        return super().translate_path(quote(unquote(plain, errors="surrogateescape"), errors="surrogatepass"))


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a browser that hangs up, or asks for what no file can be called, is not news either."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[int]:
    """Serve a folder on loopback while the context lasts; yield the port."""
    server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder.resolve())))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def file_behind(folder: Path, path: str) -> Path | None:
    """Return the file that the server answers with for the path of an address; None when there is none."""
    plain = os.fsdecode(normpath(unquote_to_bytes(path))).lstrip("/")
    places = (folder / plain, folder / plain / "index.html", folder / plain / "index.htm")
    # Unlike Path.is_file, this one also says no to a name that no file can have.
    return next((place for place in places if os.path.isfile(place)), None)  # noqa: PTH113


def pages_in(folder: Path) -> list[str]:
    """Return the relative addresses of a folder's HTML files, quoted, sorted; hidden files and folders are left out."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.suffix.lower() in _PAGES and path.is_file())
    shown = (path for path in found if not any(part.startswith(".") for part in path.parts))
    return sorted(quote(os.fsencode(path.as_posix())) for path in shown)
