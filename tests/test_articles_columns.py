"""Stories over columns: what goes on where, and what does not."""

import pytest
from pages import EM, GAP, HANT, MARGIN, Sheet, bodies, chinese, english, only_join, rejoined, texts

from digitize.model import Box, JoinKind, Role

LEFT = [MARGIN + n * (14 * EM + GAP) for n in range(5)]
"""Left edges of columns fourteen ems wide."""
BOTH = pytest.mark.parametrize("paragraph", [english, chinese], ids=["english", "chinese"])
LENGTH = {english: 125, chinese: 300}


def story(paragraph, seed=0, share=1.0):
    """A paragraph of some twenty-two lines."""
    return paragraph(round(LENGTH[paragraph] * share), seed)


def headline(paragraph, number=0):
    latin = ("Bridge Opens at Last", "Mayor Speaks to Voters", "School Gets New Roof", "River Rises Once Again")
    return (latin if paragraph is english else ("大桥今日通车", "市长会见选民", "学校更换屋顶", "江水再次上涨"))[number]


@BOTH
def test_a_column_break_inside_a_sentence(paragraph):
    text = story(paragraph)
    sheet = Sheet()
    sheet.row(headline(paragraph), LEFT[0], 100, 60)
    sheet.flow([text], [(LEFT[0], 220, 7), (LEFT[1], 220, 7), (LEFT[2], 220, 30)])
    _, articles = rejoined(sheet)
    (article,) = articles
    assert texts(article) == [text]
    assert article.title == headline(paragraph)
    assert [join.kind for join in article.joins] == [JoinKind.COLUMN] * 2
    (body,) = [p for p in article.paragraphs if p.role is Role.BODY]
    assert [(join.before, join.after) for join in article.joins] == list(
        zip(body.blocks, body.blocks[1:], strict=False)
    )


@BOTH
def test_a_headline_over_two_of_three_columns(paragraph):
    long, other = story(paragraph, 1), story(paragraph, 2)
    sheet = Sheet()
    sheet.row(headline(paragraph), LEFT[0] + 100, 100, 90)
    sheet.row(headline(paragraph, 1), LEFT[2], 100, 44)
    sheet.flow([long], [(LEFT[0], 240, 12), (LEFT[1], 240, 30)])
    sheet.flow([other], [(LEFT[2], 240, 30)])
    _, articles = rejoined(sheet)
    assert bodies(articles) == [[long], [other]]
    assert [article.title for article in articles] == [headline(paragraph), headline(paragraph, 1)]


@BOTH
def test_a_third_column_that_begins_beside_the_headline(paragraph):
    text = story(paragraph, 3, share=1.4)
    sheet = Sheet()
    sheet.row(headline(paragraph), LEFT[0] + 100, 100, 90)
    sheet.flow([text], [(LEFT[0], 240, 9), (LEFT[1], 240, 9), (LEFT[2], 103, 30)])
    _, articles = rejoined(sheet)
    assert bodies(articles) == [[text]]


def test_the_column_beside_a_headline_is_its_own_though_the_story_above_breaks_off():
    upper, lower = chinese(500, 3)[:418], chinese(400, 5)
    lower = f"{lower[:249]}。{lower[250:]}"
    sheet = Sheet()
    for top, number, text in ((100, 0, upper), (690, 1, lower)):
        sheet.row(headline(chinese, number), LEFT[0], top, 90)
        sheet.flow([text], [(LEFT[0], top + 140, 9), (LEFT[1], top + 140, 9), (LEFT[2], top + 3, 12)])
    _, articles = rejoined(sheet)
    assert bodies(articles) == [[upper], [lower]]


@BOTH
def test_stories_below_each_other_parted_by_a_rule(paragraph):
    upper, lower = story(paragraph, 4), story(paragraph, 5)
    sheet = Sheet()
    sheet.row(headline(paragraph), LEFT[0], 100, 60)
    sheet.flow([upper], [(LEFT[0], 220, 8), (LEFT[1], 220, 8), (LEFT[2], 220, 12)])
    sheet.rule(LEFT[0], 740, LEFT[3] - GAP, 743)
    sheet.row(headline(paragraph, 1), LEFT[0], 780, 60)
    sheet.flow([lower], [(LEFT[0], 900, 8), (LEFT[1], 900, 8), (LEFT[2], 900, 40)])
    _, articles = rejoined(sheet)
    assert bodies(articles) == [[upper], [lower]]


