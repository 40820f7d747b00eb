"""Ink and paper: the page as black and white, for measuring gaps and edges of type."""

import cv2
import numpy as np

from digitize.recognition.strips import Image


def ink_mask(gray: Image, text_height: float) -> Image:
    """Where there is ink on `gray` (H, W): 255, else 0, of the same shape.

    The paper's tone is taken out first, so that shadows and yellowed edges do not count as ink.
    """
    cell = max(1, round(text_height / 5))
    height, width = gray.shape
    across, down = max(1, width // cell), max(1, height // cell)
    # whole cells alone, as OpenCV averages these many times faster
    small = cv2.resize(gray[: down * cell, : across * cell], (across, down), interpolation=cv2.INTER_AREA)
    # Three ems reach past the strokes of body type to paper, and leave a shadow's slope in.
    paper = cv2.dilate(small, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (15, 15)))
    paper = cv2.GaussianBlur(paper, (0, 0), 5)
    tone = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    flat = cv2.divide(gray, np.maximum(tone, 1), scale=255)
    edges = cv2.morphologyEx(flat, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 60
    if not edges.any():
        return np.zeros_like(gray)
    # Otsu (1979) on the pixels around strokes alone: there ink and paper are about even.
    level, _ = cv2.threshold(flat[edges].reshape(-1, 1), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return np.asarray(cv2.threshold(flat, level, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
