"""Pictures as files of bounded size."""

from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

MEDIA_TYPE = "image/webp"
"""A third smaller than JPEG for print under flat colours, and every browser shows it."""

_QUALITIES = (60, 40, 25, 12)
_EFFORT = 2
"""Of 0 to 6; from here on a few per cent cost twice the time."""
_SHRINK = 0.75


def encode(picture: NDArray[np.uint8], limit: int) -> bytes:
    """A picture, (H, W, 3) BGR, as WebP of at most `limit` bytes: as good as that allows, and else smaller.

    Raises ValueError where not even a few pixels fit.
    """
    while min(picture.shape[:2]) > 1:
        image = Image.fromarray(np.ascontiguousarray(picture[..., ::-1]))
        for quality in _QUALITIES:
            file = BytesIO()
            image.save(file, "WEBP", quality=quality, method=_EFFORT)
            if file.tell() <= limit:
                return file.getvalue()
        smaller = (int(picture.shape[1] * _SHRINK), int(picture.shape[0] * _SHRINK))
        picture = cv2.resize(picture, smaller, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    raise ValueError(f"a picture does not fit in {limit} bytes")
