"""From a reading of a line to its words, each where it stands on the page."""

from collections.abc import Sequence

import numpy as np

from digitize.model import Word
from digitize.recognition.engine import Reading
from digitize.recognition.strips import Strip

_WIDE = "\u3000"


def words_of(reading: Reading, strip: Strip, margin: float) -> tuple[Word, ...]:
    """The words of `reading`, taken from `strip` grown by `margin` pixels at both ends."""
    length = strip.length + 2 * margin
    centers = np.clip(np.array(reading.positions) * length - margin, 0, strip.length)
    words: list[Word] = []
    start = 0
    previous = 0.0
    for start, end in _spans(reading.text):
        left = 0.0 if not words else previous
        right = strip.length if end == len(reading.text) else float((centers[end - 1] + centers[min(end + 1, len(centers) - 1)]) / 2)
        right = max(right, left + 1)
        words.append(
            Word(
                text=reading.text[start:end],
                quad=strip.part(left, 0, right, strip.thickness).quad,
                confidence=float(np.mean(reading.probabilities[start:end])),
            )
        )
        previous = right
    return tuple(words)


def _spans(text: str) -> Sequence[tuple[int, int]]:
    """Start and end of each run without a space."""
    spans = []
    start = None
    for index, character in enumerate(text + " "):
        if character.isspace():
            if start is not None:
                spans.append((start, index))
            start = None
        elif start is None:
            start = index
    return spans
