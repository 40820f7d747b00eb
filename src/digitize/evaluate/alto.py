"""The lines of an ALTO page of any version and producer."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from digitize.errors import EvaluationError
from digitize.geometry import hull, quad_of
from digitize.model import Box, Point
from digitize.xmlfile import local_name, read

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


@dataclass(frozen=True, slots=True)
class AltoLine:
    """Text and outline of a TextLine, in the units of its page; the outline is empty where the file has none."""

    text: str
    outline: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class AltoPage:
    """One page of ALTO."""

    image: str
    """Name of the image file as ALTO tells it; empty where it does not."""
    width: float
    height: float
    blocks: Mapping[str, tuple[AltoLine, ...]]
    """Lines of each TextBlock by its id, in document order. One whose id an earlier one of the file bears, or that has
    none, goes by one that begins with `#`, as no ID in XML does."""
    composed: Mapping[str, tuple[str, ...]]
    """Ids of the TextBlocks in each ComposedBlock."""


def read_alto(path: Path) -> tuple[AltoPage, ...]:
    """The pages of an ALTO file; none where the file is XML of another kind. Raises XmlError and EvaluationError."""
    root = read(path)
    if local_name(root).lower() != "alto":
        return ()
    pages = list(root.iter("{*}Page"))
    if not pages:
        raise EvaluationError(f"{path} is ALTO without a Page.")
    names = _names(root)
    image = next((each.text or "" for each in root.iter("{*}fileName")), "").strip()
    try:
        return tuple(_page(page, image, names) for page in pages)
    except ValueError as error:
        raise EvaluationError(f"{path} has a position or size that is no number ({error}).") from error


def _names(root: etree._Element) -> dict[etree._Element, str]:
    """What each TextBlock of a file is called; of several with one id METS means the first."""
    names: dict[etree._Element, str] = {}
    taken: set[str] = set()
    for number, block in enumerate(root.iter("{*}TextBlock"), 1):
        own = block.get("ID", "")
        names[block] = f"#{number}" if not own or own.startswith("#") or own in taken else own
        taken.add(own)
    return names


def _page(page: etree._Element, image: str, names: Mapping[etree._Element, str]) -> AltoPage:
    spaced = next(page.iter("{*}SP"), None) is not None
    blocks = {
        names[block]: tuple(_line(line, spaced=spaced) for line in block.iterchildren("{*}TextLine"))
        for block in page.iter("{*}TextBlock")
    }
    composed: dict[str, tuple[str, ...]] = {}
    for block in page.iter("{*}ComposedBlock"):
        composed.setdefault(block.get("ID", ""), tuple(names[each] for each in block.iter("{*}TextBlock")))
    return AltoPage(image, _finite(page.get("WIDTH", "0")), _finite(page.get("HEIGHT", "0")), blocks, composed)


def _line(line: etree._Element, *, spaced: bool) -> AltoLine:
    """Some producers leave out SP; then (`spaced` is false) every String is a word."""
    text = ""
    for each in line:
        match local_name(each):
            case "String":
                text += ("" if spaced or not text else " ") + each.get("CONTENT", "")
            case "SP":
                text += " "
            case "HYP":
                text += each.get("CONTENT", "-")
    return AltoLine(text, _outline(line))


def _outline(line: etree._Element) -> tuple[Point, ...]:
    """The polygon of the line itself, else its box, else the hull of its words' boxes."""
    for shape in line.iterchildren("{*}Shape"):
        for polygon in shape.iterchildren("{*}Polygon"):
            numbers = [_finite(number) for number in _NUMBER.findall(polygon.get("POINTS", ""))]
            if len(numbers) >= 6:
                return tuple(zip(numbers[::2], numbers[1::2], strict=len(numbers) % 2 == 0))
    box = _box(line)
    if box is None:
        words = [word for word in map(_box, line.iterchildren("{*}String")) if word is not None]
        box = hull(words) if words else None
    return quad_of(box).corners if box is not None else ()


def _box(element: etree._Element) -> Box | None:
    values = [element.get(name) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")]
    if None in values:
        return None
    left, top, width, height = (_finite(value or "") for value in values)
    return Box(left, top, left + width, top + height)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text!r}")
    return value
