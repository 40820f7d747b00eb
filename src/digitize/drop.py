"""The drop folder: what lies in it, whether that is all there yet, and what belongs together.

A file is whole when its size and time of change have stayed the same for a while and it can be opened; an issue, when
nothing in its folder has changed for as long, or a marker called `.ready` lies there. Scans are only looked at.
"""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from digitize.errors import UsageError, explain
from digitize.inbox import IssueSource, find_issues, passed_over
from digitize.scan import SUFFIXES

READY = ".ready"
"""A file of this name in an issue's folder says that nothing more will come."""

Stamp = tuple[int, int]
"""Size in bytes and time of change in nanoseconds of a file: where they stay, the content does."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies in a drop folder at one moment."""

    files: Mapping[Path, Stamp] = field(default_factory=dict)
    """All files that are not the system's, temporary ones too: a copy that goes on shows in them."""
    markers: frozenset[Path] = frozenset()
    """Folders in which a marker lies."""
    refused: Mapping[Path, str] = field(default_factory=dict)
    """What is passed over though people may wonder, with the reason in one sentence."""


def survey(root: Path) -> Survey:
    """Look through a folder to any depth; what vanishes meanwhile is not there.

    Links are followed only where they stay in the folder. Raises UsageError where `root` itself cannot be read.
    """
    files: dict[Path, Stamp] = {}
    markers: set[Path] = set()
    refused: dict[Path, str] = {}
    pending = [root]
    while pending:
        folder = pending.pop()
        for entry in _entries(folder, root, refused):
            path = folder / entry.name
            if entry.name == READY:
                markers.add(folder)
            elif passed_over(entry.name) and not entry.name.startswith("~"):
                pass
            elif reason := _refusal(entry, path, root):
                refused[path] = reason
            elif entry.is_dir():
                pending.append(path)
            else:
                with suppress(OSError):  # gone by now
                    status = entry.stat()
                    files[path] = (status.st_size, status.st_mtime_ns)
    return Survey(files, frozenset(markers), refused)


def _refusal(entry: os.DirEntry[str], path: Path, root: Path) -> str:
    """Why a link is not followed; empty where it is, or is none."""
    if not entry.is_symlink():
        return ""
    if not path.resolve().is_relative_to(root.resolve()):
        return f"{path} is a link that leads out of {root} and is passed over: copy what it leads to."
    if entry.is_dir():
        return f"{path} is a link to a folder that is looked into anyway, and is passed over."
    return ""


def _entries(folder: Path, root: Path, refused: dict[Path, str]) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            yield from list(found)
    except (FileNotFoundError, NotADirectoryError) as error:
        if folder == root:
            raise UsageError(f"{root} is no folder: make it, or name the one that scans are dropped into.") from error
    except PermissionError as error:
        reason = f"{folder} may not be read: grant this user read permission."
        if folder == root:
            raise UsageError(reason) from error
        refused[folder] = reason


@dataclass(frozen=True, slots=True)
class Dropped:
    """An issue in the drop folder."""

    source: IssueSource
    stamps: tuple[Stamp, ...]
    """Of its files, in their order."""
    still: float
    """For how many seconds nothing has changed in its folder."""
    marked: bool
    """Whether a marker says that it is complete."""


class Drop:
    """A drop folder over time."""

    def __init__(self, root: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` tells seconds; files' own times are not trusted to tell how old they are: copies keep them."""
        self.root = root
        self._clock = clock
        self._seen: Survey = Survey()
        self._since: dict[Path, float] = {}
        """When each file and folder was last seen to change."""
        self._sources: tuple[IssueSource, ...] = ()

    @property
    def refused(self) -> Mapping[Path, str]:
        """What is passed over, and why."""
        return self._seen.refused

    def look(self) -> tuple[Dropped, ...]:
        """The issues that lie in the folder now; raises UsageError where it cannot be read."""
        now = self._clock()
        seen = survey(self.root)
        if seen != self._seen or not self._since:
            changed = _changed(self._seen.files, seen.files)
            self._since |= dict.fromkeys(changed | {path.parent for path in changed}, now)
            self._seen = seen
            self._sources = self._grouped()
        return tuple(self._dropped(source, now) for source in self._sources)

    def _grouped(self) -> tuple[IssueSource, ...]:
        if not any(path.suffix.lower() in SUFFIXES and not passed_over(path.name) for path in self._seen.files):
            return ()
        try:
            sources = find_issues([self.root], without=self._seen.refused)
        except UsageError as error:
            refused = {**self._seen.refused, self.root: explain(error)}
            self._seen = replace(self._seen, refused=refused)
            return ()
        return tuple(source for source in sources if all(file in self._seen.files for file in source.files))

    def _dropped(self, source: IssueSource, now: float) -> Dropped:
        first = source.files[0]
        folder = first.parent
        # A volume is whole by itself, whatever arrives beside it.
        place = first if first.suffix.lower() == ".pdf" else folder
        stamps = tuple(self._seen.files[file] for file in source.files)
        return Dropped(source, stamps, now - self._since[place], marked=folder in self._seen.markers)


def _changed(before: Mapping[Path, Stamp], now: Mapping[Path, Stamp]) -> set[Path]:
    """Files that came, went or changed."""
    return {path for path, stamp in now.items() if before.get(path) != stamp} | (before.keys() - now.keys())
