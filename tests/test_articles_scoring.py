"""What the models have learned, each piece of evidence by itself: it must speak for what a typographer would say."""

from dataclasses import dataclass

import numpy as np
import pytest
from pages import EM, GAP, MARGIN, Sheet, chinese, english

from digitize.articles.reading import read_page
from digitize.articles.scoring.evidence import Evidence
from digitize.articles.scoring.models import evidence_of
from digitize.articles.scoring.pairs import pairs_of
from digitize.articles.scoring.setting import unit_table
from digitize.articles.scoring.stacks import stacks_of
from digitize.articles.units import UnitPage, make_units
from digitize.model import Box, Role

STEP = 14 * EM + GAP
LEFT = [MARGIN + n * STEP for n in range(5)]
WIDTH = 14 * EM


@dataclass(frozen=True)
class Judged:
    page: UnitPage
    evidence: Evidence

    def unit(self, text: str) -> int:
        """The one unit that begins with `text`."""
        (found,) = [index for index, unit in enumerate(self.page.units) if unit.text.startswith(text)]
        return found

    def follows(self, before: int, after: int) -> float:
        pairs = zip(*self.evidence.unit_pairs, strict=True)
        return float(self.evidence.follows[list(pairs).index((before, after))])

    def foot(self, left: float) -> int:
        """The lowest unit of the column that begins at `left`."""
        column = [index for index, unit in enumerate(self.page.units) if abs(unit.left - left) < EM]
        return max(column, key=lambda index: self.page.units[index].box.bottom)

    def role(self, text: str) -> Role:
        return self.evidence.likely_roles[self.unit(text)]


def judged(sheet: Sheet) -> Judged:
    page = make_units(read_page(sheet.page()))
    return Judged(page, evidence_of(page))


def newspaper(second_column: str = "<" + english(120, 7), first_column: str = english(200, 3)) -> Sheet:
    """Three columns of a page; the first is full of one story, the second begins with the text given."""
    sheet = Sheet(width=MARGIN + 4 * STEP)
    sheet.row("BRIDGE OVER HARBOUR", LEFT[0] + EM, 200, 1.5 * EM)
    sheet.flow([first_column], [(LEFT[0], 290, 80)])
    sheet.lines = [line for line in sheet.lines if line[1].top < 290 + 31 * 1.4 * EM]  # it breaks off in a sentence
    if second_column:
        sheet.flow([second_column], [(LEFT[1], 200, 60)])
    sheet.row("COUNCIL ELECTED", LEFT[2] + EM, 320, 1.5 * EM)
    sheet.flow([english(180, 9)], [(LEFT[2], 410, 60)])
    return sheet


def column_break(found: Judged) -> float:
    """How surely the text at the head of the second column follows that at the foot of the first."""
    units = found.page.units
    second = [index for index, unit in enumerate(units) if abs(unit.left - LEFT[1]) < EM]
    return found.follows(found.foot(LEFT[0]), min(second, key=lambda index: units[index].box.top))


def test_text_at_the_foot_of_a_column_goes_on_at_the_head_of_the_next() -> None:
    assert column_break(judged(newspaper())) > 0.5


def test_a_headline_over_the_next_column_speaks_against_it() -> None:
    sheet = newspaper(second_column="")
    sheet.row("FLOODS IN VALLEY", LEFT[1] + EM, 260, 1.5 * EM)
    sheet.flow([english(120, 7)], [(LEFT[1], 350, 60)])
    found = judged(sheet)
    head = found.unit("FLOODS")
    text = found.page.below[head][0]
    assert found.follows(head, text) > 0.6
    assert found.follows(found.foot(LEFT[0]), text) < 0.2


def test_a_headline_begins_a_story_and_text_under_it_does_not() -> None:
    found = judged(newspaper())
    head = found.unit("COUNCIL ELECTED")
    below = found.page.below[head][0]
    assert found.evidence.begins[head] > 0.5
    assert found.evidence.begins[below] < 0.2


def test_roles_of_a_plain_page() -> None:
    found = judged(newspaper())
    assert found.role("COUNCIL ELECTED") is Role.HEADLINE
    text = [index for index, unit in enumerate(found.page.units) if len(unit.rows) > 3]
    assert all(found.evidence.likely_roles[index] is Role.BODY for index in text)


def test_the_columns_under_a_banner_belong_to_it_and_the_first_follows_it() -> None:
    sheet = Sheet(width=MARGIN + 4 * STEP)
    sheet.row("江上明月照白云扁舟共潮生何处青枫", LEFT[0], 200, 2.6 * EM, right=LEFT[3] - GAP)
    sheet.flow(["本报讯（记者白莹）" + chinese(14 * 40)], [(LEFT[n], 330, 15) for n in range(3)])
    sheet.row("白云一片去悠悠", LEFT[3] + EM, 200, 1.6 * EM)
    sheet.flow([chinese(200, 5)], [(LEFT[3], 330, 30)])
    found = judged(sheet)
    head = found.unit("江上明月")
    first = found.unit("本报讯")
    assert found.follows(head, first) > 0.6
    assert all(found.follows(head, other) < 0.3 for other in found.page.below[head] if other != first)


def test_features_are_in_ems_so_that_a_page_of_twice_the_pixels_has_the_same() -> None:
    def table(scale: float) -> tuple[np.ndarray, np.ndarray]:
        sheet = newspaper()
        sheet.lines = [
            (text, Box(box.left * scale, box.top * scale, box.right * scale, box.bottom * scale), crossed)
            for text, box, crossed in sheet.lines
        ]
        sheet.gutters = [Box(b.left * scale, b.top * scale, b.right * scale, b.bottom * scale) for b in sheet.gutters]
        page = make_units(read_page(sheet.page()))
        pairs = pairs_of(page, stacks_of(page))
        return unit_table(page).values, np.column_stack([pairs.before, pairs.after])

    small, large = table(1.0), table(2.0)
    assert np.allclose(small[0], large[0], atol=1e-3, equal_nan=True)
    assert np.array_equal(small[1], large[1])


@pytest.mark.parametrize("number", [1, 2])
def test_pages_of_next_to_nothing_are_judged_too(number: int) -> None:
    sheet = Sheet()
    for n in range(number):
        sheet.row("A word", MARGIN, 300 + 900 * n)
    found = judged(sheet)
    assert found.evidence.roles.shape == (number, len(Role))
    assert np.isfinite(found.evidence.roles).all()
