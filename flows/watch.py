"""The watch over the drop folder: asks for a run of each issue that is there and not done, and tells how runs end."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import httpx
from prefect.client.schemas.objects import State
from prefect.exceptions import PrefectHTTPStatusError

from digitize.arrival import Arrival, Arrivals, finished
from digitize.checking import require_utf8
from digitize.drop import Drop, Dropped, Stamp
from digitize.errors import DigitizeError, explain
from digitize.options import Options
from digitize.store import Note, NoteState, issue_directory, load_note, remove_note, write_note
from digitize.summary import counted
from flows.connection import refusal
from flows.runs import INTERRUPTED, Request, Runs

logger = logging.getLogger("digitize.flows")

MEMORY = ".scans.json"
"""Where the output keeps what scans hold, so that a restart need not open them all again."""
_MOST_ASKED = 200
"""Issues in the queue at most; the others wait here, where more pages can still come to them."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long, in seconds, to wait for people and networks."""

    quiet: float = 10.0
    """Without a change a folder is taken after so long."""
    damaged: float = 60.0
    """So long when one of its files cannot be opened: a slow copy may still be filling it."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """An issue of which a run was asked for and has not ended."""

    run: UUID
    stamps: "_Stamps"


_Stamps = tuple[tuple[Path, Stamp], ...]


class Watch:
    """Brings together what lies in the drop folder, what is in the output, and the runs on the server."""

    def __init__(
        self, drop: Drop, output: Path, options: Options, runs: Runs, say: Callable[[str], None], patience: Patience
    ) -> None:
        """`say` takes one plain line an event."""
        self._drop, self._output, self._options = drop, output, options
        self._runs, self._say, self._patience = runs, say, patience
        self._arrivals = Arrivals(output / MEMORY, options)
        self._asked: dict[str, _Asked] = {}
        self._settled: dict[str, _Stamps] = {}
        """Issues for which nothing is to be done as long as their files stay as they are."""
        self._waiting: dict[str, str] = {}
        """Why issues wait."""
        self._refused: dict[Path, str] = {}
        self._out_of_reach = ""

    def step(self) -> None:
        """Look once; what fails now is tried again with the next step."""
        try:
            self._follow()
            present = self._drop.look()
            self._tell_refused()
            for dropped in present:
                self._consider(dropped)
            self._forget({dropped.source.name for dropped in present})
            self._arrivals.remember()
        except (httpx.HTTPError, PrefectHTTPStatusError, DigitizeError, OSError) as error:
            if isinstance(error, DigitizeError | OSError):
                trouble = explain(error)
            else:
                trouble = refusal(error) or f"Prefect's server: {error!r}"
            if trouble != self._out_of_reach:
                self._say(f"Trying again: {trouble}")
            self._out_of_reach = trouble
        else:
            self._out_of_reach = ""

    def _follow(self) -> None:
        """See how the runs stand that were asked for, by this watch, an earlier one, or a person in the UI."""
        unfinished = {run.id: run.name for run in self._runs.unfinished()}
        for run, name in unfinished.items():
            if name not in self._asked:
                self._asked[name] = _Asked(run, ())
                self._say(f"{name}: in the queue")
        ended = {name: asked for name, asked in self._asked.items() if asked.run not in unfinished}
        states = self._runs.states([asked.run for asked in ended.values()])
        for name, asked in ended.items():
            state = states.get(asked.run)
            if state is not None and not state.is_final():  # begun between the two questions
                continue
            del self._asked[name]
            self._say(f"{name}: {_ended(state)}")
            if state is not None and not state.is_crashed():  # else it was deleted or died, and is asked for again
                self._settled[name] = asked.stamps
                self._conclude(name, state)

    def _conclude(self, name: str, state: State) -> None:
        """Have the note in the output say how a run ended."""
        directory = issue_directory(self._output, name)
        if state.name == "Partial":
            write_note(directory, Note(name, NoteState.PARTIAL, state.message or state.name))
        elif state.is_completed():
            remove_note(directory)
        elif not ((note := load_note(directory)) and note.state is NoteState.FAILED):  # the run knew better why
            write_note(directory, Note(name, NoteState.FAILED, state.message or str(state.name)))

    def _consider(self, dropped: Dropped) -> None:
        """Take an issue, or note what it waits for."""
        name = dropped.source.name
        stamps = tuple(zip(dropped.source.files, dropped.stamps, strict=True))
        if name in self._asked or self._settled.get(name) == stamps:
            return
        if (known := self._arrivals.recall(dropped)) and finished(known, self._output, self._options):
            remove_note(issue_directory(self._output, name))
            self._waiting.pop(name, None)
            self._settled[name] = stamps
            return
        try:
            reason = self._reason_to_wait(dropped) or self._take(self._arrivals.look_into(dropped), dropped, stamps)
        except (DigitizeError, OSError) as error:
            reason = explain(error)
        if not reason:
            self._waiting.pop(name, None)
        elif self._waiting.get(name) != reason:
            self._waiting[name] = reason
            self._say(f"{name}: waiting: {reason}")
            write_note(issue_directory(self._output, name), Note(name, NoteState.WAITING, reason))

    def _reason_to_wait(self, dropped: Dropped) -> str:
        for path in dropped.source.files:
            require_utf8(path)
        if not dropped.marked and dropped.still < self._patience.quiet:
            return "It has only just come, or is still being copied."
        if len(self._asked) >= _MOST_ASKED:
            return f"{_MOST_ASKED} issues are before it."
        return ""

    def _take(self, arrival: Arrival, dropped: Dropped, stamps: _Stamps) -> str:
        """Ask for a run of an issue if it needs one; returns why it has to wait, if it has to."""
        name = arrival.source.name
        if arrival.faults and not dropped.marked and dropped.still < self._patience.damaged:
            return f"It may still be being copied: {arrival.faults[0]}"
        directory = issue_directory(self._output, name)
        if finished(arrival, self._output, self._options):
            remove_note(directory)
            self._settled[name] = stamps
            return ""
        write_note(directory, Note(name, NoteState.WAITING, "It is in the queue"))
        request = Request(arrival.source, self._output, self._options, arrival.key(self._options))
        run = self._runs.ask_for(request, redo=name not in self._settled)
        if run.state is not None and run.state.is_final():  # as it ended before, it would end again
            self._settled[name] = stamps
            self._conclude(name, run.state)
        else:
            self._asked[name] = _Asked(run.id, stamps)
            self._say(f"{name}: taken, {counted(len(arrival.source.files), 'file')}")
        return ""

    def _forget(self, present: set[str]) -> None:
        """Take away the notes of issues that waited and were renamed or taken away."""
        for name in self._waiting.keys() - present:
            del self._waiting[name]
            remove_note(issue_directory(self._output, name))
        for name in self._settled.keys() - present:
            del self._settled[name]

    def _tell_refused(self) -> None:
        for path, reason in self._drop.refused.items():
            if self._refused.get(path) != reason:
                self._say(reason)
        self._refused = dict(self._drop.refused)


def _ended(state: State | None) -> str:
    """How a run ended, as part of a sentence."""
    if state is None:
        return "its run was deleted"
    if state.name == INTERRUPTED:
        return "interrupted, goes on"
    word = "done" if state.is_completed() and state.name != "Partial" else str(state.name).lower()
    return f"{word}: {state.message}" if state.message else word
