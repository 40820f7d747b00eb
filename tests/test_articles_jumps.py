"""Jump lines and printed page numbers."""

import pytest

from digitize.articles.jumps import Jump, parse_jump, printed_number


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("（下转第2版）", 2),
        ("下转第 12 版", 12),
        ("（下转第十二版）", 12),
        ("（下转第十版）", 10),
        ("（下转第二十版）", 20),
        ("（下转三版）", 3),
        ("（下转第B3版）", 3),
        ("（下接第四版）", 4),
        ("（轉第三版）", 3),
        ("（下轉第三版）", 3),
        ("（下轉第三頁）", 3),
        ("(Continued on Page 2)", 2),
        ("CONTINUED ON PAGE 14", 14),
        ("Cont'd on page 3", 3),
        ("Contd. on page 3", 3),
        ("Turn to Page A6", 6),
        ("See Page 8", 8),
        ("（转第3版）", 3),
        ("Fortsetzung auf Seite 3", 3),
        ("(Fortsetzung folgt auf Seite 11)", 11),
        ("Suite page 4", 4),
        ("Suite en page 4", 4),
        ("Lire la suite page 5", 5),
        ("(Voir la suite à la page 5)", 5),
    ],
)
def test_onward(text, page):
    assert parse_jump(text) == Jump(onward=True, page=page)


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("（上接第1版）", 1),
        ("上接第 一 版", 1),
        ("（接第1版）", 1),
        ("（上接一版）", 1),
        ("(Continued from Page 1)", 1),
        ("Cont’d from page 12", 12),
        ("Fortsetzung von Seite 1", 1),
        ("Suite de la page 1", 1),
    ],
)
def test_backward(text, page):
    assert parse_jump(text) == Jump(onward=False, page=page)


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
    ],
)
def test_no_jump_line(text):
    assert parse_jump(text) is None


@pytest.mark.parametrize(
    ("folio", "number"),
    [
        ("2023年8月30日　星期三　工会新闻　第2版", 2),
        ("第十一版", 11),
        ("Thursday, June 17, 1937 — Page 3", 3),
        ("PAGE TWO", None),
        ("Seite 5", 5),
        ("第三頁", 3),
        ("The Eastport Ledger", None),
        ("Pageant 4", None),
    ],
)
def test_printed_number(folio, number):
    assert printed_number(folio) == number


@pytest.mark.parametrize(
    ("text", "page"), [("（下转第一二版）", 12), ("（下转第〇三版）", 3), ("（下转第二十一版）", 21)]
)
def test_chinese_numerals(text, page):
    assert parse_jump(text).page == page