@BOTH
def test_a_box_between_two_columns_of_one_story_stays_apart(paragraph):
    around, inside = story(paragraph, 6, share=1.6), story(paragraph, 7, share=0.5)
    sheet = Sheet()
    sheet.row(headline(paragraph), LEFT[0], 100, 90)
    sheet.flow([around], [(LEFT[0], 240, 20), (LEFT[2], 240, 30)])
    sheet.frames.append(Box(LEFT[1] - 15, 240, LEFT[2] - 25, 1100))
    sheet.row(headline(paragraph, 1), LEFT[1], 260, 40)
    sheet.flow([inside], [(LEFT[1], 340, 30)])
    blocks, articles = rejoined(sheet)
    assert sorted(bodies(articles)) == sorted([[around], [inside]])
    titles = {article.title: article for article in articles}
    assert texts(titles[headline(paragraph, 1)]) == [inside]
    assert len(blocks) == 5


@BOTH
def test_a_picture_in_a_column_does_not_end_the_story(paragraph):
    text = story(paragraph, 8)
    sheet = Sheet()
    sheet.row(headline(paragraph), LEFT[0], 100, 60)
    picture = Box(LEFT[1], 225, LEFT[1] + 14 * EM, 520)
    sheet.pictures.append(picture)
    sheet.flow([text], [(LEFT[0], 220, 10), (LEFT[1], 560, 30)])
    _, articles = rejoined(sheet)
    assert bodies(articles) == [[text]]


@BOTH
def test_a_picture_in_the_middle_of_a_column(paragraph):
    text = story(paragraph, 9)
    sheet = Sheet()
    sheet.row(headline(paragraph), LEFT[0], 100, 60)
    sheet.pictures.append(Box(LEFT[0], 530, LEFT[0] + 14 * EM, 860))
    sheet.flow([text], [(LEFT[0], 220, 7), (LEFT[0], 880, 30)])
    _, articles = rejoined(sheet)
    assert bodies(articles) == [[text]]
    assert only_join(articles).kind is JoinKind.GAP


def test_text_under_a_picture_goes_on_in_a_short_column():
    text = chinese(260, 7)
    sheet = Sheet()
    sheet.row("大桥今日通车", LEFT[0], 100, 60)
    sheet.pictures.append(Box(LEFT[0], 560, LEFT[0] + 14 * EM, 940))
    sheet.flow([text], [(LEFT[0], 220, 7), (LEFT[0], 960, 4), (LEFT[1], 220, 30)])
    _, articles = rejoined(sheet)
    assert bodies(articles) == [[text]]


def test_a_headline_in_the_middle_of_five_columns_is_flush_on_the_second_by_chance():
    text, other = chinese(900, 4), chinese(500, 5)
    sheet = Sheet(width=2800)
    sheet.row("春江日报", 2500, 40, 60)  # print that stands out over the last column
    sheet.flow([other], [(left, 220, 8) for left in LEFT])
    sheet.row("江水再次上涨市长会见选民学校更换屋顶大桥", LEFT[1], 700, 67)
    sheet.flow([text], [(left, 830, 14) for left in LEFT])
    _, articles = rejoined(sheet)
    assert [text] in bodies(articles)


def test_an_indented_line_hardly_under_the_end_above_it():
    # four characters end the one, five begin the other two ems to the right
    above, below = chinese(23, 1), chinese(40, 2)
    sheet = Sheet()
    sheet.row("大桥今日通车", LEFT[0], 100, 60)
    sheet.flow([above, below], [(LEFT[0], 220, 5), (LEFT[0] + 7 * EM + GAP, 220, 30)], measure=7)
    _, (article,) = rejoined(sheet)
    assert bodies([article]) == [[above, below]]
    assert [join.kind for join in article.joins] == [JoinKind.COLUMN]


