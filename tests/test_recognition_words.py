import numpy as np
import pytest

from digitize.model import Orientation
from digitize.recognition.engine import Reading
from digitize.recognition.strips import Strip
from digitize.recognition.words import words_of

CELL = 20
"""Pixels a character takes in the lines of these tests; its ink fills the middle 16."""


def line(text, print_, spaces):
    """A reading `text` of the line `print_`; each character and space takes a cell, a thin space a quarter of one.

    A hair space takes a fifth."""
    thin = {"\u2009": CELL // 4, "\u200a": CELL // 5}
    edges = np.cumsum([0] + [thin.get(character, CELL) for character in print_])
    inked = np.zeros(edges[-1], bool)
    centers = []
    for left, character in zip(edges[:-1], print_, strict=True):
        if not character.isspace():
            inked[left + 2 : left + 18] = True
            centers.append(left + CELL / 2)
    places = iter(centers)
    positions, last = [], 0.0
    for character in text:
        last = last + CELL if character.isspace() else next(places)
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
    ("probability", "printed", "expected"),
    [
        (0.05, "ab\u2009cd", ["ab", "cd"]),
        (0.001, "ab\u2009cd", ["ab", "cd"]),
        (0.002, "ab\u200acd", ["abcd"]),
        (0.05, "ab\u200acd", ["ab", "cd"]),
        (1e-6, "ab\u2009cd", ["abcd"]),
        (0.05, "abcd", ["abcd"]),
    ],
)
def test_lost_space_comes_back_where_print_has_a_gap_and_the_recognizer_thought_of_one(probability, printed, expected):
    assert [word.text for word in line("abcd", printed, (0, probability, 0))] == expected


def test_letters_of_a_typewriter_stay_together():
    assert [word.text for word in line("abcd", "a\u2009b\u2009c\u2009d", (0.001,) * 3)] == ["abcd"]


def test_no_space_is_put_before_a_comma():
    assert [word.text for word in line("abcd,e", "abcd ,\u2009e", (0, 0, 0, 0.05, 0.05))] == ["abcd,", "e"]


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
