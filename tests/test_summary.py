"""The numbers a run is judged by."""

from dataclasses import replace
from io import StringIO
from math import nan
from pathlib import Path

import pytest
from issues import line, two_pages
from rich.console import Console

from digitize.console import print_outcomes
from digitize.model import Failure, Join, JoinKind, Line, Orientation
from digitize.summary import Outcome, Status, columns, summarize


def test_a_page_counts_its_articles_and_the_doubts_that_begin_on_it() -> None:
    outcome = summarize(two_pages(), Status.COMPLETE, Path("out"))
    first, second = outcome.pages
    assert (first.articles, second.articles) == (2, 2)  # one of them goes on from the first to the second
    assert (first.doubts, second.doubts) == (2, 0)  # a doubtful join and a note on it
    assert (outcome.articles, outcome.doubts) == (3, 2)
    assert first.confidence == pytest.approx(0.9)
    assert first.lines == len(two_pages().pages[0].lines)


def test_doubts_of_pages_add_up_to_those_of_the_issue() -> None:
    issue = two_pages()
    english, advert, chinese = issue.articles
    back = Join("b2-cont", "b1-col1", JoinKind.PAGE, 0.1, "made up")
    doubted = (
        replace(english, certainty=0.3, joins=(*english.joins, back)),
        replace(advert, certainty=0.5),
        replace(chinese, certainty=0.1, notes=("Something is missing.", "And more.")),
    )
    outcome = summarize(replace(issue, articles=doubted), Status.COMPLETE, Path("out"))
    assert [row.doubts for row in outcome.pages] == [3, 4]
    assert outcome.doubts == 7


def test_a_page_without_text_has_no_confidence_and_no_columns() -> None:
    issue = two_pages()
    blank = replace(issue.pages[0], lines=())
    outcome = summarize(replace(issue, pages=(blank,), blocks=(), articles=()), Status.COMPLETE, Path("out"))
    (row,) = outcome.pages
    assert (row.confidence, row.columns, row.lines) == (None, 0, 0)


def test_confidence_is_the_mean_of_what_is_known() -> None:
    issue = two_pages()
    known, unknown = line("one", 0, 0, confidence=0.4), line("two", 0, 30, confidence=nan)
    for lines, expected in (((known, unknown), 0.4), ((unknown,), None)):
        sheet = replace(issue.pages[0], lines=lines)
        (row,) = summarize(replace(issue, pages=(sheet,), blocks=(), articles=()), Status.COMPLETE, Path("out")).pages
        assert row.confidence == expected


def column_lines(count: int, *, vertical: bool) -> tuple[Line, ...]:
    """Ten lines in each of `count` columns, or of `count` tiers, under one headline."""
    width = 200
    body = [
        line("abcdefgh", n * 30 if vertical else c * width, c * width if vertical else 100 + n * 30, vertical=vertical)
        for c in range(count)
        for n in range(10)
    ]
    return (*body, line("headline", 900, 0, vertical=vertical))


@pytest.mark.parametrize("vertical", [False, True])
@pytest.mark.parametrize("count", [1, 3, 7])
def test_columns_are_what_stands_side_by_side(count: int, *, vertical: bool) -> None:
    lines = column_lines(count, vertical=vertical)
    assert lines[0].orientation is (Orientation.VERTICAL if vertical else Orientation.HORIZONTAL)
    assert columns(replace(two_pages().pages[0], lines=lines)) == count


def test_a_partial_outcome_names_what_is_missing_and_why() -> None:
    outcome = summarize(two_pages(), Status.PARTIAL, Path("out"))
    failure = Failure("/archive/box/0003.jpg", 0, "/archive/box/0003.jpg is truncated.")
    assert replace(outcome, failures=(failure,)).sentence == "2 of 3 pages: 0003.jpg is truncated"


def test_outcomes_are_told_in_singular_and_plural() -> None:
    outcome = summarize(two_pages(), Status.COMPLETE, Path("out"))
    assert outcome.sentence == "2 pages, 3 articles, 2 doubts"
    assert "Nothing to do" in Outcome("daily", Status.UNCHANGED, Path("out")).sentence


def test_what_is_to_be_reviewed_is_said_in_the_closing_words(tmp_path: Path) -> None:
    told = StringIO()
    blank = Outcome("daily", Status.COMPLETE, tmp_path, review=("No text was found.",))
    print_outcomes(Console(file=told, width=200), [blank])
    assert "  To review: No text was found.\n" in told.getvalue()
    assert "  0 articles, no doubts: " in told.getvalue()


def test_doubts_are_counted_in_the_closing_words(tmp_path: Path) -> None:
    told = StringIO()
    print_outcomes(Console(file=told, width=200), [summarize(two_pages(), Status.COMPLETE, tmp_path)])
    assert "  3 articles, 2 doubts: " in told.getvalue()
