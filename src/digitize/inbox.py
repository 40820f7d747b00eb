"""What belongs together: from paths the user names to issues, each a name and its scan files in page order."""

import logging
import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from digitize.errors import ScanError, UsageError
from digitize.importers import alto
from digitize.scan import SUFFIXES, raster

logger = logging.getLogger(__name__)

_SYSTEM_NAMES = frozenset(
    {
        "@eadir",
        "#recycle",
        "#snapshot",
        "$recycle.bin",
        "__macosx",
        "desktop.ini",
        "lost+found",
        "system volume information",
        "thumbs.db",
    },
)
"""What file servers and operating systems put among people's files, lower case."""


@dataclass(frozen=True, slots=True)
class IssueSource:
    """An issue before it is read."""

    name: str
    """Unique among the issues found together; parts of a nested folder are joined by `/`."""
    files: tuple[Path, ...]
    """Its scan files in page order."""


@dataclass(frozen=True, slots=True)
class _Found:
    issue: IssueSource
    place: Path
    """The folder or file it is called after."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What kind of files is looked for."""

    noun: str
    formats: str
    belongs: Callable[[Path], bool]
    """Whether a file in a folder is one of them."""
    is_volume: Callable[[Path], bool]
    """Whether a file is by itself an issue rather than a page."""
    unnamed: frozenset[str] = frozenset()
    """Folders called after what is in them, lower case: their issue is called after the folder above."""


def find_issues(paths: Sequence[Path], without: Container[Path] = frozenset()) -> tuple[IssueSource, ...]:
    """Sort files and folders into issues; folders are searched to any depth.

    All single-page images of a folder are one issue, called after the folder by its path from the one named. Every
    PDF and every multi-page TIFF is an issue by itself, called after the file. Of image files named one by one, those
    of one folder are one issue called after it, as `issue/*.jpg` means; one alone is called after itself. A file named
    beside its folder belongs to the folder. Hidden, temporary and system files are passed over, pages are in natural
    order (2 before 10), and nothing is opened but TIFF files, to count their pages. Files and folders in `without`,
    called as the folder above them is, are passed over too. Raises UsageError where a path does not exist or is no file
    or folder, no scan is found, or two issues cannot be told apart by name.
    """
    return _find(paths, _SCANS, without)


def find_alto(paths: Sequence[Path], name: str | None = None) -> tuple[IssueSource, ...]:
    """Sort files and folders with ALTO into issues as `find_issues` does with scans; every file is a page.

    A folder called "alto" gives its issue the name of the folder above. XML files in folders that are plainly something
    else, as METS, are passed over. With a `name` all files are one issue of that name. Raises UsageError.
    """
    issues = _find(paths, _ALTO)
    return issues if name is None else (IssueSource(name, tuple(file for issue in issues for file in issue.files)),)


def _find(paths: Sequence[Path], kind: _Kind, without: Container[Path] = frozenset()) -> tuple[IssueSource, ...]:
    found = [found for path in paths if _existing(path).is_dir() for found in _in_folder(path, kind, without)]
    in_folders = {file.resolve() for each in found for file in each.issue.files}
    named = {path.resolve(): path for path in paths if not path.is_dir()}
    found += _named_files([path for real, path in named.items() if real not in in_folders], kind)
    distinct = {tuple(file.resolve() for file in each.issue.files): each for each in reversed(found)}
    if not distinct:
        where = ", ".join(str(path) for path in paths) or "no path"
        raise UsageError(
            f"No {kind.noun} was found in {where}: give a folder with {kind.formats} files, or such files."
        )
    return _uniquely_named(list(reversed(distinct.values())))


def natural_key(path: Path) -> tuple[tuple[int, int, str], ...]:
    """Sorts names as people count: numbers by value, letters without case."""
    runs = re.findall(r"\d+|\D+", path.name)
    return tuple((0, int(run), run) if run.isdecimal() else (1, 0, run.casefold()) for run in runs)


def _existing(path: Path) -> Path:
    if not path.exists():
        raise UsageError(f"{path} does not exist: check the path.")
    if not path.is_dir() and not path.is_file():
        raise UsageError(f"{path} is a pipe or a device, which can be read but once: save what it gives as a file.")
    return path


