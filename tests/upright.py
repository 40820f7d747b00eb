"""Points of a scan on its upright page."""

import numpy as np
from numpy.typing import NDArray

from digitize.geometry import affine
from digitize.model import Upright


def to_upright(points: NDArray[np.float64], upright: Upright) -> NDArray[np.float64]:
    """Map scan points (N, 2) to upright points (N, 2)."""
    matrix = affine(upright)
    return points @ matrix[:, :2].T + matrix[:, 2]
