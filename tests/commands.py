"""The command line as tests run it: in this process or as one of its own; and pages to audit with it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cli
from web_checks import chromium

ROOT = Path(cli.__file__).parent
needs_browser = pytest.mark.skipif(chromium.find() is None, reason="no Chromium on this machine: run make setup")


def run(*arguments: str | Path, exit_code: int = 0, env: dict[str, str] | None = None) -> Result:
    """Run a command in this process and check its exit code."""
    result = CliRunner().invoke(
        cli.stepfree, [str(part) for part in arguments], env={"LANG": "en_US.UTF-8", **(env or {})}
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == exit_code, result.output
    assert "Traceback" not in result.output
    return result


def problems(*arguments: str | Path, exit_code: int = 2, lang: str = "en") -> list[str]:
    """Return the lines that a command which fails writes to standard error."""
    return run(*arguments, "--lang", lang, exit_code=exit_code).stderr.splitlines()


def page(title: str, body: str = "", *links: str) -> str:
    """Return a page without a fault, but for what its body brings."""
    anchors = "".join(f'<p><a href="{link}">栏目 {link}</a></p>' for link in links)
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title} - 测试网站</title></head><body><main><h1>{title}</h1>{anchors}{body}</main></body></html>"
    )


def built_site(parent: Path) -> Path:
    """Write the pages of a site, one with a critical fault, into a folder beside others; return it."""
    site = parent / "site"
    site.mkdir()
    (site / "index.html").write_text(page("首页", "", "a.html", "b.html"), "utf-8")
    (site / "a.html").write_text(page("甲", '<img src="a.png">'), "utf-8")
    (site / "b.html").write_text(page("乙"), "utf-8")
    return site


@contextlib.contextmanager
def begun(*arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """Start stepfree as a process of its own and wait until it has done ten pages."""
    command = [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "en_US.UTF-8"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
    ) as process:
        try:
            assert process.stderr is not None
            assert any("page 10 " in line for line in process.stderr)
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):  # the browser of a process that was killed goes too
                os.killpg(process.pid, signal.SIGKILL)
