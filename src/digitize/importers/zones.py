"""The text blocks of an ALTO page, each with a place to be read at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from digitize.geometry import hull
from digitize.importers.lines import elements_of, lines_of
from digitize.importers.measure import Measure
from digitize.model import Box, Zone


@dataclass(frozen=True, slots=True)
class FoundZone:
    """A text block that has text."""

    zone: Zone
    placed: bool
    """Whether the file says where it stands; else its place only keeps it in the file's order."""


def zones_of(page: etree._Element, measure: Measure, width: float) -> tuple[FoundZone, ...]:
    """The text blocks of a page `width` pixels wide that have text, in the order of the file.

    One that says of nothing in it where it stands is put, a pixel a line high, under the one before it in the file, as
    wide as that one; under the top edge of the page where it is the first.
    """
    blocks = list(page.iter("{*}TextBlock"))
    found: list[FoundZone] = []
    before = Box(0, 0, width, 0)
    for name, block in zip(_names(blocks), blocks, strict=True):
        place = measure.box(block)
        lines = lines_of(block, measure, place)
        placed = bool(lines)
        if not placed:
            place = Box(before.left, before.bottom, before.right, before.bottom + len(elements_of(block)))
            lines = lines_of(block, measure, place)
        if lines:
            before = place or hull(line.box for line in lines)
            found.append(FoundZone(Zone(name, before, lines), placed))
    return tuple(found)


def complaints(found: Sequence[FoundZone]) -> Iterator[str]:
    """What the text blocks of a page lack, in sentences."""
    nameless = sum(each.zone.id.startswith("#") for each in found)
    if nameless:
        yield (
            "1 text block has no ID of its own in the ALTO, so that METS cannot point to it."
            if nameless == 1
            else f"{nameless} text blocks have no ID of their own in the ALTO, so that METS cannot point to them."
        )
    lost = sum(not each.placed for each in found)
    if lost:
        yield (
            "1 text block does not say where it stands and is read where the ALTO has it."
            if lost == 1
            else f"{lost} text blocks do not say where they stand and are read where the ALTO has them."
        )


def _names(blocks: Sequence[etree._Element]) -> list[str]:
    """Ids of text blocks, made up for those that have none and those whose id an earlier one bears.

    What is made up begins with "#", which no id of XML does; one that does so is none.
    """
    names: dict[str, None] = {}
    for number, block in enumerate(blocks, 1):
        own = (block.get("ID") or "").strip()
        names[f"#{number}" if not own or own.startswith("#") or own in names else own] = None
    return list(names)
