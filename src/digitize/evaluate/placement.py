"""Which lines of the output lie in which zones of the truth."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digitize.errors import EvaluationError
from digitize.evaluate.mets import page_name
from digitize.evaluate.output import Output, OutputLine
from digitize.evaluate.pages import match_pages, named, scale
from digitize.evaluate.text import letters
from digitize.evaluate.truth import Zone, ZoneTruth
from digitize.geometry import contains
from digitize.model import Box


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A line of the output and the zone that holds it."""

    line: OutputLine
    zone: int
    """Index of the zone in the truth."""
    article: str | None
    """The true article of its zone; None where the zone is of another kind."""
    weight: int
    """Its letters and digits."""

    @property
    def group(self) -> int:
        """Index of its article in the output, or a negative number: lines of one block in no article hang together."""
        return -1 - self.line.block if self.line.article is None else self.line.article


def held_lines(truth: ZoneTruth, output: Output) -> list[HeldLine]:
    """Lines with a letter or digit, in the output's reading order, each with the smallest zone that holds its middle.

    Lines in no zone are left out. Raises EvaluationError where a zone names a page that the output lacks.
    """
    on_page: dict[int, list[tuple[Box, int]]] = defaultdict(list)
    for index, (zone, (page, factors)) in enumerate(zip(truth.zones, _places(truth, output), strict=True)):
        left, top, right, bottom = zone.box
        box = Box(left * factors[0], top * factors[1], right * factors[0], bottom * factors[1])
        on_page[page].append((box, index))
    held = []
    for line in output.lines:
        weight = len(letters(line.text))
        zones = [each for each in on_page[line.page] if line.outline and contains(each[0], line.center)]
        if weight and zones:
            index = min(zones, key=lambda each: each[0].area)[1]
            zone = truth.zones[index]
            held.append(HeldLine(line, index, zone.article if zone.is_article else None, weight))
    return held


def _places(truth: ZoneTruth, output: Output) -> list[tuple[int, tuple[float, float]]]:
    """For each zone its page in the output, and what to multiply its coordinates with."""
    pages = () if isinstance(truth.pages, int) else truth.pages
    expected = truth.pages if isinstance(truth.pages, int) else len(pages)
    if expected and expected != len(output.pages):
        raise EvaluationError(
            f"{output.name}: the pages do not match: the truth has {expected}, the output {len(output.pages)}."
        )
    matched = match_pages(pages, output) if pages else tuple(range(len(output.pages)))
    names: dict[str, int | None] = {**named(output)}
    names |= {page_name(page.image): matched[i] for i, page in enumerate(pages) if page.image}
    factors = {matched[i]: scale(page, output, matched[i] or 0) for i, page in enumerate(pages)}
    places = []
    for zone in truth.zones:
        page = _page(zone, matched, names)
        if page is None:
            raise EvaluationError(f"{output.name}: a zone lies on page {zone.page}, which the output does not have.")
        places.append((page, factors.get(page, (1.0, 1.0))))
    return places


def _page(zone: Zone, matched: Sequence[int | None], names: Mapping[str, int | None]) -> int | None:
    if isinstance(zone.page, int):
        return matched[zone.page] if 0 <= zone.page < len(matched) else None
    return names.get(page_name(zone.page))
