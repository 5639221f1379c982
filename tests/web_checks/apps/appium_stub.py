"""A server on loopback that speaks the W3C WebDriver protocol, with Appium's contexts, for an app of two screens."""

from __future__ import annotations

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.web_checks.apps.phones import View, blank, dump, png
from web_checks.apps.screen import Format

HOME = (View("text", (20, 20, 300, 50), "首页"), View("button", (20, 100, 120, 160), "办事"))
HALL = (
    View("text", (20, 20, 300, 50), "办事大厅"),
    View("icon", (300, 100, 360, 160)),
    View("web", (0, 200, 400, 700)),
)
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_FAULT = {
    "id": "image-alt",
    "help": "Images must have alternative text",
    "impact": "critical",
    "tags": ["wcag2a", "wcag111"],
    "passed": 0,
    "incomplete": [],
    "failed": [
        {"selector": "img", "snippet": "<img>", "path": "html>body>img", "impact": "critical", "checks": []},
    ],
}


class AppiumStub:
    """Answers one session. asked: (method, path, body) of each call; page: what axe says in the WebView."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, Any]]] = []
        self.screen: tuple[View, ...] = HOME
        self.context = "NATIVE_APP"
        self.page = f"false\n{json.dumps([_FAULT])}\n{{}}"
        self.dies_at = ""
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length) or b"{}")
                path = self.path.removeprefix("/session/s1") or "/"
                stub.asked.append((self.command, path, body))
                if stub.dies_at and path == stub.dies_at:
                    self.close_connection = True
                    return
                status, value = stub.said(self.command, path, body)
                data = json.dumps({"value": value}).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json; charset=utf-8")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_DELETE = answer  # noqa: N815 - the base class looks for these names

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def calls(self, path: str) -> list[dict[str, Any]]:
        return [body for _, asked, body in self.asked if asked == path]

    def said(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        """Return status and value of the answer to a call."""
        if path == "/session":
            if "appium:app" not in body["capabilities"]["alwaysMatch"]:
                return _error(500, "session not created", "no app was named")
            return 200, {"sessionId": "s1", "capabilities": {"platformName": "Android", "deviceScreenDensity": 160}}
        if path == "/element":
            return self._found(body)
        if path.startswith("/element/") and path.endswith("/click"):
            self.screen = HALL
        if path == "/back":
            self.screen = HOME
        if path == "/context" and method == "POST":
            self.context = body["name"]
        answers: dict[str, Any] = {
            "/source": dump(Format.ANDROID, *self.screen).decode(),
            "/screenshot": base64.b64encode(png(blank(1))).decode(),
            "/contexts": ["NATIVE_APP", *(["WEBVIEW_cn.example"] if self.screen is HALL else [])],
            "/window/rect": {"x": 0, "y": 0, "width": 400, "height": 800},
            "/execute/async": self.page,
            "/execute/sync": [
                "办事指南",
                "https://h5.example/",
                json.dumps([{"url": "https://map.example/", "selector": "iframe"}]),
            ]
            if "document.title" in body.get("script", "")
            else None,
        }
        return 200, answers.get(path)

    def _found(self, body: dict[str, Any]) -> tuple[int, Any]:
        known = {("accessibility id", "办事"), ("id", "cn.example:id/name")}
        shown = any(f'@text="{view.text}"' in body["value"] for view in self.screen if view.text)
        if (body["using"], body["value"]) in known or (body["using"] == "xpath" and shown):
            return 200, {_ELEMENT: "e1"}
        return _error(404, "no such element", f"nothing like {body['value']}")


def _error(status: int, code: str, message: str) -> tuple[int, Any]:
    return status, {"error": code, "message": message, "stacktrace": ""}
