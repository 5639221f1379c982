"""What the tables of a plan share: closed models, files and databases of rows, columns and conditions on them."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from audit.model import Text
from audit.problems import state


class Table(BaseModel):
    """A table of the plan: closed (an unknown key is an error) and frozen; TOML's inf and nan are no figures here."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, allow_inf_nan=False)


# "+driver" is how SQLAlchemy writes it: the same database, and the same password to keep out of messages.
_DATABASE = re.compile(r"postgres(?:ql)?(?:\+\w+)?://", re.IGNORECASE)


def database_url(file: str) -> str | None:
    """Return the address as libpq reads it, None for a file."""
    found = _DATABASE.match(file)
    return f"postgresql://{file[found.end() :]}" if found else None


def _no_password(value: Any) -> Any:
    """Refuse a database address with a password; what was written is not shown."""
    if not isinstance(value, str) or database_url(value) is None:
        return value
    try:
        parts = urlsplit(value)
        secret = parts.password is not None or "password=" in parts.query
    except ValueError:
        secret = True
    if secret:
        state(
            [
                Text(
                    '计划里不能写密码；写成 postgresql://用户@主机/库名，再写 password = "env:变量名"',
                    'a plan holds no password; write postgresql://user@host/name and password = "env:NAME"',
                )
            ]
        )
    return value


_VARIABLE = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*")


def _no_plain_secret(value: Any) -> Any:
    """Refuse a password that is not the name of a variable; what was written is not shown."""
    if value is not None and not (isinstance(value, str) and _VARIABLE.fullmatch(value)):
        state([Text('计划里不能写密码；写 "env:变量名"', 'a plan holds no password; write "env:NAME"')])
    return value


class Rows(Table):
    """A table of rows: a file, or a PostGIS database."""

    file: Annotated[str, BeforeValidator(_no_password)] = Field(
        description="Map file, table or feed; or postgresql://user@host/name (with layer or query)"
    )
    query: str | None = Field(None, description="SELECT that gives the rows, instead of layer (PostGIS)")
    password: Annotated[str | None, BeforeValidator(_no_plain_secret)] = Field(
        None, description="env:NAME: the environment variable with the database's password"
    )
    header: int | None = Field(None, ge=1, description="Row of a worksheet that names its columns, when not the first")


class Column(Table):
    """Where one attribute stands in the file, and in which unit."""

    column: str
    unit: str | None = Field(
        None, description="m, cm, mm, in, ft; %, ratio (rise/run), 1:n (run for a rise of 1), degrees"
    )
    unknown: tuple[str | int | float, ...] = Field((), description="Values that mean: not known")
    yes: tuple[str | int | float, ...] = Field((), description="Values that mean yes, beside the usual words")
    no: tuple[str | int | float, ...] = Field((), description="Values that mean no, beside the usual words")
    words: dict[str, tuple[str | int | float, ...]] = Field(
        default_factory=dict, description='Values of a category, e.g. { full-width = ["A", 1] }, beside the usual words'
    )


def column_of(value: Any) -> Any:
    """Let `width = "WIDTH"` stand for `width = { column = "WIDTH" }`."""
    return {"column": value} if isinstance(value, str) else value


class Where(Table):
    """Keep the rows of a file that this facility layer means; the others are counted as not meant."""

    column: str
    operator: Literal["=", "!=", "in"] = "="
    value: str | int | float | tuple[str | int | float, ...]
