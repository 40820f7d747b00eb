"""Lines of one type size made equally high, whatever letters happen to stand in them."""

import re

from digitize.fullwidth import is_mostly_wide
from digitize.recognition.strips import Strip

_ASCENDERS = re.compile(r"[A-Z0-9bdfhklt\"'“”‘’!?()\[\]/$£&%À-ÖØ-Þß]")
_DESCENDERS = re.compile(r"[gjpqyçÇQ,;()\[\]/$]")

_X_HEIGHT = 0.72
_DESCENT = 0.27
"""Height of letters without ascender, and depth of descenders, in parts of the ascenders' height, as usual in the
romans of newspapers."""

_IDEOGRAPH = 0.88
"""Height of the ink of a line of Chinese, in parts of the space each character takes."""


def even_height(strip: Strip, text: str) -> Strip:
    """`strip`, tight around the ink of `text`, made as high as if an ascender and a descender were in it.

    A line of Chinese is high enough by itself, unless it is a character or two that are flat, as 一.
    """
    letters = "".join(text.split())
    if is_mostly_wide(letters):
        usual = _IDEOGRAPH * strip.length / len(letters)
        lack = usual - strip.thickness if len(letters) <= 2 and strip.thickness < 0.75 * usual else 0.0
        return strip.grown(0, lack / 2)
    top = 1.0 if _ASCENDERS.search(letters) else _X_HEIGHT
    bottom = _DESCENT if _DESCENDERS.search(letters) else 0.0
    unit = strip.thickness / (top + bottom)
    return strip.part(0, (top - 1) * unit, strip.length, strip.thickness + (_DESCENT - bottom) * unit)