@pytest.mark.xfail(reason="a gutter beside fewer than eight ems of text does not keep lines apart")
def test_a_last_column_of_three_lines():
    text = chinese(230, 1)
    sheet = Sheet()
    sheet.row("大桥今日通车", LEFT[0], 100, 60)
    sheet.flow([text], [(LEFT[0], 220, 7), (LEFT[1], 220, 7), (LEFT[2], 220, 3)])
    _, articles = rejoined(sheet)
    assert bodies(articles) == [[text]]


@BOTH
def test_columns_with_no_headline_read_from_the_left(paragraph):
    text = story(paragraph, 10)
    sheet = Sheet()
    sheet.flow([text], [(LEFT[0], 220, 9), (LEFT[1], 220, 30)])
    _, articles = rejoined(sheet)
    assert bodies(articles) == [[text]]


@BOTH
def test_a_dateline_begins_another_story(paragraph):
    dateline = "WEXCOMBE, Oct. 5 — " if paragraph is english else "本报讯（记者白莹）"
    first, second = story(paragraph, 11, share=0.5), dateline + story(paragraph, 12, share=0.5)
    sheet = Sheet()
    sheet.flow([first], [(LEFT[0], 220, 40)])
    sheet.flow([second], [(LEFT[1], 220, 40)])
    _, articles = rejoined(sheet)
    assert bodies(articles) == [[first], [second]]


def test_a_clear_break_is_joined_without_doubt():
    text = chinese(230, 13)
    sheet = Sheet()
    sheet.row("大桥今日通车典礼隆重", LEFT[0] + 60, 100, 80)
    sheet.flow([text], [(LEFT[0], 240, 9), (LEFT[1], 240, 30)])
    _, articles = rejoined(sheet)
    join = only_join(articles)
    assert not join.doubtful
    assert join.confidence > 0.9
    assert join.reason == "at the head of the next column, the sentence goes on"


def two_ways(shift):
    """An open column that may go on under a gap, or in a column beside it that stands `shift` ems away."""
    sheet = Sheet()
    (column,) = sheet.flow([chinese(230, 14)[:124]], [(LEFT[0], 220, 9)])
    sheet.flow(["<" + chinese(58, 15)], [(LEFT[0], column.bottom + 5.4 * EM, 30)])
    sheet.flow(["<" + chinese(58, 16)], [(LEFT[1] + shift * EM, 220, 30)])
    return only_join(rejoined(sheet)[1])


def test_a_join_is_doubtful_where_another_is_as_likely():
    joins = [two_ways(shift) for shift in range(0, 31, 3)]
    kinds = [join.kind for join in joins]
    turn = kinds.index(JoinKind.GAP)
    assert set(kinds[:turn]) == {JoinKind.COLUMN}
    assert set(kinds[turn:]) == {JoinKind.GAP}
    assert joins[turn - 1].doubtful
    assert joins[turn].doubtful
    assert not joins[-1].doubtful
    confidences = [join.confidence for join in joins]
    assert sorted(confidences[:turn], reverse=True) == confidences[:turn]
    assert sorted(confidences[turn:]) == confidences[turn:]


