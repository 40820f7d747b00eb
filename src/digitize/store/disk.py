"""Writing that survives a crash, JSON that survives any text, and disk errors in plain words."""

import errno
import json
import logging
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from digitize.errors import StoreError

if sys.platform != "win32":
    import fcntl

logger = logging.getLogger(__name__)

_STALE_SECONDS = 24 * 3600
"""After this long nobody is still writing a file."""
_DRAFT = re.compile(r"\.[0-9a-f]{32}\.tmp")
_SURROGATE = re.compile("[\ud800-\udfff]")


@contextmanager
def explained(action: str, path: Path) -> Iterator[None]:
    """Turn an OSError into a StoreError that says what (`action`, as "write"), where, and what to do."""
    try:
        yield
    except OSError as error:
        raise StoreError(_sentence(error, action, path)) from error


def _sentence(error: OSError, action: str, path: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"No space is left to {action} {path}: free some and run again."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"No permission to {action} {path}: grant it to this user or choose another directory."
    if error.errno == errno.EROFS:
        return f"Cannot {action} {path}, its file system is read-only: choose another directory."
    return f"Cannot {action} {path} ({error.strerror or error}): check the disk and run again."


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that at any time, whatever happens, `path` holds the old content or all of the new.

    Makes the directories above. Raises StoreError.
    """
    with explained("write", path):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{uuid4().hex}.tmp")
        try:
            write_through(temporary, data)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        sync_directory(path.parent)


def is_draft(path: Path) -> bool:
    """Whether a file is what `write_atomically` writes before it is done, and leaves behind where it is killed."""
    return _DRAFT.fullmatch(path.name) is not None


@contextmanager
def only_one(directory: Path) -> Iterator[None]:
    """Keep a second program that asks for the same off `directory`, until this ends in whatever way; raises StoreError.

    Where the file system knows no locks, nothing is kept off.
    """
    path = directory / ".lock"
    with explained("write", path), path.open("wb") as file:
        if not lock(file.fileno()):
            raise StoreError(f"Another digitize serves {directory} already: stop it first, or choose another output.")
        yield


def lock(descriptor: int) -> bool:
    """Lock an open file until this process ends or closes it; False where another process has it."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        logger.debug("This file system knows no locks: %s", error)
    return True


def clear_stale(directory: Path) -> None:
    """Remove the temporary files that killed runs of `write_atomically` left here; raises OSError."""
    for path in directory.glob(".*.tmp"):
        with suppress(FileNotFoundError):  # its owner, or another run, was faster
            if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                path.unlink()


def write_through(path: Path, data: bytes) -> None:
    """Write a new file and wait until it is on the disk; raises OSError."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_directory(path: Path) -> None:
    """Wait until the names in a directory are on the disk; raises OSError."""
    if os.name != "posix":  # Windows has no handle of a directory to wait for
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def to_json(value: object) -> bytes:
    """`value` as readable JSON; bytes of a file name that are not UTF-8 come back from it as they were."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode() + b"\n"
