"""Stories that go on over pages."""

import pytest
from pages import EM, GAP, MARGIN, Sheet, bodies, chinese, english, rejoined, texts

from digitize.model import Box, JoinKind, Role

LEFT = [MARGIN + n * (14 * EM + GAP) for n in range(5)]
ENGLISH = english(130, 1)
CHINESE = chinese(260, 1)
LANGUAGES = pytest.mark.parametrize(
    ("text", "out", "back"),
    [
        (ENGLISH, "(Continued on Page 2)", "(Continued from Page 1)"),
        (ENGLISH, "Cont'd on page 2", "Cont'd from page 1"),
        (ENGLISH, "Turn to Page 2", "Continued from page 1"),
        (ENGLISH, "Fortsetzung auf Seite 2", "Fortsetzung von Seite 1"),
        (ENGLISH, "Suite page 2", "Suite de la page 1"),
        (CHINESE, "（下转第2版）", "（上接第1版）"),
        (CHINESE, "（下轉第二版）", "（上接第一版）"),
    ],
)


def front(text, out, lines=12, number=1, head=None):
    """A page whose story breaks off after `lines` lines, with a jump line `out`; other news beside it."""
    sheet = Sheet(number)
    sheet.row(head or ("Harbour Bridge Opens" if text is ENGLISH else "大桥今日正式通车"), LEFT[0], 100, 40)
    rest = []
    (column,) = sheet.flow([text], [(LEFT[0], 180, 99)])
    sheet.lines, rest = sheet.lines[: lines + 1], sheet.lines[lines + 1 :]
    bottom = sheet.lines[-1][1].bottom
    sheet.row(out, LEFT[0] + 60, bottom + 16, 27)
    sheet.rule(LEFT[1] - 20, 90, LEFT[1] - 17, 1500)
    sheet.row("River Rises" if text is ENGLISH else "江水上涨", LEFT[1], 100, 40)
    sheet.flow([other(text)], [(LEFT[1], 180, 99)])
    assert column.bottom > bottom
    return sheet, rest


def other(text):
    return english(60, 2) if text is ENGLISH else chinese(120, 2)


def inner(rest, back, number=2, left=LEFT[0], top=180):
    """A page where the lines `rest` go on under a jump line `back` (none where it is empty)."""
    sheet = Sheet(number)
    if back:
        sheet.row(back, left + 60, top - 50, 27)
    for n, (line, box, _) in enumerate(rest):
        sheet.row(line, left, top + n * 1.4 * EM, EM, left + box.width)
    sheet.rule(LEFT[2] - 20, 90, LEFT[2] - 17, 1500)
    sheet.row("School Gets Roof", LEFT[2], 100, 40)
    sheet.flow([english(60, 3)], [(LEFT[2], 180, 99)])
    return sheet


@LANGUAGES
def test_a_story_goes_on_over_the_page(text, out, back):
    first, rest = front(text, out)
    _, articles = rejoined(first, inner(rest, back))
    assert bodies(articles) == [[text], [other(text)], [english(60, 3)]]
    (join,) = articles[0].joins
    assert join.kind is JoinKind.PAGE
    assert join.confidence > 0.9
    assert texts(articles[0], Role.JUMP) == [out, back]
    assert [article.notes for article in articles] == [(), (), ()]


def test_a_continuation_without_a_line_that_says_so():
    first, rest = front(CHINESE, "（下转第2版）")
    _, articles = rejoined(first, inner(rest, ""))
    assert bodies(articles) == [[CHINESE], [other(CHINESE)], [english(60, 3)]]


@LANGUAGES
def test_a_missing_continuation_is_noted(text, out, back):
    first, rest = front(text, out)
    _, articles = rejoined(first)
    assert articles[0].notes == ("Goes on on page 2, which was not found in this issue.",)
    assert articles[1].notes == ()
    _, articles = rejoined(inner(rest, back))
    assert articles[0].notes == ("Goes on from page 1, whose part was not found in this issue.",)


