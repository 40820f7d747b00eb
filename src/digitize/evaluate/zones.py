"""Scores against zones drawn by hand: which parts of which pages are one article."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from digitize.errors import EvaluationError
from digitize.evaluate.grouping import Grouping, bcubed_by_article, exact, grouping_figures, mixed_with, pieces
from digitize.evaluate.mets import page_name
from digitize.evaluate.output import Output, OutputLine
from digitize.evaluate.pages import match_pages, named, scale
from digitize.evaluate.scores import Figure, Finding, Kind, Scores, Value, share
from digitize.evaluate.truth import Zone, ZoneTruth
from digitize.geometry import contains
from digitize.model import Box


@dataclass(frozen=True, slots=True)
class _Held:
    """A line of the output and the zone that holds it."""

    line: OutputLine
    zone: int

    @property
    def group(self) -> int:
        """Lines of one block that no article holds hang together."""
        return -1 - self.line.block if self.line.article is None else self.line.article


def score_zones(truth: ZoneTruth, output: Output) -> Scores:
    """Compare an output with zones; each line weighs as many as it has characters.

    Raises EvaluationError where a zone names a page that the output lacks, or no line lies in any zone.
    """
    held = _held(truth, output)
    if not held:
        raise EvaluationError(f"{output.name}: no line lies in a zone: give the zones in pixels of the same scans.")
    grouping = Grouping(
        tuple(truth.zones[each.zone].article for each in held),
        tuple(each.group for each in held),
        tuple(float(len(each.line.text)) for each in held),
    )
    articles = _articles(truth.zones)
    steps = _steps(held, articles)
    taken = [step for each in steps.values() for step in each]
    full = {each.zone for each in held}
    number, zones = len(articles), sum(map(len, articles.values()))
    figures = grouping_figures(grouping) | {
        Figure.EXACT: Value(share(len(exact(grouping)), number), number),
        Figure.ORDER: Value(share(sum(taken), len(taken)), number if taken else 0),
        Figure.COVERED: Value(len(full) / zones, zones),
    }
    return Scores(output.name, Kind.ZONES, number, figures, _findings(truth, held, grouping, steps))


def _articles(zones: Sequence[Zone]) -> dict[str, list[int]]:
    """Indexes of the zones of each article, in reading order."""
    articles: dict[str, list[int]] = defaultdict(list)
    for index in sorted(range(len(zones)), key=lambda index: zones[index].order):
        if zones[index].kind == "article":
            articles[zones[index].article].append(index)
    return articles


def _held(truth: ZoneTruth, output: Output) -> list[_Held]:
    """Lines with text, in the output's reading order, each with the smallest zone that holds its middle."""
    on_page: dict[int, list[tuple[Box, int]]] = defaultdict(list)
    for index, (zone, (page, factors)) in enumerate(zip(truth.zones, _places(truth, output), strict=True)):
        if zone.kind == "article":
            left, top, right, bottom = zone.box
            box = Box(left * factors[0], top * factors[1], right * factors[0], bottom * factors[1])
            on_page[page].append((box, index))
    held = []
    for line in output.lines:
        if line.outline and line.text.strip():
            zones = [each for each in on_page[line.page] if contains(each[0], line.center)]
            if zones:
                held.append(_Held(line, min(zones, key=lambda each: each[0].area)[1]))
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


def _steps(held: Sequence[_Held], articles: Mapping[str, list[int]]) -> dict[str, list[bool]]:
    """For each article whether the output goes on from each of its zones straight to the next one."""
    direct = {(a.zone, b.zone) for a, b in pairwise(held) if a.group == b.group and a.zone != b.zone}
    full = {each.zone for each in held}
    return {
        article: [(a, b) in direct for a, b in pairwise([zone for zone in zones if zone in full])]
        for article, zones in articles.items()
    }


def _findings(
    truth: ZoneTruth, held: Sequence[_Held], grouping: Grouping, steps: Mapping[str, list[bool]]
) -> tuple[Finding, ...]:
    titles = {each.id: each.title for each in truth.articles}
    for each in held:
        name = truth.zones[each.zone].article
        titles[name] = titles.get(name) or each.line.text
    torn, mixed, agreement = pieces(grouping), mixed_with(grouping), bcubed_by_article(grouping)
    full = {each.zone for each in held}
    return tuple(
        Finding(
            article,
            titles.get(article, ""),
            pieces=torn.get(article, 0),
            mixed_with=mixed.get(article, ()),
            agreement=agreement[article].f1 if article in agreement else 0.0,
            breaks=len(steps[article]) - sum(steps[article]),
            lost=sum(zone not in full for zone in zones),
        )
        for article, zones in _articles(truth.zones).items()
    )
