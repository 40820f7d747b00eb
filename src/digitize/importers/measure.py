"""Where elements of an ALTO file stand on the page, in pixels."""

import re
from dataclasses import dataclass
from typing import Self

from lxml import etree

from digitize.geometry import quad_of
from digitize.model import Box, Point, Quad

ASSUMED_DPI = 300.0
"""Resolution at which files that measure in millimetres or inches are brought to pixels, unless they tell one."""
_TOLD_DPI = re.compile(r"\bx?dpi\s*[:=]\s*([1-9]\d{1,3})\b", re.IGNORECASE)
"""ALTO has no place for the resolution; some libraries write it among the settings of the recognition."""
_PIXEL = "pixel"
_PER_INCH = {"mm10": 254.0, "inch1200": 1200.0}
_BEYOND = 1e6
"""No page is as large as this, in whatever unit."""


def number(element: etree._Element, name: str) -> float | None:
    """A number from an attribute; None where it is missing, no number, or larger than anything on a page."""
    try:
        value = float(element.get(name, ""))
    except ValueError:
        return None
    return value if abs(value) < _BEYOND else None


@dataclass(frozen=True, slots=True)
class Measure:
    """The unit of an ALTO file."""

    unit: str
    """As the file names it: `pixel`, `mm10` or `inch1200`, if it keeps to ALTO."""
    scale: float
    """Pixels per unit."""
    dpi: float
    dpi_assumed: bool

    @classmethod
    def of(cls, root: etree._Element) -> Self:
        """The unit that a document declares, pixels where it declares none, and the resolution it was scanned at."""
        unit = (root.findtext("{*}Description/{*}MeasurementUnit") or "").strip().lower() or _PIXEL
        settings = root.iterfind("{*}Description//{*}processingStepSettings")
        told = next((found for each in settings if (found := _TOLD_DPI.search(each.text or ""))), None)
        dpi = ASSUMED_DPI if told is None else float(told[1])
        return cls(unit, dpi / _PER_INCH[unit] if unit in _PER_INCH else 1.0, dpi, told is None)

    @property
    def is_known(self) -> bool:
        """Whether ALTO has this unit; what is measured in any other counts as pixels."""
        return self.unit == _PIXEL or self.unit in _PER_INCH

    def length(self, element: etree._Element, name: str) -> float | None:
        """A length or position from an attribute, in pixels."""
        value = number(element, name)
        return None if value is None else value * self.scale

    def box(self, element: etree._Element) -> Box | None:
        """Where an element stands; None where it does not say, or says that it has no extent."""
        left, top = self.length(element, "HPOS"), self.length(element, "VPOS")
        width, height = self.length(element, "WIDTH"), self.length(element, "HEIGHT")
        if left is None or top is None or width is None or height is None or width <= 0 or height <= 0:
            return None
        return Box(left, top, left + width, top + height)

    def quad(self, element: etree._Element) -> Quad | None:
        """The outline of an element: its polygon where that has four corners, else its box."""
        polygon = element.find("{*}Shape/{*}Polygon")
        points = [] if polygon is None else self._points(polygon.get("POINTS", ""))
        if len(points) == 5 and points[0] == points[4]:
            points.pop()
        quad = _as_seen(points) if len(points) == 4 else None
        if quad is not None and quad.box.area > 0:
            return quad
        box = self.box(element)
        return None if box is None else quad_of(box)

    def _points(self, text: str) -> list[Point]:
        """Points as the versions of ALTO write them: "x,y x,y" or "x y x y"; none where they are something else."""
        try:
            values = [float(value) * self.scale for value in text.replace(",", " ").split()]
        except ValueError:
            return []
        if not all(abs(value) < _BEYOND for value in values):
            return []
        return list(zip(values[::2], values[1::2], strict=False))


def _as_seen(points: list[Point]) -> Quad:
    """Four corners, given in any order, as top left, top right, bottom right, bottom left."""
    xs, ys = zip(*points, strict=True)
    if max(xs) - min(xs) >= max(ys) - min(ys):  # two at either end of a line, which may rise by more than its height
        ends = sorted(points)
        (top_left, bottom_left), (top_right, bottom_right) = (
            sorted(end, key=lambda point: point[1]) for end in (ends[:2], ends[2:])
        )
    else:
        ends = sorted(points, key=lambda point: point[1])
        (top_left, top_right), (bottom_left, bottom_right) = sorted(ends[:2]), sorted(ends[2:])
    return Quad((top_left, top_right, bottom_right, bottom_left))
