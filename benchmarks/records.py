"""What the parts of the benchmark hand to each other."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from digitize.model import Point


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A line of text that a program found."""

    text: str
    corners: tuple[Point, ...]
    """In pixels of the scan."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a program gave for one page, and what it took."""

    seconds: float
    """From the call to the answer, inside the program's own process."""
    cpu: float
    """Seconds of processor time, of all its threads and child processes."""
    peak: int
    """The most memory its process, or the largest of its child processes, has held so far, in bytes."""
    lines: tuple[FoundLine, ...]
    parts: Mapping[str, float]
    """Of `seconds`, what each part of the work took; empty for other people's programs."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        lines = tuple(FoundLine(line["text"], tuple((x, y) for x, y in line["corners"])) for line in data["lines"])
        return cls(data["seconds"], data["cpu"], data["peak"], lines, data["parts"])


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page to be read: an image file of one page."""

    name: str
    path: Path
    width: int
    height: int
    """In pixels."""
    language: str
    """As Tesseract names its models; the other programs need not be told."""

    @property
    def megapixels(self) -> float:
        return self.width * self.height / 1e6


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How much of a page a program read rightly, both from 0 to 1; None where that is not known."""

    read: float | None
    """Share of the pairs of neighbouring letters in the truth's lines that stand anywhere in what was read."""
    wrong: float | None
    """Edits that turn what was read at each line of the truth into it, in parts of its characters."""
