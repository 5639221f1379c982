"""The options that commands share, by what they are about; those of one wing alone are in its own `options`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from audit.model import Impact, Lang

NEW: Final = "new"  # fail on what a baseline does not have
_LANGUAGES: Final = click.Choice([lang.value for lang in Lang])
_Command = TypeVar("_Command", bound=Callable[..., Any])


def spoken(command: _Command) -> _Command:
    """Add the option of every command that speaks: in which language."""
    return click.option("--lang", type=_LANGUAGES)(command)


def text_or_json(command: _Command) -> _Command:
    """Add the option of commands that print lines for a person, or JSON for a program."""
    forms = click.Choice(["text", "json"])
    return click.option("--format", "form", type=forms, default="text", show_default=True)(command)


def out_folder(command: _Command) -> _Command:
    """Add the option of the folder that an audit writes into."""
    usual = Path("stepfree-out")
    return click.option("--out", type=click.Path(path_type=Path), default=usual, show_default=True)(command)


def stored(command: _Command) -> _Command:
    """Add the options of commands that look into the audit database and print."""
    return with_options(command, spoken, _where)


def _where(command: _Command) -> _Command:
    database = click.option("--database", help="SQLAlchemy URL; default: audit.sqlite in --out.")
    return with_options(command, out_folder, database)


def shared(formats: Collection[str], usual: Collection[str]) -> Callable[[_Command], _Command]:
    """Return what adds the options that every audit shares. usual: the formats written when none is asked for."""
    return lambda command: with_options(
        command,
        click.option("--lang", type=_LANGUAGES, help="zh or en."),
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
    return with_options(
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


def with_options(command: _Command, *options: Callable[[_Command], _Command]) -> _Command:
    """Return a command with some options, which its help lists in this order."""
    for option in reversed(options):
        command = option(command)
    return command
