"""The ink of a page without its rules, and what its layout says of it, made ready for judging gaps."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model import Box, Gutter, Layout, Orientation
from digitize.recognition.gaps import NARROW, Paper, window
from digitize.recognition.ink import Sizes, sifted
from digitize.recognition.proven import proven
from digitize.recognition.strips import Image

_RULE = 3.0
"""Ems from which a thin stroke across the lines is a rule: letters of two lines that touch reach two."""


def paper_of(ink: Image, layout: Layout, *, vertical: bool = False) -> Paper:
    """Bring together the ink (H, W) of an upright page and the barriers of its layout.

    `vertical` says that the lines of text run downwards.
    """
    em = layout.text_height
    rules = np.ascontiguousarray(_rules(ink.T, em).T) if vertical else _rules(ink, em)
    type_ink = np.asarray(cv2.subtract(ink, cv2.dilate(rules, np.ones((3, 3), np.uint8))), dtype=np.uint8)
    for rule in layout.rules:
        if min(rule.box.width, rule.box.height) < 0.5 * em:
            _blank(type_ink, rule.box)
    type_ink = _without_hair(type_ink, em)
    gutters = [(gutter.box, gutter.orientation) for gutter in layout.gutters if _is_plausible(gutter, em)]
    barriers = _edges([*gutters, *((rule.box, rule.orientation) for rule in layout.rules)])
    return Paper(ink, type_ink, rules, barriers, _edges(proven(layout.gutters, em, layout.content)), em)


def _edges(found: Sequence[tuple[Box, Orientation]]) -> dict[Orientation, NDArray[np.float64]]:
    boxes: dict[Orientation, list[tuple[float, ...]]] = {orientation: [] for orientation in Orientation}
    for box, orientation in found:
        boxes[orientation].append((box.left, box.top, box.right, box.bottom))
    return {orientation: np.array(each, dtype=np.float64).reshape(-1, 4) for orientation, each in boxes.items()}


def _is_plausible(gutter: Gutter, em: float) -> bool:
    """Whether a gutter is more than a chance alignment of word spaces: wide, or long."""
    thin, long = sorted((gutter.box.width, gutter.box.height))
    return thin >= NARROW * em or long >= 8 * em


def _blank(mask: Image, box: Box) -> None:
    window(mask, box)[:] = 0


def _without_hair(mask: Image, em: float) -> Image:
    """`mask` without specks and without what is thinner than any letter's stem, as the dots of a faint rule."""

    def is_type(width: Sizes, height: Sizes) -> NDArray[np.bool_]:
        return (width > 0.08 * em) & (np.maximum(width, height) > 0.1 * em)

    return sifted(mask, is_type, 3 * em)


def _rules(ink: Image, em: float) -> Image:
    """Upright thin strokes far longer than a letter, slightly aslant or broken ones too."""
    bridged = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((max(3, round(0.1 * em)), 1), np.uint8))
    wide = cv2.dilate(bridged, np.ones((1, 3), np.uint8))
    strokes = cv2.morphologyEx(wide, cv2.MORPH_OPEN, np.ones((max(3, round(_RULE * em)), 1), np.uint8))
    solid = cv2.morphologyEx(strokes, cv2.MORPH_OPEN, np.ones((1, max(3, round(0.5 * em))), np.uint8))
    return np.asarray(cv2.subtract(strokes, solid), dtype=np.uint8)
