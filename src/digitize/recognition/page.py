"""Reads a page: from an upright image and its layout to lines of words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from digitize.geometry import contains
from digitize.model import Layout, Line, Orientation
from digitize.recognition.detect import find_strips, is_vertical_page
from digitize.recognition.direction import from_the_right
from digitize.recognition.engine import Engine, Reading
from digitize.recognition.gaps import Paper
from digitize.recognition.glance import ALONG, read_lines
from digitize.recognition.ink import ink_mask
from digitize.recognition.lines import separate
from digitize.recognition.mend import join, lengthen, missed, without_doubles
from digitize.recognition.paper import paper_of
from digitize.recognition.parting import parted
from digitize.recognition.restack import sharpened
from digitize.recognition.strips import Image, Strip
from digitize.recognition.typesize import even_height
from digitize.recognition.words import words_of

_SEEN = 0.3
_GUESSED = 0.8
_IN_PICTURE = 0.6
"""Confidence from which a line is kept: one that the detector found, one that was only guessed from ink, and one
within a picture, where shapes look like letters."""

_MARK = 0.7
"""Confidence from which a line of one or two letters or digits is kept, and no dirt that looks like one; of Latin
script alone: Chinese lines may end in a single character."""

_LONE = 0.6
"""The same for a single Chinese character: what dirt and pieces of drawings are read as."""

_STOP = 0.97
"""The same where there is no letter or digit at all."""

_MEASURED = 128
"""Strips, some more, that tell how large the text of a vertical page is."""

_SPECK = 0.4
"""Ems, both along and across, below which ink is dirt and no line."""


def recognize(gray: Image, layout: Layout, engine: Engine, clean: Image | None = None) -> tuple[Line, ...]:
    """Read all lines of text of an upright page.

    Where `clean` (H, W) is given, lines are looked for on it, and read on `gray`. No line crosses a gutter or rule of
    `layout`; quads are tight around the ink, in pixels of `gray` (H, W). Lines come in the order they were found, not
    in reading order. Raises RecognitionError.
    """
    clean = gray if clean is None else clean
    seen = find_strips(clean, layout.text_height, engine)
    vertical = is_vertical_page(seen)
    strips, guessed, paper = _lines_of_ink(seen, clean, layout, vertical=vertical)
    readings = read_lines(strips, sharpened(gray, paper.em) if vertical else gray, paper.ink, engine)
    lines: list[Line] = []
    for strip, reading in zip(strips, readings, strict=True):
        pictured = any(contains(picture, strip.center) for picture in layout.pictures)
        needed = _GUESSED if strip in guessed else _IN_PICTURE if pictured else _SEEN
        if reading.confidence >= max(needed, _doubt(reading.text.strip())):
            lines.extend(part for line in _line(strip, reading, paper) for part in parted(line, paper))
    return from_the_right(lines) if vertical else tuple(lines)


def _lines_of_ink(
    seen: Sequence[Strip], gray: Image, layout: Layout, *, vertical: bool
) -> tuple[list[Strip], list[Strip], Paper]:
    """From what the detector saw to lines tight around their ink, those of them only guessed from ink, and the ink."""
    paper = paper_of(ink_mask(gray, layout.text_height), layout, vertical=vertical)
    if vertical:
        layout = _sized(layout, separate(seen[:: max(1, len(seen) // _MEASURED)], paper))
        paper = paper_of(ink_mask(gray, layout.text_height), layout, vertical=True)
    found = without_doubles(join(separate(seen, paper), paper))
    found = lengthen(found, paper)
    guessed = separate(missed(found, paper, layout), paper)
    whole = without_doubles(join([*found, *guessed], paper))
    return [strip for strip in whole if _is_line(strip, layout.text_height)], guessed, paper


def _sized(layout: Layout, strips: Sequence[Strip]) -> Layout:
    """`layout` with the text height that most of the vertical text has, where that is less.

    Measured from ink alone, small type set close is taken for larger: neighbouring lines touch.
    """
    down = sorted((s.thickness, s.length) for s in strips if s.orientation is Orientation.VERTICAL)
    if not down:
        return layout
    lengths = np.cumsum([length for _, length in down])
    height = down[int(np.searchsorted(lengths, 0.5 * lengths[-1]))][0]
    return replace(layout, text_height=min(height, layout.text_height))


def _doubt(text: str) -> float:
    """Confidence that a line needs for being short."""
    if len(text) > 2 or not text.isascii():
        return _LONE if len(text) == 1 else 0.0
    return _MARK if any(character.isalnum() for character in text) else _STOP


def _is_line(strip: Strip, em: float) -> bool:
    return max(strip.length, strip.thickness) >= _SPECK * em


def _line(strip: Strip, reading: Reading, paper: Paper) -> Iterator[Line]:
    """The line of `reading`, if it has a word."""
    margin = ALONG * strip.thickness
    positions = (np.array(reading.positions) * (strip.length + 2 * margin) - margin) / strip.length
    placed = replace(reading, positions=tuple(np.clip(positions, 0, 1).tolist()))
    mask = strip.inked(paper.ink)
    even = even_height(strip, reading.text) if reading.text.strip() else strip
    words = words_of(placed, even, np.asarray(mask.any(axis=0)))
    if words:
        ink = round(float(mask.mean()) * strip.thickness / even.thickness, 3)
        yield Line(words, even.quad, reading.confidence, strip.orientation, ink=ink)
