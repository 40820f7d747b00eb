"""Which issues there are to score: folders that hold a truth and, beside it, scans or ALTO."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

from benchmarks.accuracy.records import KnownIssue, Skipped
from benchmarks.accuracy.truths import truth_in
from digitize import scan
from digitize.errors import UsageError
from digitize.inbox import IssueSource, find_alto, find_issues, natural_key, passed_over

_KINDS = (
    ("*hk-*", "Hong Kong dailies"),
    ("*eagle-1905", "US and UK 1900-1940"),
    ("*highland", "US and UK 1900-1940"),
    ("*ink-*", "US and UK 1900-1940"),
    ("*bbz-1918", "Fraktur"),
    ("*nzz-*", "Fraktur"),
    ("*chicopee-1856", "19th century"),
    ("*czech-1881", "19th century"),
    ("*oakland-1960s", "since 1940"),
    ("*topaz-1944", "since 1940"),
    ("*jingbao-1939", "vertical"),
    ("blind-alto/*", "library ALTO"),
    ("*newseye-*", "library ALTO"),
    ("*typeset-zh-*", "typeset, Chinese"),
    ("*seed-page", "typeset, Chinese"),
    ("*typeset-en-*", "typeset, English"),
    ("cases/*", "damaged"),
)
"""Kinds of newspaper by the names of issues; the first that fits counts."""
_OTHER = "other"

_BORROWED = {"cases": "seed-page"}
"""Folders in which each scan is another copy of one page, and the folder with the truth of that page."""

Found = KnownIssue | Skipped


def find(roots: Sequence[Path], only: Sequence[str]) -> tuple[list[KnownIssue], list[Skipped]]:
    """Issues with a truth below `roots`, and what lies there that cannot be scored.

    `only` are patterns (`hk-*`) of the names of issues, of the ends of these, or of kinds; without any, all are taken.
    Raises UsageError where a root is no folder, two issues have one name, or nothing is left to score.
    """
    found: dict[str, Found] = {}
    for root in roots:
        if not root.is_dir():
            raise UsageError(f"{root} is no folder: name one that holds issues with truths (DATA=DIR).")
        for each in _below(root):
            if each.name in found:
                raise UsageError(f"Two issues are called {each.name}: name their folders differently.")
            found[each.name] = each
    issues = [each for each in found.values() if isinstance(each, KnownIssue) and _is_wanted(each, only)]
    if not issues:
        wanted = f" that is called {' or '.join(only)}" if only else ""
        raise UsageError(f"{', '.join(map(str, roots))} holds no issue with a truth{wanted}.")
    return issues, [] if only else [each for each in found.values() if isinstance(each, Skipped)]


def _is_wanted(issue: KnownIssue, only: Sequence[str]) -> bool:
    names = (issue.name, issue.name.rpartition("/")[2], issue.kind)
    return not only or any(fnmatchcase(name, pattern) for name in names for pattern in only)


def _below(root: Path) -> Iterator[Found]:
    for place, folders, files in os.walk(root):
        folder = Path(place)
        folders[:] = sorted(name for name in folders if not passed_over(name))
        name = folder.relative_to(root).as_posix()
        if name in _BORROWED:
            yield from _copies(folder, name, root / _BORROWED[name])
        elif truth := truth_in(folder):
            folders.clear()
            yield _issue(folder, folder.resolve().name if name == "." else name, truth)
        elif any(_is_scan(folder / file) for file in files):
            yield Skipped(name, "no truth lies beside its scans")


def _issue(folder: Path, name: str, truth: Path) -> Found:
    for look_for, is_alto in ((find_issues, False), (find_alto, True)):
        try:
            sources = look_for([folder])
        except UsageError:
            continue
        if len(sources) > 1:
            return Skipped(name, f"{len(sources)} issues lie beside one truth")
        return KnownIssue(replace(sources[0], name=name), _kind(name), truth, is_alto)
    return Skipped(name, "neither scans nor ALTO lie beside its truth")


def _copies(folder: Path, name: str, original: Path) -> Iterator[Found]:
    truth = truth_in(original)
    for file in sorted(folder.iterdir(), key=natural_key):
        own = f"{name}/{file.stem}"
        if not _is_scan(file):
            yield Skipped(f"{name}/{file.name}", f"no scan of the page whose truth is in {original.name}")
        elif truth is None:
            yield Skipped(own, f"its truth, in {original.name}, is not there")
        else:
            yield KnownIssue(IssueSource(own, (file,)), _kind(own), truth, is_alto=False)


def _is_scan(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in scan.SUFFIXES


def _kind(name: str) -> str:
    return next((kind for pattern, kind in _KINDS if fnmatchcase(name, pattern)), _OTHER)
