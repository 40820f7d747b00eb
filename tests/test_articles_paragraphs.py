"""Paragraphs: where they begin, and how they run on over columns and line ends."""

import pytest
from pages import EM, GAP, MARGIN, Sheet, chinese, english, rejoined, texts

from digitize.model import Role

LEFT = [MARGIN + n * (14 * EM + GAP) for n in range(5)]
BOTH = pytest.mark.parametrize("paragraph", [english, chinese], ids=["english", "chinese"])
HEAD = {english: "Bridge Opens at Last", chinese: "大桥今日通车"}
ROUGHLY = {english: 1, chinese: 2}
"""Characters of Chinese that take the room of a word of English, about."""


def article_of(paragraph, paragraphs, columns):
    sheet = Sheet()
    sheet.row(HEAD[paragraph], LEFT[0], 100, 60)
    sheet.flow(paragraphs, columns)
    _, (article,) = rejoined(sheet)
    return article


@BOTH
def test_first_line_indents_begin_paragraphs(paragraph):
    three = [paragraph(length * ROUGHLY[paragraph], seed) for seed, length in enumerate((40, 52, 33))]
    article = article_of(paragraph, three, [(LEFT[0], 220, 60)])
    assert texts(article) == three
    assert [len(p.blocks) for p in article.paragraphs] == [1, 1, 1, 1]


@BOTH
def test_a_paragraph_over_a_column_break_is_one(paragraph):
    three = [paragraph(length * ROUGHLY[paragraph], seed) for seed, length in enumerate((40, 60, 33))]
    article = article_of(paragraph, three, [(LEFT[0], 220, 12), (LEFT[1], 220, 60)])
    assert texts(article) == three
    assert sorted(len(p.blocks) for p in article.paragraphs if p.role is Role.BODY) == [1, 1, 2]


@BOTH
def test_a_paragraph_over_three_columns_is_one(paragraph):
    one = paragraph(100 * ROUGHLY[paragraph], 7)
    article = article_of(paragraph, [one], [(LEFT[0], 220, 5), (LEFT[1], 220, 5), (LEFT[2], 220, 60)])
    assert texts(article) == [one]
    assert len(article.paragraphs[1].blocks) == 3


@BOTH
def test_a_column_that_ends_with_a_paragraph(paragraph):
    two = [paragraph(60 * ROUGHLY[paragraph], 8), paragraph(60 * ROUGHLY[paragraph], 9)]
    sheet = Sheet()
    sheet.row(HEAD[paragraph], LEFT[0], 100, 60)
    sheet.flow([two[0]], [(LEFT[0], 220, 60)])
    sheet.flow([two[1]], [(LEFT[1], 220, 60)])
    # a headline as wide as both columns says that they are one story
    sheet.row(HEAD[paragraph] + HEAD[paragraph][:8], LEFT[0], 20, 66)
    _, (article,) = rejoined(sheet)
    assert texts(article) == two


def test_paragraphs_without_indents_begin_after_a_short_last_line():
    two = [chinese(64, 10), chinese(64, 11)]
    article = article_of(chinese, ["<" + text for text in two], [(LEFT[0], 220, 60)])
    assert texts(article) == two


def test_a_short_line_without_a_full_stop_ends_no_paragraph():
    sheet = Sheet()
    sheet.row("大桥今日通车", LEFT[0], 100, 60)
    text = chinese(140, 12)
    (column,) = sheet.flow(["<" + text[:50]], [(LEFT[0], 220, 60)])
    assert text[49] not in "，。"
    sheet.flow(["<" + text[50:]], [(LEFT[0], column.bottom + 12, 60)])
    _, (article,) = rejoined(sheet)
    assert texts(article) == [text]


@pytest.mark.parametrize(
    ("above", "below", "text"),
    [
        ("the people met in the temp-", "erature of the harbour.", "temperature of"),
        ("the people met a well-", "known man of the harbour.", "well-known man"),
        ("the people came for the post\u00ad", "man of the harbour.", "postman of"),
    ],
)
def test_hyphens_at_a_column_end(above, below, text):
    before, after = english(50, 13), english(40, 14)
    sheet = Sheet()
    sheet.row("Bridge Opens at Last", LEFT[0], 100, 60)
    (column,) = sheet.flow([before[:-1] + " and"], [(LEFT[0], 220, 60)])
    sheet.row(above, LEFT[0], column.bottom + 12, EM, LEFT[0] + 14 * EM)
    sheet.row(below, LEFT[1], 220, EM, LEFT[1] + 14 * EM)
    sheet.flow(["<" + after], [(LEFT[1], 262, 60)])
    sheet.row("it is a well-known tale of old.", LEFT[1], 240 + 42 * 14, EM)
    _, articles = rejoined(sheet)
    assert text in " ".join(texts(articles[0]))
    assert above.rstrip("-\u00ad") in texts(articles[0])[0]


@BOTH
def test_running_text_holds_every_word_once(paragraph):
    parts = [paragraph(length * ROUGHLY[paragraph], seed) for seed, length in enumerate((70, 65, 90, 41, 84), 20)]
    article = article_of(paragraph, parts, [(left, 220, 15) for left in LEFT[:3]] + [(LEFT[3], 220, 60)])
    assert texts(article) == parts


def test_a_sentence_left_open_by_a_short_line_goes_on_in_the_next_column():
    text = chinese(200, 15)
    sheet = Sheet()
    sheet.row("大桥今日通车典礼隆重", LEFT[0] + 40, 100, 70)
    assert text[119] not in "，。"
    sheet.flow([text[:120]], [(LEFT[0], 220, 60)])
    sheet.flow(["<" + text[120:]], [(LEFT[1], 220, 60)])
    _, (article,) = rejoined(sheet)
    assert texts(article) == [text]
