"""Hotline tickets: read as they are written, kept without what people said, counted by fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from audit import snapshot
from audit.complaints import FACILITY, PAGE, TOO_FAR, About, Ticket, keep, load, read, table
from audit.ledger import cause
from audit.model import Lang, UsageError, digest
from audit.plan_gate import Complaints
from audit.store import Store
from tests.audit.snapshots import SITE, address
from tests.audit.test_bookkeeping import fill

NAMED = {"id": "工单号", "date": "日期", "text": "内容", "category": "类别", "place": "地点", "x": "经度", "y": "纬度"}


def given(**changes: Any) -> Complaints:
    return Complaints(**{"file": "tickets.csv", **NAMED, **changes})


def write(folder: Path, *rows: str, encoding: str = "utf-8") -> None:
    text = "\r\n".join(["工单号,日期,内容,类别,地点,经度,纬度", *rows]) + "\r\n"
    (folder / "tickets.csv").write_bytes(text.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_tickets_are_read_as_written(tmp_path: Path, encoding: str) -> None:
    write(
        tmp_path,
        'A1,2026-11-01,"轮椅上不去，\n很陡",坡道, 人民路 ,117.1,26.0',
        ",,,,,,",
        ",,没有编号,,,,",
        encoding=encoding,
    )
    found = load(given(encoding="gbk" if encoding == "gbk" else None), tmp_path)
    assert found == [
        Ticket("A1", "2026-11-01", "坡道", "", "人民路", "117.1", "26.0"),
        Ticket("4", "", "", "", "", "", ""),
    ], "an empty row is none; one without a number has its row's"


@pytest.mark.parametrize(
    ("changes", "rows", "encoding", "said"),
    [
        ({"x": "经度°"}, (), "utf-8", "there is no column 经度° ([[complaints]] x); did you mean 经度?"),
        ({}, ("乙",), "gbk", 'add encoding = "GBK"'),
        ({"encoding": "no-such"}, (), "utf-8", "cannot be read"),
        ({"file": "none.csv"}, (), "utf-8", "cannot be read"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(
    tmp_path: Path, changes: dict[str, str], rows: tuple[str, ...], encoding: str, said: str
) -> None:
    write(tmp_path, *rows, encoding=encoding)
    with pytest.raises(UsageError) as caught:
        load(given(**changes), tmp_path)
    assert said in caught.value.problems[0].to(Lang.EN)


def test_an_empty_file_lacks_its_columns(tmp_path: Path) -> None:
    (tmp_path / "tickets.csv").write_bytes(b"")
    with pytest.raises(UsageError) as caught:
        load(given(), tmp_path)
    assert len(caught.value.problems) == len(NAMED)


def test_every_ticket_is_kept_and_counted_by_fault(store: Store) -> None:
    run = fill(store, 0, [("a.html", "main"), ("b.html", "main"), ("b.html", "footer")])
    seen = snapshot.of_run(store, store.run(run))
    ticket = Ticket("=1\x1b[31m", "2026-11-01", "网站", "http://x/", "", "", "")
    about = [
        About(PAGE, site=SITE, subject=address("a.html")),
        About(PAGE, site=SITE, subject=address("b.html")),
        About(PAGE, site=SITE, subject=address("c.html")),
        About(FACILITY, layer="curb_ramps", subject="1", metres=3.2),
        About(FACILITY, layer="curb_ramps", subject="2", metres=3.2),
        About(why=TOO_FAR),
    ]
    assert read(store, run) is None
    keep(store, run, table(("t.csv", ticket, one) for one in about), seen)
    told = read(store, run)
    assert told is not None
    assert len(told.tickets) == len(about), "counts in are counts out"
    assert told.unmatched["why"].tolist() == [TOO_FAR]
    main, footer = (cause(SITE, digest("axe-image-alt", place)) for place in ("main", "footer"))
    assert (told.of(main), told.of(footer)) == (2, 1)
    assert told.of(digest("curb_ramps", "1", "width")) == 1
    assert told.of(digest("curb_ramps", "2", "width")) == 0, "it fails nothing"
    assert "\x1b" not in told.tickets["ticket"][0]
    kept = [store.evidence(run, name) for name in ("complaints", "complaints-by-fault")]
    keep(store, run, table(("t.csv", ticket, one) for one in about), seen)
    assert [store.evidence(run, name) for name in ("complaints", "complaints-by-fault")] == kept


def test_no_ticket_at_all(store: Store) -> None:
    run = fill(store, 0, [("a.html", "main")])
    keep(store, run, table([]), snapshot.of_run(store, store.run(run)))
    told = read(store, run)
    assert told is not None
    assert not len(told.tickets)
    assert told.of("0" * 16) == 0
