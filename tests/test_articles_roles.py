"""Folios, advertisements, captions and bylines, and that they stay out of running text."""

import pytest
from pages import EM, GAP, MARGIN, Sheet, bodies, chinese, english, rejoined, texts

from digitize.articles.roles import is_byline
from digitize.model import Box, Role

LEFT = [MARGIN + n * (14 * EM + GAP) for n in range(5)]


def lines_of(blocks, role):
    return [line.text for block in blocks if block.role is role for line in block.lines]


def test_all_above_the_first_rule_across_the_page_is_folio():
    sheet = Sheet()
    sheet.row("劳动午报", LEFT[0], 60, 80)
    sheet.row("工会新闻 第2版", LEFT[2], 110, EM)
    sheet.rule(MARGIN, 160, LEFT[3], 164)
    sheet.row("大桥今日通车", LEFT[0], 200, 60)
    body = chinese(900, 1)
    sheet.flow([body], [(left, 320, 30) for left in LEFT[:3]])
    blocks, articles = rejoined(sheet)
    assert lines_of(blocks, Role.FOLIO) == ["劳动午报", "工会新闻 第2版"]
    assert bodies(articles) == [[body]]


def test_a_banner_headline_over_a_rule_is_no_folio():
    sheet = Sheet()
    sheet.row("大桥今日通车", LEFT[0], 60, 120)
    sheet.rule(MARGIN, 200, LEFT[3], 204)
    sheet.flow([chinese(900, 1)], [(left, 320, 30) for left in LEFT[:3]])
    blocks, _ = rejoined(sheet)
    assert lines_of(blocks, Role.FOLIO) == []
    assert lines_of(blocks, Role.HEADLINE) == ["大桥今日通车"]


@pytest.mark.parametrize(
    "folio",
    [
        "2023年8月30日 星期三 第2版",
        "Thursday, June 17, 1937 — Page 3",
        "Vol. 12 No. 33",
        "— 14 —",
    ],
)
@pytest.mark.parametrize("place", ["head", "foot"])
def test_a_folio_without_a_rule(folio, place):
    sheet = Sheet()
    body = chinese(900, 2)
    columns = sheet.flow([body], [(left, 200, 30) for left in LEFT[:3]])
    sheet.row(folio, LEFT[1], 100 if place == "head" else columns[0].bottom + 80, 26)
    blocks, articles = rejoined(sheet)
    assert lines_of(blocks, Role.FOLIO) == [folio]
    assert bodies(articles) == [[body]]


def test_a_rule_across_the_middle_of_the_page_makes_no_folio():
    sheet = Sheet()
    for top, seed, length in ((100, 3, 160), (700, 4, 300)):
        sheet.row("大桥今日通车", LEFT[0], top, 60)
        sheet.flow([chinese(length, seed)], [(left, top + 120, 6 if length == 160 else 12) for left in LEFT[:2]])
    sheet.rule(MARGIN, 600, LEFT[2], 604)
    blocks, articles = rejoined(sheet)
    assert lines_of(blocks, Role.FOLIO) == []
    assert bodies(articles) == [[chinese(160, 3)], [chinese(300, 4)]]


def test_a_frame_of_display_type_is_an_advertisement():
    sheet = Sheet()
    body = english(260, 5)
    sheet.row("Harbour Bridge Opens at Last", LEFT[0], 100, 80)
    columns = sheet.flow([body], [(LEFT[0], 240, 22), (LEFT[1], 240, 11), (LEFT[2], 240, 40)])
    frame = Box(LEFT[1] - 10, columns[1].bottom + 30, LEFT[2] - 30, columns[0].bottom)
    sheet.frames.append(frame)
    sheet.row("GRAND SALE", LEFT[1] + 60, frame.top + 40, 60)
    sheet.row("Furniture", LEFT[1] + 60, frame.top + 140, 46)
    sheet.row("Tel. 806", LEFT[1] + 60, frame.top + 220, EM)
    blocks, articles = rejoined(sheet)
    story = next(article for article in articles if article.title.startswith("Harbour"))
    assert texts(story) == [body]
    (advert,) = [article for article in articles if article is not story]
    assert {p.role for p in advert.paragraphs} == {Role.ADVERTISEMENT}
    assert lines_of(blocks, Role.ADVERTISEMENT) == ["GRAND SALE", "Furniture", "Tel. 806"]


