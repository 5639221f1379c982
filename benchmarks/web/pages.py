"""Builds the site that is measured: linked pages like a district government's, the same bytes for the same seed.

Every page can be reached from the home page. Some carry faults of a known rule, marked data-fault="RULE"; a few of
them appear only when a late request has been answered, so a tool that does not wait loses them.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from math import ceil
from pathlib import Path
from random import Random

from benchmarks.web import words

_LISTED = 20  # items on a page of a column
_LARGEST_TABLE = 325  # rows of the first table: with them the page has about 2,600 elements
_LATE_MS = 150
_TAG = re.compile(r"<[a-z]")
_FAULTS = {
    "image-alt": '<p><img src="/img/photo-1.png" width="120" height="80" data-fault="image-alt"></p>',
    "label": '<p><input type="text" name="extra" data-fault="label"></p>',
    "button-name": '<p><button type="button" data-fault="button-name"></button></p>',
    "link-name": '<p><a href="/contact.html" data-fault="link-name"></a></p>',
    "color-contrast": (
        '<p><span style="color:#bbb;background:#fff" data-fault="color-contrast">办理时间以窗口通知为准</span></p>'
    ),
}
_LATE_FAULT = "image-alt"


@dataclass(frozen=True)
class BuiltPage:
    """A page: its path ("/…"), kind, number of elements in its source, and faults seeded (late ones included)."""

    path: str
    kind: str
    elements: int
    faults: int


@dataclass(frozen=True)
class BuiltSite:
    """A site that was written to a folder."""

    folder: Path
    pages: tuple[BuiltPage, ...]

    def stratified(self, count: int) -> list[BuiltPage]:
        """Return some pages: the largest of each kind, the rest spread evenly over kinds and sizes."""
        ordered = sorted(self.pages, key=lambda page: (page.kind, page.elements, page.path))
        chosen = list({page.kind: page for page in ordered}.values())[:count]
        rest = [page for page in ordered if page not in chosen]
        more = min(count - len(chosen), len(rest))
        return [*chosen, *(rest[(2 * n + 1) * len(rest) // (2 * more)] for n in range(more))]


def write(folder: Path, count: int, seed: int = 1) -> BuiltSite:
    """Write a site of at most `count` pages (a few fewer when they do not fill its columns)."""
    for name, raw in assets(seed):
        _save(folder, name, raw)
    written = []
    for path, kind, html, late in pages(count, seed):
        _save(folder, path, html.encode())
        written.append(BuiltPage(path, kind, len(_TAG.findall(html)), html.count("data-fault=") + late))
    return BuiltSite(folder, tuple(written))


def write_small(folder: Path, count: int) -> BuiltSite:
    """Write a site of small pages, each linking to ten more, to its parent and to the home page."""
    written = []
    for number in range(count):
        links = [0, (number - 1) // 10, *range(10 * number + 1, min(10 * number + 11, count))]
        rows = "".join(f'<li><a href="{_small(n)}">第 {n} 号公告</a></li>' for n in links if n >= 0)
        html = (
            f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>第 {number} 号公告</title></head>'
            f"<body><main><h1>第 {number} 号公告</h1><ul>{rows}</ul></main></body></html>"
        )
        _save(folder, _small(number), html.encode())
        written.append(BuiltPage(_small(number), "small", len(_TAG.findall(html)), 0))
    return BuiltSite(folder, tuple(written))


def _small(number: int) -> str:
    return f"/s/{number // 1000}/{number}.html" if number else "/index.html"


def _save(folder: Path, path: str, raw: bytes) -> None:
    file = folder / path.lstrip("/")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(raw)


# ---- pages


def pages(count: int, seed: int) -> Iterator[tuple[str, str, str, int]]:
    """Yield path, kind, HTML and late faults of each page."""
    columns = len(words.COLUMNS)

    def list_pages(of_column: int) -> int:
        return max(1, ceil(of_column / _LISTED))

    def total(items: int) -> int:
        return 4 + items + sum(list_pages(len(range(column, items, columns))) for column in range(columns))

    items = max(0, count - 4 - columns)
    while items and total(items) > count:
        items -= 1
    for path, kind, body in _single():
        yield _page(path, kind, body, seed)
    for column in range(columns):
        of_column = range(column, items, columns)
        last = list_pages(len(of_column))
        for number in range(last):
            shown = of_column[number * _LISTED : (number + 1) * _LISTED]
            path = _list_path(column, number)
            yield _page(path, "list", partial(_list, column=column, items=shown, lists=last, seed=seed), seed)
    for item in range(items):
        kind = _kind(item)
        makers: dict[str, Callable[[Random], str]] = {
            "article": partial(_article, item=item, items=items, seed=seed),
            "form": _form,
            "table": partial(_table, largest=item == _FIRST_TABLE),
        }
        yield _page(_item_path(item), kind, makers[kind], seed)


_FIRST_TABLE = 4
_CYCLE = ("article",) * 4 + ("table",) + ("article",) * 3 + ("form", "article")


def _kind(item: int) -> str:
    return _CYCLE[item % len(_CYCLE)]


def _item_path(item: int) -> str:
    return f"/c{item % len(words.COLUMNS)}/{_kind(item)}-{item}.html"


def _list_path(column: int, number: int) -> str:
    return f"/c{column}/list{f'-{number + 1}' if number else ''}.html"


def _item_title(item: int, seed: int) -> str:
    return words.title(Random(f"{seed}:title:{item}"))


def _page(path: str, kind: str, body: Callable[[Random], str], seed: int) -> tuple[str, str, str, int]:
    rng = Random(f"{seed}:{path}")
    inside = body(rng)
    faults = [_FAULTS[name] for name in sorted(_FAULTS) if rng.random() < 0.15]  # noqa: PLR2004 - about one a page
    late = int(rng.random() < 0.2)  # noqa: PLR2004 - every fifth page
    late_panel = f'<section class="panel" aria-label="最新更新"><ul id="late" data-faults="{late}"></ul></section>'
    title = {"home": "首页"}.get(kind, words.title(rng))
    trail = f'<nav aria-label="当前位置" class="trail"><a href="/index.html">首页</a> &gt; <span>{title}</span></nav>'
    html = (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title} - 示例区人民政府</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="description" content="示例区">'
        '<link rel="stylesheet" href="/css/base.css"><link rel="stylesheet" href="/css/parts.css">'
        '<link rel="icon" href="/img/icon-0.svg"><script src="/js/site.js" defer></script></head>\n<body>'
        f'<a class="skip" href="#main">跳到正文</a>{_header()}{trail}<div class="columns">'
        f'<main id="main"><h1>{title}</h1>{inside}{"".join(faults)}</main>{_sidebar(rng, late_panel)}</div>{_footer()}'
        "</body></html>\n"
    )
    return path, kind, html, late


def _header() -> str:
    menus = "".join(
        f'<li><a href="{_list_path(number, 0)}">{name}</a><ul class="sub">'
        + "".join(f'<li><a href="{_list_path(number, 0)}#p{part}">{name}第{part}类</a></li>' for part in range(1, 6))
        + "</ul></li>"
        for number, name in enumerate(words.COLUMNS)
    )
    return (
        '<header><div class="top"><img src="/img/logo.svg" alt="示例区人民政府" width="240" height="48">'
        '<form action="/search.html" role="search"><label for="q">站内搜索</label><input id="q" name="q">'
        '<button>搜索</button></form><a href="/search.html">高级搜索</a>'
        '<a href="/sitemap.html">网站地图</a><a href="/contact.html">联系我们</a></div>'
        f'<nav aria-label="主导航"><ul class="menu">{menus}</ul></nav></header>'
    )


def _sidebar(rng: Random, late_panel: str) -> str:
    services = "".join(
        f'<li><a href="{_list_path(n % len(words.COLUMNS), 0)}#s{n}"><img src="/img/icon-{n % 6}.svg" alt="" width="24"'
        f' height="24"><span>{rng.choice(words.WHO)}服务{n}</span></a></li>'
        for n in range(12)
    )
    panel = f'<section class="panel"><h2>便民服务</h2><ul class="services">{services}</ul></section>'
    return f"<aside>{panel}{late_panel}</aside>"


def _footer() -> str:
    groups = "".join(
        f"<div><h2>{name}</h2><ul>"
        + "".join(f'<li><a href="{_list_path(n, 0)}#f{part}">{name}链接{part}</a></li>' for part in range(1, 8))
        + "</ul></div>"
        for n, name in enumerate(words.COLUMNS[:4])
    )
    about = "<p>主办：示例区人民政府办公室</p><p>网站标识码：0000000000</p>"
    return f'<footer><div class="links">{groups}</div>{about}</footer>'


def _single() -> Iterator[tuple[str, str, Callable[[Random], str]]]:
    yield "/index.html", "home", _home
    yield "/search.html", "search", _form
    yield "/sitemap.html", "sitemap", _map
    yield "/contact.html", "contact", _contact


def _home(rng: Random) -> str:
    slides = "".join(
        f'<li{"" if n == 0 else " hidden"}><a href="{_list_path(n, 0)}"><img src="/img/photo-{n}.png" width="640"'
        f' height="300" alt="{words.COLUMNS[n]}活动现场"></a></li>'
        for n in range(4)
    )
    boxes = "".join(
        f'<section class="box"><h2>{name}</h2><ul>'
        + "".join(
            f'<li><a href="{_list_path(n, 0)}#n{k}">{words.title(rng)}</a>'
            f"<time>2026-0{rng.randint(1, 9)}-1{k}</time></li>"
            for k in range(8)
        )
        + "</ul></section>"
        for n, name in enumerate(words.COLUMNS)
    )
    return f'<ul class="carousel">{slides}</ul><div class="boxes">{boxes}</div>'


def _map(_rng: Random) -> str:
    return "".join(
        f'<h2>{name}</h2><ul><li><a href="{_list_path(n, 0)}">{name}栏目首页</a></li></ul>'
        for n, name in enumerate(words.COLUMNS)
    )


def _contact(rng: Random) -> str:
    rows = "".join(f"<tr><th scope=row>{who}</th><td>{words.sentence(rng)}</td></tr>" for who in words.WHO)
    return (
        f'<table>{rows}</table><iframe src="/embed/map.html" title="办公地点示意图" width="400" height="300"></iframe>'
    )


def _list(rng: Random, column: int, items: range, lists: int, seed: int) -> str:
    rows = "".join(
        f'<li><a href="{_item_path(item)}">{_item_title(item, seed)}</a>'
        f'<span class="who">{rng.choice(words.WHO)}</span>'
        f"<time>2026-0{rng.randint(1, 9)}-{rng.randint(10, 28)}</time></li>"
        for item in items
    )
    pager = "".join(f'<a href="{_list_path(column, n)}">第 {n + 1} 页</a> ' for n in range(lists))
    slides = "".join(
        f"<li{'' if n == 0 else ' hidden'}>"
        f'<img src="/img/photo-{n}.png" width="400" height="160" alt="栏目图片{n}"></li>'
        for n in range(3)
    )
    pages_nav = f'<nav aria-label="分页" class="pager">{pager}</nav>'
    return f'<ul class="carousel">{slides}</ul><ul class="list">{rows}</ul>{pages_nav}'


def _article(rng: Random, item: int, items: int, seed: int) -> str:
    parts = []
    for number in range(rng.randint(24, 80)):
        if number % 6 == 5:  # noqa: PLR2004 - a heading now and then
            parts.append(f"<h2>{words.title(rng)}</h2>")
        text = words.paragraph(rng)
        parts.append(f"<p><strong>{text[:6]}</strong>{text[6:]}<span>（{rng.choice(words.WHO)}）</span></p>")
    if rng.random() < 0.5:  # noqa: PLR2004 - every second article has a picture
        picture = f'<img src="/img/photo-{rng.randint(0, 5)}.png" alt="会议现场" width="480" height="300">'
        parts.insert(2, f"<figure>{picture}<figcaption>{words.sentence(rng)}</figcaption></figure>")
    if rng.random() < 0.1:  # noqa: PLR2004 - every tenth article has a map
        parts.append('<iframe src="/embed/map.html" title="地点示意图" width="400" height="300"></iframe>')
    others = [n for n in (item - 8, item + 8, *(rng.randrange(items) for _ in range(8))) if 0 <= n < items]
    related = "".join(f'<li><a href="{_item_path(n)}">{_item_title(n, seed)}</a></li>' for n in others)
    return f"<article>{''.join(parts)}</article><section><h2>相关内容</h2><ul>{related}</ul></section>"


def _form(rng: Random) -> str:
    rows = []
    for number in range(rng.randint(12, 30)):
        name, about = f"f{number}", rng.choice(words.WHO)
        if number % 5 == 4:  # noqa: PLR2004 - every fifth field is a choice
            choices = "".join(f"<option>{who}</option>" for who in words.WHO)
            field = f'<select id="{name}" name="{name}">{choices}</select>'
        else:
            field = f'<input id="{name}" name="{name}" type="text">'
        rows.append(f'<div class="row"><label for="{name}">{about}登记项{number}</label>{field}</div>')
    return f'<form action="/search.html" method="get">{"".join(rows)}<button>提交</button></form>'


def _table(rng: Random, *, largest: bool) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in ("序号", "单位", "项目", "数量", "完成率", "日期"))
    rows = "".join(
        f"<tr><td>{n}</td><td>{rng.choice(words.WHO)}</td><td>{words.title(rng)}</td><td>{rng.randint(1, 9999)}</td>"
        f"<td>{rng.randint(40, 100)}%</td><td>2026-0{rng.randint(1, 9)}-{rng.randint(10, 28)}</td></tr>"
        for n in range(_LARGEST_TABLE if largest else rng.randint(15, 120))
    )
    return f"<table><caption>统计数据</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


# ---- what pages load


def assets(seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of what the pages load."""
    yield "/css/base.css", _BASE.encode()
    yield "/css/parts.css", (_PARTS + "".join(f".panel .k{n} a{{padding:{n % 9}px}}" for n in range(400))).encode()
    yield "/js/site.js", _SCRIPT.encode()
    yield "/embed/map.html", _EMBEDDED.encode()
    rng = Random(f"{seed}:assets")
    yield "/api/late.json", json.dumps([words.title(rng) for _ in range(10)], ensure_ascii=False).encode()
    yield "/img/logo.svg", _svg(240, "#b00020").encode()
    for number in range(6):
        yield f"/img/icon-{number}.svg", _svg(24, f"#{20 * number + 10:02x}50a0").encode()
        yield f"/img/photo-{number}.png", png(320, 200, Random(f"{seed}:photo:{number}"))


