"""Truth from lists of every printed line, as a typesetter knows them."""

from collections.abc import Sequence

import numpy as np

from digitize.evaluate.truth import LinePage, TruthLine
from digitize.geometry import to_scan
from digitize.model import Page
from digitize.training.truth import LineTruth

_FURNITURE = {"folio", "masthead"}


def line_truth(page: Page, truth: LinePage) -> dict[int, LineTruth]:
    """Truth of a page's lines, by their identity: each is the printed line whose quad its centre lies deepest in."""
    if not truth.lines:
        return {}
    quads = np.array([line.quad for line in truth.lines], dtype=float)
    low, high = quads.min(axis=1), quads.max(axis=1)
    centres = np.array([line.quad.corners for line in page.lines], dtype=float).reshape(-1, 4, 2).mean(axis=1)
    centres = to_scan(centres, page.upright) * (truth.width / page.scan.width)
    found: dict[int, LineTruth] = {}
    for line, centre in zip(page.lines, centres, strict=True):
        inside = ((centre >= low) & (centre <= high)).all(axis=1)
        if inside.any():
            depth = np.minimum(centre - low, high - centre).min(axis=1)
            index = int(np.argmax(np.where(inside, depth, -np.inf)))
            found[id(line)] = _of(truth.lines, index)
    return found


def _of(lines: Sequence[TruthLine], index: int) -> LineTruth:
    line = lines[index]
    article = f"folio {line.article}" if line.role in _FURNITURE else line.article
    return LineTruth(line.role, article, float(index))
