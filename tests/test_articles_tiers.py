"""Stories of vertical pages: tiers, headlines across and upright, and where a text goes on."""

from pages import EM, GAP, HANT, MARGIN, Sheet, bodies, chinese, rejoined

MEASURE = 14
TIER = [MARGIN + n * (MEASURE * EM + GAP) for n in range(4)]
"""Where the tiers begin, from the top of the page; all lengths are those of the reading frame."""


def wall(sheet, tier, top, bottom):
    """The rule under a tier."""
    sheet.rule(TIER[tier + 1] - GAP / 2 - 1, top, TIER[tier + 1] - GAP / 2 + 1, bottom)


def test_a_story_goes_on_at_the_right_of_the_tier_below():
    first, second = chinese(260, 1, HANT), chinese(150, 2, HANT)
    sheet = Sheet(vertical=True)
    sheet.row("大橋今日通車", TIER[0], 500, 60)
    boxes = sheet.flow([first], [(TIER[0], 620, 8), (TIER[1], 100, 40)])
    wall(sheet, 0, 60, 1400)
    sheet.row("市長會見選民", TIER[1], boxes[1].bottom + 80, 60)
    sheet.flow([second], [(TIER[1], boxes[1].bottom + 200, 40)])
    _, articles = rejoined(sheet)
    assert sorted(map(tuple, bodies(articles))) == sorted([(first,), (second,)])


def test_lines_over_two_tiers_go_on_in_the_upper_one():
    text = chinese(330, 3, HANT)
    sheet = Sheet(vertical=True)
    sheet.row("大橋今日通車典禮", TIER[0], 100, 80)
    both = 2 * MEASURE + GAP / EM
    long = text[: int(both) * 3 - 2]
    boxes = sheet.flow([long], [(TIER[0], 220, 10)], measure=int(both))
    left = boxes[0].bottom + 0.4 * EM
    sheet.flow(["<" + text[len(long) :]], [(TIER[0], left, 6), (TIER[1], left, 20)])
    wall(sheet, 0, left - 5, left + 700)
    _, articles = rejoined(sheet)
    assert ["".join(body) for body in bodies(articles)] == [text]
