"""The reading order to measure others by: straight down each column, from the left to the right."""

from collections.abc import Sequence

import numpy as np

from digitize.evaluate.output import OutputLine

_FULL = 70
"""Percentile of the widths of all lines that a full line of a column is taken to have: most lines are full, and heads
over several columns are few."""
_LIKE_FULL = (0.6, 1.4)
"""Lines from so many to so many full widths tell where columns are."""
_APART = 0.55
"""Middles farther apart than this, in full widths, are of two columns."""
_POPULATED = 8
"""Columns have more lines like full ones than this; fewer are a head or a table."""


def by_column(lines: Sequence[OutputLine]) -> list[OutputLine]:
    """`lines` page by page, column by column and from top to bottom, whatever the articles: a floor of reading orders.

    Columns are found from the horizontal middles of lines about as wide as a full one, over all pages alike; each line
    goes to the column whose middle is nearest to its own. Made for lines that run from the left to the right. Places
    are compared in the units of the ALTO files, so all pages should have the same. Lines without an outline are left
    out.
    """
    placed = [line for line in lines if line.outline]
    if not placed:
        return []
    middles = np.array(_columns(placed))
    columns = [int(np.argmin(np.abs(middles - line.center[0]))) for line in placed]
    order = sorted(range(len(placed)), key=lambda i: (placed[i].page, columns[i], placed[i].center[1]))
    return [placed[i] for i in order]


def _columns(lines: Sequence[OutputLine]) -> list[float]:
    """Middles of the columns, from left to right."""
    widths = [line.width for line in lines]
    full = float(np.percentile(widths, _FULL))
    narrow, wide = (times * full for times in _LIKE_FULL)
    centers = sorted(line.center[0] for line, width in zip(lines, widths, strict=True) if narrow < width < wide)
    if not centers:
        return [float(np.mean([line.center[0] for line in lines]))]
    groups = [[centers[0]]]
    for center in centers[1:]:
        if center - np.mean(groups[-1]) > _APART * full:
            groups.append([center])
        else:
            groups[-1].append(center)
    populated = [group for group in groups if len(group) > _POPULATED]
    return [float(np.mean(group)) for group in populated or [centers]]
