"""What a file tells about one page before its pixels are decoded, and which resolution to believe."""

import math
from dataclasses import dataclass
from pathlib import Path

from digitize.options import Options

MM_PER_INCH = 25.4
_MIN_SIDE = 50
"""Pixels; not one word of a newspaper fits in less."""
_PLACEHOLDERS = (72.0, 96.0)
_USUAL_DPI = (100.0, 150.0, 200.0, 300.0, 400.0, 600.0)
_USUAL_HEIGHT_MM = 480.0
"""Between a tabloid (400 mm) and a broadsheet (580 mm)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One page of a file."""

    width: int
    height: int
    """Pixels, after the file's orientation flag."""
    dpi: tuple[float, float] | None
    """Horizontal and vertical resolution the file declares, if it does."""


def fault_of_size(path: Path, number: int, size: tuple[int, int], options: Options) -> str | None:
    """What is wrong with the size of page `number` of a file, (width, height) in pixels; None where it is print's.

    To be asked before anything is decoded: a decompression bomb declares its size truly.
    """
    megapixels = math.prod(size) / 1e6
    if min(size) < _MIN_SIDE:
        return f"{path}: page {number} has only {size[0]} x {size[1]} pixels, too few for print: scan it again."
    if megapixels > options.max_megapixels:
        return (
            f"{path}: page {number} has {megapixels:.0f} megapixels, more than the {options.max_megapixels:g} allowed: "
            "scan it smaller, or raise max_megapixels."
        )
    return None


def resolution(frame: Frame) -> tuple[float, bool]:
    """Dots per inch of a page, and whether they had to be estimated.

    A declared resolution is believed where a newspaper could have been scanned with it: square pixels,
    70 to 2400 dpi, a longer side of 100 to 1100 mm. 72 and 96 dpi never are: programs write them where they know
    nothing, and a newspaper scanned that coarsely could not be read. The estimate is the usual scanner setting
    that brings the longer side nearest to that of a newspaper.
    """
    longest = max(frame.width, frame.height)
    if frame.dpi is not None and _credible(frame.dpi, longest):
        return sum(frame.dpi) / 2, False
    wanted = longest * MM_PER_INCH / _USUAL_HEIGHT_MM
    return min(_USUAL_DPI, key=lambda dpi: abs(math.log(dpi / wanted))), True


def _credible(dpi: tuple[float, float], longest: int) -> bool:
    across, down = dpi
    if not (70 <= across <= 2400 and 70 <= down <= 2400 and abs(across - down) <= 0.02 * across):
        return False
    # Half a dot: PNG and TIFF store dots per metre or centimetre, so 72 comes back as 71.98.
    if any(abs(across - placeholder) < 0.5 for placeholder in _PLACEHOLDERS):
        return False
    return 100 <= longest * MM_PER_INCH / across <= 1100
