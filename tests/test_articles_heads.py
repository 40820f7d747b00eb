"""Headlines, kickers and subtitles, and what belongs to them."""

import pytest
from pages import EM, GAP, MARGIN, Sheet, bodies, chinese, english, rejoined, texts

from digitize.model import Box, Role

LEFT = [MARGIN + n * (14 * EM + GAP) for n in range(5)]
HEAD_ROLES = (Role.KICKER, Role.HEADLINE, Role.SUBTITLE)


def head_of(article):
    return [(p.role, p.text) for p in article.paragraphs if p.role in HEAD_ROLES]


@pytest.mark.parametrize(
    ("kicker", "headline", "subtitle", "body"),
    [
        ("After Years of Work", "Harbour Bridge Opens", "Council puts money aside", english(100, 1)),
        ("多年建设终于完成", "大桥今日正式通车", "市民冒雨前来参加典礼", chinese(200, 1)),
    ],
)
def test_kicker_headline_and_subtitle(kicker, headline, subtitle, body):
    sheet = Sheet()
    sheet.row(subtitle, LEFT[0] + 40, 245, 42)
    sheet.row(headline, LEFT[0], 160, 72)
    sheet.row(kicker, LEFT[0] + 80, 100, 42)
    sheet.flow([body], [(LEFT[0], 330, 9), (LEFT[1], 330, 30)])
    _, (article,) = rejoined(sheet)
    assert head_of(article) == [(Role.KICKER, kicker), (Role.HEADLINE, headline), (Role.SUBTITLE, subtitle)]
    assert article.title == headline
    assert texts(article) == [body]
    assert [p.role for p in article.paragraphs] == [*HEAD_ROLES, Role.BODY]


def test_a_headline_of_two_lines_is_one_paragraph():
    sheet = Sheet()
    sheet.row("Harbour Bridge", LEFT[0], 100, 70)
    sheet.row("Opens at Last", LEFT[0], 190, 70)
    sheet.flow([english(100, 2)], [(LEFT[0], 300, 9), (LEFT[1], 300, 30)])
    _, (article,) = rejoined(sheet)
    assert head_of(article) == [(Role.HEADLINE, "Harbour Bridge Opens at Last")]


def test_a_headline_read_in_pieces_is_put_together():
    sheet = Sheet()
    right = sheet.row("Harbour Bridge", LEFT[0], 100, 70).right
    sheet.row("Opens", right + 30, 100, 70)
    sheet.flow([english(100, 3)], [(LEFT[0], 220, 9), (LEFT[1], 220, 30)])
    _, (article,) = rejoined(sheet)
    assert head_of(article) == [(Role.HEADLINE, "Harbour Bridge Opens")]


@pytest.mark.parametrize(("second", "left"), [("Opens at Last", 0), (None, 0), ("Opens", 180)])
def test_a_space_between_words_over_the_gutter_parts_no_headline(second, left):
    sheet = Sheet()
    before = "Harbour Bridge Now"
    sheet.row(before, LEFT[0], 100, 110, right=LEFT[1] - GAP)
    sheet.row("Stands", LEFT[1], 100, 110)
    if second is not None:
        sheet.row(second, LEFT[0] + left, 230, 110)
    body = english(100, 2)
    boxes = sheet.flow([body], [(LEFT[0], 380, 12), (LEFT[1], 380, 30)])
    sheet.gutters[-1] = Box(LEFT[1] - GAP, 80, LEFT[1], boxes[-1].bottom)
    _, (article,) = rejoined(sheet)
    assert article.title == " ".join(filter(None, (before, "Stands", second)))
    assert texts(article) == [body]


def test_headlines_a_gutter_apart_stay_apart_over_stories_of_their_own():
    sheet = Sheet()
    bodies = english(60, 2), english(60, 7)
    for n, title in enumerate(("Harbour Bridge Now", "Stands")):
        sheet.row(title, LEFT[n], 100, 110, right=LEFT[n] + 14 * EM)
        (box,) = sheet.flow([bodies[n]], [(LEFT[n], 260, 14)])
    sheet.gutters[-1] = Box(LEFT[1] - GAP, 80, LEFT[1], box.bottom)
    _, articles = rejoined(sheet)
    assert [(article.title, *texts(article)) for article in articles] == [
        ("Harbour Bridge Now", bodies[0]),
        ("Stands", bodies[1]),
    ]


