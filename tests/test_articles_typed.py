"""Small papers, typed or set by hand: crossheads, heads tucked under wide ones, wide leads, folios in pieces."""

import pytest
from pages import EM, GAP, MARGIN, Sheet, bodies, english, rejoined, texts

from digitize.model import Role

MEASURE = 14
LEFT = [MARGIN + n * (MEASURE * EM + GAP) for n in range(4)]
PITCH = 1.4 * EM


def roles_of(blocks, role):
    return [line.text for block in blocks if block.role is role for line in block.lines]


@pytest.mark.parametrize("text", ["TRIAL LEAVES", "Trial Leaves"])
def test_a_crosshead_is_passed_by_the_text(text):
    sheet = Sheet()
    first, second = english(60, 1), english(60, 2)
    sheet.row("Harbour Bridge", LEFT[0], 100, 60)
    (above,) = sheet.flow([first], [(LEFT[0], 200, 20)])
    length = 0.5 * len(text) * 1.2 * EM
    sheet.row(text, LEFT[0] + (MEASURE * EM - length) / 2, above.bottom + 0.8 * EM, 1.2 * EM)
    sheet.flow([second], [(LEFT[0], above.bottom + 3 * EM, 20)])
    _, (article,) = rejoined(sheet)
    assert article.title == "Harbour Bridge"
    running = [(each.role, each.text) for each in article.paragraphs][1:]
    assert running == [(Role.BODY, first), (Role.CROSSHEAD, text), (Role.BODY, second)]


def test_a_head_under_a_rule_is_no_crosshead():
    sheet = Sheet()
    sheet.row("Harbour Bridge", LEFT[0], 100, 60)
    (above,) = sheet.flow([english(60, 1)], [(LEFT[0], 200, 20)])
    sheet.rule(LEFT[0], above.bottom + 12, LEFT[0] + MEASURE * EM, above.bottom + 15)
    sheet.row("TRIAL LEAVES", LEFT[0], above.bottom + 1.0 * EM, 1.3 * EM)
    sheet.flow([english(60, 2)], [(LEFT[0], above.bottom + 3 * EM, 20)])
    _, articles = rejoined(sheet)
    assert [article.title for article in articles] == ["Harbour Bridge", "TRIAL LEAVES"]


def test_a_head_in_a_column_under_a_wide_headline_takes_that_column_and_no_more():
    sheet = Sheet()
    permits, families = english(90, 3), english(80, 4)
    sheet.row("Thirty Issued Permits to Enter Pacific Coast", LEFT[0], 90, 56, LEFT[1] + MEASURE * EM)
    sheet.row("Seven Families Return", LEFT[0], 165, 38)
    sheet.flow([families], [(LEFT[0], 230, 28)])
    sheet.flow([permits], [(LEFT[1], 160, 30)])
    _, articles = rejoined(sheet)
    assert {article.title: texts(article) for article in articles} == {
        "Thirty Issued Permits to Enter Pacific Coast": [permits],
        "Seven Families Return": [families],
    }


def test_a_lead_set_wide_goes_on_in_the_first_column_under_it():
    sheet = Sheet()
    wide = 2 * MEASURE + GAP / EM
    lead, rest, other = english(60, 5), english(70, 6), english(50, 7)
    sheet.row("Office Sends a Warning against Fire", LEFT[0], 100, 56)
    (above,) = sheet.flow([lead], [(LEFT[0], 200, 12)], wide)
    top = above.bottom + PITCH - 0.94 * EM
    sheet.flow([rest], [(LEFT[0], top, 24)])
    sheet.rule(LEFT[1], top, LEFT[1] + MEASURE * EM, top + 3)
    sheet.row("Hostel Opens", LEFT[1], top + 10, 44)
    sheet.flow([other], [(LEFT[1], top + 70, 22)])
    _, articles = rejoined(sheet)
    found = {article.title: " ".join(texts(article)) for article in articles}
    assert found == {"Office Sends a Warning against Fire": f"{lead} {rest}", "Hostel Opens": other}


def test_the_papers_name_between_date_and_number_is_folio_too():
    sheet = Sheet()
    sheet.row("page 2", LEFT[0], 60)
    sheet.row("Harbour Times", LEFT[1], 60)
    sheet.row("December 13, 1944", LEFT[2], 60)
    body = english(240, 8)
    sheet.flow([body], [(left, 200, 18) for left in LEFT[:3]])
    blocks, articles = rejoined(sheet)
    assert sorted(roles_of(blocks, Role.FOLIO)) == ["December 13, 1944", "Harbour Times", "page 2"]
    assert bodies(articles) == [[body]]


def test_a_last_line_of_one_word_is_no_headline_whatever_size_it_was_measured_at():
    sheet = Sheet()
    first, second = english(40, 9), english(40, 10)
    (above,) = sheet.flow([first], [(LEFT[0], 100, 20)])
    _, box, _ = sheet.lines.pop()
    sheet.row("arrived.", box.left, box.top, 1.4 * EM)
    sheet.flow([second], [(LEFT[0], above.bottom + PITCH - 0.9 * EM, 20)])
    _, (article,) = rejoined(sheet)
    assert texts(article)[-1] == second
