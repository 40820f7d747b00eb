"""Whether a scan is a negative, as microfilm comes: light print on dark paper all over the page."""

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Mask = NDArray[np.uint8]
Floats = NDArray[np.float64]

_LONG_SIDE = 2000
"""Pages are reduced to this many pixels; strokes of body text are then 2 to 5 pixels wide."""

_TILE = 64
"""Side of the squares that are looked at one by one, in reduced pixels: some five lines of body text."""

_EXTREME = 0.03
"""Share of a tile's pixels at either end that does not tell its tones, being specks and glare."""

_CONTRAST = 30
"""Grey levels between the tones of print and of paper."""

_EDGES = 0.25
"""Share of a tile of print that lies beside the edge of a stroke; 0.05 to 0.15 in pictures."""

_SPLIT = 0.6
"""Share of a tile that is paper: print covers 0.1 to 0.4 of it, 17 newspapers of 1850 to 2024 say."""

_CERTAIN = 0.75
"""Share of the tiles of print that tell, which must be light on dark: 0.9 to 1 on negatives of these newspapers, 0.12
at most on themselves, a page with white heads on tints."""

_FEWEST = 0.02
"""Share of the page that must be print for it to tell."""


def is_negative(grey: Grey) -> bool:
    """Whether a page (H, W) shows light print on dark paper.

    The page votes by its print, in tiles: of print, the paper around it takes the greater part. So neither black
    borders of a scan nor pictures count, and a page with some light print on a dark tint has the greater part of
    its print against it.
    """
    sample = grey[::8, ::8]
    low, high = np.percentile(sample, (5, 95))
    if np.median(sample) > (low + high) / 2:
        return False
    dark = _dark_shares(_tiles(reduced(grey)))
    light_on_dark, dark_on_light = np.count_nonzero(dark > _SPLIT), np.count_nonzero(dark < 1 - _SPLIT)
    votes = light_on_dark + dark_on_light
    return bool(votes >= _FEWEST * dark.size and light_on_dark > _CERTAIN * votes)


def light_print(small: Grey, inside: NDArray[np.bool_]) -> tuple[int, int]:
    """How many tiles of a reduced page (H, W) that lie `inside` (H, W) hold light print on dark, and of how many."""
    dark = _dark_shares(_tiles(small))
    rows, columns = (side // _TILE for side in small.shape)
    cells = inside[: rows * _TILE, : columns * _TILE].reshape(rows, _TILE, columns, _TILE).mean(axis=(1, 3)).ravel()
    within = cells > 0.9
    return int(np.count_nonzero(dark[within] > _SPLIT)), int(np.count_nonzero(within))


def reduced(grey: Grey) -> Grey:
    """A page (H, W) at the size at which its print is looked at."""
    scale = min(1.0, _LONG_SIDE / max(grey.shape))
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _tiles(grey: Grey) -> tuple[Grey, Grey]:
    """The tiles of a page, (N, pixels), and in the same order those of the differences between neighbouring pixels."""
    edges = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)).astype(np.uint8, copy=False)
    rows, columns = (side // _TILE for side in grey.shape)

    def cut(image: Grey) -> Grey:
        whole = image[: rows * _TILE, : columns * _TILE].reshape(rows, _TILE, columns, _TILE)
        return whole.swapaxes(1, 2).reshape(rows * columns, _TILE * _TILE)

    return cut(grey), cut(edges)


def _dark_shares(tiles: tuple[Grey, Grey]) -> Floats:
    """For each tile of print the share of it that is nearer to its dark tone than to its light one; else NaN (N,)."""
    grey, edges = tiles
    end = round(_EXTREME * grey.shape[1])
    ordered = np.partition(grey, (end, -end), axis=1)
    low, high = ordered[:, end].astype(np.float64), ordered[:, -end].astype(np.float64)
    contrast = high - low
    beside = (edges > 0.4 * contrast[:, None]).mean(axis=1)
    dark = (grey < ((low + high) / 2)[:, None]).mean(axis=1)
    return np.where((contrast > _CONTRAST) & (beside > _EDGES), dark, np.nan)
