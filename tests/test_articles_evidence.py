"""What speaks for and against one part of a page following another, each piece of evidence by itself."""

import pytest
from pages import EM, GAP, MARGIN, Sheet, chinese

from digitize.articles.evidence import no_predecessor, no_successor, successor_score
from digitize.articles.fragments import make_fragments
from digitize.articles.heads import Head
from digitize.articles.reading import read_page
from digitize.articles.scene import Scene
from digitize.model import Box

LEFT = [MARGIN + n * (14 * EM + GAP) for n in range(5)]
OPEN = chinese(200, 1)[:124]
"""Nine lines, the last full and in the middle of a sentence."""
DONE = chinese(102, 2)
"""Eight lines, the last short."""


def sheet_of(*columns):
    """Columns of (left, top, text); unindented where the text begins with "<"."""
    sheet = Sheet()
    for left, top, text in columns:
        sheet.flow([text], [(left, top, 40)])
    return sheet


def head(left, right, top=100, crossed=False):
    box = Box(left, top, right, top + 60)
    return Head((), box, box, 60, crossed, -1)


def scene(sheet, heads=(), ceilings=(), jumps_out=(), jumps_in=()):
    reading = read_page(sheet.page())
    fragments = sorted(
        make_fragments(reading.rows, reading), key=lambda fragment: (fragment.box.left, fragment.box.top)
    )
    roofs = tuple(ceilings) or (-1,) * len(fragments)
    return Scene(reading, tuple(heads), tuple(fragments), roofs, frozenset(jumps_out), frozenset(jumps_in))


def pair(second=(LEFT[1], 200, "<" + DONE), first=(LEFT[0], 200, OPEN)):
    return sheet_of(first, second)


def score(sheet, **kwargs):
    made = scene(sheet, **kwargs)
    return successor_score(made, len(made.heads), len(made.heads) + 1)


def test_an_open_sentence_goes_on_where_no_paragraph_begins():
    assert score(pair()) > 3
    assert score(pair((LEFT[1], 200, DONE))) < score(pair()) - 3
    ended = pair((LEFT[1], 200, "<" + DONE), (LEFT[0], 200, DONE))
    begun = pair((LEFT[1], 200, DONE), (LEFT[0], 200, DONE))
    assert score(ended) < score(begun)


def test_what_opens_a_story_of_its_own_does_not_go_on_under_the_headline_above():
    wide = head(LEFT[0], LEFT[2])

    def going_on(begins):
        sheet = sheet_of((LEFT[0], 200, DONE), (LEFT[0], 900, begins), (LEFT[1], 200, "<" + DONE))
        made = scene(sheet, heads=[wide], ceilings=[0, -1, 0])
        return successor_score(made, 2, 3)

    assert going_on("<" + OPEN[:-8]) > going_on("本报讯（记者白莹）" + OPEN[:-8]) + 2


@pytest.mark.parametrize("opening", ["本报讯（记者白莹）", "WEXCOMBE, Oct. 5 — "])
def test_a_dateline_does_not_go_on(opening):
    assert score(pair((LEFT[1], 200, "<" + opening + DONE))) < score(pair()) - 2


def test_a_quotation_goes_on_to_its_end():
    opened = OPEN[:60] + "“" + OPEN[61:]
    closed = "<" + DONE[:20] + "”" + DONE[21:]
    assert score(pair((LEFT[1], 200, closed), (LEFT[0], 200, opened))) > score(pair())


def test_columns_to_the_left_and_fragments_above_do_not_follow():
    made = scene(pair())
    assert successor_score(made, 1, 0) is None
    stacked = scene(sheet_of((LEFT[0], 200, OPEN), (LEFT[0], 800, "<" + DONE)))
    assert successor_score(stacked, 0, 1) is not None
    assert successor_score(stacked, 1, 0) is None


def test_text_does_not_leave_its_frame():
    sheet = pair()
    sheet.frames.append(Box(LEFT[1] - 10, 150, LEFT[2] - 30, 900))
    assert score(sheet) is None


def test_text_does_not_go_on_after_a_jump_line_or_before_one():
    assert score(pair(), jumps_out=(0,)) is None
    assert score(pair(), jumps_in=(1,)) is None


def test_a_column_in_between_is_not_skipped():
    three = sheet_of((LEFT[0], 200, OPEN), (LEFT[1], 200, OPEN), (LEFT[2], 200, "<" + DONE))
    made, far = scene(three), scene(pair((LEFT[2], 200, "<" + DONE)))
    assert successor_score(made, 0, 2) < successor_score(far, 0, 1) - 1.5
    assert successor_score(far, 0, 1) < score(pair())


