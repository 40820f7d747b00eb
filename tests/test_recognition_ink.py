"""Components of a mask told apart in bands of rows."""

import cv2
import numpy as np
import pytest

from digitize.recognition import ink
from digitize.recognition.ink import sifted

REACH = 12


def letters(width, height):
    extent = np.maximum(width, height)
    return (extent > 3) & (extent < REACH)


def at_once(mask):
    _, numbers, boxes, _ = cv2.connectedComponentsWithStats(mask)
    kept = letters(boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT])
    kept[0] = False
    return np.where(kept, 255, 0)[numbers]


@pytest.mark.parametrize("shape", [(200, 150), (64, 150), (65, 150), (128, 1), (1, 128), (5, 5)])
@pytest.mark.parametrize("ink_share", [0.0, 0.2, 0.35, 1.0])
def test_components_no_higher_than_the_reach_are_judged_as_a_whole(monkeypatch, shape, ink_share):
    monkeypatch.setattr(ink, "_BAND", 64)
    mask = np.where(np.random.default_rng(0).random(shape) < ink_share, 255, 0).astype(np.uint8)
    assert np.array_equal(sifted(mask, letters, REACH), at_once(mask))
