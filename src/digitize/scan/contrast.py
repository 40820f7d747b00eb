"""Scans paler than any print: their contrast brought up, so that what is told from paper by fixed steps is."""

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

_PALE = 80
"""Grey levels between print and paper below which a page is pale; 96 to 255 on 16 newspapers."""
_BARE = 20
"""The same below which what differs is the paper's own grain."""
_USUAL = 160
"""The same after it was brought up."""
_PRINT = 4
"""Percentile of a page's middle that is print, where there is any, and as far from the other end that is paper."""


def pale_gain(grey: Grey) -> float:
    """How many times the contrast of a page (H, W) is to be brought up; 1 where it is not pale, or bare.

    Its middle alone is looked at, where no border is.
    """
    height, width = grey.shape
    middle = grey[height // 5 : height - height // 5 : 6, width // 5 : width - width // 5 : 6]
    dark, light = np.percentile(middle, (_PRINT, 100 - _PRINT))
    contrast = float(light - dark)
    return _USUAL / contrast if _BARE < contrast < _PALE else 1.0


def brought_up(grey: Grey, gain: float) -> Grey:
    """A page (H, W) with `gain` times its contrast, its lightest paper white."""
    white = float(np.percentile(grey[::8, ::8], 95))
    levels = np.clip(255 - gain * (white - np.arange(256)), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(grey, levels), np.uint8)
