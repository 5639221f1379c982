"""The worker process: its answers, its limits, and what becomes of a document that takes it down."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pikepdf
import pytest

from audit.model import Outcome, Reason
from tests.web_checks.documents import makers
from web_checks.documents import desk
from web_checks.documents.desk import Desk
from web_checks.documents.worker import examined


@pytest.fixture(autouse=True)
def _with_the_tests_in_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    # The worker looks for the stand-in where this process would; "pytest" alone does not put the root there.
    monkeypatch.syspath_prepend(str(Path(__file__).parents[3]))


async def test_it_says_what_is_said_in_this_process(tmp_path: Path) -> None:
    def mute(pdf: pikepdf.Pdf) -> None:
        del pdf.Root["/Lang"]

    broken = tmp_path / "c.pdf"
    broken.write_bytes(b"%PDF-1.7\nbroken")
    files = [makers.pdf(tmp_path / "a.pdf", spoil=mute), makers.word(tmp_path / "b.docx"), broken]
    async with Desk() as at:
        answers = [await at.examine(path, path.suffix[1:], path.name) for path in files]
    assert [answer.outcome for answer in answers] == [Outcome.FAILED, Outcome.PASSED, Outcome.UNTESTED]
    for path, answer in zip(files, answers, strict=True):
        here = examined(path, path.suffix[1:], path.name)
        assert (answer.tally, answer.title, answer.facts) == (here.tally, here.title, here.facts)
        assert [f.fingerprint for f in answer.findings] == [f.fingerprint for f in here.findings]


async def test_a_document_that_takes_too_long_is_its_own_outcome(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "_MODULE", "tests.web_checks.documents.slow_worker")
    monkeypatch.setattr(desk, "_START", 0.0)
    async with Desk(deadline=0.01) as at:
        assert (await at.examine(tmp_path / "a.pdf", "pdf", "slow")).reason is Reason.TIMEOUT
        at._deadline = 60
        assert (await at.examine(tmp_path / "b.pdf", "pdf", "quick")).reason is Reason.DOCUMENT_CAP


async def test_a_document_that_takes_the_worker_down_does_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "_MODULE", "tests.web_checks.documents.slow_worker")
    async with Desk() as at:
        dead = await at.examine(tmp_path / "a.pdf", "pdf", "dies")
        after = await at.examine(tmp_path / "b.pdf", "pdf", "quick")
    assert (dead.reason, "(7)" in dead.detail) == (Reason.UNREADABLE, True)
    assert after.reason is Reason.DOCUMENT_CAP


async def test_a_stop_in_the_middle_leaves_no_answer_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "_MODULE", "tests.web_checks.documents.slow_worker")
    async with Desk(deadline=30) as at:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(at.examine(tmp_path / "a.pdf", "pdf", "slow"), 0.5)
        assert (await at.examine(tmp_path / "b.pdf", "pdf", "quick")).reason is Reason.DOCUMENT_CAP