def test_a_frame_of_running_text_is_an_article():
    sheet = Sheet()
    sheet.frames.append(Box(LEFT[0] - 20, 90, LEFT[1] - 20, 800))
    sheet.row("大桥今日通车", LEFT[0], 110, 60)
    sheet.flow([chinese(120, 6)], [(LEFT[0], 220, 30)])
    blocks, articles = rejoined(sheet)
    assert lines_of(blocks, Role.ADVERTISEMENT) == []
    assert bodies(articles) == [[chinese(120, 6)]]


@pytest.mark.parametrize("caption", ["图为大桥通车典礼现场。", "大桥通车。吴海燕 摄", "A view of the new bridge"])
def test_a_caption_under_a_picture_in_a_column(caption):
    body = chinese(430, 7)
    sheet = Sheet()
    sheet.row("大桥今日通车", LEFT[0], 100, 60)
    picture = Box(LEFT[0], 560, LEFT[0] + 14 * EM, 880)
    sheet.pictures.append(picture)
    sheet.row(caption, LEFT[0] + 40, picture.bottom + 12, 26)
    sheet.flow([body], [(LEFT[0], 220, 7), (LEFT[0], 960, 4), (LEFT[1], 220, 30)])
    _, (article,) = rejoined(sheet)
    assert texts(article) == [body]
    assert texts(article, Role.CAPTION) == [caption]
    assert article.paragraphs[-1].role is Role.CAPTION


def test_a_caption_in_the_type_of_the_text_is_set_off_from_it():
    above, below = english(60, 3), english(90, 4)
    sheet = Sheet()
    sheet.row("Bridge Opens at Last", LEFT[0], 100, 60)
    picture = Box(LEFT[0], 200, LEFT[0] + 14 * EM, 520)
    sheet.pictures.append(picture)
    sheet.row("The new bridge", LEFT[0], picture.bottom + 12)
    sheet.flow([above, below], [(LEFT[0], 600, 14), (LEFT[1], 200, 30)])
    _, (article,) = rejoined(sheet)
    assert texts(article, Role.CAPTION) == ["The new bridge"]
    assert texts(article) == [above, below]


def test_a_caption_measured_with_the_edge_of_its_picture_is_no_headline():
    above, below = english(60, 3), english(90, 4)
    sheet = Sheet()
    sheet.row("Bridge Opens at Last", LEFT[0], 100, 60)
    picture = Box(LEFT[0], 200, LEFT[0] + 14 * EM, 520)
    sheet.pictures.append(picture)
    sheet.row("The new bridge as seen last week.", LEFT[0], picture.bottom - 4, 1.3 * EM, right=LEFT[0] + 12 * EM)
    sheet.flow([above, below], [(LEFT[0], 600, 14), (LEFT[1], 200, 30)])
    _, (article,) = rejoined(sheet)
    assert texts(article, Role.CAPTION) == ["The new bridge as seen last week."]
    assert texts(article) == [above, below]


def test_a_caption_with_a_credit_ends_there_though_the_text_follows_at_its_pace():
    above, below = chinese(100, 3), chinese(200, 4)
    sheet = Sheet()
    sheet.row("大桥今日正式通车", LEFT[0], 100, 60)
    picture = Box(LEFT[0], 200, LEFT[0] + 14 * EM, 520)
    sheet.pictures.append(picture)
    sheet.row("图为市民冒雨前来参加典礼。何家", LEFT[0], picture.bottom + 8)
    sheet.row("栋 摄", LEFT[0], picture.bottom + 8 + 1.4 * EM)
    sheet.flow([above, below], [(LEFT[0], picture.bottom + 8 + 2.8 * EM, 14), (LEFT[1], 200, 30)])
    _, (article,) = rejoined(sheet)
    assert texts(article, Role.CAPTION) == ["图为市民冒雨前来参加典礼。何家栋 摄"]
    assert texts(article) == [above, below]


def test_text_that_goes_on_under_a_picture_is_no_caption():
    body = chinese(200, 8)
    sheet = Sheet()
    sheet.pictures.append(Box(LEFT[0], 500, LEFT[0] + 14 * EM, 800))
    sheet.flow([body], [(LEFT[0], 100, 9), (LEFT[0], 820, 30)])
    _, (article,) = rejoined(sheet)
    assert texts(article, Role.CAPTION) == []
    assert texts(article) == [body]