def test_the_last_line_of_a_headline_printed_over_its_text_begins_no_story():
    body = english(110, 3)
    sheet = Sheet()
    sheet.row("Harbour Bridge Opens", LEFT[0], 100, 80)
    sheet.row("at Last", LEFT[1] + 20, 190, 56)
    sheet.flow([body], [(LEFT[0], 196, 12), (LEFT[1], 230, 30)])
    _, (article,) = rejoined(sheet)
    assert article.title == "Harbour Bridge Opens"
    assert texts(article) == [body]


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_vertical_headline_beside_its_columns_reads_from_the_right(side):
    body = chinese(260, 4)
    sheet = Sheet()
    x = MARGIN if side == "left" else MARGIN + 2 * (14 * EM + GAP)
    start = MARGIN + 200 if side == "left" else MARGIN
    sheet.upright_row("展小候鸟夏令营", x, 120, 70)
    sheet.upright_row("中铁六局交通分公司工会开", x + 85, 120, 70)
    sheet.flow([body], [(start, 120, 12), (start + 14 * EM + GAP, 120, 30)])
    _, (article,) = rejoined(sheet)
    assert head_of(article) == [(Role.HEADLINE, "中铁六局交通分公司工会开展小候鸟夏令营")]
    assert texts(article) == [body]


def test_the_first_of_the_columns_before_a_vertical_headline_begins_its_story():
    column = 14 * EM + GAP
    body = ["本报讯" + chinese(150, 8), chinese(160, 9)]
    sheet = Sheet()
    sheet.upright_row("学生营养餐计划通过评审", MARGIN + 2 * column, 120, 70)
    sheet.flow(body, [(MARGIN, 120, 12), (MARGIN + column, 120, 12)])
    _, (article,) = rejoined(sheet)
    assert article.title == "学生营养餐计划通过评审"
    assert texts(article) == body


def test_a_vertical_headline_belongs_to_the_story_beside_it_not_to_the_next():
    first, second = chinese(200, 5), chinese(200, 6)
    sheet = Sheet()
    sheet.upright_row("工会开展夏令营", MARGIN, 120, 70)
    sheet.flow([first], [(MARGIN + 110, 120, 10), (MARGIN + 110 + 14 * EM + GAP, 120, 10)])
    sheet.rule(1060, 100, 1063, 900)
    sheet.row("大桥今日通车", 1110, 120, 60)
    sheet.flow([second], [(1110, 240, 8), (1110 + 14 * EM + GAP, 240, 10)])
    _, articles = rejoined(sheet)
    assert [(article.title, texts(article)) for article in articles] == [
        ("工会开展夏令营", [first]),
        ("大桥今日通车", [second]),
    ]


def test_heads_at_one_height_over_neighbouring_columns_stay_two():
    sheet = Sheet()
    sheet.row("大桥今日通车", LEFT[0], 100, 50)
    sheet.row("市长会见选民", LEFT[1], 100, 50)
    sheet.flow([chinese(90, 7)], [(LEFT[0], 200, 30)])
    sheet.flow([chinese(90, 8)], [(LEFT[1], 200, 30)])
    _, articles = rejoined(sheet)
    assert [(article.title, texts(article)) for article in articles] == [
        ("大桥今日通车", [chinese(90, 7)]),
        ("市长会见选民", [chinese(90, 8)]),
    ]


def test_a_rule_parts_a_headline_from_a_headline_above():
    sheet = Sheet()
    sheet.row("本周要闻", LEFT[0], 100, 60)
    sheet.rule(LEFT[0], 172, LEFT[1], 175)
    sheet.row("大桥今日通车", LEFT[0], 185, 60)
    sheet.flow([chinese(90, 9)], [(LEFT[0], 280, 30)])
    sheet.row("市长会见选民", LEFT[1], 100, 60)
    sheet.flow([chinese(180, 12)], [(LEFT[1], 200, 30)])
    _, articles = rejoined(sheet)
    assert [(article.title, texts(article)) for article in articles] == [
        ("本周要闻", []),
        ("大桥今日通车", [chinese(90, 9)]),
        ("市长会见选民", [chinese(180, 12)]),
    ]


def test_an_article_without_headline_is_named_by_its_first_words():
    sheet = Sheet()
    body = chinese(90, 10)
    sheet.flow([body], [(LEFT[0], 100, 30)])
    _, (article,) = rejoined(sheet)
    assert article.title == body[:40] + "…"
    assert head_of(article) == []


@pytest.mark.parametrize("size", [EM * 1.05, EM * 0.9])
def test_type_little_larger_or_smaller_than_running_text_is_no_headline(size):
    sheet = Sheet()
    sheet.flow([chinese(120, 11)], [(LEFT[0], 100, 30)])
    sheet.row("江水再次上涨", LEFT[1], 100, size)
    _, articles = rejoined(sheet)
    assert all(head_of(article) == [] for article in articles)
    assert bodies(articles)


def test_a_head_beside_a_picture_over_text_that_runs_on_under_it():
    sheet = Sheet()
    sheet.row("Harbour Bridge", 900, 100, 70)
    sheet.pictures.append(Box(1490, 80, 2300, 185))
    body = english(120, 2)
    sheet.flow([body], [(900, 230, 30)], measure=30)
    _, (article,) = rejoined(sheet)
    assert article.title == "Harbour Bridge"
    assert texts(article) == [body]
