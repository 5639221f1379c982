"""The way through an app: a TOML file of steps, one [[step]] after the other.

[[step]]
screen = "首页"            # record what is shown now under this name

[[step]]
tap = "办事"               # an id, an accessibility id, or a text
by = "text"
screen = "办事大厅"
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, model_validator

from audit.model import Text, UsageError
from audit.plan_tables import Table
from audit.problems import problems_of, state

By = Literal["text", "id", "accessibility-id"]


class Step(Table):
    """One thing to do, or none, and the name under which the screen is then recorded ("" = not recorded)."""

    tap: str | None = Field(None, description="What to press")
    type: str | None = Field(None, description="What to enter into the field that `into` names")
    into: str | None = Field(None, description="The field to enter it into")
    by: By = Field("text", description="How tap and into name an element: text, id, accessibility-id")
    back: bool = Field(default=False, description="Go back")
    swipe: Literal["up", "down", "left", "right"] | None = Field(None, description="Where the finger goes")
    wait: float | None = Field(None, gt=0, le=60, description="Seconds to wait")
    screen: str = Field("", max_length=80, pattern=r"^[^/\\\x00-\x1f]*$", description="Record the screen as this")

    @model_validator(mode="after")
    def _does_one_thing(self) -> Step:
        doing = [self.tap, self.type, self.back or None, self.swipe, self.wait]
        problems = []
        if sum(done is not None for done in doing) > 1 or not (self.screen or any(d is not None for d in doing)):
            problems.append(
                Text(
                    "每一步只做一件事（tap、type、back、swipe、wait 之一），或只写 screen",
                    "a step does one thing (one of tap, type, back, swipe, wait), or names a screen only",
                )
            )
        if (self.type is None) != (self.into is None):
            problems.append(Text("type 和 into 要一起写", "type and into go together"))
        state(problems)
        return self


class Walk(Table):
    """The steps of a walk, in order. webviews: whether the pages in WebViews are tested too."""

    steps: tuple[Step, ...] = Field(alias="step")
    webviews: bool = Field(default=True, description="Test the pages in WebViews with axe")

    @model_validator(mode="after")
    def _names_are_unique(self) -> Walk:
        names = [step.screen for step in self.steps if step.screen]
        state(
            [
                Text(f"screen {twice!r} 出现两次；请各用各的", f"screen {twice!r} stands twice; give each its own")
                for twice in sorted({name for name in names if names.count(name) > 1})
            ]
        )
        if not names:
            state([Text("没有一步写了 screen，什么也不会记录", "no step names a screen, so nothing would be recorded")])
        return self


def load(path: Path) -> Walk:
    """Read the steps of a walk. Raises UsageError with every problem at once."""
    try:
        return Walk.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(Text(f"{path}：读不出来：{error}", f"{path}: cannot be read: {error}")) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(Text(f"{path}：不是合格的 TOML：{error}", f"{path}: not valid TOML: {error}")) from error
    except ValidationError as error:
        raise UsageError(*problems_of(path, Walk, error)) from error