def _in_folder(root: Path, kind: _Kind, without: Container[Path]) -> Iterator[_Found]:
    """Issues of a folder and all below it; a link that leads back is followed once."""
    pending, visited = [root], set()
    while pending:
        folder = pending.pop()
        if folder.resolve() in visited:
            continue
        visited.add(folder.resolve())
        try:
            kept = (path for path in folder.iterdir() if not passed_over(path.name) and path not in without)
            entries = sorted(kept, key=natural_key)
        except PermissionError as error:
            raise UsageError(f"{folder} may not be read: grant this user read permission.") from error
        pending += reversed([path for path in entries if path.is_dir()])
        files = [path for path in entries if path.is_file() and kind.belongs(path)]
        others = sum(path.is_file() for path in entries) - len(files)
        if others:
            logger.info("%s: %d files are no %ss and were passed over.", folder, others, kind.noun)
        pages = tuple(path for path in files if not kind.is_volume(path))
        if pages:
            named = _called_after(folder, root, kind)
            above = named.relative_to(root).as_posix() if named.is_relative_to(root) else "."
            yield _Found(IssueSource(named.resolve().name if above == "." else above, pages), named)
        prefix = "" if folder == root else f"{folder.relative_to(root).as_posix()}/"
        yield from (_volume(path, prefix) for path in files if path not in pages)


def _called_after(folder: Path, root: Path, kind: _Kind) -> Path:
    """The folder that gives its name to the issue in `folder`."""
    if folder.resolve().name.casefold() not in kind.unnamed:
        return folder
    return folder.resolve().parent if folder == root else folder.parent


def _named_files(paths: Sequence[Path], kind: _Kind) -> Iterator[_Found]:
    folders: dict[Path, list[Path]] = {}
    for path in sorted(paths, key=natural_key):
        if kind.is_volume(path):
            yield _volume(path)
        else:
            folders.setdefault(path.resolve().parent, []).append(path)
    for folder, pages in folders.items():
        named = _called_after(folder, folder, kind)
        yield _volume(pages[0]) if len(pages) == 1 else _Found(IssueSource(named.name, tuple(pages)), named)


def _volume(path: Path, prefix: str = "") -> _Found:
    return _Found(IssueSource(prefix + path.stem, (path,)), path)


def passed_over(name: str) -> bool:
    """Whether a file or folder of this name is hidden, temporary or the system's: nothing that people drop."""
    return name.startswith((".", "~")) or name.casefold() in _SYSTEM_NAMES


def _is_volume(path: Path) -> bool:
    """Whether a file is by itself an issue rather than a page: a PDF, or a TIFF with several pages."""
    if path.suffix.lower() in {".tif", ".tiff"}:
        try:
            return raster.count_pages(path) > 1
        except (ScanError, OSError):
            return False  # a damaged page of its folder; reading it will say what is wrong
    return path.suffix.lower() == ".pdf"


def _uniquely_named(found: Sequence[_Found]) -> tuple[IssueSource, ...]:
    """Call issues of the same name by their files' names with suffix, then with more and more folders above."""
    names = [each.issue.name for each in found]
    places = [each.place.resolve().parts[1:] for each in found]
    for depth in range(1, max(map(len, places)) + 1):
        count = Counter(names)
        names = [
            "/".join(place[-depth:]) if count[name] > 1 else name for name, place in zip(names, places, strict=True)
        ]
    repeated = [name for name, count in Counter(names).items() if count > 1]
    if repeated:
        raise UsageError(f"More than one issue would be called {repeated[0]}: give its files one by one or its folder.")
    return tuple(replace(each.issue, name=name) for each, name in zip(found, names, strict=True))


_SCANS = _Kind(
    noun="scan",
    formats=", ".join(sorted(suffix.removeprefix(".").upper() for suffix in SUFFIXES - {".jpeg", ".tif", ".jpx"})),
    belongs=lambda path: path.suffix.lower() in SUFFIXES,
    is_volume=_is_volume,
)
_ALTO = _Kind(
    noun="ALTO file",
    formats="ALTO",
    belongs=lambda path: path.suffix.lower() == alto.SUFFIX and not alto.is_foreign(path),
    is_volume=lambda _: False,
    unnamed=frozenset({"alto"}),
)
