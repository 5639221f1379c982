"""The options of commands that visit websites: `stepfree site`, and what it shares with `district` and `demo`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from audit.model import Depth
from audit.options import gate_options, with_options

# Options of visits to websites, which commands without any have none of.
OF_WEB: Final = (
    *("since", "axe_script", "max_pages", "max_documents", "depth", "ocr"),
    *("driver", "webdriver", "capabilities"),
)
_Command = TypeVar("_Command", bound=Callable[..., Any])


def web_options(command: _Command) -> _Command:
    """Add the options of commands that visit websites."""
    return with_options(
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
    """Add the options that say what one site is and which of its pages are audited; a plan has them in [[site]]."""
    return with_options(
        command,
        click.option(
            "--url-list", type=click.Path(path_type=Path), help="File with one address a line; no links followed."
        ),
        click.option("--base-url", help="Address that the pages of a FOLDER will have."),
        click.option(
            "--staging", is_flag=True, help="It is a test copy: fill in its forms and send them off (in depth)."
        ),
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
        contact_option,
    )


def contact_option(command: _Command) -> _Command:
    """Add the option of commands that ask servers for pages or documents which no plan names."""
    return click.option("--contact", default="", help="Address that the User-Agent names.")(command)
