"""An issue's output directory appears whole, or replaces the old one whole."""

import errno
import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath
from uuid import uuid4

from digitize.errors import StoreError
from digitize.names import MANIFEST, STATUS, safe_name
from digitize.store.disk import explained, is_draft, lock, sync_directory, to_json, write_through
from digitize.store.manifest import Manifest, OutputFile, load_manifest
from digitize.store.note import load_note

logger = logging.getLogger(__name__)


def issue_directory(output: Path, name: str) -> Path:
    """The directory of the issue called `name` below `output`; no name leads out of it, no two names share one."""
    return output / safe_name(name)


def publish(directory: Path, files: Mapping[str, bytes], manifest: Manifest) -> Manifest:
    """Make `directory` hold exactly `files` (by relative path) and `manifest.json`, and return the manifest written.

    All is written beside it and moved in when it is complete, the manifest last; an earlier output is replaced, but
    files in it that this program did not write are kept. What a killed run left behind is cleared. Raises
    StoreError where the disk refuses, or `directory` holds something that is no output of this program.
    """
    outputs = (
        OutputFile(path=path, sha256=sha256(data).hexdigest(), size=len(data)) for path, data in sorted(files.items())
    )
    manifest = manifest.model_copy(update={"outputs": tuple(outputs)})
    with explained("write", directory):
        directory.parent.mkdir(parents=True, exist_ok=True)
        _clear_leftovers(directory)
        _refuse_strangers(directory)
        with _workshop(directory) as work:
            new = work / "new"
            new.mkdir()
            for path, data in files.items():
                _write_below(new, path, data)
            _keep_additions(directory, new)
            _write_below(new, MANIFEST, to_json(manifest.model_dump(mode="json")))
            for each in (new, *(path for path in new.rglob("*") if path.is_dir())):
                sync_directory(each)
            _swap(new, directory, work)
        sync_directory(directory.parent)
    return manifest


def _write_below(root: Path, path: str, data: bytes) -> None:
    relative = PurePosixPath(path)
    if relative.is_absolute() or ".." in relative.parts:
        raise StoreError(f"Refused to write {path!r}: it leads out of the output directory.")
    target = root / relative
    target.parent.mkdir(parents=True, exist_ok=True)
    write_through(target, data)


def _refuse_strangers(directory: Path) -> None:
    """Replace nothing that was not published: it may be somebody's scans, and only a manifest tells them from ours."""
    if directory.exists() and not _is_empty(directory) and load_manifest(directory) is None:
        raise StoreError(
            f"{directory} is there already and was not written by this program, or its {MANIFEST} is damaged: "
            "move it away or choose another output."
        )


def _is_empty(directory: Path) -> bool:
    """Whether nothing lies in `directory`, or only this program's note on why it is not done, be it half written."""
    if not directory.is_dir():
        return False
    found = [path for path in directory.iterdir() if not is_draft(path)]
    return len(found) == (load_note(directory) is not None)


def _keep_additions(directory: Path, new: Path) -> None:
    """Copy what people laid beside an earlier output into the new one."""
    manifest = load_manifest(directory)
    if manifest is None:
        return
    own = {directory / MANIFEST, directory / STATUS, *(directory / output.path for output in manifest.outputs)}
    for path in directory.rglob("*"):
        target = new / path.relative_to(directory)
        added = path not in own and not is_draft(path)
        if (path.is_symlink() or path.is_file()) and added and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target, follow_symlinks=False)


def _swap(new: Path, directory: Path, work: Path) -> None:
    """Put `new` in the place of `directory`, whose old content goes to `work`."""
    while True:
        old = work / f"old-{uuid4().hex}"
        try:
            if directory.exists():
                directory.rename(old)
            new.rename(directory)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
            # Another process published the same issue in between; the later one stands.
        else:
            return
        finally:
            if old.exists() and not directory.exists():
                old.rename(directory)


def _workshops(directory: Path) -> Path:
    """The hidden directory beside `directory` in which runs prepare what will replace it."""
    return directory.with_name(f".{directory.name}.work")


@contextmanager
def _workshop(directory: Path) -> Iterator[Path]:
    """A place to work in, gone afterwards; its lock tells others that somebody works there."""
    work = _workshops(directory) / uuid4().hex
    work.mkdir(parents=True)
    try:
        with (work / "lock").open("wb") as file:
            lock(file.fileno())
            yield work
    finally:
        # What stays is no reason to fail: the next run clears it, and brings back an old output that could not return.
        if directory.exists() or not any(work.glob("old-*")):
            shutil.rmtree(work, ignore_errors=True)
        with suppress(OSError):  # not empty: another run works on the same issue
            work.parent.rmdir()


def _clear_leftovers(directory: Path) -> None:
    """Remove what killed runs left beside `directory`, and bring back the output that one of them had moved away."""
    if not _workshops(directory).is_dir():
        return
    for work in _workshops(directory).iterdir():
        if not _is_abandoned(work):
            continue
        moved = next(work.glob("old-*"), None)
        if moved is not None and not directory.exists():
            moved.rename(directory)
        shutil.rmtree(work)


def _is_abandoned(work: Path) -> bool:
    try:
        descriptor = os.open(work / "lock", os.O_WRONLY | os.O_CREAT)
    except FileNotFoundError:  # its owner was done with it just now
        return False
    try:
        return lock(descriptor)
    finally:
        os.close(descriptor)
