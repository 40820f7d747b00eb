"""ALTO 2 to 4 from any producer as pages of the model, with the text blocks its layout analysis drew.

Nothing of the file is trusted but its text and its places: identifiers may be missing or repeated, geometry may be
missing or zero, lines may be scrambled. Coordinates become pixels; the image itself is never needed.
"""

import hashlib
import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from statistics import median

from lxml import etree

from digitize import __version__
from digitize.errors import XmlError
from digitize.geometry import contains, hull
from digitize.importers.measure import ASSUMED_DPI, Measure
from digitize.importers.zones import FoundZone, complaints, zones_of
from digitize.model import XML_TYPE, Box, Layout, Line, Orientation, Page, Rule, Scan, Step, Upright
from digitize.xmlfile import load, local_name, parse, root_name

SUFFIX = ".xml"
"""Of the name an ALTO file usually has, lower case."""


def is_foreign(path: Path) -> bool:
    """Whether a file is plainly something else than ALTO, as the METS beside it; not where it cannot be read."""
    try:
        return root_name(path) != "alto"
    except XmlError:
        return False


def inspect(path: Path) -> tuple[Scan, ...]:
    """One record per Page of an ALTO file; raises XmlError where it is missing, damaged, unsafe or not ALTO."""
    data = load(path)
    root = parse(data, path)
    pages = _pages(root, path)
    sha256 = hashlib.sha256(data).hexdigest()
    measure = Measure.of(root)
    sizes = (_size(page, measure) for page in pages)
    return tuple(
        Scan(str(path), index, len(pages), sha256, XML_TYPE, *size, measure.dpi, dpi_estimated=measure.dpi_assumed)
        for index, size in enumerate(sizes)
    )


def read(scan: Scan, page_number: int) -> Page:
    """A page of an ALTO file that `inspect` found, as page `page_number` of its issue.

    Coordinates are pixels of the image that the file describes; where it measures in millimetres or inches, at the
    resolution it tells or else an assumed 300 dpi. The page counts as upright. Raises XmlError, also where the file
    was changed since `inspect`.
    """
    root = _parsed(scan.path, scan.sha256)
    if scan.frame == scan.frames - 1:
        _parsed.cache_clear()
    element = _pages(root, Path(scan.path))[scan.frame]
    measure = Measure.of(root)
    found = zones_of(element, measure, scan.width)
    lines = tuple(line for each in found for line in each.zone.lines)
    warnings = list(complaints(found))
    if measure.scale != 1.0 and measure.dpi_assumed:
        warnings.append(f"The ALTO measures in {measure.unit}; pixels are counted at an assumed {measure.dpi:g} dpi.")
    if not measure.is_known:
        warnings.append(f'The ALTO measures in "{measure.unit}", which is no unit of ALTO; it is taken for pixels.')
    if not lines:
        warnings.append("No text was found on it.")
    return Page(
        page_number,
        scan,
        Upright(scan.width, scan.height, 0, 0.0, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)),
        _layout(element, measure, found, Box(0, 0, scan.width, scan.height)),
        lines,
        steps=(_step(root, measure), *_earlier_steps(root)),
        warnings=tuple(warnings),
        zones=tuple(each.zone for each in found),
        printed_number=_printed_number(element),
    )


def content(scan: Scan) -> bytes:
    """The file as it was when `inspect` read it; raises XmlError where it is gone or was changed since."""
    return _unchanged(scan.path, scan.sha256)


def _unchanged(path: str, sha256: str) -> bytes:
    data = load(Path(path))
    if hashlib.sha256(data).hexdigest() != sha256:
        raise XmlError(f"{path} was changed while it was being read: start again.")
    return data


@lru_cache(maxsize=1)
def _parsed(path: str, sha256: str) -> etree._Element:
    """The root element of a file, kept until its last page is read, as its pages are read one after the other."""
    return parse(_unchanged(path, sha256), Path(path))


def _pages(root: etree._Element, path: Path) -> list[etree._Element]:
    if (name := local_name(root)) != "alto":
        raise XmlError(f"{path} is not ALTO, its root element is <{name}>: give the ALTO files of the pages.")
    pages = list(root.iterfind("{*}Layout/{*}Page"))
    if not pages:
        raise XmlError(f"{path} has no Page in it: export it again.")
    return pages


def _size(page: etree._Element, measure: Measure) -> tuple[int, int]:
    """Width and height of a page in pixels; where the file does not say, as far as anything on it reaches."""
    boxes = [box for element in page.iter() if (box := measure.box(element)) is not None]
    reach = hull(boxes) if boxes else Box(0, 0, 1, 1)
    width = measure.length(page, "WIDTH") or reach.right
    height = measure.length(page, "HEIGHT") or reach.bottom
    return max(1, math.ceil(width)), max(1, math.ceil(height))


def _printed_number(page: etree._Element) -> int | None:
    text = (page.get("PRINTED_IMG_NR") or "").strip()
    return int(text) if text.isdecimal() and len(text) < 7 else None


def _layout(page: etree._Element, measure: Measure, found: Sequence[FoundZone], whole: Box) -> Layout:
    lines = [line for each in found if each.placed for line in each.zone.lines]
    rules, frames = [], []
    em = _text_height(lines)
    texts = [line.box.center for line in lines]
    for box in _boxes(page, "GraphicalElement", measure):
        if min(box.width, box.height) < 2 * em:
            along = Orientation.HORIZONTAL if box.width >= box.height else Orientation.VERTICAL
            rules.append(Rule(box, along))
        elif any(contains(box, text) for text in texts):
            frames.append(box)
    return Layout(
        content=hull(line.box for line in lines) if lines else whole,
        rules=tuple(rules),
        frames=tuple(frames),
        pictures=tuple(_boxes(page, "Illustration", measure)),
        gutters=(),
        text_height=em,
    )


def _boxes(page: etree._Element, tag: str, measure: Measure) -> Iterator[Box]:
    for element in page.iter(f"{{*}}{tag}"):
        if (box := measure.box(element)) is not None:
            yield box


def _text_height(lines: Sequence[Line]) -> float:
    """Height of most of the page's characters in pixels."""
    heights = [
        min(line.box.height, line.box.width) if line.orientation is Orientation.VERTICAL else line.box.height
        for line in lines
        for _ in line.text
    ]
    return median(heights) if heights else ASSUMED_DPI / 10


def _step(root: etree._Element, measure: Measure) -> Step:
    settings = [("unit", measure.unit), ("namespace", etree.QName(root).namespace or "none")]
    if name := (root.findtext("{*}Description/{*}sourceImageInformation/{*}fileName") or "").strip():
        settings.append(("image", name))
    return Step("import", "digitize", __version__, tuple(settings))


def _earlier_steps(root: etree._Element) -> Iterator[Step]:
    """How the text came about, as the file tells: ALTO 4 in Processing, before that in OCRProcessing."""
    for software in root.iterfind("{*}Description//{*}processingSoftware"):
        step = software.getparent()
        name = (software.findtext("{*}softwareName") or "").strip()
        if name and step is not None:
            does = (step.findtext("{*}processingStepDescription") or "").strip() or "text recognition"
            yield Step(does, name, (software.findtext("{*}softwareVersion") or "").strip())
