"""The ground floor of stepfree: the words, the plan, the score and the memory."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("stepfree")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0+unknown"