def _svg(width: int, colour: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 24"><rect width="{width}" height="24" '
        f'fill="{colour}"/><circle cx="12" cy="12" r="8" fill="#fff"/></svg>'
    )


def png(width: int, height: int, rng: Random) -> bytes:
    """Return a picture (RGB) of coloured tiles."""
    tiles = [[bytes(rng.randrange(256) for _ in range(3)) for _ in range(ceil(width / 8))] for _ in range(height // 8)]
    lines = (b"\0" + b"".join(tile * 8 for tile in row)[: 3 * width] for row in tiles for _ in range(8))

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height // 8 * 8, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"".join(lines)))
        + chunk(b"IEND", b"")
    )


_BASE = """*{box-sizing:border-box}body{margin:0;font:16px/1.7 sans-serif;color:#222;background:#fff}
a{color:#0645ad}h1{font-size:24px}h2{font-size:18px}ul{padding-left:20px}
.skip{position:absolute;left:-999px}.skip:focus{left:0}img{max-width:100%}
table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;padding:4px}
"""
_PARTS = """header{background:#f5f5f5}.top{display:flex;gap:16px;padding:8px;align-items:center}
.menu{display:flex;list-style:none;margin:0;background:#b00020}.menu>li{position:relative;padding:8px}
.menu>li>a{color:#fff}.sub{display:none;position:absolute;background:#fff}.menu li:hover .sub{display:block}
.columns{display:grid;grid-template-columns:1fr 280px;gap:16px;max-width:1200px;margin:0 auto}
.list li,.box li{display:flex;justify-content:space-between;gap:8px}.boxes{display:grid;grid-template-columns:1fr 1fr}
.carousel{list-style:none;padding:0}.services{list-style:none;padding:0;display:grid;grid-template-columns:1fr 1fr}
.services a{display:block;padding:6px}footer{background:#333;color:#fff}footer a{color:#fff}
.links{display:grid;grid-template-columns:repeat(4,1fr)}.row{display:flex;gap:8px;margin:8px 0}.row label{width:280px}
"""
_SCRIPT = f"""(() => {{
  const slides = [...document.querySelectorAll('.carousel > li')];
  let shown = 0;
  if (slides.length > 1) setInterval(() => {{
    slides[shown].hidden = true; shown = (shown + 1) % slides.length; slides[shown].hidden = false;
  }}, 5000);
  const list = document.getElementById('late');
  if (!list) return;
  setTimeout(() => {{
    const request = new XMLHttpRequest();
    request.open('GET', '/api/late.json');
    request.onload = () => {{
      for (const title of JSON.parse(request.responseText)) {{
        const item = document.createElement('li');
        item.textContent = title;
        list.append(item);
      }}
      for (let n = 0; n < Number(list.dataset.faults); n++) {{
        const item = document.createElement('li');
        item.innerHTML = '<img src="/img/photo-2.png" width="40" height="30" data-fault="{_LATE_FAULT}">';
        list.append(item);
      }}
    }};
    request.send();
  }}, {_LATE_MS});
}})();
"""
_EMBEDDED = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>示意图</title></head><body><main>
<h1>办公地点示意图</h1><p>地铁二号线示例站出口向东步行五分钟。</p></main></body></html>
"""
