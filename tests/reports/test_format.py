"""Files of a report: whole or not at all, whoever else writes there, and nothing left of those who were killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from rich.console import Console

from audit.model import Lang, Text
from audit.terminal import Screen
from reports import command
from reports.format import Format, ReportError, new_file, one_writer, replaced
from reports.summary import Summary
from tests.commands import ROOT

locks_folders = pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked on Windows")
# A process that begins a file in each of two folders, says so, and never comes to its end.
BEGINNING = """
import sys, time
from pathlib import Path
from reports.format import new_file, one_writer
out = Path(sys.argv[1])
with one_writer(out, lambda: None), new_file(out / "findings.json") as one, new_file(out / "zh" / "index.html") as two:
    one.write("{"), one.flush(), two.write("<"), two.flush()
    print("begun", flush=True)
    time.sleep(600)
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_two_that_write_one_file_at_once_both_write_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    with new_file(path) as first:
        first.write("first, " * 9)
        with new_file(path) as second:
            second.write("second")
        assert path.read_text("utf-8") == "second"
    assert path.read_text("utf-8") == "first, " * 9
    assert names(tmp_path) == ["index.html"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_half_a_file_is_not_left(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "index.html"
    path.write_text("of before", "utf-8")

    def stopped() -> None:
        with replaced(path) as part:
            part.write_text("ha", "utf-8")
            raise error

    with pytest.raises((ReportError, KeyboardInterrupt)):
        stopped()
    assert names(tmp_path) == ["index.html"]
    assert path.read_text("utf-8") == "of before"


@locks_folders
def test_what_a_killed_process_left_goes_when_the_next_one_writes(tmp_path: Path) -> None:
    begin = [sys.executable, "-c", BEGINNING, str(tmp_path)]
    with subprocess.Popen(begin, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.send_signal(signal.SIGKILL)
    (tmp_path / "video.1a2b3c4d.part").write_text("a browser's", "utf-8")
    assert len(names(tmp_path)) == 3
    with one_writer(tmp_path, pytest.fail):
        pass
    assert names(tmp_path) == ["video.1a2b3c4d.part"]


@locks_folders
def test_a_report_waits_until_another_process_has_written_its_own(tmp_path: Path, summary: Summary) -> None:
    told, order = threading.Event(), list[str]()

    class Heard(Screen):
        def say(self, text: Text) -> None:
            order.append(text.en)
            told.set()

    def write(_summary: Summary, out: Path, _lang: Lang) -> Path:
        with new_file(out / "a.txt") as file:
            file.write("second")
        return out / "a.txt"

    format_ = Format("text", Text("文本", "Text"), write)
    screen = Heard(Lang.EN, quiet=False, out=Console(), err=Console())
    second = threading.Thread(target=command.write, args=(summary, tmp_path, [format_], Lang.EN, screen))
    with one_writer(tmp_path, pytest.fail):
        second.start()
        assert told.wait(60)
        order.append("first")
    second.join(60)
    assert [said.partition(":")[0] for said in order] == [
        "another stepfree is writing its report into this folder",
        "first",
        "Text",
    ]
    assert names(tmp_path) == ["a.txt"]
