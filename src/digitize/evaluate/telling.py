"""Scores of what this program tells of its articles: their heads, and which of them it doubts."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from rapidfuzz import fuzz

from digitize.evaluate.output import Output
from digitize.evaluate.placement import HeldLine
from digitize.evaluate.scores import Figure, Value, share
from digitize.evaluate.text import letters
from digitize.evaluate.truth import ZoneTruth

_SIMILAR = 80
"""A title stands in a head where the part of it most like the title agrees with it to so many percent,"""
_LENGTH = 0.7
"""and the head has at least this share of the title's letters."""


def headlines(truth: ZoneTruth, held: Sequence[HeldLine], output: Output) -> dict[str, bool]:
    """For each article with a title and any text whether the title stands where it should.

    That is in the head of the output's article that holds most of it. Empty where the output tells no heads.
    """
    if output.details is None:
        return {}
    main = _main_groups(held)
    titles = {each.id: letters(each.title) for each in truth.articles}
    heads = {index: letters(details.head) for index, details in output.details.items()}
    return {
        article: _stands_in(titles[article], heads.get(group, ""))
        for article, group in main.items()
        if titles.get(article)
    }


def _main_groups(held: Sequence[HeldLine]) -> dict[str, int]:
    """For each true article the group of the output with most of it."""
    shared: dict[str, Counter[int]] = defaultdict(Counter)
    for each in held:
        if each.article is not None:
            shared[each.article][each.group] += each.weight
    return {article: groups.most_common(1)[0][0] for article, groups in shared.items()}


def _stands_in(title: str, head: str) -> bool:
    similar = len(head) >= _LENGTH * len(title) and fuzz.partial_ratio(title, head) >= _SIMILAR
    return title in head or similar


def telling_figures(
    held: Sequence[HeldLine], output: Output, heads: Mapping[str, bool], wrong: Collection[str]
) -> dict[Figure, Value]:
    """Figures of heads, doubts and what is called an article; they weigh nothing where the output does not tell.

    `heads` is what `headlines` gives, `wrong` the true articles that did not come out exactly.
    """
    groups: dict[str, set[int]] = defaultdict(set)
    for each in held:
        if each.article is not None:
            groups[each.article].add(each.group)
    details = output.details or {}
    doubtful = {index for index, each in details.items() if each.doubtful}
    holding = set().union(*groups.values())
    flagged = [not doubtful.isdisjoint(groups[article]) for article in wrong if article in groups]
    extra = sum(index not in holding and not each.furniture for index, each in details.items())
    known = output.details is not None
    return {
        Figure.HEADLINES: Value(share(sum(heads.values()), len(heads)), len(heads)),
        Figure.EXTRA: Value(share(extra, len(groups)), known * len(groups)),
        Figure.FLAGGED: Value(share(sum(flagged), len(flagged)), known * len(flagged)),
        Figure.ALARM: Value(share(len(holding & doubtful), len(holding)), known * len(holding)),
    }
