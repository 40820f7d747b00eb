import json
from dataclasses import replace

import pytest
from issues import NASTY, block, page, paragraph, turned, two_pages

from digitize.articles.spelling import Spelling, join_lines
from digitize.export import article_text, articles_json, page_text
from digitize.export.running import run_on
from digitize.fullwidth import unspaced
from digitize.model import Article, Failure, Issue, Role


def test_an_article_is_heading_lines_and_paragraphs():
    assert article_text(two_pages().articles[0]) == (
        "City Council\n"
        "A Well-Known Case\n"
        "\n"
        "The example is a well-known one, continued here and broken by an advert; it goes onward to the end.\n"
        "\n"
        "A photo\n"
    )


def test_an_article_without_heading_begins_with_its_text():
    article = Article(
        "a", "made up from the text", "en", (paragraph(Role.BODY, "One."), paragraph(Role.BODY, "Two.")), ()
    )
    assert article_text(article) == "One.\n\nTwo.\n"


def test_a_page_has_its_part_of_every_article():
    issue = two_pages()
    assert page_text(issue, issue.pages[0]) == (
        "THE LEDGER\n\n\n"
        "City Council\n\nA Well-Known Case\n\n"
        "The example is a well-known one, continued here and broken by an advert; it goes on-\n\n"
        "A photo\n\nContinued on Page 2\n\n\n"
        "Buy soap\n"
    )
    assert page_text(issue, issue.pages[1]) == "ward to the end.\n\n\n衆議院解散\n\n本報訊 東京電十五日衆議院\n"


def test_paragraphs_that_are_whole_on_a_page_read_as_the_article_does():
    blocks = (block("b1", Role.BODY, ["as print-", "ed"], (40, 40)),)
    article = Article("a", "t", "en", (paragraph(Role.BODY, "as corrected", "b1"),), ())
    sheet = page(1, "p.jpg", turned(1000, 800, 0), (1000, 800), blocks)
    assert page_text(Issue("n", (sheet,), blocks, (article,)), sheet) == "as corrected\n"


def test_an_empty_page_has_no_text():
    sheet = page(1, "p.jpg", turned(1000, 800, 0), (1000, 800), ())
    assert page_text(Issue("n", (sheet,), (), ()), sheet) == ""


def test_text_can_always_be_written_as_utf8():
    issue = two_pages()
    loud = replace(issue.blocks[9], role=Role.BODY)
    text = page_text(replace(issue, blocks=(loud,)), issue.pages[0])
    assert text.encode().decode() == NASTY.replace("\x00", "\ufffd").replace("\ud800", "\ufffd") + "\n"


@pytest.mark.parametrize(
    ("lines", "paragraph_text", "expected"),
    [
        (["two", "words"], "", "two words"),
        (["a pre-", "war house"], "a pre-war house", "a pre-war house"),
        (["an exam-", "ple"], "", "an example"),
        (["exam-", "", "ple"], "", "example"),
        (["会议", "召开"], "", "会议召开"),
        (["9月", "29日"], "", "9月29日"),
        (["增长5%", "以上"], "", "增长5%以上"),
        (["the Anglo-", "American"], "", "the Anglo- American"),
        (["the Anglo-", "American"], "the Anglo-American", "the Anglo-American"),
        (["in 1914-", "18 and"], "in 1914-18 and", "in 1914-18 and"),
        (["am Vor-", "und Nachmittag"], "am Vor- und Nachmittag", "am Vor- und Nachmittag"),
        (["der Reichs⸗", "tag"], "der Reichstag", "der Reichstag"),
        (["-", "ple"], "", "- ple"),
    ],
)
def test_lines_run_on(lines, paragraph_text, expected):
    assert run_on(lines, paragraph_text) == expected


def test_articles_for_programs():
    first, advert, last = two_pages().articles
    told = (first, replace(advert, certainty=0.49911), replace(last, certainty=0.5))
    issue = replace(two_pages(), failures=(Failure("/scans/x/0003.jpg", 0, "empty file"),), articles=told)
    found = json.loads(articles_json(issue))
    assert (found["format"], found["issue"], found["status"]) == ("digitize-articles/1", issue.name, "partial")
    assert found["failures"] == [{"image": "0003.jpg", "frame": 1, "reason": "empty file"}]
    assert [each["alto"] for each in found["pages"]] == ["alto/晶報 'one' #1 50%.xml", "alto/0002.xml"]
    first = found["articles"][0]
    assert (first["id"], first["title"], first["language"], first["pages"]) == ("a1", "A Well-Known Case", "en", [1, 2])
    assert first["text"] == "articles/001.txt"
    assert first["paragraphs"][2]["blocks"] == ["b1-col1", "b1-col2", "b1-col3", "b2-cont"]
    assert [part["block"] for part in first["parts"]][2:6] == ["b1-col1", "b1-col2", "b1-col3", "b2-cont"]
    last = first["parts"][5]
    # Upright (40..360, 40..60) on a page that lies on its side.
    assert last == {
        "block": "b2-cont",
        "page": 2,
        "role": "body",
        "box": [940, 40, 960, 360],
        "text": "ward to the end.",
    }
    assert [(join["kind"], join["doubtful"]) for join in first["joins"]] == [("column", False), ("page", True)]
    assert first["notes"] == ["The join over the page break is doubtful."]
    assert found["articles"][2]["language"] == "zh-Hant"
    assert [each["kind"] for each in found["articles"]] == ["article", "advertisement", "article"]
    assert [(each["certainty"], each["doubtful"]) for each in found["articles"]] == [
        (None, True),
        (0.499, True),
        (0.5, False),
    ]
    assert [part["block"] for part in found["unassigned"]] == ["b1-folio", "b1-noise"]
    assert found["unassigned"][1]["text"] == NASTY.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("said to him", "“We have", False),
        ("said to him.”", "“We have", False),
        ("it’s the boys’", "own", False),
        ("and so on …", "then", False),
        ("他说：", "“开会", True),
        ("“开会”", "“散会”", True),
        ("他说……", "……好", True),
        ("中国", "“GDP”", True),
        ("GDP", "增长", True),
        ("the house—", "and garden", True),
        ("the house", "—and garden", True),
        ("LONDON, Jan. 5 —", "The King", False),
        ("“", "”", False),
    ],
)
def test_lines_with_and_without_a_space_between_them(before, after, expected):
    assert unspaced(before, after) is expected
    joined = join_lines([before, after], Spelling())
    assert joined == (before + after if expected else f"{before} {after}")
    assert run_on([before, after], "") == joined
