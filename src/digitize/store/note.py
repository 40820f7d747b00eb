"""The note that stands in an issue's output directory while the issue is not done: how it stands, and why."""

import re
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from digitize.names import MANIFEST, STATUS
from digitize.store.disk import explained, is_draft, write_atomically


class NoteState(StrEnum):
    """How an issue stands that is not done."""

    WAITING = "waiting"
    """Its scans are not all there yet, or are in the queue."""
    RUNNING = "running"
    PARTIAL = "partial"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Note:
    """What `STATUS.txt` holds."""

    issue: str
    state: NoteState
    sentence: str
    """Why it is not done, one sentence without its full stop."""


_TEXT = re.compile(r"(?P<state>\w+): (?P<sentence>.*)\.\n\nIssue: (?P<issue>.*)\n", re.DOTALL)


def write_note(directory: Path, note: Note) -> None:
    """Lay a note into an issue's output directory, unless it says so already or the directory is not this program's.

    Raises StoreError.
    """
    if load_note(directory) == note or _is_foreign(directory):
        return
    sentence = " ".join(note.sentence.split()).rstrip(".")
    text = f"{note.state.capitalize()}: {sentence}.\n\nIssue: {note.issue}\n"
    write_atomically(directory / STATUS, text.encode(errors="backslashreplace"))


def load_note(directory: Path) -> Note | None:
    """The note in an issue's output directory, None where there is none; raises StoreError."""
    path = directory / STATUS
    with explained("read", path):
        text = path.read_text("utf-8", errors="replace") if path.is_file() else ""
    found = _TEXT.fullmatch(text)
    if not found or found["state"].lower() not in set(NoteState):
        return None
    return Note(found["issue"], NoteState(found["state"].lower()), found["sentence"])


def remove_note(directory: Path) -> None:
    """Take the note away, and the directory with it where nothing else is in it; raises StoreError."""
    if load_note(directory) is None:
        return
    with explained("clear", directory):
        (directory / STATUS).unlink(missing_ok=True)
        with suppress(OSError):  # not empty: its results are there
            directory.rmdir()


def _is_foreign(directory: Path) -> bool:
    """Whether something lies there that is neither a result nor a note."""
    if not directory.exists() or (directory / MANIFEST).is_file() or load_note(directory) is not None:
        return False
    return not directory.is_dir() or not all(map(is_draft, directory.iterdir()))
