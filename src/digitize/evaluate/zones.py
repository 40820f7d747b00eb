"""Scores against zones drawn by hand: which parts of which pages are one article, and what is no article."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from digitize.errors import EvaluationError
from digitize.evaluate.grouping import Grouping, bcubed_by_article, grouping_figures, mixed_with, pieces
from digitize.evaluate.output import Output
from digitize.evaluate.pagetext import page_text_figures
from digitize.evaluate.placement import HeldLine, held_lines
from digitize.evaluate.scores import Figure, Finding, Kind, Scores, Value, share
from digitize.evaluate.telling import headlines, telling_figures
from digitize.evaluate.truth import Zone, ZoneTruth


def score_zones(truth: ZoneTruth, output: Output) -> Scores:
    """Compare an output with zones; each line weighs as many as it has letters and digits.

    Raises EvaluationError where a zone names a page that the output lacks, or no line lies in any zone of an article,
    or the text beside the zones has no letter.
    """
    held = held_lines(truth, output)
    if all(each.article is None for each in held):
        raise EvaluationError(f"{output.name}: no line lies in a zone: give the zones in pixels of the same scans.")
    grouping = _grouping(held)
    articles = _articles(truth.zones)
    steps = _steps(held, articles)
    heads = headlines(truth, held, output)
    whole = _exact(held)
    figures = grouping_figures(grouping) | _zone_figures(held, articles, steps, whole)
    figures |= telling_figures(held, output, heads, articles.keys() - whole)
    if truth.text is not None:
        figures |= page_text_figures(truth.text, output)
    return Scores(output.name, Kind.ZONES, len(articles), figures, _findings(truth, held, grouping, steps, heads))


def _grouping(held: Sequence[HeldLine]) -> Grouping:
    """The lines in zones of articles."""
    own = [(each.article, each) for each in held if each.article is not None]
    return Grouping(
        tuple(article for article, _ in own),
        tuple(each.group for _, each in own),
        tuple(float(each.weight) for _, each in own),
    )


def _articles(zones: Sequence[Zone]) -> dict[str, list[int]]:
    """Indexes of the zones of each article, in reading order."""
    articles: dict[str, list[int]] = defaultdict(list)
    for index in sorted(range(len(zones)), key=lambda index: zones[index].order):
        if zones[index].is_article:
            articles[zones[index].article].append(index)
    return articles


def _zone_figures(
    held: Sequence[HeldLine],
    articles: Mapping[str, Sequence[int]],
    steps: Mapping[str, Sequence[bool]],
    whole: Collection[str],
) -> dict[Figure, Value]:
    taken = [step for each in steps.values() for step in each]
    full = {each.zone for each in held if each.article is not None}
    number, zones = len(articles), sum(map(len, articles.values()))
    return {
        Figure.EXACT: Value(share(len(whole), number), number),
        Figure.ORDER: Value(share(sum(taken), len(taken)), number if taken else 0),
        Figure.COVERED: Value(len(full) / zones, zones),
        Figure.PURE: Value(_pure(held), number),
    }


def _exact(held: Sequence[HeldLine]) -> set[str]:
    """Articles all of whose lines are one group of the output that has no line of any other zone."""
    own: dict[str, set[int]] = defaultdict(set)
    for each in held:
        if each.article is not None:
            own[each.article].add(each.group)
    inside: dict[int, set[str | None]] = defaultdict(set)
    for each in held:
        inside[each.group].add(each.article)
    return {article for article, groups in own.items() if [inside[group] for group in groups] == [{article}]}


def _pure(held: Sequence[HeldLine]) -> float:
    """Of what is in groups with text of articles, the share that is of articles."""
    weights: Counter[bool] = Counter()
    groups = {each.group for each in held if each.article is not None}
    for each in held:
        if each.group in groups:
            weights[each.article is not None] += each.weight
    return share(weights[True], weights.total())


def _steps(held: Sequence[HeldLine], articles: Mapping[str, Sequence[int]]) -> dict[str, list[bool]]:
    """For each article whether the output goes on from each of its zones straight to the next one."""
    direct = {(a.zone, b.zone) for a, b in pairwise(held) if a.group == b.group and a.zone != b.zone}
    full = {each.zone for each in held}
    return {
        article: [(a, b) in direct for a, b in pairwise([zone for zone in zones if zone in full])]
        for article, zones in articles.items()
    }


def _findings(
    truth: ZoneTruth,
    held: Sequence[HeldLine],
    grouping: Grouping,
    steps: Mapping[str, Sequence[bool]],
    heads: Mapping[str, bool],
) -> tuple[Finding, ...]:
    titles = {each.id: each.title for each in truth.articles}
    for each in held:
        if each.article is not None:
            titles[each.article] = titles.get(each.article) or each.line.text
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
            headline=heads.get(article),
        )
        for article, zones in _articles(truth.zones).items()
    )