@pytest.mark.parametrize("out", [2, 3])
def test_two_stories_of_one_page_find_their_own_continuations(out):
    first, rest = front(CHINESE, f"（下转第{out}版）")
    long = chinese(300, 5)
    sheet = Sheet()
    sheet.row("学校更换新屋顶", LEFT[3], 100, 40)
    sheet.flow([long], [(LEFT[3], 180, 99)])
    kept, more = sheet.lines[:9], sheet.lines[9:]
    first.lines += kept
    first.rule(LEFT[3] - 20, 90, LEFT[3] - 17, 1500)
    pages = {CHINESE: out, long: 5 - out}
    rows = {CHINESE: rest, long: more}
    first.row(f"（下转第{pages[long]}版）", LEFT[3] + 60, kept[-1][1].bottom + 16, 27)
    later = [inner(rows[text], "（上接第1版）", pages[text]) for text in sorted(pages, key=lambda text: pages[text])]
    _, articles = rejoined(first, *later)
    assert [texts(article) for article in articles[:3]] == [[CHINESE], [other(CHINESE)], [long]]


@pytest.mark.parametrize("source", [1, 2])
def test_the_page_that_a_continuation_names_is_where_it_comes_from(source):
    texts_ = [chinese(260, 10), chinese(260, 11)]
    sheets = []
    rests = []
    for number, text in enumerate(texts_, 1):
        sheet, rest = front(text, "（下转第3版）", number=number, head=f"大桥今日正式通车之{'一二'[number - 1]}")
        sheets.append(sheet)
        rests.append(rest)
    last = inner(rests[source - 1], f"（上接第{source}版）", number=3)
    _, articles = rejoined(*sheets, last)
    whole = [article for article in articles if texts(article) == [texts_[source - 1]]]
    assert len(whole) == 1
    assert [article.notes for article in articles if article.notes] == [
        ("Goes on on page 3, but its continuation was not found there.",)
    ]


def test_the_printed_page_number_counts_not_the_place_in_the_issue():
    first, rest = front(CHINESE, "（下转第7版）")
    stray = inner(rest, "（上接第5版）", 2)
    for sheet, folio in ((first, "第5版"), (stray, "第7版")):
        sheet.row(folio, LEFT[2], 20, EM)
    _, articles = rejoined(first, stray)
    assert texts(articles[0]) == [CHINESE]
    assert articles[0].notes == ()


def test_pages_of_two_sections_with_one_number_are_told_apart():
    texts_ = [chinese(260, 10), chinese(260, 11)]
    sheets = []
    for number, (text, section) in enumerate(zip(texts_, "AB", strict=True), 1):
        sheet, rest = front(
            text, f"（下转{section}2版）", number=number, head=f"大桥今日正式通车之{'一二'[number - 1]}"
        )
        sheet.row(f"第{section}1版", LEFT[2], 20, EM)
        onward = inner(rest, f"（上接{section}1版）", number=5 - number)
        onward.row(f"第{section}2版", LEFT[2], 20, EM)
        sheets += [sheet, onward]
    first_a, second_a, first_b, second_b = sheets
    _, articles = rejoined(first_a, first_b, second_b, second_a)
    whole = bodies(articles)
    assert [texts_[0]] in whole
    assert [texts_[1]] in whole


def test_a_jump_in_the_last_line_of_the_text_leads_on_and_stays_in_it():
    first, rest = front(CHINESE, "")
    first.lines = [each for each in first.lines if each[0]]
    last, box, _ = first.lines.pop(12)
    first.row(f"{last[:-7]}（下转第2版）", LEFT[0], box.top, EM, box.right)
    second = inner(rest, "")
    head, box, _ = second.lines.pop(0)
    second.row(f"（上接第1版）{head[7:]}", LEFT[0], box.top, EM, box.right)
    _, articles = rejoined(first, second)
    (body,) = texts(articles[0])
    assert "（下转第2版）（上接第1版）" in body
    assert body.endswith(CHINESE[-20:])
    assert texts(articles[0], Role.JUMP) == []


