"""The demo city's websites: a portal and a service hall with listed faults, and the portal again without any.

Pages are templates filled with the contents of portal.toml and services.toml; a template asks, by page and rule,
whether faults.toml wants a fault there. The mirror is the same pages with no fault listed.
"""

from __future__ import annotations

import json
import posixpath
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from audit.demo.pictures import photograph, placeholder_pdf

_HERE = "audit.demo"
_PLAN, _PLAN_TITLE = "files/plan-2025.pdf", "Plan for the curb ramps of Shili"
_PHOTOGRAPHS = ("photo-1", "IMG_2023", "photo-3", "photo-4")


@dataclass(frozen=True, slots=True)
class Site:
    """A site: id (also its folder), host, and the file with its contents."""

    id: str
    host: str
    contents: str


SITES = (
    Site("portal", "www.shili.example", "portal.toml"),
    Site("portal-clean", "new.shili.example", "portal.toml"),
    Site("services", "zwfw.shili.example", "services.toml"),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A known fault: `count` elements of a page fail a rule (1 when the page as a whole does)."""

    site: str
    page: str
    rule: str
    count: int
    note_zh: str
    note_en: str


def faults() -> tuple[Fault, ...]:
    """Return the known faults, ordered by site, page and rule."""
    rows = _toml("faults.toml")["fault"]
    return tuple(sorted((Fault(**row) for row in rows), key=lambda fault: (fault.site, fault.page, fault.rule)))


def faults_document(more: Iterable[Fault] = ()) -> bytes:
    """Return the known faults, and more, as JSON: a list of {site, page, rule, count, note: {zh, en}}, in order."""
    rows = [
        {"site": f.site, "page": f.page, "rule": f.rule, "count": f.count, "note": {"zh": f.note_zh, "en": f.note_en}}
        for f in sorted((*faults(), *more), key=lambda fault: (fault.site, fault.page, fault.rule))
    ]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def contents(site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield every file of a site: path inside its folder, bytes."""
    environment = Environment(
        loader=PackageLoader(_HERE, "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    table = _toml(site.contents)
    about: Mapping[str, Any] = table["site"]
    pages = [_page(page, about) for page in table["page"]]
    listed = {(fault.page, fault.rule) for fault in faults() if fault.site == site.id}
    for page in pages:
        yield page["path"], _render(environment, page, pages, about, listed)
    static = files(_HERE) / "pages" / "static"
    yield from _files(static, "")
    for number, name in enumerate(_PHOTOGRAPHS, 1):
        yield f"images/{name}.png", photograph(number)
    tagged = (_PLAN, "pdf-tagged") not in listed
    yield (
        _PLAN,
        placeholder_pdf(_PLAN_TITLE, "Placeholder: the city of Shili does not exist, nor its plan.", tagged=tagged),
    )
    yield "robots.txt", f"User-agent: *\nDisallow: /oa/\nSitemap: http://{site.host}/sitemap.xml\n".encode()
    yield "sitemap.xml", _sitemap(site, pages)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((files(_HERE) / name).read_text("utf-8"))


def _page(page: dict[str, Any], about: Mapping[str, Any]) -> dict[str, Any]:
    tail = about["tail_en"] if page.get("lang") == "en" else about["tail"]
    defaults = {"lang": "zh-CN", "charset": "utf-8", "listed": True, "under": "", "title": page["heading"] + tail}
    return {**defaults, **page}


def _render(
    environment: Environment,
    page: Mapping[str, Any],
    pages: list[dict[str, Any]],
    about: Mapping[str, Any],
    listed: set[tuple[str, str]],
) -> bytes:
    folder = posixpath.dirname(page["path"])

    def to(path: str) -> str:
        """Return the address of a path of the site as seen from this page; a full address stays."""
        return path if "://" in path else posixpath.relpath(path, folder or ".")

    def fault(rule: str) -> bool:
        return (page["path"], rule) in listed

    template = environment.get_template(f"{page['template']}.html")
    return template.render(page=page, pages=pages, site=about, to=to, fault=fault).encode(page["charset"])


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _files(entry, f"{path}{entry.name}/")
        elif not entry.name.startswith("."):
            yield path + entry.name, entry.read_bytes()


def _sitemap(site: Site, pages: list[dict[str, Any]]) -> bytes:
    rows = "".join(f"  <url><loc>http://{site.host}/{page['path']}</loc></url>\n" for page in pages if page["listed"])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    ).encode()
