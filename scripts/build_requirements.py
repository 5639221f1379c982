"""Prints what builds stepfree itself, as pyproject.toml says, for the lock."""

import tomllib
from pathlib import Path

pyproject = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
print(*pyproject["build-system"]["requires"], sep="\n")
