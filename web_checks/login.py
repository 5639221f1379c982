"""How an audit logs in: headers for one origin each, or a stored browser state; and that no secret is ever recorded.

Secrets come from the environment and from the state's file. A plan names them, and never holds one.
"""

from __future__ import annotations

import base64
import dataclasses
import html
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from audit.model import Text, UsageError
from audit.plan import Header, Site
from web_checks.scope import canonical

T = TypeVar("T")

_HIDDEN = "***"
_SHORTEST = 4  # characters; a shorter secret would tear holes into every text, and hides nothing
_SHORTEST_STORED = 8  # a stored state holds switches and counters too ("true", "2024")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, 5.6.2
_FORBIDDEN = ("host", "content-length", "connection", "transfer-encoding", "user-agent")
# A logged-in visitor who follows every link logs out.
LEAVES = re.compile(
    r"(?:^|[/_.?=&-])(?:log-?(?:out|off)|sign-?(?:out|off)|tuichu|zhuxiao)(?:$|[/_.?=&-])", re.IGNORECASE
)


def origin_of(address: str) -> str:
    """Return the origin of an address: scheme, host and a port that is not the default one."""
    parts = urlsplit(canonical(address))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


@dataclass(frozen=True, slots=True)
class Login:
    """What a visitor brings along. headers: by origin and name; state: Playwright's storage state."""

    headers: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    state: Mapping[str, Any] | None = field(default=None, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def __bool__(self) -> bool:
        """Return whether there is anything to bring."""
        return bool(self.headers) or self.state is not None

    def headers_for(self, address: str) -> Mapping[str, str]:
        """Return the headers of an address's own origin."""
        return self.headers.get(origin_of(address), {}) if self.headers else {}

    def sent_to(self, address: str) -> dict[str, str]:
        """Return all that a request without a browser takes along: the origin's headers, the host's stored cookies."""
        found = [cookie for cookie in (self.state or {}).get("cookies", ()) if _goes_to(cookie, address)]
        # RFC 6265, 5.4: of longer paths first.
        found.sort(key=lambda cookie: -len(cookie["path"]))
        stored = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in found)
        return {**({"Cookie": stored} if stored else {}), **self.headers_for(address)}

    def shows(self, text: str) -> bool:
        """Return whether a text holds a secret."""
        return any(secret in text for secret in self.secrets)

    def redacted(self, value: T) -> T:
        """Return a value with *** for every secret in its texts."""
        return self._hide(value) if self.secrets else value

    def _hide(self, value: Any) -> Any:
        if isinstance(value, Enum):
            return value
        if isinstance(value, str):
            hidden: str = value
            for secret in self.secrets:
                hidden = hidden.replace(secret, _HIDDEN)
            return hidden if hidden != value else value
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            kept = {f.name: self._hide(getattr(value, f.name)) for f in dataclasses.fields(value)}
            return dataclasses.replace(value, **kept)
        if isinstance(value, dict):
            return {self._hide(key): self._hide(item) for key, item in value.items()}
        if type(value) in (list, tuple):
            return type(value)(self._hide(item) for item in value)
        return value


def login_of(site: Site, base: Path, environment: Mapping[str, str] = os.environ) -> Login:
    """Return how a plan's site is logged in to. Raises UsageError, which never shows a secret."""
    problems: list[Text] = []
    headers: dict[str, dict[str, str]] = {}
    secrets: list[str] = []
    for number, header in enumerate(site.headers, 1):
        where = f"[[site]] {site.id} header {number}"
        if (wrong := _wrong(header, environment)) is not None:
            problems.append(Text(f"{where}：{wrong.zh}", f"{where}: {wrong.en}"))
            continue
        how, _, variable = header.value.partition(":")
        secret = environment[variable]
        secrets.append(secret)
        if how == "basic":
            secrets.append(secret.partition(":")[2])
            secret = "Basic " + base64.b64encode(secret.encode()).decode()
            secrets += [secret, secret.removeprefix("Basic ")]
        elif " " in secret:
            secrets.append(secret.rpartition(" ")[2])  # "Bearer …": the word alone tells as much
        headers.setdefault(origin_of(header.origin), {})[header.name] = secret
    state = None
    if site.storage_state:
        try:
            state = _state(base / site.storage_state)
        except UsageError as error:
            problems += error.problems
    if problems:
        raise UsageError(*problems)
    stored = (value for value in _stored(state) if len(value) >= _SHORTEST_STORED) if state else ()
    known = {form for secret in (*secrets, *stored) if len(secret) >= _SHORTEST for form in _forms(secret)}
    return Login(headers, state, tuple(sorted(known, key=lambda form: (-len(form), form))))


def _wrong(header: Header, environment: Mapping[str, str]) -> Text | None:
    parts = urlsplit(header.origin)
    variable = header.value.partition(":")[2]
    if not origin_of(header.origin) or parts.path not in ("", "/") or {"?", "#", "@"} & set(header.origin):
        return Text("origin 要写成 https://主机[:端口]，不带路径", "origin must be https://host[:port], without a path")
    if not _NAME.fullmatch(header.name) or header.name.lower() in _FORBIDDEN:
        return Text(f"不能用请求头 {header.name!r}", f"header {header.name!r} cannot be used")
    secret = environment.get(variable, "")
    if not secret:
        return Text(f"没有设置环境变量 {variable}", f"the environment variable {variable} is not set")
    if not secret.isascii() or not secret.isprintable():
        return Text(
            f"环境变量 {variable} 里有请求头不能带的字符",
            f"the environment variable {variable} holds characters that no header can carry",
        )
    return None


def _state(path: Path) -> Mapping[str, Any]:
    try:
        state = json.loads(path.read_text("utf-8"))
        for cookie in state["cookies"]:
            _ = (cookie["name"], cookie["value"] + "", cookie["domain"], cookie["path"])
        list(_stored(state))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            Text(
                f"{path}：不是 Playwright 的 storage_state 文件（{type(error).__name__}）",
                f"{path}: no storage_state file of Playwright ({type(error).__name__})",
            )
        ) from None  # a parser's message may quote the file
    return dict(state)


def _stored(state: Mapping[str, Any]) -> Iterator[str]:
    for cookie in state["cookies"]:
        yield cookie["value"]
    for origin in state.get("origins", ()):
        for entry in origin.get("localStorage", ()):
            yield entry["value"]


def _goes_to(cookie: Mapping[str, Any], address: str) -> bool:
    """Return whether a stored cookie belongs to an address (RFC 6265, 5.1.3, 5.1.4 and 5.4)."""
    parts = urlsplit(address)
    host, domain = parts.hostname or "", str(cookie["domain"]).lower()
    below = domain.startswith(".") and host.endswith(domain)
    path, wanted = parts.path or "/", str(cookie["path"])
    inside = path == wanted or path.startswith(wanted if wanted.endswith("/") else f"{wanted}/")
    clean = str(cookie["name"] + cookie["value"])
    return (
        (host == domain.lstrip(".") or below)
        and inside
        and (parts.scheme == "https" or not cookie.get("secure"))
        and clean.isascii()
        and clean.isprintable()
    )


def _forms(secret: str) -> set[str]:
    """Return how a secret may stand in a page, an address or JSON."""
    return {secret, quote(secret, safe=""), quote(secret), html.escape(secret), json.dumps(secret)[1:-1]}
