"""What has arrived in the drop folder: whether files can be opened, their content, and whether it is digitized already.

Opening and hashing are done once a file; what was found is remembered over restarts.
"""

import json
import logging
from dataclasses import asdict, dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from digitize import __version__, scan
from digitize.drop import Dropped, Stamp
from digitize.errors import DigitizeError, ScanError, explain
from digitize.inbox import IssueSource
from digitize.options import Options
from digitize.store import InputFile, Manifest, Status, issue_directory, load_manifest
from digitize.store.disk import explained, write_atomically

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds."""

    stamp: Stamp
    sha256: str
    frames: int
    """How many pages; 0 where it is no good."""
    fault: str = ""
    """Why it is no good, in one sentence."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An issue all of whose files were looked into."""

    source: IssueSource
    contents: tuple[Content, ...]
    """Of its files, in their order."""

    @property
    def faults(self) -> tuple[str, ...]:
        return tuple(content.fault for content in self.contents if content.fault)

    @property
    def inputs(self) -> tuple[InputFile, ...]:
        """Its good files as a manifest names them."""
        pairs = zip(self.source.files, self.contents, strict=True)
        return tuple(
            InputFile(path=path.name, sha256=content.sha256, frames=content.frames)
            for path, content in pairs
            if content.frames
        )

    def key(self, options: Options) -> str:
        """The same for the same files with the same options and version of this program, else another."""
        files = [(path.name, each.sha256) for path, each in zip(self.source.files, self.contents, strict=True)]
        what = [self.source.name, files, options.model_dump(mode="json"), __version__]
        return sha256(json.dumps(what, sort_keys=True).encode(errors="surrogatepass")).hexdigest()


class Arrivals:
    """Looks into files, each once for as long as its stamp stays the same."""

    def __init__(self, memory: Path, options: Options) -> None:
        """`memory` is a file of this class's own, for the next start; it may be deleted at any time."""
        self._memory = memory
        self._options = options
        self._known = _remembered(memory)
        self._learned = False

    def look_into(self, dropped: Dropped) -> Arrival:
        """Open and hash the files of an issue; raises OSError where the disk or the network fails."""
        pairs = zip(dropped.source.files, dropped.stamps, strict=True)
        return Arrival(dropped.source, tuple(self._content(path, stamp) for path, stamp in pairs))

    def recall(self, dropped: Dropped) -> Arrival | None:
        """The same without opening a file; None where one is not known as it is now."""
        contents = [self._known.get(str(path.absolute())) for path in dropped.source.files]
        known = tuple(
            each for each, stamp in zip(contents, dropped.stamps, strict=True) if each and each.stamp == stamp
        )
        return Arrival(dropped.source, known) if len(known) == len(contents) else None

    def _content(self, path: Path, stamp: Stamp) -> Content:
        known = self._known.get(str(path.absolute()))
        if known is None or known.stamp != stamp:
            known = _read(path, stamp, self._options)
            self._known[str(path.absolute())] = known
            self._learned = True
        return known

    def remember(self) -> None:
        """Write down what was learned since; raises StoreError."""
        if self._learned:
            good = {path: asdict(content) for path, content in self._known.items() if not content.fault}
            write_atomically(self._memory, json.dumps(good).encode())
            self._learned = False


def _read(path: Path, stamp: Stamp, options: Options) -> Content:
    try:
        pages = scan.inspect(path, options)
        if not scan.is_whole(path):
            raise ScanError(f"{path} ends before its image does: copy it again.")
    except DigitizeError as error:
        with path.open("rb") as file:
            return Content(stamp, file_digest(file, "sha256").hexdigest(), 0, explain(error))
    return Content(stamp, pages[0].sha256, len(pages))


def _remembered(memory: Path) -> dict[str, Content]:
    try:
        with explained("read", memory):
            data = memory.read_bytes() if memory.is_file() else b"{}"
        return {
            path: Content((int(each["stamp"][0]), int(each["stamp"][1])), str(each["sha256"]), int(each["frames"]))
            for path, each in json.loads(data).items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        logger.warning("%s is damaged, and all scans are looked into again: %s", memory, error)
        return {}


def finished(arrival: Arrival, output: Path, options: Options) -> Manifest | None:
    """The manifest of the complete results of exactly these scans with these options, where they are there.

    Unlike `checking.unchanged` it looks only whether the files are there, not into them, so that thousands of issues
    are passed in seconds. Raises StoreError.
    """
    directory = issue_directory(output, arrival.source.name)
    manifest = load_manifest(directory)
    if (
        manifest is None
        or arrival.faults
        or manifest.status is not Status.COMPLETE
        or manifest.inputs != arrival.inputs
        or manifest.options != options.model_dump(mode="json")
        or manifest.versions.get("digitize") != __version__
    ):
        return None
    return manifest if _all_there(directory, manifest) else None


def _all_there(directory: Path, manifest: Manifest) -> bool:
    return all((directory / output.path).is_file() for output in manifest.outputs)
