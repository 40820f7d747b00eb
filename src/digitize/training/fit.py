"""Fits the models: roles of units first, then on top of them what follows what and what belongs together."""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import lightgbm
import numpy as np
from numpy.typing import NDArray

from digitize.articles.groups import groups_of, ordered_runs
from digitize.articles.scoring.evidence import Evidence
from digitize.articles.scoring.models import with_roles
from digitize.articles.scoring.runs import run_pairs
from digitize.articles.scoring.table import Table
from digitize.training.examples import ROLES, Example, role_examples
from digitize.training.truth import successors

_SEED = 1
_THREADS = os.cpu_count() or 1
_KEPT = 0.25
"""Share of the pairs that are not of one article which are learned from; they count as many times more."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Models:
    """Gradient-boosted trees (LightGBM; Ke et al. 2017), by the names under which they are kept."""

    roles: lightgbm.Booster
    begins: lightgbm.Booster
    ends: lightgbm.Booster
    follows: lightgbm.Booster
    together: lightgbm.Booster
    stories: lightgbm.Booster | None = None
    extent: lightgbm.Booster | None = None

    def evidence(self, each: Example) -> Evidence:
        """What the models say of the units of a page."""
        roles = _predicted(self.roles, each.units.values).astype(np.float32)
        known = with_roles(each.units, roles)
        pairs = each.pair_table(roles).values
        return Evidence(
            roles.astype(np.float64),
            _predicted(self.begins, known.values),
            _predicted(self.ends, known.values),
            each.pairs,
            _predicted(self.follows, pairs),
            _predicted(self.together, pairs),
        )

    def probability_of_stories(self, table: Table) -> Floats:
        """That pairs of runs are of one story; only once that model is fitted."""
        if self.stories is None:
            raise ValueError("the model of stories is not fitted")
        return _predicted(self.stories, table.values)


def _predicted(model: lightgbm.Booster, values: NDArray[np.float32]) -> Floats:
    return np.asarray(model.predict(values, num_threads=_THREADS), dtype=np.float64)


def fit_stories(models: Models, examples: Sequence[Example], *, trees: int = 120) -> Models:
    """Fit the model of which runs are of one story to pages that the other models were not fitted to."""
    values, together = [], []
    for each in examples:
        evidence = models.evidence(each)
        runs = ordered_runs(each.page, evidence)
        pairs = run_pairs(each.page, runs, evidence)
        articles = np.array([_main_article(each, run) for run in runs], dtype=np.str_)
        a, b = articles[pairs.first], articles[pairs.second]
        known = (a != "") & (b != "")
        values.append(pairs.table.values[known])
        together.append((a == b)[known])
    x, y = np.vstack(values), np.concatenate(together)
    return replace(models, stories=_binary(x, y, np.ones(len(y)), trees))


def fit_extent(models: Models, examples: Sequence[Example], *, trees: int = 60) -> Models:
    """Fit the model of how surely a group is a whole story, to pages that no other model was fitted to."""
    values, whole = [], []
    for each in examples:
        groups, table = groups_of(each.page, models.evidence(each), models.probability_of_stories)
        known = [bool(each.truth.article[list(group.units)].any()) for group in groups]
        values.append(table.values[known])
        whole.append(np.array([_is_whole(each, group.units) for group in groups], dtype=bool)[known])
    x, y = np.vstack(values), np.concatenate(whole)
    settings = _common() | {"objective": "binary", "num_leaves": 8, "feature_fraction": 0.6}
    return replace(models, extent=lightgbm.train(settings, lightgbm.Dataset(x, y.astype(np.int8)), trees))


def _is_whole(each: Example, units: Sequence[int]) -> bool:
    """Whether units are all of one article, and nothing else but what is known to belong nowhere."""
    articles = {str(article) for article in each.truth.article[list(units)] if article}
    return len(articles) == 1 and int((each.truth.article == articles.pop()).sum()) == sum(
        bool(each.truth.article[unit]) for unit in units
    )


def _main_article(each: Example, run: Sequence[int]) -> str:
    letters: Counter[str] = Counter()
    for unit in run:
        letters[str(each.truth.article[unit])] += len(each.page.units[unit].text)
    return letters.most_common(1)[0][0]


def fit(examples: Sequence[Example], weights: Sequence[float], *, trees: int = 250) -> Models:
    """Fit all models; `weights` is how much each page counts.

    What is fitted on top of roles learns from roles as a model tells them that was fitted to other pages.
    """
    halves = [[i for i in range(len(examples)) if i % 2 == half] for half in (0, 1)]
    by_half = [fit_roles([examples[i] for i in half], [weights[i] for i in half]) for half in halves]
    units: list[tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.bool_], Floats]] = []
    pairs: list[tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.bool_], Floats]] = []
    rng = np.random.default_rng(_SEED)
    for index, each in enumerate(examples):
        roles = np.asarray(by_half[1 - index % 2].predict(each.units.values, num_threads=_THREADS), dtype=np.float32)
        units.append(_unit_examples(each, roles, weights[index]))
        pairs.append(_pair_examples(each, roles, weights[index], rng))
    x, begins, ends, w = (np.concatenate(part) for part in zip(*units, strict=True))
    px, follows, together, pw = (np.concatenate(part) for part in zip(*pairs, strict=True))
    return Models(
        fit_roles(examples, weights),
        _binary(x, begins, w, trees),
        _binary(x, ends, w, trees),
        _binary(px, follows, pw, trees),
        _binary(px, together, pw, trees),
    )


def _unit_examples(
    each: Example, roles: NDArray[np.float32], weight: float
) -> tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.bool_], Floats]:
    """Units of known articles: whether nothing goes before and whether nothing comes after them on the page."""
    following = successors(each.truth)
    known = np.flatnonzero(each.truth.article != "")
    begins = ~np.isin(known, list(following.values()))
    ends = ~np.isin(known, list(following))
    values = with_roles(each.units, roles).values[known]
    return values, begins, ends, np.full(len(known), weight)


def _pair_examples(
    each: Example, roles: NDArray[np.float32], weight: float, rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.bool_], Floats]:
    truth = each.pair_truth
    kept = truth.known & (truth.together | (rng.random(len(truth.known)) < _KEPT))
    weights = np.where(truth.together[kept], weight, weight / _KEPT)
    return each.pair_table(roles).values[kept], truth.follows[kept], truth.together[kept], weights


def fit_roles(examples: Sequence[Example], weights: Sequence[float], *, trees: int = 80) -> lightgbm.Booster:
    """Roles of units, from how they and their neighbours are set."""
    parts = [role_examples([each]) for each in examples]
    x, y = np.vstack([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    w = np.concatenate([np.full(len(p[1]), weight) for p, weight in zip(parts, weights, strict=True)])
    settings = _common() | {"objective": "multiclass", "num_class": len(ROLES), "num_leaves": 15}
    return lightgbm.train(settings, lightgbm.Dataset(x, y, weight=w), trees)


def _binary(x: NDArray[np.float32], y: NDArray[np.bool_], w: Floats, trees: int) -> lightgbm.Booster:
    settings = _common() | {"objective": "binary", "num_leaves": 31}
    return lightgbm.train(settings, lightgbm.Dataset(x, y.astype(np.int8), weight=w), trees)


def _common() -> dict[str, object]:
    return {
        "learning_rate": 0.1,
        "min_data_in_leaf": 40,
        "feature_fraction": 0.3,
        "bagging_fraction": 0.7,
        "bagging_freq": 1,
        "lambda_l2": 2.0,
        "max_bin": 63,
        "seed": _SEED,
        "deterministic": True,
        "num_threads": _THREADS,
        "verbose": -1,
    }