def test_pages_out_of_order():
    first, rest = front(CHINESE, "（下转第2版）", number=2)
    later = inner(rest, "（上接第1版）", number=1)
    first.row("2023年8月30日 第1版", LEFT[2], 20, EM)
    later.row("2023年8月30日 第2版", LEFT[2], 20, EM)
    _, articles = rejoined(later, first)
    assert [CHINESE] in bodies(articles)
    assert all(article.notes == () for article in articles)


def test_pages_joined_in_the_middle_of_columns():
    """On both pages the story runs over two columns, and the jump line stands under the second."""
    sheet = Sheet()
    text = chinese(500, 6)
    sheet.row("大桥今日正式通车典礼", LEFT[0] + 60, 100, 70)
    sheet.flow([text], [(LEFT[0], 220, 9), (LEFT[1], 220, 99)])
    kept, rest = sheet.lines[:19], sheet.lines[19:]
    sheet.lines = list(kept)
    sheet.row("（下转第2版）", LEFT[1] + 100, kept[-1][1].bottom + 16, 27)
    onward = Sheet(2)
    onward.row("（上接第1版）", LEFT[0] + 60, 130, 27)
    for n, (line, box, _) in enumerate(rest):
        left = LEFT[0] if n < 9 else LEFT[1]
        onward.row(line, left, 180 + (n % 9) * 1.4 * EM, EM, left + box.width)
    for each in (sheet, onward):
        each.gutters = [Box(LEFT[1] - GAP, 100, LEFT[1], 1500)]
        each.row("第1版" if each is sheet else "第2版", LEFT[2], 20, EM)
        # other news fills the page below, so that no jump line stands at its foot
        each.rule(MARGIN, 800, LEFT[2], 803)
        each.flow([chinese(250, 7)], [(LEFT[0], 850, 12), (LEFT[1], 850, 12)])
    _, (article, *others) = rejoined(sheet, onward)
    assert texts(article) == [text]
    assert [join.kind for join in article.joins].count(JoinKind.PAGE) == 1
    assert bodies(others) == [[chinese(250, 7)]] * 2


@pytest.mark.parametrize(
    ("out", "back"), [("（下转第2版）", "（上接第1版）"), ("Continued on Page 2", "Continued from Page 1")]
)
def test_jump_lines_at_the_edge_of_the_page(out, back):
    text = CHINESE if "第" in out else ENGLISH
    first, rest = front(text, out, lines=18)
    _, articles = rejoined(first, inner(rest, back, top=70))
    assert texts(articles[0], Role.JUMP) == [out, back]


def test_jump_lines_that_lead_in_a_circle_lose_no_line():
    sheets = []
    for number, text in ((1, english(60, 1)), (2, english(60, 2))):
        sheet = Sheet(number)
        (column,) = sheet.flow([text], [(LEFT[0], 180, 99)])
        sheet.row(f"(Continued on Page {3 - number})", LEFT[0] + 60, column.bottom + 16, 27)
        sheets.append(sheet)
    _, articles = rejoined(*sheets)
    assert sorted(text for body in bodies(articles) for text in body) == sorted([english(60, 1), english(60, 2)])


@pytest.mark.parametrize("lines", [["(Continued on Page 2)"], ["(Continued on Page 2)", "(Continued on Page 3)"]])
def test_jump_lines_without_text_are_kept(lines):
    sheet = Sheet()
    for index, text in enumerate(lines):
        sheet.row(text, LEFT[0], 400 + 60 * index, 27)
    blocks, articles = rejoined(sheet)
    assert [block.role for block in blocks] == [Role.JUMP] * len(lines)
    assert articles == ()


def test_blocks_of_a_continuation_stand_where_they_are_read():
    first, rest = front(ENGLISH, "(Continued on Page 2)")
    second = Sheet(2)
    second.row("River Rises", LEFT[0], 100, 40)
    (column,) = second.flow([other(ENGLISH)], [(LEFT[0], 180, 99)])
    second.row("(Continued from Page 1)", LEFT[0], column.bottom + 120, 27)
    for index, (text, *_) in enumerate(rest):
        second.row(text, LEFT[0], column.bottom + 170 + 42 * index)
    blocks, _ = rejoined(first, second)
    tops = [block.box.top for block in blocks if block.page == 2]
    assert tops == sorted(tops)
