"""The options of `stepfree app`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from audit.options import with_options
from audit.plan_web import Web

_Command = TypeVar("_Command", bound=Callable[..., Any])


def app_options(command: _Command) -> _Command:
    """Add the options of `stepfree app`."""
    return with_options(
        command,
        click.option("--name", help="Name of the app in the report; default: that of the first file."),
        click.option(
            "--density",
            type=click.FloatRange(0, 1000, min_open=True),
            help="Dots per inch of the screen (adb shell wm density), for Android and HarmonyOS.",
        ),
        click.option(
            "--elder",
            type=click.Choice(["version", "standalone"]),
            help="It is an app's version for older people, or an app for them alone.",
        ),
        click.option("--home", metavar="SCREEN", help="Name of the start screen; default: the first."),
        click.option("--language", metavar="TAG", help="Language that the app is set to, e.g. zh-CN."),
        click.option("--standard", default=Web().standard, show_default=True, help="e.g. miit-2021-app."),
        click.option("--appium", metavar="URL", help="Open the app through an Appium server."),
        click.option(
            "--capabilities", "asked", type=click.Path(path_type=Path), help="JSON file: what to ask Appium for."
        ),
        click.option("--steps", type=click.Path(path_type=Path), help="TOML file: the way through the screens."),
        click.option(
            "--record", type=click.Path(path_type=Path), help="Folder for the dumps; default: recorded in --out."
        ),
        click.option("--axe-script", type=click.Path(path_type=Path), help="Another axe.min.js."),
    )
