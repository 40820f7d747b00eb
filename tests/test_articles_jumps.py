"""Jump lines and printed page numbers."""

import pytest

from digitize.articles.jumps import Jump, jump_in_text, parse_jump
from digitize.articles.labels import PageLabel, printed_label


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("（下转第2版）", 2),
        ("下转第 12 版", 12),
        ("（下转第十二版）", 12),
        ("（下转第十版）", 10),
        ("（下转第二十版）", 20),
        ("（下转三版）", 3),
        ("（下接第四版）", 4),
        ("（轉第三版）", 3),
        ("（下轉第三版）", 3),
        ("（下轉第三頁）", 3),
        ("(Continued on Page 2)", 2),
        ("CONTINUED ON PAGE 14", 14),
        ("Cont'd on page 3", 3),
        ("Contd. on page 3", 3),
        ("See Page 8", 8),
        ("（转第3版）", 3),
        ("Fortsetzung auf Seite 3", 3),
        ("(Fortsetzung folgt auf Seite 11)", 11),
        ("Suite page 4", 4),
        ("Suite en page 4", 4),
        ("Lire la suite page 5", 5),
        ("(Voir la suite à la page 5)", 5),
        ("Continued on Page Two", 2),
        ("CONTINUED ON PAGE TWENTY", 20),
        ("Continued on Second Page", 2),
        ("Continued on p. 3", 3),
        ("Cont. on P3", 3),
        ("ContinuedonPage3", 3),
        ("Continued on Page Sixteen", 16),
        ("See STRIKE, Page 4", 4),
        ("See Harbour Strike, Page 4", 4),
        ("STRIKE — Continued on Page 4", 4),
        ("Continued on Page 3, Column 4", 3),
        ("(Continued on page 3, col. 2)", 3),
        ("Continued on Pages 2 and 3", 2),
        ("Fortsetzung Seite 3", 3),
        ("Fortsetzung auf S. 3", 3),
        ("Schluß auf Seite 4", 4),
        ("Schluss auf Seite 4", 4),
        ("Suite à la troisième page", 3),
        ("紧接第3版", 3),
        ("（下转第2、3版）", 2),
        ("▲下转第2版", 2),
    ],
)
def test_onward(text, page):
    assert parse_jump(text) == Jump(onward=True, page=PageLabel(page))


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("（上接第1版）", 1),
        ("上接第 一 版", 1),
        ("（接第1版）", 1),
        ("（上接一版）", 1),
        ("(Continued from Page 1)", 1),
        ("(Continned from page 2)", 2),
        ("Cont’d from page 12", 12),
        ("Fortsetzung von Seite 1", 1),
        ("Suite de la page 1", 1),
        ("Suite de la première page", 1),
        ("SUITE DE LA 1re PAGE", 1),
        ("Continued from first page", 1),
        ("from First Page", 1),
        ("STRIKE, from Page 1", 1),
        ("Bridge (continued from page 1)", 1),
        ("Fortsetzung aus Seite 1", 1),
        ("Fortsetzung von S. 1", 1),
        ("（上接第1、2版）", 1),
        ("（紧接第一版）", 1),
    ],
)
def test_backward(text, page):
    assert parse_jump(text) == Jump(onward=False, page=PageLabel(page))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "第2版",
        "The story is continued on page 2 of the report which the council had asked for",
        "他说这件事情已经在报告里写明（下转第2版）以后会再向大家一一说明情况",
        "Continued on the next morning",
        "Fortsetzung folgt",
        "See page",
        "A new suite for page boys",
        "Continued on page 9 of the report",
        "See page 3 for",
        "See page 3 of",
        "Turn to page 3 and you",
        "Smith (see page 3)",
        "The strike (continued from page 1)",
        "他把书转第三页",
        "下转第三十十版",
        "Continued on page 31931",
        "discontinued on page 3",
        "建设。（下转第三版）",
    ],
)
def test_no_jump_line(text):
    assert parse_jump(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "l(Continued on Page 3)",
        "( Continued on Page 3 J",
        "C1 Continued on Page 3",
        "Continued on Page 3 ~I'",
        "一下转第3版",
        "（下转第三版丨",
    ],
)
def test_a_stray_glyph_or_two_at_the_ends_loses_no_jump_line(text):
    assert parse_jump(text) == Jump(onward=True, page=PageLabel(3))


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("（下转第B3版）", "B3"),
        ("下转A3版", "A3"),
        ("下转第A3版", "A3"),
        ("Turn to Page A6", "A6"),
        ("Continued on A2", "A2"),
        ("continued on page a2", "A2"),
        ("Continued on P3", "3"),
    ],
)
def test_the_letter_of_a_section_is_part_of_the_page(text, page):
    assert str(parse_jump(text).page) == page


def test_pages_of_two_sections_are_different_pages():
    assert not PageLabel(2, "A").names(PageLabel(2, "B"))
    assert PageLabel(2, "A").names(PageLabel(2, "A"))
    assert PageLabel(2, "A").names(PageLabel(2))
    assert not PageLabel(2, "A").names(PageLabel(3))


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("推进新农村建设。（下转第三版）", 3),
        ("and so the bridge was closed. (Continued on Page 3)", 3),
        ("and so the bridge was closed (see page 3)", None),
        ("推进新农村建设（转第三页）", None),
        ("推进新农村建设（下转第三版）之后", None),
        ("推进新农村建设，下转第三版", None),
    ],
)
def test_a_line_of_text_may_end_with_a_jump_in_brackets(text, page):
    assert parse_jump(text) is None
    jump = jump_in_text(text, onward=True)
    assert (jump and jump.page.number) == page


@pytest.mark.parametrize(
    ("text", "page"), [("（上接第一版）本报讯记者", 1), ("上接第一版的文章", None), ("（下转第三版）本报", None)]
)
def test_a_line_of_text_may_begin_with_a_jump_in_brackets(text, page):
    jump = jump_in_text(text, onward=False)
    assert (jump and jump.page.number) == page


@pytest.mark.parametrize(
    ("folio", "page"),
    [
        ("2023年8月30日　星期三　工会新闻　第2版", "2"),
        ("第十一版", "11"),
        ("第三十十版", None),
        ("Thursday, June 17, 1937 — Page 3", "3"),
        ("PAGE TWO", "2"),
        ("Page A2", "A2"),
        ("工会新闻 A02版", "A2"),
        ("Seite 5", "5"),
        ("第三頁", "3"),
        ("Page twofold", None),
        ("The Eastport Ledger", None),
        ("Pageant 4", None),
    ],
)
def test_printed_label(folio, page):
    label = printed_label(folio)
    assert (label and str(label)) == page


@pytest.mark.parametrize(
    ("text", "page"), [("（下转第一二版）", 12), ("（下转第〇三版）", 3), ("（下转第二十一版）", 21)]
)
def test_chinese_numerals(text, page):
    assert parse_jump(text).page == PageLabel(page)


def test_the_leaders_of_a_table_cost_no_time():
    table = "Flour" + " ." * 20_000 + " 3.50"
    assert parse_jump(table) is None
    assert parse_jump("_" * 20_000) is None
