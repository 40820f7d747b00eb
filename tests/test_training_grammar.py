"""The page grammar: pages written as recognized, with the truth for every line."""

import itertools
from collections import defaultdict

import numpy as np
import pytest
from pydantic import TypeAdapter

from digitize.model import Orientation, Page, Role
from digitize.training.grammar import MAKEUPS, MakeUp, TruePage, write_page
from digitize.training.grammar.drawing import draw

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


def test_all_roles_occur(pages):
    found = {truth.role for written in pages.values() for true in written for truth in true.truth}
    for seed in itertools.count(len(SEEDS)):
        if found == set(Role):
            break
        assert seed < 20, set(Role) - found
        for makeup in MAKEUPS:
            found |= {truth.role for truth in write_page(makeup, np.random.default_rng(seed)).truth}


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


def test_layout_is_found_in_part_and_in_pieces(pages):
    layouts = [true.page.layout for found in pages.values() for true in found]
    for what in ("frames", "pictures", "gutters"):
        counts = [len(getattr(layout, what)) for layout in layouts]
        assert min(counts) == 0
        assert max(counts) > 1
    for layout in layouts:
        for box in (*layout.frames, *layout.pictures, *(gutter.box for gutter in layout.gutters)):
            assert box.width > 0
            assert box.height > 0


def test_heads_have_more_ink_than_text(pages):
    """Not on each page, as there are light heads; over many pages."""
    ink = defaultdict(list)
    for found in pages.values():
        for true in found:
            for line, truth in zip(true.page.lines, true.truth, strict=True):
                if line.ink is not None:
                    ink[truth.role].append(line.ink)
    assert np.mean(ink[Role.HEADLINE]) > 1.1 * np.mean(ink[Role.BODY])


def test_heads_come_before_the_text_of_their_story(pages):
    for found in pages.values():
        for true in found:
            first: dict[str, dict[Role, int]] = defaultdict(dict)
            for truth in true.truth:
                roles = first[truth.article]
                roles[truth.role] = min(roles.get(truth.role, truth.order), truth.order)
            for roles in first.values():
                if {Role.HEADLINE, Role.BODY} <= set(roles):
                    assert roles[Role.HEADLINE] < roles[Role.BODY]


def test_a_page_can_be_looked_at(pages):
    image = draw(pages["hong-kong-taiwan"][0], height=400)
    assert image.height == 400
    assert len(np.unique(np.asarray(image.resize((60, 60))).reshape(-1, 3), axis=0)) > 20
