"""How good models are on pages that they were not fitted to."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitize.articles.groups import groups_of
from digitize.evaluate.grouping import Grouping, bcubed, exact
from digitize.training.examples import Example
from digitize.training.fit import Models
from digitize.training.truth import successors

_NO_STORY = ("advertisement ", "masthead ", "folio ")


@dataclass(frozen=True, slots=True)
class Judgement:
    """Figures of some pages of one title."""

    f: float
    """B-cubed F1 of units by letters, in articles."""
    exact: float
    """Share of articles whose units are exactly one group."""
    steps: float
    """Share of the successions inside articles that the flow follows."""
    articles: int


def judged(models: Models, examples: Sequence[Example]) -> Judgement:
    """Judge `models` by pages of one title."""
    truth: list[str] = []
    output: list[int] = []
    weights: list[float] = []
    right = total = groups = 0
    for page, each in enumerate(examples):
        found, _ = groups_of(each.page, models.evidence(each), models.probability_of_stories)
        home = {unit: groups + index for index, group in enumerate(found) for unit in group.units}
        next_to = {pair for group in found for pair in zip(group.units, group.units[1:], strict=False)}
        groups += len(found)
        for unit, article in enumerate(each.truth.article.tolist()):
            if article and not article.startswith(_NO_STORY):
                truth.append(f"{page} {article}")
                output.append(home[unit])
                weights.append(float(len(each.page.units[unit].text)))
        for before, after in successors(each.truth).items():
            if not str(each.truth.article[before]).startswith(_NO_STORY):
                total += 1
                right += (before, after) in next_to
    grouping = Grouping(tuple(truth), tuple(output), tuple(weights))
    number = len(set(truth))
    return Judgement(bcubed(grouping).f1, len(exact(grouping)) / max(1, number), right / max(1, total), number)


def mean(judgements: Sequence[Judgement]) -> Judgement:
    """Means over titles."""
    return Judgement(
        float(np.mean([each.f for each in judgements])),
        float(np.mean([each.exact for each in judgements])),
        float(np.mean([each.steps for each in judgements])),
        sum(each.articles for each in judgements),
    )
