"""GitHub: workflow commands and nothing else, and a step summary in plain Markdown."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from markdown_it import MarkdownIt

from audit.model import Lang
from reports import FORMATS
from reports.github import MOST_OF_A_KIND
from reports.summary import Summary

COMMAND = re.compile(
    r"::(error|warning|notice) (?:file=[^\s,:]+,line=1,)?title=(?:[^,:\n]|%3A|%2C)+::[^\r\n]*"
)  # fmt: skip


def test_annotations_are_workflow_commands_and_nothing_else(hostile: Summary, tmp_path: Path) -> None:
    lines = FORMATS["github-annotations"].write(hostile, tmp_path, Lang.EN).read_text("utf-8").splitlines()
    assert lines
    for line in lines:
        assert COMMAND.fullmatch(line), line
    many = dataclasses.replace(hostile, sites=hostile.sites * 10)
    lines = FORMATS["github-annotations"].write(many, tmp_path, Lang.EN).read_text("utf-8").splitlines()
    kinds = [line.split(" ")[0] for line in lines]
    assert max(kinds.count(kind) for kind in set(kinds)) <= MOST_OF_A_KIND
    assert re.search(r"\d+ more faults are not shown here", lines[-1])


def test_the_step_summary_is_plain_markdown(hostile: Summary, tmp_path: Path) -> None:
    text = FORMATS["github-summary"].write(hostile, tmp_path, Lang.EN).read_text("utf-8")
    page = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    assert page.count("<table>") == 3
    bare = page.replace("<!-- -->", "")
    assert not re.search(r"<(?!/?(?:h[12]|p|table|thead|tbody|tr|t[hd]|em|strong)\b)", bare), "nothing else came of it"
    assert "javascript:alert" in page, "it stands there as text"
    assert "@everyone" not in text