def test_a_column_under_a_headline_of_its_own_is_another_story():
    heads = (head(LEFT[0], LEFT[1] - GAP), head(LEFT[1], LEFT[2] - GAP))
    shared = (head(LEFT[0], LEFT[2] - GAP),)
    own = score(pair(), heads=heads, ceilings=(0, 1))
    assert own < score(pair()) - 3
    assert score(pair(), heads=shared, ceilings=(0, 0)) > score(pair())


def test_a_column_that_begins_level_is_likelier_than_one_that_begins_lower():
    level, lower = score(pair()), score(pair((LEFT[1], 420, "<" + DONE)))
    beyond = score(pair((LEFT[1], 1400, "<" + DONE)))
    assert level > lower
    assert beyond is None


def test_a_picture_over_the_next_column_makes_it_begin_level():
    plain, under = pair((LEFT[1], 420, "<" + DONE)), pair((LEFT[1], 420, "<" + DONE))
    under.pictures.append(Box(LEFT[1], 204, LEFT[1] + 14 * EM, 400))
    assert score(under) > score(plain)


def test_a_rule_over_both_columns_parts_what_is_above_from_what_is_below():
    low = (LEFT[1], 610, "<" + DONE)
    parted = pair(low)
    parted.rule(LEFT[0], 585, LEFT[2], 588)
    assert score(parted) < score(pair(low)) - 3


@pytest.mark.parametrize(("thing", "sign"), [("rule", -1), ("picture", 1)])
def test_what_lies_in_the_way_down_a_column(thing, sign):
    def stacked():
        return sheet_of((LEFT[0], 200, OPEN), (LEFT[0], 800, "<" + DONE))

    sheet = stacked()
    if thing == "rule":
        sheet.rule(LEFT[0], 700, LEFT[1], 703)
    else:
        sheet.pictures.append(Box(LEFT[0], 590, LEFT[0] + 14 * EM, 790))
    assert sign * (score(sheet) - score(stacked())) > 0.5


def test_text_in_the_way_down_a_column_is_not_passed_over():
    three = scene(sheet_of((LEFT[0], 200, OPEN), (LEFT[0], 760, DONE), (LEFT[0], 1300, "<" + DONE)))
    assert successor_score(three, 0, 2) is None


def test_the_same_setting_speaks_for_a_column():
    small = pair()
    box = {"left": LEFT[1], "top": 200}
    small.lines = [line for line in small.lines if line[1].left < LEFT[1]]
    small.flow(["<" + DONE], [(box["left"], box["top"], 40)], measure=17, em=24)
    assert score(small) < score(pair()) - 1


def test_a_head_is_followed_by_the_leftmost_column_under_it():
    both = pair((LEFT[1], 200, DONE), (LEFT[0], 200, DONE))
    made = scene(both, heads=(head(LEFT[0], LEFT[2] - GAP),), ceilings=(0, 0))
    assert successor_score(made, 0, 1) > successor_score(made, 0, 2)
    assert no_successor(made, 0) < successor_score(made, 0, 1)


def test_a_head_is_not_followed_by_what_is_not_under_it():
    made = scene(pair(), heads=(head(LEFT[0], LEFT[1] - GAP),), ceilings=(0, -1))
    assert successor_score(made, 0, 1) is not None
    assert successor_score(made, 0, 2) is None


def test_a_vertical_head_is_followed_by_what_stands_beside_it():
    beside = Head((), Box(MARGIN - 90, 200, MARGIN - 20, 580), Box(0, 200, MARGIN, 580), 70, True, -1)
    made = scene(pair(), heads=(beside,))
    assert successor_score(made, 0, 1) > successor_score(made, 0, 2)
    above = Head((), Box(MARGIN - 90, 20, MARGIN - 20, 190), Box(0, 20, MARGIN, 190), 70, True, -1)
    assert successor_score(scene(pair(), heads=(above,)), 0, 1) is None


def test_where_a_story_may_end():
    open_, full, short = (scene(sheet_of((LEFT[0], 200, text))) for text in (OPEN, OPEN[:123] + "。", DONE))
    assert no_successor(open_, 0) < no_successor(full, 0) < no_successor(short, 0)
    assert no_successor(scene(pair(), jumps_out=(0,)), 0) > no_successor(short, 0)


def test_where_a_story_may_begin():
    inside, indented = (scene(sheet_of((LEFT[0], 200, text))) for text in ("<" + DONE, DONE))
    dateline = scene(sheet_of((LEFT[0], 200, "本报讯（记者白莹）" + DONE)))
    assert no_predecessor(inside, 0) < no_predecessor(indented, 0) < no_predecessor(dateline, 0)
    under = scene(pair(), heads=(head(LEFT[0], LEFT[1] - GAP),), ceilings=(0, -1))
    assert no_predecessor(under, 1) < no_predecessor(scene(pair()), 0)
    assert no_predecessor(scene(pair(), jumps_in=(1,)), 1) > no_predecessor(dateline, 0)
