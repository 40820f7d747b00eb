"""From what the detector found to lines: none over a gutter, none cut, each tight around its ink."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model import Orientation
from digitize.recognition.gaps import Paper, runs, white_runs
from digitize.recognition.strips import Strip

_DOUBLE = 1.4
_SEVERAL = 3.8
"""Ems that a strip of two to three upright lines measures across."""

_STEEPEST = 0.03
"""Slant at most, of lines against the strip that holds them: pixels across for a pixel along."""

_BLOCK = 16
"""Pixels along a strip that are sheared as one; at the steepest slant their ends are then a quarter of a pixel off."""

_VALLEY = 0.4
"""Ink between two upright lines, in parts of that on the lines."""

_THIN = 0.5
_THICK = 1.35
"""Ems that an upright line of running text measures across."""


def separate(strips: Sequence[Strip], paper: Paper) -> list[Strip]:
    """Cut `strips` where they run over gutters or hold two lines, and fit the parts to their ink.

    Parts without ink are dropped.
    """
    fitted = (
        fit(line, paper) for strip in strips for piece in _cut_across(strip, paper) for line in _cut_along(piece, paper)
    )
    return [line for line in fitted if line is not None]


def _cut_across(strip: Strip, paper: Paper) -> Iterator[Strip]:
    """The parts of `strip` between the gutters that pass through it."""
    large = strip.thickness > 1.6 * paper.em
    mask = strip.inked(paper.ink if large else paper.type_ink)
    ruled = paper.rule_columns(strip)
    mask[:, ruled] = False
    edge = round(0.1 * mask.shape[0])
    position = 0.0
    for gap in white_runs(mask[edge : mask.shape[0] - edge]):
        if paper.divides(strip, gap) or ruled[gap[0] : gap[1]].any():
            if gap[0] > position:
                yield strip.part(position, 0, gap[0], strip.thickness)
            position = gap[1]
    if position < strip.length:
        yield strip.part(position, 0, strip.length, strip.thickness)


def _cut_along(strip: Strip, paper: Paper) -> Iterator[Strip]:
    """The lines of `strip` one below the other, where it holds several."""
    if strip.orientation is Orientation.VERTICAL and (columns := upright_lines(strip, paper)):
        yield from columns
        return
    width, height = strip.crop_size
    edges = [0.0, strip.thickness]
    if height > 1.6 * paper.em and width > 2 * height:
        profile = np.count_nonzero(strip.inked(paper.ink), axis=1) / width
        filled = runs(profile > 0.15 * np.percentile(profile, 90))
        filled = [run for run in filled if run[1] - run[0] > 0.4 * paper.em]
        edges[1:1] = [(a[1] + b[0]) / 2 for a, b in pairwise(filled)]
    for top, bottom in pairwise(edges):
        yield strip.part(0, top, strip.length, bottom)


def upright_lines(strip: Strip, paper: Paper) -> list[Strip]:
    """The upright lines of running text side by side in `strip`; none where it holds only one, or other type.

    Lines set a quarter of an em apart that lie aslant in their strip leave no white along it. So the white is looked
    for at each slant by itself, and taken where it parts the ink best.
    """
    em = paper.em
    if not _DOUBLE * em < strip.thickness < _SEVERAL * em or strip.length < 2 * strip.thickness:
        return []
    slants = np.linspace(-_STEEPEST, _STEEPEST, 41)
    profiles = _profiles(strip.inked(paper.ink), slants)
    best = int(np.square(profiles).sum(axis=1).argmax())
    profile = profiles[best]
    columns = [run for run in runs(profile > _VALLEY * np.percentile(profile, 90)) if run[1] - run[0] > 0.3 * em]
    if len(columns) < 2 or not all(_THIN * em < end - start < _THICK * em for start, end in columns):
        return []
    angle = strip.angle - float(np.arctan(slants[best]))
    found = []
    for start, end in columns:
        line = Strip((0.0, 0.0), angle, strip.length, float(end - start), strip.orientation)
        x, y = strip.point(strip.length / 2, (start + end) / 2)
        found.append(replace(line, origin=(x - line.center[0], y - line.center[1])))
    return found


def _profiles(mask: NDArray[np.bool_], slants: NDArray[np.float64]) -> NDArray[np.float64]:
    """The ink in each row of `mask` (H, W), as parts of W, were it sheared upright from each of `slants` (N,): (N, H).

    Blocks of columns are moved as one.
    """
    height, width = mask.shape
    starts = np.arange(0, width, _BLOCK)
    inked = np.add.reduceat(mask, starts, axis=1, dtype=np.int32)
    moves = np.rint(slants[:, None] * (starts + _BLOCK / 2 - width / 2)).astype(np.intp)
    margin = int(np.abs(moves).max())
    padded = np.pad(inked, ((margin, margin), (0, 0)))
    rows = np.arange(height)[None, :, None] + moves[:, None, :] + margin
    return np.asarray(padded[rows, np.arange(len(starts))].sum(axis=2) / width, np.float64)


def fit(strip: Strip, paper: Paper) -> Strip | None:
    """`strip` made tight around the ink of its line; None where there is none.

    What belongs to the line is what is connected and lies mostly within the strip: so a descender the strip cuts
    is taken in whole, and the tips of neighbouring lines are not.
    """
    across = 0.3 * strip.thickness
    along = 0.5 * across
    wide = strip.grown(along, across)
    large = strip.thickness > 1.6 * paper.em
    mask = wide.inked(paper.ink if large else paper.type_ink)
    stats = cv2.connectedComponentsWithStats(mask.view(np.uint8))[2][1:]
    left, top, width, height, area = stats.T
    bottom, right = top + height, left + width
    inside = np.minimum(bottom, across + strip.thickness) - np.maximum(top, across)
    core = np.minimum(right, along + strip.length) - np.maximum(left, along)
    solid = (inside > 0.6 * height) & (core > 0.4 * width)
    solid &= (area >= 3) & (np.maximum(width, height) > 0.06 * strip.thickness)
    solid &= height < 1.2 * strip.thickness  # higher is a rule that passes
    if not solid.any():
        return None
    return wide.part(
        float(left[solid].min()), float(top[solid].min()), float(right[solid].max()), float(bottom[solid].max())
    )
