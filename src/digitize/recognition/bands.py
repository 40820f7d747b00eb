"""A page computed on in bands of rows: numbers of four bytes a pixel of a whole large one are much memory."""

from collections.abc import Callable

import numpy as np

from digitize.recognition.strips import Image


def in_bands(image: Image, compute: Callable[[Image], Image], rows: int, margin: int) -> Image:
    """What `compute` makes of `image` (H, W), pixel for pixel, from bands of `rows` and of `margin` more on both sides.

    It is the same as of the whole where no pixel's result depends on what is farther than `margin` rows from it.
    """
    result = np.empty_like(image)
    for top in range(0, len(image), rows):
        first = max(0, top - margin)
        result[top : top + rows] = compute(image[first : top + rows + margin])[top - first : top - first + rows]
    return result
