"""What there is to doubt about an article, and on which pages it is told."""

from dataclasses import replace

import pytest
from issues import two_pages

NOTE = "The join over the page break is doubtful."
JOIN = "A join over a page is doubtful (0.55): jump line."


def test_doubts_are_the_extent_then_joins_then_notes() -> None:
    article = replace(two_pages().articles[0], certainty=0.42)
    assert article.doubts == ("Its extent is doubtful (0.42).", JOIN, NOTE)


@pytest.mark.parametrize(("certainty", "doubtful"), [(None, False), (0.0, True), (0.49, True), (0.5, False)])
def test_an_extent_is_doubtful_below_a_half(*, certainty: float | None, doubtful: bool) -> None:
    plain = replace(two_pages().articles[0], joins=(), notes=(), certainty=certainty)
    assert (plain.extent_doubtful, plain.doubtful, len(plain.doubts)) == (doubtful, doubtful, int(doubtful))


def test_a_doubtful_join_or_a_note_makes_an_article_doubtful() -> None:
    article = replace(two_pages().articles[0], certainty=0.9)
    sure = tuple(join for join in article.joins if not join.doubtful)
    assert sure
    assert replace(article, notes=()).doubtful
    assert replace(article, joins=sure).doubtful
    assert not replace(article, joins=sure, notes=()).doubtful


def test_an_issue_tells_each_doubt_where_it_is() -> None:
    issue = two_pages()
    *others, chinese = issue.articles
    doubted = replace(issue, articles=(*others, replace(chinese, certainty=0.2)))
    assert [(each.number, each.sentence, each.pages) for each in doubted.doubts] == [
        (1, JOIN, (1, 2)),
        (1, NOTE, (1,)),
        (3, "Its extent is doubtful (0.20).", (2,)),
    ]
