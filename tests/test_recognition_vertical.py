import numpy as np
import pytest

from digitize.geometry import quad_of
from digitize.model import Box, Line, Orientation, Word
from digitize.recognition.direction import from_the_right, turned_round
from digitize.recognition.restack import cut_at, sharpened


def line(text, orientation=Orientation.HORIZONTAL):
    words, left = [], 0.0
    for part in text.split():
        words.append(Word(part, quad_of(Box(left, 0, left + 20 * len(part), 20)), 0.9))
        left += 20 * len(part) + 20
    return Line(tuple(words), quad_of(Box(0, 0, left - 20, 20)), 0.9, orientation)


COLUMN = line("粤省華軍進展順利中西按摩院本報訊", Orientation.VERTICAL)


def test_heads_from_the_right_are_told_by_the_words_of_the_columns():
    lines = from_the_right([COLUMN, line("利順展進軍華"), line("中西按摩院"), line("號九三")])
    assert [each.text for each in lines[1:]] == ["華軍進展順利", "中西按摩院", "三九號"]
    assert lines[0] is COLUMN


def test_heads_from_the_left_stay_where_most_are_read_so():
    lines = from_the_right([COLUMN, line("華軍進展順利"), line("號九三"), line("The Crystal")])
    assert [each.text for each in lines[1:]] == ["華軍進展順利", "號九三", "The Crystal"]


def test_latin_lines_are_never_turned_round():
    assert from_the_right([COLUMN, line("利順展進軍華"), line("The Crystal")])[2].text == "The Crystal"


def test_words_and_brackets_turn_numbers_do_not():
    turned = turned_round(line("（號1939第） 晶報"))
    assert turned.text == "報晶 （第1939號）"
    assert turned.words[0].quad.box.left > turned.words[1].quad.box.left


@pytest.mark.parametrize("pitch", [24, 30.5])
def test_cuts_fall_between_characters(pitch):
    starts = [round(index * pitch) for index in range(12)]
    profile = np.zeros(round(12 * pitch))
    for start in starts:
        profile[start + 2 : start + round(pitch) - 2] = 0.4
        profile[start + 10 : start + 13] = 0.0  # white within a character, as in 三
    cuts = cut_at(profile, pitch)
    assert len(cuts) == 13
    assert np.abs(cuts[:-1] - starts).max() <= 3


def test_sharpening_sets_off_strokes_and_leaves_paper_alone():
    page = np.full((60, 60), 200, np.uint8)
    page[:, 30] = 120
    sharp = sharpened(page, 28.0)
    assert sharp[5, 5] == 200
    assert sharp[5, 30] < 90
