"""The options of commands, by what they are about; a command takes those that it needs."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from audit.model import Depth, Impact, Lang

# Options of visits to websites, which commands without any have none of.
OF_WEB = (
    *("since", "axe_script", "max_pages", "max_documents", "depth", "ocr"),
    *("driver", "webdriver", "capabilities"),
)
NEW: Final = "new"  # fail on what a baseline does not have
_Command = TypeVar("_Command", bound=Callable[..., Any])


def stored(command: _Command) -> _Command:
    """Add the options of commands that look into the audit database and print."""
    return _with(command, click.option("--lang", type=click.Choice([lang.value for lang in Lang])), _where)


def _where(command: _Command) -> _Command:
    return _with(
        command,
        click.option("--out", type=click.Path(path_type=Path), default=Path("stepfree-out"), show_default=True),
        click.option("--database", help="SQLAlchemy URL; default: audit.sqlite in --out."),
    )


def shared(formats: Collection[str], usual: Collection[str]) -> Callable[[_Command], _Command]:
    """Return what adds the options that every audit shares. usual: the formats written when none is asked for."""
    return lambda command: _with(
        command,
        click.option("--lang", type=click.Choice([lang.value for lang in Lang]), help="zh or en."),
        click.option(
            "--format",
            "formats",
            multiple=True,
            type=click.Choice(list(formats)),
            help=f"Formats; default: {', '.join(usual)}.",
        ),
        _where,
        click.option("--quiet", is_flag=True, help="Print results and problems only."),
        click.option("--no-color", is_flag=True, help="No colour (NO_COLOR works too)."),
    )


def gate_options(command: _Command) -> _Command:
    """Add the options of every audit that can be stopped, gone on with, and held against an earlier one."""
    return _with(
        command,
        click.option("--resume", metavar="RUN", help="Go on with a run that was stopped (or: latest)."),
        click.option(
            "--fail-on",
            type=click.Choice([*(impact.label for impact in Impact), NEW]),
            help="Exit with 1 when something of this impact or worse failed; with --baseline: what is new of it.",
        ),
        click.option(
            "--baseline",
            metavar="RUN|FILE",
            help="Hold it against an earlier run (its id, latest, or a findings.json). Alone: fail on what is new.",
        ),
        click.option(
            "--min-coverage",
            metavar="SHARE",
            help="Exit with 3 when less of the pages found, sites or layers was tested, e.g. 95%.",
        ),
        click.option(
            "--waivers", type=click.Path(path_type=Path), help="File of [[waiver]] tables, beside the plan's own."
        ),
    )


def web_options(command: _Command) -> _Command:
    """Add the options of commands that visit websites."""
    return _with(
        gate_options(command),
        click.option("--max-pages", type=click.IntRange(1), help="Pages of each site at most."),
        click.option("--max-documents", type=click.IntRange(0), help="Documents of each site at most; 0: none."),
        click.option("--depth", type=click.Choice([depth.value for depth in Depth])),
        click.option("--ocr", is_flag=True, help="Read the words in images, in depth (the extra stepfree[ocr])."),
        click.option(
            "--driver",
            type=click.Choice(["chromium", "selenium"]),
            help="selenium: any WebDriver, at simplified depth. It cannot hold back a page's own requests: "
            "not those that submit something, nor those to private addresses.",
        ),
        click.option("--webdriver", metavar="URL", help="A Selenium Grid or Appium; default: a ChromeDriver here."),
        click.option(
            "--capabilities", type=click.Path(path_type=Path), help="JSON file: what to ask the WebDriver for."
        ),
        click.option("--axe-script", type=click.Path(path_type=Path), help="Another axe.min.js."),
        click.option(
            "--since",
            metavar="RUN",
            help="Folders: open only the pages that changed since this run (or: latest), carry over the others.",
        ),
    )


def site_options(command: _Command) -> _Command:
    """Add the options that say which pages of one site are audited; a plan has them as keys of [[site]]."""
    return _with(
        command,
        click.option(
            "--include",
            multiple=True,
            metavar="PATTERN",
            help="Only addresses whose path begins so; * stands for anything, $ for the end: /news/*.html$",
        ),
        click.option("--exclude", multiple=True, metavar="PATTERN", help="No address whose path begins so."),
        click.option("--max-depth", type=click.IntRange(0), help="Links away from the start page at most."),
        click.option(
            "--max-minutes",
            type=click.FloatRange(0, min_open=True),
            help="Begin no more page after so long; the rest is reported as not tested.",
        ),
        click.option("--kiosk", is_flag=True, help="What a self-service terminal shows: 1080 × 1920 px, no zoom."),
        click.option("--hash-routes", is_flag=True, help="#/... and #!/... addresses are pages of their own."),
        click.option("--contact", default="", help="Address that the User-Agent names."),
    )


def _with(command: _Command, *options: Callable[[_Command], _Command]) -> _Command:
    """Return a command with some options, which its help lists in this order."""
    for option in reversed(options):
        command = option(command)
    return command