def test_a_caption_belongs_to_the_nearest_story_and_not_past_a_rule():
    upper, lower = chinese(200, 9), chinese(200, 10)
    sheet = Sheet()
    sheet.row("大桥今日通车", LEFT[0], 100, 60)
    sheet.flow([upper], [(LEFT[0], 200, 30)])
    sheet.pictures.append(Box(LEFT[1], 200, LEFT[1] + 14 * EM, 560))
    sheet.row("图为大桥通车典礼现场。", LEFT[1] + 40, 572, 26)
    sheet.gutters.append(Box(LEFT[1] - GAP, 200, LEFT[1], 600))
    sheet.rule(LEFT[0], 900, LEFT[2], 903)
    sheet.row("市长会见选民", LEFT[0], 930, 60)
    sheet.flow([lower], [(LEFT[0], 1030, 8), (LEFT[1], 1030, 30)])
    _, articles = rejoined(sheet)
    assert [(texts(a), texts(a, Role.CAPTION)) for a in articles] == [
        ([upper], ["图为大桥通车典礼现场。"]),
        ([lower], []),
    ]


@pytest.mark.parametrize("height", [150, 430])
def test_a_caption_in_a_frame_belongs_to_the_framed_story(height):
    """Also where text outside the frame is nearer, beyond the picture's `height`."""
    sheet = Sheet()
    sheet.frames.append(Box(LEFT[0] - 20, 100, LEFT[1] - 20, 980))
    sheet.row("大桥今日通车", LEFT[0], 120, 60)
    sheet.flow([chinese(60, 13)], [(LEFT[0], 210, 30)])
    sheet.pictures.append(Box(LEFT[0], 440, LEFT[0] + 14 * EM, 440 + height))
    sheet.row("图为大桥通车典礼现场。", LEFT[0] + 40, 455 + height, 26)
    sheet.gutters.append(Box(LEFT[1] - GAP, 100, LEFT[1], 900))
    sheet.row("市长会见选民", LEFT[1], 330 + height, 60)
    sheet.flow([chinese(150, 14)], [(LEFT[1], 420 + height, 30)])
    _, articles = rejoined(sheet)
    assert [(a.title, texts(a, Role.CAPTION)) for a in articles] == [
        ("大桥今日通车", ["图为大桥通车典礼现场。"]),
        ("市长会见选民", []),
    ]


def test_a_picture_page_without_text_keeps_its_caption():
    sheet = Sheet()
    sheet.pictures.append(Box(100, 100, 1300, 900))
    sheet.row("A view of the harbour", 542, 915, EM)
    _, (article,) = rejoined(sheet)
    assert [(p.role, p.text) for p in article.paragraphs] == [(Role.CAPTION, "A view of the harbour")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本报记者 白莹", True),
        ("（记者 白莹 通讯员 李明）", True),
        ("记者：白莹", True),
        ("By John Smith", True),
        ("BY MARGARET O'HARA", True),
        ("By the river the people met", False),
        ("本报讯（记者 白莹）8月29日，北京市总工会召开重点工作月调度会议", False),
        ("记者在现场看到市民冒雨前来参加典礼并且向工人们表示感谢和敬意", False),
        ("Standing by John Smith", False),
    ],
)
def test_bylines(text, expected):
    assert is_byline(text) is expected


@pytest.mark.parametrize(
    ("paragraph", "head", "name"),
    [(english, "Bridge Opens at Last", "By John Smith"), (chinese, "大桥今日通车", "本报记者 白莹")],
    ids=["english", "chinese"],
)
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_byline_is_a_paragraph_of_its_own(paragraph, head, name, place):
    body = paragraph(80, 11)
    sheet = Sheet()
    sheet.row(head, LEFT[0], 100, 60)
    if place == "first":
        sheet.row(name, LEFT[0] + (60 if paragraph is chinese else 36), 200, EM)
        sheet.flow([body], [(LEFT[0], 242, 30)])
    else:
        (column,) = sheet.flow([body], [(LEFT[0], 200, 30)])
        sheet.row(name, LEFT[0] + 200, column.bottom + 12, EM)
    _, (article,) = rejoined(sheet)
    assert texts(article, Role.BYLINE) == [name]
    assert texts(article) == [body]


def test_a_centred_byline():
    sheet = Sheet()
    sheet.row("大桥今日通车", LEFT[0], 100, 60)
    sheet.row("本报记者 白莹", LEFT[0] + 120, 200, EM)
    sheet.flow([chinese(80, 12)], [(LEFT[0], 242, 30)])
    _, (article,) = rejoined(sheet)
    assert texts(article, Role.BYLINE) == ["本报记者 白莹"]
