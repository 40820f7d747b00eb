"""The page grammar: pages written as recognized, with the truth for every line."""

import itertools
from collections import defaultdict

import numpy as np
import pytest
from pydantic import TypeAdapter

from digitize.model import Orientation, Page, Role
from digitize.training.grammar import MAKEUPS, MakeUp, TruePage, write_page

SEEDS = range(3)


@pytest.fixture(scope="module")
def pages() -> dict[str, list[TruePage]]:
    return {makeup.name: [write_page(makeup, np.random.default_rng(seed)) for seed in SEEDS] for makeup in MAKEUPS}


def test_every_line_has_its_truth(pages):
    for found in pages.values():
        for true in found:
            assert len(true.truth) == len(true.page.lines) > 10
            for line, truth in zip(true.page.lines, true.truth, strict=True):
                assert line.text.strip()
                assert (truth.article == "") == (truth.role is Role.NOISE)


@pytest.mark.parametrize("makeup", MAKEUPS, ids=lambda makeup: makeup.name)
def test_a_page_is_the_same_for_the_same_seed(makeup: MakeUp, pages):
    assert write_page(makeup, np.random.default_rng(1)) == pages[makeup.name][1]
    assert pages[makeup.name][0] != pages[makeup.name][1]


def test_lines_of_an_article_are_counted_without_gaps(pages):
    for found in pages.values():
        for true in found:
            orders = defaultdict(list)
            for truth in true.truth:
                if truth.article:
                    orders[truth.article].append(truth.order)
            assert all(sorted(places) == list(range(len(places))) for places in orders.values())


def test_text_is_read_down_a_column_and_on_to_the_next():
    makeup = next(makeup for makeup in MAKEUPS if makeup.name == "columns-19th")
    for seed in range(6):
        true = write_page(makeup, np.random.default_rng(seed))
        em = true.page.layout.text_height
        stories = defaultdict(list)
        for line, truth in zip(true.page.lines, true.truth, strict=True):
            if truth.role is Role.BODY:
                stories[truth.article].append((truth.order, line.box.center))
        for places in stories.values():
            centres = [centre for _, centre in sorted(places)]
            for (x, y), (after_x, after_y) in itertools.pairwise(centres):
                # pieces of a line stand beside each other
                assert after_y > y - 0.8 * em or after_x > x


def test_columns_do_not_overlap(pages):
    """Lines of running text hardly cover each other, whatever stands on the page."""
    for name, found in pages.items():
        for true in found:
            boxes = np.array(
                [
                    (line.box.left, line.box.top, line.box.right, line.box.bottom)
                    for line, truth in zip(true.page.lines, true.truth, strict=True)
                    if truth.role is Role.BODY
                ]
            ).reshape(-1, 4)
            low = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
            high = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
            shared = np.clip(high - low, 0, None).prod(axis=2)
            np.fill_diagonal(shared, 0)
            area = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
            covered = (shared.max(axis=1) > 0.6 * area).mean() if len(boxes) else 0.0
            assert covered < 0.03, name


def test_all_roles_occur():
    found = {
        truth.role
        for makeup in MAKEUPS
        for seed in range(8)
        for truth in write_page(makeup, np.random.default_rng(seed)).truth
    }
    assert found == set(Role)


def test_a_page_can_be_kept(pages):
    adapter = TypeAdapter(Page)
    for found in pages.values():
        page = found[0].page
        assert adapter.validate_json(adapter.dump_json(page)) == page


def test_upright_pages_are_read_from_the_right(pages):
    for makeup in MAKEUPS:
        for true in pages[makeup.name]:
            vertical = sum(line.orientation is Orientation.VERTICAL for line in true.page.lines)
            assert (vertical > 0.5 * len(true.page.lines)) == makeup.turned
