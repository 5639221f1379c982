"""How a command speaks: results on standard output, progress and problems on standard error, exit codes."""

from __future__ import annotations

import locale
import os
import signal
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from audit.legible import one_line
from audit.model import Lang, StepfreeError, Text

EXIT_INTERNAL = 4
SIGNALS = {signal.SIGINT: 130, signal.SIGTERM: 143}  # what a user or a service manager sends, and the exit code
# Pages between two lines of progress where no bar can be drawn.
_STRIDE = 10


@dataclass(frozen=True)
class Screen:
    """Where the command speaks: results on standard output, progress and problems on standard error."""

    lang: Lang
    quiet: bool
    out: Console
    err: Console

    def say(self, text: Text) -> None:
        """Tell something on standard error, unless --quiet."""
        if not self.quiet:
            self.err.print(one_line(text.to(self.lang)), markup=False, emoji=False, highlight=False, soft_wrap=True)

    def complain(self, problems: Iterable[Text]) -> None:
        """Tell what is wrong on standard error, one line each, --quiet or not."""
        for problem in problems:
            self.err.print(
                f"stepfree: {one_line(problem.to(self.lang))}",
                markup=False,
                emoji=False,
                highlight=False,
                soft_wrap=True,
            )

    def result(self, text: str) -> None:
        """Print a result on standard output."""
        self.out.print(text, markup=False, emoji=False, highlight=False, soft_wrap=True)


def language_of_the_machine() -> Lang:
    """Return the language that the environment speaks; English when it speaks neither of ours."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or (locale.getlocale()[0] or "")
    return Lang.ZH if spoken.lower().startswith(("zh", "chinese")) else Lang.EN


def screen_for(
    lang: str | None, *, quiet: bool = False, no_color: bool = False, fallback: Lang | None = None
) -> Screen:
    """Return the screen that a command's options ask for; fallback: the language when none is asked for."""
    chosen = Lang(lang) if lang else fallback or language_of_the_machine()
    plain = no_color or None  # None: rich looks at NO_COLOR and at the terminal
    return Screen(chosen, quiet, Console(no_color=plain), Console(stderr=True, no_color=plain))


@contextmanager
def counting(screen: Screen) -> Iterator[Callable[[str, str], None]]:
    """Yield what is told of each finished page (site, address): a bar on a terminal, else a line now and then."""
    count: dict[str, int] = {}

    def counted(site: str) -> int:
        count[site] = count.get(site, 0) + 1
        return count[site]

    if screen.quiet:
        yield lambda _site, _address: None
    elif not screen.err.is_terminal:

        def line(site: str, address: str) -> None:
            number = counted(site)
            if number == 1 or number % _STRIDE == 0:
                screen.say(Text(f"{site}：第 {number} 页 {address}", f"{site}: page {number} {address}"))

        yield line
    else:
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
        with Progress(*columns, console=screen.err, transient=True) as progress:
            task = progress.add_task("")

            def bar(site: str, _address: str) -> None:
                number = counted(site)
                words = Text(f"{site}：已看 {number} 页", f"{site}: {number} pages")
                progress.update(task, description=words.to(screen.lang))

            yield bar


@contextmanager
def telling(screen: Screen) -> Iterator[Screen]:
    """Yield the screen; what goes wrong becomes clear lines and exit codes, a fault of ours a traceback in a file."""
    try:
        yield screen
    except StepfreeError as error:
        screen.complain(error.problems)
        raise SystemExit(error.exit_code) from error
    except KeyboardInterrupt as error:
        screen.say(Text("已中断；用 --resume latest 继续", "interrupted; go on with --resume latest"))
        raise SystemExit(SIGNALS[signal.SIGINT]) from error
    except Exception as error:
        with tempfile.NamedTemporaryFile("w", prefix="stepfree-", suffix=".log", delete=False) as log:
            traceback.print_exc(file=log)
        fault = Text(
            f"stepfree 自己出错了（{type(error).__name__}）：请把 {log.name} 发给开发者",
            f"a fault of stepfree's own ({type(error).__name__}): please send {log.name} to its developers",
        )
        screen.complain([fault])
        raise SystemExit(EXIT_INTERNAL) from error


@contextmanager
def first_signal(told: Callable[[int], None]) -> Iterator[None]:
    """Tell the first SIGINT or SIGTERM that comes meanwhile, by its exit code; of a second one nothing is told.

    Whatever the second one is, it does what it did before, so that nothing is waited for any longer. told: runs in the
    main thread, between two steps of whatever that does; what it raises, it raises there.
    """

    def stop(number: int, _frame: object) -> None:
        for known, handler in usual.items():
            signal.signal(known, handler)
        told(SIGNALS[signal.Signals(number)])

    usual = {number: signal.signal(number, stop) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
