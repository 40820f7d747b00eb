"""The order of reading over a page, by recursive cuts."""

import pytest

from digitize.articles.sequence import in_reading_order
from digitize.model import Box

EM = 10.0


def column(left: float, top: float, number: int, width: float = 200, height: float = 90) -> list[Box]:
    return [Box(left, top + 100 * n, left + width, top + 100 * n + height) for n in range(number)]


def test_columns_are_read_one_after_the_other_whatever_order_they_come_in() -> None:
    boxes = [*column(0, 0, 4), *column(220, 0, 4), *column(440, 0, 4)]
    shuffled = [boxes[index] for index in (7, 2, 11, 0, 5, 9, 1, 4, 10, 3, 8, 6)]
    assert [shuffled[index] for index in in_reading_order(shuffled, EM)] == boxes


def test_a_banner_is_read_before_all_columns_under_it() -> None:
    banner = Box(0, 0, 640, 60)
    boxes = [*column(0, 80, 4), banner, *column(220, 80, 4), *column(440, 80, 4)]
    assert in_reading_order(boxes, EM)[0] == 4


def test_columns_beside_a_banner_are_read_after_those_under_it() -> None:
    boxes = [Box(0, 0, 420, 60), *column(440, 0, 5), *column(0, 80, 4), *column(220, 80, 4)]
    assert in_reading_order(boxes, EM) == [0, *range(6, 10), *range(10, 14), *range(1, 6)]


def test_a_line_read_over_a_gutter_does_not_keep_columns_together() -> None:
    left, right = column(0, 0, 10), column(220, 0, 10)
    over_both = Box(0, 1000, 420, 1012)
    order = in_reading_order([*left, over_both, *right], EM)
    assert [index for index in order if index != 10] == [*range(10), *range(11, 21)]


def test_bands_of_boxes_whose_columns_do_not_line_up_are_read_one_after_the_other() -> None:
    above = [Box(0, 0, 300, 200), Box(320, 0, 640, 200)]
    below = [Box(0, 220, 200, 400), Box(220, 220, 420, 400), Box(440, 220, 640, 400)]
    assert in_reading_order([*below, *above], EM) == [3, 4, 0, 1, 2]


@pytest.mark.parametrize("number", [0, 1])
def test_few_boxes_have_an_order_too(number: int) -> None:
    assert in_reading_order(column(0, 0, number), EM) == list(range(number))


def test_boxes_at_one_place_are_all_in_the_order() -> None:
    assert sorted(in_reading_order([Box(0, 0, 10, 10)] * 5, EM)) == list(range(5))


def test_a_column_of_thousands_of_boxes_is_read_from_top_to_bottom() -> None:
    boxes = [Box(0, 12 * n, 200, 12 * n + 10) for n in range(3000)]
    assert in_reading_order(boxes, EM) == list(range(3000))
