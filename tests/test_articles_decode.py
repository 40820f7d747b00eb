"""From probabilities of pairs to one consistent page."""

import numpy as np

from digitize.articles.decode import flow_of, grouped, runs_of
from digitize.articles.scoring.evidence import Evidence
from digitize.articles.scoring.pairs import Pairs
from digitize.articles.scoring.runs import RunPairs
from digitize.articles.scoring.table import Table

EVEN = 0.5


def evidence(count: int, chances: dict[tuple[int, int], float], begins: dict[int, float] | None = None) -> Evidence:
    """Evidence on pairs of `count` units that begin and end with even chances where nothing else is said."""
    before, after = (np.array([pair[end] for pair in chances], dtype=np.intp) for end in (0, 1))
    follows = np.array(list(chances.values()))
    first = np.full(count, EVEN)
    for unit, chance in (begins or {}).items():
        first[unit] = chance
    return Evidence(np.full((count, 1), 1.0), first, np.full(count, EVEN), Pairs(before, after), follows, follows)


def flow(count: int, chances: dict[tuple[int, int], float], begins: dict[int, float] | None = None) -> dict[int, int]:
    return flow_of(evidence(count, chances, begins))


def groups(count: int, chances: dict[tuple[int, int], float]) -> list[list[int]]:
    first, second = (np.array([pair[end] for pair in chances], dtype=np.intp) for end in (0, 1))
    pairs = RunPairs(first, second, Table((), np.empty((len(chances), 0), np.float32)))
    return sorted(map(sorted, grouped(count, pairs, np.array(list(chances.values())))))


def test_each_unit_has_one_successor_and_one_predecessor_so_that_the_sum_is_best() -> None:
    # alone, 0 would rather go on in 2; but then 1 could go nowhere
    assert flow(4, {(0, 2): 0.9, (0, 3): 0.8, (1, 2): 0.9}) == {0: 3, 1: 2}


def test_text_goes_on_until_evidence_says_otherwise() -> None:
    assert flow(3, {(0, 1): 0.1, (1, 2): 0.45}) == {1: 2}


def test_what_surely_begins_a_story_goes_on_nothing_and_what_surely_does_not_finds_its_beginning() -> None:
    assert flow(2, {(0, 1): 0.6}, begins={1: 0.97}) == {}
    assert flow(2, {(0, 1): 0.15}, begins={1: 0.03}) == {0: 1}


def test_a_circle_is_opened_where_it_is_least_likely() -> None:
    assert flow(3, {(0, 1): 0.9, (1, 2): 0.6, (2, 0): 0.8}) == {0: 1, 2: 0}


def test_runs_hold_every_unit_once_in_the_order_of_the_flow() -> None:
    assert runs_of(5, flow_of(evidence(5, {(3, 1): 0.9, (1, 4): 0.9}))) == [[0], [2], [3, 1, 4]]


def test_runs_that_belong_together_are_grouped_and_others_are_not() -> None:
    assert groups(4, {(0, 1): 0.9, (1, 2): 0.2, (2, 3): 0.8, (0, 2): 0.1}) == [[0, 1], [2, 3]]


def test_a_run_joins_the_group_that_all_its_evidence_speaks_for_not_the_one_of_a_single_pair() -> None:
    assert groups(4, {(0, 1): 0.9, (2, 1): 0.7, (2, 0): 0.05, (2, 3): 0.6}) == [[0, 1], [2, 3]]


def test_what_no_evidence_connects_stays_alone() -> None:
    assert groups(3, {}) == [[0], [1], [2]]
