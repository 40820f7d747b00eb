"""How issues stand, told from manifests and notes."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from issues import two_pages

from digitize.errors import StoreError
from digitize.model import Failure
from digitize.options import Options
from digitize.status import State, all_issues
from digitize.store import (
    InputFile,
    Note,
    NoteState,
    describe,
    issue_directory,
    load_note,
    publish,
    remove_note,
    write_note,
)
from digitize.summary import mean_confidence, to_review


def published(output: Path, name: str, *, failures: tuple[Failure, ...] = (), review: tuple[str, ...] = ()) -> Path:
    issue = replace(two_pages(), name=name, failures=failures)
    manifest = describe(
        issue,
        (InputFile(path="0001.jpg", sha256="0" * 64, frames=1),),
        Options(),
        versions={},
        created=datetime(2026, 1, 1, tzinfo=UTC),
        seconds=1.0,
        confidence=mean_confidence(issue),
        review=review,
    )
    directory = issue_directory(output, name)
    publish(directory, {"mets.xml": b"<mets/>"}, manifest)
    return directory


def test_every_issue_is_told_of_with_its_figures(tmp_path: Path) -> None:
    published(tmp_path, "a/done")
    published(tmp_path, "b-doubtful", review=("2 doubts.",))
    published(tmp_path, "c-partial", failures=(Failure("/in/0003.jpg", 0, "/in/0003.jpg is truncated."),))
    write_note(tmp_path / "d-failed", Note("d-failed", NoteState.FAILED, "0 of 1 pages: torn.jpg is empty"))
    write_note(tmp_path / "e-running", Note("e-running", NoteState.RUNNING, "It is being digitized on host"))
    (tmp_path / ".pages").mkdir()
    (tmp_path / "somebody's").mkdir()
    issues = all_issues(tmp_path, ["a/done", "f-new"])
    assert {issue.name: (issue.state, issue.reason) for issue in issues} == {
        "a/done": (State.DONE, ""),
        "b-doubtful": (State.DOUBTFUL, "2 doubts."),
        "c-partial": (State.PARTIAL, "2 of 3 pages: 0003.jpg is truncated."),
        "d-failed": (State.FAILED, "0 of 1 pages: torn.jpg is empty."),
        "e-running": (State.RUNNING, "It is being digitized on host."),
        "f-new": (State.WAITING, "Nothing has been done with it yet."),
    }
    done = issues[0]
    assert (done.pages, done.articles, done.doubts, done.confidence) == (2, 3, 2, 0.9)


def test_a_note_gives_way_to_results_and_goes_when_all_is_done(tmp_path: Path) -> None:
    note = Note("daily", NoteState.FAILED, "0 of 1 pages: torn.jpg is empty")
    write_note(tmp_path / "daily", note)
    assert (tmp_path / "daily" / "STATUS.txt").read_text("utf-8").startswith("Failed: 0 of 1 pages: torn.jpg is empty.")
    directory = published(tmp_path, "daily")
    assert load_note(directory) is None
    assert sorted(path.name for path in directory.iterdir()) == ["manifest.json", "mets.xml"]
    write_note(directory, note)
    assert load_note(directory) == note
    remove_note(directory)
    assert sorted(path.name for path in directory.iterdir()) == ["manifest.json", "mets.xml"]
    write_note(tmp_path / "gone", note)
    remove_note(tmp_path / "gone")
    assert not (tmp_path / "gone").exists()


@pytest.mark.parametrize("noted", [True, False])
def test_a_note_that_was_only_half_written_when_its_writer_was_killed_is_in_nobodys_way(
    tmp_path: Path, *, noted: bool
) -> None:
    note = Note("daily", NoteState.WAITING, "It is in the queue")
    directory = tmp_path / "daily"
    directory.mkdir()
    if noted:
        write_note(directory, note)
    draft = directory / f".{uuid4().hex}.tmp"
    draft.write_text("Runn")
    write_note(directory, note)
    assert load_note(directory) == note
    published(tmp_path, "daily")
    draft.write_text("Runn")
    published(tmp_path, "daily")
    assert sorted(path.name for path in directory.iterdir()) == ["manifest.json", "mets.xml"]


def test_no_note_is_laid_into_a_directory_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "daily").mkdir()
    (tmp_path / "daily" / "letter.txt").write_text("not ours")
    write_note(tmp_path / "daily", Note("daily", NoteState.FAILED, "It failed"))
    assert [path.name for path in (tmp_path / "daily").iterdir()] == ["letter.txt"]


def test_a_note_of_somebody_else_is_not_taken_away(tmp_path: Path) -> None:
    (tmp_path / "daily").mkdir()
    (tmp_path / "daily" / "STATUS.txt").write_text("my own remarks")
    remove_note(tmp_path / "daily")
    with pytest.raises(StoreError, match="was not written by this program"):
        published(tmp_path, "daily")
    assert (tmp_path / "daily" / "STATUS.txt").read_text() == "my own remarks"


def test_results_of_versions_that_counted_joins_alone_can_be_read(tmp_path: Path) -> None:
    path = published(tmp_path, "old") / "manifest.json"
    old = json.loads(path.read_text("utf-8"))
    del old["counts"]["doubts"]
    old["counts"]["doubtful"] = 1
    path.write_text(json.dumps(old), "utf-8")
    (row,) = all_issues(tmp_path)
    assert (row.state, row.articles, row.doubts) == (State.DONE, 3, None)


def test_an_issue_is_to_be_reviewed_where_it_is_unsure_or_there_are_doubts() -> None:
    issue = two_pages()
    assert to_review(issue, 0.5) == ("2 doubts.",)
    assert to_review(issue, 0.95) == ("The mean confidence is 0.900, under 0.95.", "2 doubts.")
    sure = tuple(replace(article, joins=(), notes=()) for article in issue.articles)
    assert to_review(replace(issue, articles=sure), 0.5) == ()
    torn = (replace(sure[0], certainty=0.2), *sure[1:])
    assert to_review(replace(issue, articles=torn), 0.5) == ("1 doubt.",)


def test_an_issue_without_any_text_is_to_be_reviewed() -> None:
    issue = two_pages()
    blank = replace(issue, pages=tuple(replace(page, lines=()) for page in issue.pages), blocks=(), articles=())
    assert to_review(blank, 0.5) == to_review(blank, None) == ("No text was found.",)
    half = replace(issue, pages=(replace(issue.pages[0], lines=()), issue.pages[1]), articles=())
    assert to_review(half, 0.5) == ()
