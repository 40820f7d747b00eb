"""Size and direction of the running text, from ink alone."""

import numpy as np
from numpy.typing import NDArray

from digitize.layout.morphology import Components, Mask, closing, components
from digitize.model import Orientation


def _mark_size(marks: Components) -> float:
    """Typical size of a printed mark (letter, or part of a Chinese character) in pixels; 0 on a blank page."""
    size = marks.boxes[1:, 2:4].max(axis=1, initial=0)
    size = size[(size >= 5) & (size <= 0.05 * max(marks.labels.shape))]
    if size.size < 20:
        return 0.0
    # larger marks weigh more, or the dots and strokes of Chinese would outvote its characters
    order = np.sort(size)
    return float(order[np.searchsorted(np.cumsum(order), 0.5 * order.sum())])


def _strips(ink: Mask, mark: float) -> NDArray[np.float64]:
    """Thickness and length (N, 2) of the text lines that appear when marks are smeared along rows."""
    smeared = closing(ink, max(3.0, 0.8 * mark), 1)
    boxes = components(smeared).boxes[1:]
    thick, length = boxes[:, 3].astype(float), boxes[:, 2].astype(float)
    keep = (length > 4 * thick) & (thick > 0.5 * mark) & (thick < 2.2 * mark)
    return np.column_stack([thick[keep], length[keep]])


def _orientation(ink: Mask, mark: float) -> Orientation:
    """Direction of lines: ink comes and goes across them, and is even along them.

    Judged in tiles some ten characters wide, each with one vote by how much more its profile varies one way.
    """
    tile = round(12 * mark)
    votes = 0.0
    for top in range(0, ink.shape[0] - tile + 1, tile // 2):
        for left in range(0, ink.shape[1] - tile + 1, tile // 2):
            window = ink[top : top + tile, left : left + tile] > 0
            if 0.08 < window.mean() < 0.5:
                across, along = float(window.mean(axis=1).std()), float(window.mean(axis=0).std())
                votes += (across - along) / (across + along)
    return Orientation.VERTICAL if votes < 0 else Orientation.HORIZONTAL


def text_size(ink: Mask, marks: Components) -> tuple[float, Orientation]:
    """Height of running text in pixels (0 on a blank page), and the direction of its lines.

    `marks` are the components of `ink`.

    Marks are smeared along the lines (after Wong, Casey & Wahl 1982); the median thickness of the strips that
    appear, weighted by their length, is the size.
    """
    mark = _mark_size(marks)
    if mark == 0:
        return 0.0, Orientation.HORIZONTAL
    orientation = _orientation(ink, mark)
    strips = _strips(ink if orientation is Orientation.HORIZONTAL else np.ascontiguousarray(ink.T), mark)
    if len(strips) < 3:
        return mark, orientation
    order = np.argsort(strips[:, 0])
    weight = np.cumsum(strips[order, 1])
    return float(strips[order, 0][np.searchsorted(weight, 0.5 * weight[-1])]), orientation
