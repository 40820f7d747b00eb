"""How all issues of an output stand, from their manifests and notes alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from digitize.errors import StoreError, explain
from digitize.store import Manifest, Note, Status, issue_directory, load_manifest, load_note
from digitize.summary import counted, reason


class State(StrEnum):
    """How an issue stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DOUBTFUL = "doubtful"
    """Done, and a person should look at it."""
    PARTIAL = "partial"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class IssueStatus:
    """A row of the table of all issues; what no result tells yet is None."""

    name: str
    state: State
    reason: str = ""
    """In one sentence; empty where all is well."""
    pages: int | None = None
    articles: int | None = None
    doubts: int | None = None
    """Of all articles; None too where an older version made the result, which counted doubtful joins alone."""
    confidence: float | None = None
    """Mean of all lines, 0 to 1."""


def issue_status(directory: Path, name: str) -> IssueStatus:
    """How the issue `name`, whose output directory is `directory`, stands; raises StoreError where that is unreadable.

    Where neither results nor a note are there, it is waiting.
    """
    manifest, note = load_manifest(directory), load_note(directory)
    state, why = _state(manifest, note)
    if manifest is None:
        return IssueStatus(note.issue if note else name, state, why)
    counts = manifest.counts
    return IssueStatus(manifest.issue, state, why, counts.pages, counts.articles, counts.doubts, manifest.confidence)


def _state(manifest: Manifest | None, note: Note | None) -> tuple[State, str]:
    if note:
        return State(note.state), note.sentence + "."
    if manifest is None:
        return State.WAITING, "Nothing has been done with it yet."
    if manifest.status is Status.PARTIAL:
        pages = counted(manifest.counts.pages + len(manifest.failures), "page")
        return State.PARTIAL, f"{manifest.counts.pages} of {pages}: {'; '.join(map(reason, manifest.failures))}."
    return (State.DOUBTFUL, " ".join(manifest.review)) if manifest.review else (State.DONE, "")


def all_issues(output: Path, names: Sequence[str] = ()) -> tuple[IssueStatus, ...]:
    """Every issue that has a result or a note below `output`, and those called `names`; in the order of their names."""
    directories = {issue_directory(output, name): name for name in names}
    if output.is_dir():
        found = (path for path in output.iterdir() if path.is_dir() and not path.name.startswith("."))
        directories = {path: path.name for path in found} | directories
    return tuple(sorted(_statuses(directories, set(names)), key=lambda status: status.name))


def _statuses(directories: dict[Path, str], wanted: set[str]) -> Iterator[IssueStatus]:
    for directory, name in directories.items():
        try:
            if name in wanted or load_manifest(directory) or load_note(directory):
                yield issue_status(directory, name)
        except StoreError as error:
            yield IssueStatus(name, State.FAILED, explain(error))
