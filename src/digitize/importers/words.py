"""From an ALTO TextLine to the words in it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from lxml import etree

from digitize.fullwidth import is_wide
from digitize.geometry import hull, quad_of
from digitize.importers.measure import Measure, number
from digitize.model import Box, Word
from digitize.xmlfile import local_name

_HYPHENS = ("-", "\u00ad", "\u2010", "¬", "⸗", "=")


@dataclass(frozen=True, slots=True)
class Run:
    """What one String holds."""

    text: str
    box: Box | None
    confidence: float
    """0 to 1; NaN where there is none."""


def runs_of(line: etree._Element, measure: Measure) -> list[Run]:
    """What the Strings of a TextLine hold, in their order.

    Pieces of one unspaced run of Chinese are put together, since a word is what stands between spaces; a hyphen that
    ALTO keeps apart is put back to the end of its word.
    """
    runs: list[Run] = []
    spaced = True
    for element in line:
        kind = local_name(element)
        if kind == "SP":
            spaced = True
        elif kind == "HYP" and runs:
            runs[-1] = _hyphenated(runs[-1], element, measure)
        elif kind == "String" and (text := element.get("CONTENT", "").strip()):
            run = Run(_completed(text, element), measure.box(element), _confidence(element))
            if not spaced and is_wide(runs[-1].text[-1]) and is_wide(text[0]):
                runs[-1] = _united(runs[-1], run)
            else:
                runs.append(run)
            spaced = False
    return runs


def _completed(text: str, element: etree._Element) -> str:
    """The first half of a word, with the hyphen that some producers neither write in it nor after it."""
    follower = element.getnext()
    if element.get("SUBS_TYPE") != "HypPart1" or text.endswith(_HYPHENS):
        return text
    return text if follower is not None and local_name(follower) == "HYP" else f"{text}-"


def _hyphenated(run: Run, hyphen: etree._Element, measure: Measure) -> Run:
    left, width = measure.length(hyphen, "HPOS"), measure.length(hyphen, "WIDTH")
    box = run.box
    if box is not None and left is not None and width is not None:
        box = replace(box, right=max(box.right, left + width))
    text = run.text if run.text.endswith(_HYPHENS) else run.text + (hyphen.get("CONTENT", "").strip() or "-")
    return replace(run, text=text, box=box)


def _united(first: Run, second: Run) -> Run:
    boxes = [run.box for run in (first, second) if run.box is not None]
    a, b = len(first.text), len(second.text)
    confidence = (first.confidence * a + second.confidence * b) / (a + b)
    return Run(first.text + second.text, hull(boxes) if len(boxes) == 2 else None, confidence)


def _confidence(string: etree._Element) -> float:
    value = number(string, "WC")
    return math.nan if value is None else min(1.0, max(0.0, value))


def words_of(runs: Sequence[Run], outline: Box, *, vertical: bool) -> list[Word]:
    """The words of runs, each where its String says; where one does not say, all share the line's outline."""
    boxes = [run.box for run in runs if run.box is not None]
    if len(boxes) < len(runs):
        boxes = _shares([len(run.text) for run in runs], outline, vertical=vertical)
    return [word for run, box in zip(runs, boxes, strict=True) for word in _split(run, box, vertical=vertical)]


def _split(run: Run, box: Box, *, vertical: bool) -> Iterator[Word]:
    """The words of a run; some producers write whole lines into one String."""
    parts = run.text.split()
    shares = [box] if len(parts) == 1 else _shares([len(part) for part in parts], box, vertical=vertical)
    for part, share in zip(parts, shares, strict=True):
        yield Word(part, quad_of(share), run.confidence)


def _shares(lengths: Sequence[int], box: Box, *, vertical: bool) -> list[Box]:
    """A box cut along its line by numbers of characters, one left out between parts for a space."""
    total = sum(lengths) + len(lengths) - 1
    starts = [0, *accumulate(length + 1 for length in lengths)]
    shares = [(start / total, (after - 1) / total) for start, after in pairwise(starts)]
    if vertical:
        return [replace(box, top=box.top + a * box.height, bottom=box.top + b * box.height) for a, b in shares]
    return [replace(box, left=box.left + a * box.width, right=box.left + b * box.width) for a, b in shares]
