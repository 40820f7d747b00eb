"""Faint print: what is much paler than the rest of a page's, and the page without it.

The print of the back, shown through thin paper, is faint; so is worn print of the front. Which it is, reading tells.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.layout.ink import edge_level, flatten, paper_tone, shrink
from digitize.layout.morphology import Grey, Mask, below, components, dilate, only

_LAYER_PIXELS = 3_000_000
"""Faint print is looked for at this size: body type of a 300 dpi broadsheet is then some 11 pixels high."""

_NOISE = 36
"""Grey levels from the paper, of 255, below which there are stains and grain, or a back too pale to be read."""

_FAINT = 0.6
"""Part of the usual darkness of print that no pixel of faint print reaches."""

_LETTER_SIDES = (3, 80)
"""Pixels that a letter or a few touching ones measure in either direction."""

_FILLED = 0.12
"""Share of its box that a letter fills at least."""

_NOTABLE = 0.03
"""Share of faint print in all print from which it is worth a look: 0.04 and 0.07 on pages with the back shown through,
0.02 at most on those of 15 newspapers but for one, worn in parts, with 0.03."""

_CLEARLY = 0.7
"""How far the darkness of print must be from that of faint print towards the usual one to be none."""

_TRACE = 20
"""Grey levels from the paper from which on something is printed."""

_NEAR = 0.35
"""Ems around such print within which all stays."""

_FULL = 1.2
"""Darkness that keeps its tone where paler print is taken out, in parts of the usual one."""


def faint_print(grey: Grey) -> Grey | None:
    """The faint print of an upright page (H, W) alone, on white, at most as large as three megapixels.

    None where it has none to speak of. Letters count that touch no darker ones.
    """
    flat = flatten(shrink(grey, min(1.0, (_LAYER_PIXELS / grey.size) ** 0.5)))
    strong = below(flat, 255 - _FAINT * _darkness(flat))
    marks = components(below(flat, 255 - _NOISE))
    faint = ~_meeting(marks.labels, strong, len(marks.boxes))
    _, _, width, height, area = marks.boxes.T
    box = width * height
    low, high = _LETTER_SIDES
    letter = (np.minimum(width, height) >= low) & (np.maximum(width, height) <= high) & (area > _FILLED * box)
    letter[0] = False
    if box[letter & faint].sum() <= _NOTABLE * box[letter].sum():
        return None
    faint[0] = True  # paper
    beside = dilate(only(~faint, marks.labels), 3, 3)
    return np.asarray(np.where(beside > 0, np.uint8(255), flat), np.uint8)


def without_paler(grey: Grey, level: float) -> Grey:
    """An upright page (H, W) without what is no darker than `level` (1 to 254) below its paper of 255.

    Darker print fades too the nearer it comes to `level`, so that its edges stay soft; the page's paper keeps its tone.
    """
    reduced = shrink(grey, min(1.0, (_LAYER_PIXELS / grey.size) ** 0.5))
    full = max(level + 1, min(255.0, _FULL * _darkness(flatten(reduced))))
    tone = cv2.resize(paper_tone(reduced), grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    dark = np.clip(255 - grey * (255 / tone), 0, 255)
    faded = np.where(dark < full, np.maximum(dark - level, 0) * (full / (full - level)), dark)
    return np.asarray(np.clip(tone * (1 - faded / 255), 0, 255), np.uint8)


def near_darker(grey: Grey, level: float, em: float) -> Grey:
    """An upright page (H, W) without what is far from print clearly darker than `level` below its paper of 255.

    What is near such print stays, or hangs together with it within half of `em` (height of running text in pixels), so
    that thin strokes and stops do; the rest takes the tone of the paper.
    """
    scale = min(1.0, (_LAYER_PIXELS / grey.size) ** 0.5)
    reduced = shrink(grey, scale)
    flat, tone = flatten(reduced), np.asarray(paper_tone(reduced), np.uint8)
    usual = _darkness(flat)
    dark = below(flat, 255 - (level + _CLEARLY * max(0.0, usual - level)))
    near = dilate(dark, 2 * _NEAR * em * scale + 1, 2 * _NEAR * em * scale + 1) | _grown(dark, flat, em * scale / 2)
    kept = cv2.resize(near, grey.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    paper = cv2.resize(tone, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.where(kept, grey, np.maximum(grey, paper)), np.uint8)


def _grown(dark: Mask, flat: Grey, reach: float) -> Mask:
    """`dark` with what hangs together with it on `flat` within `reach` pixels, and a pixel more."""
    any_print = below(flat, 255 - _TRACE)
    grown = dark
    for _ in range(max(1, round(reach))):
        grown = dilate(grown, 3, 3) & any_print
    return dilate(grown, 3, 3)


def _darkness(flat: Grey) -> float:
    """Median of the ink's levels below the paper, which is 255 on `flat`; 255 on a bare page."""
    level = edge_level(flat)
    ink = flat[flat <= level] if level is not None else flat[:0]
    return 255.0 - float(np.median(ink)) if ink.size else 255.0


def _meeting(labels: NDArray[np.int32], marked: Mask, count: int) -> NDArray[np.bool_]:
    """For each of `count` components of `labels` (H, W) whether it has a pixel that is `marked`."""
    return np.bincount(labels[marked > 0], minlength=count) > 0