@BOTH
def test_stories_come_in_reading_order(paragraph):
    parts = [story(paragraph, seed, share=0.4) for seed in range(20, 24)]
    sheet = Sheet()
    # set in disorder: two tiers of two stories
    for n in (3, 0, 2, 1):
        left, top = LEFT[n % 2], 100 + 700 * (n // 2)
        sheet.row(headline(paragraph, n), left, top, 36)
        sheet.flow([parts[n]], [(left, top + 80, 40)])
    sheet.rule(LEFT[0], 750, LEFT[2], 753)
    _, articles = rejoined(sheet)
    assert bodies(articles) == [[part] for part in parts]


def test_a_headline_owns_every_column_under_it_but_not_those_beside():
    texts_ = [story(english, seed) for seed in (30, 31)]
    sheet = Sheet()
    sheet.row("Harbour Bridge Opens to Carts", LEFT[0] + 50, 100, 80)
    sheet.flow([texts_[0]], [(LEFT[0], 240, 14), (LEFT[1], 240, 14)])
    sheet.rule(LEFT[2] - 20, 90, LEFT[2] - 17, 1400)
    sheet.row("School Gets New Roof", LEFT[2], 100, 80)
    sheet.flow([texts_[1]], [(LEFT[2], 240, 14), (LEFT[3], 240, 20)])
    _, articles = rejoined(sheet)
    assert bodies(articles) == [[text] for text in texts_]


def test_languages_of_a_mixed_page():
    sheet = Sheet()
    sheet.row("Bridge Opens", LEFT[0], 100, 60)
    sheet.flow([english(60, 40)], [(LEFT[0], 220, 30)])
    sheet.rule(LEFT[1] - 20, 90, LEFT[1] - 17, 1400)
    sheet.row("大桥通车", LEFT[1], 100, 60)
    sheet.flow([chinese(120, 41)], [(LEFT[1], 220, 30)])
    sheet.rule(LEFT[2] - 20, 90, LEFT[2] - 17, 1400)
    sheet.row("大橋開幕", LEFT[2], 100, 60)
    sheet.flow([chinese(120, 42, HANT)], [(LEFT[2], 220, 30)])
    _, articles = rejoined(sheet)
    assert [(article.title, article.language) for article in articles] == [
        ("Bridge Opens", "en"),
        ("大桥通车", "zh-Hans"),
        ("大橋開幕", "zh-Hant"),
    ]


def test_a_page_without_text_has_no_articles():
    sheet = Sheet()
    sheet.pictures.append(Box(100, 100, 900, 900))
    assert rejoined(sheet) == ((), ())
    assert rejoined() == ((), ())


def boxed(paragraph, top):
    """A column in whose middle a framed story stands with no more white around it than between two lines."""
    outer, inside = story(paragraph, 50, share=0.9), story(paragraph, 51, share=0.3)
    sheet = Sheet()
    sheet.row(headline(paragraph), LEFT[0], 100, 60)
    columns = sheet.flow([outer], [(LEFT[0], 220, 9), (LEFT[0], top, 40)])
    held = sheet.flow([inside], [(LEFT[0], columns[0].bottom + 14, 40)])
    return sheet, outer, inside, held[0]


@BOTH
def test_a_box_inside_a_column_is_not_run_into(paragraph):
    sheet, _, inside, held = boxed(paragraph, 220 + 18 * 1.4 * EM)
    sheet.frames.append(Box(LEFT[0] - 4, held.top - 6, LEFT[0] + 14 * EM + 4, held.bottom + 6))
    _, articles = rejoined(sheet)
    assert [inside] in bodies(articles)


@BOTH
def test_text_goes_on_under_a_box_in_its_column(paragraph):
    sheet, outer, inside, held = boxed(paragraph, 220 + 18 * 1.4 * EM)
    sheet.frames.append(Box(LEFT[0] - 4, held.top - 6, LEFT[0] + 14 * EM + 4, held.bottom + 6))
    _, articles = rejoined(sheet)
    assert bodies(articles) == [[outer], [inside]]


def test_a_rule_between_two_lines_of_a_column_ends_the_story():
    upper, lower = story(chinese, 52, share=0.5), "本报讯（记者白莹）" + story(chinese, 53, share=0.5)
    sheet = Sheet()
    (column,) = sheet.flow([upper], [(LEFT[0], 220, 40)])
    sheet.rule(LEFT[0], column.bottom + 6, LEFT[1] - GAP, column.bottom + 8)
    sheet.flow(["<" + lower], [(LEFT[0], column.bottom + 15, 40)])
    _, articles = rejoined(sheet)
    assert bodies(articles) == [[upper], [lower]]


def test_lines_printed_over_each_other_are_not_lost():
    sheet = Sheet()
    sheet.flow([english(200)], [(LEFT[0], 220, 60)])
    for text in ("1 Notice", "."):
        sheet.row(text, LEFT[1], 400, right=LEFT[1] + 14 * EM)
    blocks, _ = rejoined(sheet)
    assert sum("Notice" in line.text for block in blocks for line in block.lines) == 1
