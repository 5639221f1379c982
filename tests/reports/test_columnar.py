from __future__ import annotations

import csv
import io
import json
import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.legible import one_line
from audit.model import digest
from reports import columnar
from reports.blocks import Block
from reports.sinks import csv_cell, json_text, plain, xml_text

# Arrow's text is UTF-8, which has no halves of surrogate pairs.
TEXTS = st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=1, max_size=8)
ODD = ["\x00", "\u202e", "\u00a0", "\u3000", "\ufeff", "\ufffe", "\u2028", "\u200f", "\x9b", "\t", "=1", " =1", "＝1"]


@given(TEXTS)
@pytest.mark.parametrize(
    ("unsafe", "safe"),
    [
        (columnar.CSV_UNSAFE, csv_cell),
        (columnar.JSON_UNSAFE, lambda text: json_text(text)[1:-1]),
        (columnar.XML_UNSAFE, lambda text: xml_text(plain(text))),
    ],
)
def test_a_column_is_made_as_safe_as_each_of_its_texts(unsafe: str, safe: object, texts: list[str]) -> None:
    assert callable(safe)
    texts = [*texts, *ODD, "plain", "解放路"]
    made = columnar.made_safe(pa.array(texts), unsafe, safe).to_pylist()
    # Two blanks side by side hurt nobody and are left as they are.
    assert [one_line(text) for text in made] == [one_line(safe(text)) for text in texts]
    assert not any(re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\ufeff\ufffe]", text) for text in made)


@given(TEXTS)
def test_lines_come_out_as_they_went_in(texts: list[str]) -> None:
    array = pa.array(texts)
    lines = columnar.joined(len(texts), "[", array, "]\n")
    assert columnar.content(lines) == "".join(f"[{text}]\n" for text in texts)
    assert columnar.content(lines.slice(1)) == "".join(f"[{text}]\n" for text in texts[1:])
    assert columnar.content(columnar.joined(2, "a", "b")) == "abab"
    assert columnar.content(columnar.joined(0, "a")) == ""


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_numbers_read_back_as_they_were(floats: list[float]) -> None:
    texts = columnar.numbers(pa.array([*floats, None], pa.float64()), "null").to_pylist()
    assert [json.loads(text) for text in texts] == [*floats, None]


@given(TEXTS, st.text(max_size=5))
def test_digests_of_many_are_those_of_each(names: list[str], layer: str) -> None:
    assert columnar.digests(layer, names, names) == [digest(layer, name, name) for name in names]


def test_combinations_are_told_apart() -> None:
    codes, known = columnar.combined(np.array([0, 1, 0, 1]), np.array([2, 0, 2, 1]))
    assert [known[code] for code in codes] == [(0, 2), (1, 0), (0, 2), (1, 1)]
    assert len(known) == 3


def test_a_block_gives_back_its_rows() -> None:
    rows = [(("a", n), ("x" if n % 2 else "y", None), (1.5, "w" if n else None)) for n in range(5)]
    block = Block.of(rows, frozenset({1}))
    assert list(block.rows()) == rows
    assert list(block.slice(1, 3).rows()) == rows[1:3]
    assert list(block.slice(3, 9).rows()) == rows[3:]


def test_a_csv_line_reads_back() -> None:
    odd = ['a"b', "c,d", "e;f", "=1", " x", "", "g\nh"]
    line = ",".join(map(csv_cell, odd))
    assert next(csv.reader(io.StringIO(line))) == ['a"b', "c,d", "e;f", "'=1", "x", "", "g h"]
