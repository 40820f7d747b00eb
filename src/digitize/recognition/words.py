"""From a reading of a line to its words, each where it stands on the page."""

import math
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitize.fullwidth import is_wide
from digitize.model import Word
from digitize.recognition.engine import Reading
from digitize.recognition.gaps import Span, runs
from digitize.recognition.strips import Strip

_SURE_SPACE = 0.01
_LIKELY_SPACE = 3e-4
"""Probability of a space between two letters at which there is one, with a small or a clear gap in the ink.

In 24,000 pairs of letters of justified English lines the recognizer showed no space for 264 of 3,340 that are in
print. All but 22 of these had the first probability, all the second. Within words of clean type the pair `ll` reached
the second, with a gap of 0.22; spaces found by it had 0.37 and more."""

_SMALL_GAP = 0.1
_CLEAR_GAP = 0.24
_WIDE_GAP = 0.5
"""How much wider than usual in its line the white between two letters is, in parts of the line's height: a space if
the recognizer is sure of one; if it finds one likely; in any case. Letters of a typewriter stand apart by themselves,
so the line's own gaps are the measure."""

_CLINGING = frozenset(",.;:!?'’”)]}%-")
"""Marks that no space stands before."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """One character that is not a space."""

    text: str
    probability: float
    space: float
    """Probability of a space before it."""
    gap: tuple[float, float]
    """White before it along the strip, in pixels."""


def words_of(reading: Reading, strip: Strip, inked: NDArray[np.bool_]) -> tuple[Word, ...]:
    """The words of `reading`; `inked` tells for each pixel along `strip` whether there is ink.

    Words end at spaces. Spaces the recognizer dropped in tightly set lines come back where it thought of one and
    the ink shows a gap; in Chinese only a gap like a whole character's counts.
    """
    marks = _marks(reading, inked)
    if not marks:
        return ()
    usual = float(np.median([mark.gap[1] - mark.gap[0] for mark in marks[1:]])) if marks[1:] else 0.0
    starts = [i for i in range(len(marks)) if i == 0 or _is_space(marks[i - 1], marks[i], usual, strip.thickness)]
    ends = [*starts[1:], len(marks)]
    return tuple(_word(marks, first, last, strip) for first, last in zip(starts, ends, strict=True))


def _marks(reading: Reading, inked: NDArray[np.bool_]) -> list[_Mark]:
    marks: list[_Mark] = []
    white = runs(~inked)
    space, before = 0.0, 0.0
    for i, character in enumerate(reading.text):
        space = max(space, reading.spaces[i - 1] if i else 0.0)
        if character.isspace():
            space = 1.0
            continue
        center = reading.positions[i] * len(inked)
        gap = _widest_gap(white, before, center) if marks else (0.0, 0.0)
        marks.append(_Mark(character, reading.probabilities[i], space, gap))
        space, before = 0.0, center
    return marks


def _widest_gap(white: Sequence[Span], start: float, end: float) -> tuple[float, float]:
    """The widest part of the `white` runs between two characters' centres; an empty one half-way where they touch."""
    first, last = int(start), max(int(start) + 1, math.ceil(end))
    touched = white[
        bisect_right(white, first, key=lambda run: run[1]) : bisect_left(white, last, key=lambda run: run[0])
    ]
    parts = [(max(left, first), min(right, last)) for left, right in touched]
    if not parts:
        return ((start + end) / 2, (start + end) / 2)
    begin, stop = max(parts, key=lambda run: run[1] - run[0])
    return (float(begin), float(stop))


def _is_space(before: _Mark, mark: _Mark, usual: float, height: float) -> bool:
    """Whether there is a space between two marks of a line whose gaps are `usual` pixels wide."""
    if mark.space == 1.0:
        return True
    gap = (mark.gap[1] - mark.gap[0] - usual) / height
    if is_wide(before.text) or is_wide(mark.text):
        return _is_letter(before.text) and _is_letter(mark.text) and gap > _WIDE_GAP
    if mark.text in _CLINGING:
        return False
    needed = _SMALL_GAP if mark.space >= _SURE_SPACE else _CLEAR_GAP if mark.space >= _LIKELY_SPACE else _WIDE_GAP
    return gap >= needed


def _is_letter(character: str) -> bool:
    """Whether `character` fills its square: full-width punctuation brings its own white space."""
    return unicodedata.category(character)[0] in "LN"


def _word(marks: list[_Mark], first: int, last: int, strip: Strip) -> Word:
    left = marks[first].gap[1] if first else 0.0
    right = max(left + 1, marks[last].gap[0] if last < len(marks) else strip.length)
    return Word(
        text="".join(mark.text for mark in marks[first:last]),
        quad=strip.part(left, 0, right, strip.thickness).quad,
        confidence=float(np.mean([mark.probability for mark in marks[first:last]])),
    )
