import numpy as np
import pytest

from digitize.model import Orientation
from digitize.recognition.engine import Reading
from digitize.recognition.strips import Strip
from digitize.recognition.words import words_of

CELL = 20
"""Pixels a character takes in the lines of these tests; its ink fills the middle 16."""


def line(text, print_, spaces):
    """A reading `text` of the line `print_`, in which every character, spaces too, takes a cell."""
    cells = [i for i, character in enumerate(print_) if character != " "]
    inked = np.zeros(CELL * len(print_), bool)
    for i in cells:
        inked[CELL * i + 2 : CELL * i + 18] = True
    places = iter(cells)
    positions, last = [], 0.0
    for character in text:
        last = last + CELL if character.isspace() else CELL * (next(places) + 0.5)
        positions.append(last / len(inked))
    reading = Reading(text, 0.9, tuple(positions), (0.9,) * len(text), spaces)
    return words_of(reading, Strip((100.0, 50.0), 0.0, float(len(inked)), 20.0, Orientation.HORIZONTAL), inked)


def test_words_end_at_spaces_and_stand_where_their_ink_is():
    words = line("ab cde", "ab cde", (0, 1, 1, 0, 0))
    assert [word.text for word in words] == ["ab", "cde"]
    boxes = [word.quad.box for word in words]
    assert (boxes[0].left, boxes[0].right) == pytest.approx((100, 138), abs=1)
    assert (boxes[1].left, boxes[1].right) == pytest.approx((162, 220), abs=1)


@pytest.mark.parametrize(
    ("probability", "expected"),
    [(0.05, ["ab", "cd"]), (0.001, ["ab", "cd"]), (1e-6, ["abcd"])],
)
def test_lost_space_comes_back_where_the_recognizer_thought_of_one(probability, expected):
    # Letters of these lines stand a fifth of the height apart: a gap, but not one that tells by itself.
    assert [word.text for word in line("abcd", "abcd", (0, probability, 0))] == expected


def test_wide_white_in_print_is_a_space_even_unseen_by_the_recognizer():
    assert [word.text for word in line("abcd", "ab  cd", (0, 0, 0))] == ["ab", "cd"]


def test_chinese_is_one_word_with_its_punctuation():
    assert [word.text for word in line("据统计，已有", "据统计， 已有", (0,) * 5)] == ["据统计，已有"]


def test_ideographic_space_parts_chinese():
    assert [word.text for word in line("全场八折欢迎", "全场八折 欢迎", (0,) * 5)] == ["全场八折", "欢迎"]


def test_letterspaced_chinese_stays_together():
    assert [word.text for word in line("晨江日报", "晨 江 日 报", (0,) * 3)] == ["晨江日报"]


def test_nothing_read_is_no_word():
    assert line("", "", ()) == ()
    assert line("  ", "  ", (1,)) == ()
