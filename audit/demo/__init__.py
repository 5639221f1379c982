"""The demo city: a fictitious city with streets, facilities and websites, written anew and alike every time."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from random import Random

from audit.demo import app, divisions, facilities, residents, roads, sites, tickets

_README = """示例市（虚构）

本文件夹由 stepfree 的演示生成器写成。示例市并不存在：区划代码、地名、设施、人口、网站和文件都是虚构的，
坐标落在公海上，任何数字都不可引用。plan.toml 是检测计划；sites/ 是三个网站的页面，其中 portal-clean 是 portal
改正后的镜像；apps/ 是一个移动应用的界面；tickets.csv 是热线工单；faults.json 列出网站和应用里已知的全部问题。

Shili City (fictitious)

Written by stepfree's demo generator. The city does not exist: division codes, names, facilities, residents, websites
and documents are invented, its coordinates lie in open sea, and no figure may be quoted. plan.toml is the audit's
plan; sites/ holds the pages of three websites, of which portal-clean is the portal with its faults mended;
apps/ holds the screens of an app, tickets.csv what people told the hotline; faults.json lists every known fault of the
sites and the app.
"""


def write(folder: Path) -> Path:
    """Write the demo city into a folder, over what is there; return the path of its plan.toml.

    The bytes are the same on every call and machine. Raises OSError when the folder cannot be written.
    """
    for path, body in _files():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
    return folder / "plan.toml"


def _files() -> Iterator[tuple[str, bytes]]:
    """Yield every file: path inside the folder, bytes. Each part draws from a generator of its own."""
    ground = divisions.lay(_random("divisions"))
    network = roads.lay(_random("roads"))
    blocks = residents.settle(ground, _random("residents"))
    yield "README.txt", _README.encode()
    yield "plan.toml", (files(__name__) / "plan.toml").read_bytes()
    yield "faults.json", sites.faults_document(app.FAULTS)
    yield "divisions.geojson", divisions.document(ground, residents.by_street(blocks))
    yield "roads.geojson", roads.document(network)
    yield "population.csv", residents.document(blocks)
    curb_ramps = facilities.curb_ramps(ground, network, _random("curb ramps"))
    yield "curb_ramps.geojson", curb_ramps
    yield "tickets.csv", tickets.document(curb_ramps)
    yield "public_toilets.csv", facilities.public_toilets(ground, _random("public toilets"))
    yield "gtfs/stops.txt", facilities.bus_stops(ground, network, _random("bus stops"))
    for site in sites.SITES:
        for path, body in sites.contents(site):
            yield f"sites/{site.id}/{path}", body
    for path, body in app.contents():
        yield f"apps/{app.ID}/{path}", body


def _random(part: str) -> Random:
    return Random(f"Shili City: {part}")  # noqa: S311 - a city is drawn, nothing is kept secret
