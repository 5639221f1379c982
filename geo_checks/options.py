"""The options of `stepfree layers`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from audit.options import spoken, with_options

_Command = TypeVar("_Command", bound=Callable[..., Any])


def layer_options(command: _Command) -> _Command:
    """Add the options that say where in a file the layers are, as a plan's [[layer]] does, and how they are shown."""
    return with_options(
        command,
        click.option("--layer", help="Layer, worksheet or table; default: each of them."),
        click.option("--query", help="PostGIS: a SELECT instead of --layer."),
        click.option("--password", metavar="env:NAME", help="PostGIS: the environment variable with the password."),
        click.option("--encoding", help="Of its text, e.g. GBK."),
        click.option("--header", type=click.IntRange(1), help="Row of a worksheet that names its columns."),
        spoken,
        click.option("--json", "as_json", is_flag=True, help="The profile as JSON, without the draft."),
    )
