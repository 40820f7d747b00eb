"""Pages that were read before, kept so that a restart reads none of them again."""

import gzip
import json
import logging
import zlib
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from digitize.model import Page, Scan
from digitize.options import Options
from digitize.store.disk import clear_stale, explained, to_json, write_atomically

logger = logging.getLogger(__name__)


@cache
def _adapter() -> TypeAdapter[Page]:
    return TypeAdapter(Page)


class PageCache:
    """A directory of pages by what they were read from and how."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @staticmethod
    def key(scan: Scan, options: Options, version: str) -> str:
        """Name of the page that comes from this content with these options and this version of the program.

        Where the scan lies and which page of its issue it is make no difference.
        """
        what = [scan.sha256, scan.frame, options.for_reading(), version]
        return sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()

    def holds(self, key: str) -> bool:
        """Whether a page is kept under `key`, be it damaged."""
        return self._path(key).is_file()

    def load(self, key: str, scan: Scan, number: int) -> Page | None:
        """The page kept under `key`, as page `number` of its issue and read from where `scan` lies now.

        None where there is none, or (with a warning logged) a damaged one. Raises StoreError where it cannot be read.
        """
        path = self._path(key)
        try:
            with explained("read", path):
                data = path.read_bytes() if path.is_file() else None
            if data is None:
                return None
            page = _adapter().validate_python(json.loads(gzip.decompress(data)))
        except (ValidationError, ValueError, EOFError, zlib.error, gzip.BadGzipFile) as error:
            reason = " ".join(str(error).split())
            logger.warning("%s is damaged and the page is read again: %s", path, reason)
            return None
        return replace(page, scan=scan, number=number)

    def save(self, key: str, page: Page) -> None:
        """Keep `page` under `key`; raises StoreError."""
        data = to_json(_adapter().dump_python(page, mode="json"))
        path = self._path(key)
        write_atomically(path, gzip.compress(data, compresslevel=5, mtime=0))
        with explained("clear", path.parent):
            clear_stale(path.parent)

    def _path(self, key: str) -> Path:
        return self._root / key[:2] / f"{key}.json.gz"
