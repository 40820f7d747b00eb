"""The records of the page grammar: type as it was set, and the recognized page with the truth for every line.

Coordinates are pixels of the upright image, x to the right and y down.
"""

from dataclasses import dataclass
from enum import IntEnum

from digitize.model import Box, Orientation, Page, Role


@dataclass(frozen=True, slots=True)
class LineTruth:
    """What one recognized line really is."""

    role: Role
    article: str
    """Id of the article, advertisement or piece of furniture it belongs to; empty for noise."""
    order: int
    """Place in the reading order of its article, from 0 without gaps."""


@dataclass(frozen=True, slots=True)
class TruePage:
    """A page as the recognizer would have read it, and what is true of it."""

    page: Page
    truth: tuple[LineTruth, ...]
    """One for each of the page's lines."""
    makeup: str
    """Name of the make-up it is of."""


class Section(IntEnum):
    """Part of an article, in the order in which they are read."""

    MAIN = 0
    """Heads and text, in the order in which they were set."""
    ASIDE = 1
    """Fact boxes, infographics, pull quotes."""
    CAPTION = 2


@dataclass(frozen=True, slots=True)
class Face:
    """A size and cut of type."""

    size: float
    """The em in pixels."""
    pitch: float
    """From one line to the next, in pixels."""
    advance: float
    """Mean width of a Latin character, in ems."""
    ink: float
    """Share of a line's quad that is ink."""
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line of type as the printer set it."""

    box: Box
    """From the ascenders to the descenders of its type."""
    text: str
    face: Face
    role: Role
    article: str = ""
    section: Section = Section.MAIN
    turn: int = 0
    """When it was set: lines of one section are read in this order."""
    vertical: bool = False
    leftward: bool = False
    """Read from right to left."""
    hardness: float = 0.0
    """How likely the recognizer fails at it, 0 to 1: decorated, reversed or over a picture."""


@dataclass(frozen=True, slots=True)
class SetRule:
    """A printed rule."""

    box: Box
    orientation: Orientation
    faint: float = 0.0
    """Chance that it is not found at all, beside what the page's print makes of rules."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Type set and kept together; coordinates from its own top left corner."""

    height: float
    lines: tuple[SetLine, ...] = ()
    rules: tuple[SetRule, ...] = ()
    pictures: tuple[Box, ...] = ()
    frames: tuple[Box, ...] = ()


def moved(box: Box, x: float, y: float) -> Box:
    """`box` shifted by (`x`, `y`)."""
    return Box(box.left + x, box.top + y, box.right + x, box.bottom + y)
