"""Scores against a truth of lines: text, place, article and role of all that is printed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from digitize.evaluate.align import Alignment, align, is_break
from digitize.evaluate.grouping import (
    Grouping,
    bcubed_by_article,
    exact,
    grouping_figures,
    matching,
    members,
    mixed_with,
    pieces,
)
from digitize.evaluate.output import Output
from digitize.evaluate.scores import Figure, Finding, Kind, Scores, Value, share
from digitize.evaluate.text import errors, has_spaces, normalize
from digitize.evaluate.truth import LineTruth

_HEADLINE = 0.1
"""Share of a headline's characters that may be wrong for it to count as read."""


@dataclass(frozen=True, slots=True)
class _Case:
    """All that the figures are taken from."""

    spaces: bool
    output: Output
    alignment: Alignment
    body: Mapping[str, list[int]]
    """Indexes of the body lines of each article, in reading order."""
    grouping: Grouping
    """Of all body lines in order of the truth."""
    match: Mapping[str, int]

    def text(self, parts: Sequence[str]) -> str:
        return normalize((" " if self.spaces else "").join(parts), spaces=self.spaces)

    def true_text(self, lines: Sequence[int]) -> str:
        return self.text([self.alignment.lines[line].line.text for line in lines])


def score_lines(truth: LineTruth, output: Output) -> Scores:
    """Compare an output with a truth of lines; raises EvaluationError where their pages do not match."""
    case = _case(truth, output)
    order, joins = _steps(case)
    whole = {article for article in exact(case.grouping) if _in_order(case, article)}
    texts = {article: _article_errors(case, article) for article in case.body}
    headlines = _headlines(case)
    number = len(case.body)
    figures = grouping_figures(case.grouping) | {
        Figure.EXACT: Value(share(len(whole), number), number),
        Figure.JOINS: _value(joins, number),
        Figure.ORDER: _value(order, number),
        Figure.HEADLINES: Value(share(sum(headlines.values()), len(headlines)), number if headlines else 0),
        Figure.ARTICLE_ERROR: _rate(texts.values()),
        **_line_figures(case),
    }
    return Scores(output.name, Kind.LINES, number, figures, _findings(truth, case, order, texts, headlines))


def _case(truth: LineTruth, output: Output) -> _Case:
    alignment = align(truth, output)
    indexes = [index for index, placed in enumerate(alignment.lines) if placed.line.role == "body"]
    labels = []
    for index in indexes:
        article = output.lines[alignment.read[index][0]].article if alignment.read[index] else None
        labels.append(-1 - index if article is None else article)
    articles = tuple(alignment.lines[index].line.article for index in indexes)
    grouping = Grouping(articles, tuple(labels), (1.0,) * len(indexes))
    body = {name: [indexes[item] for item in items] for name, items in members(articles).items()}
    return _Case(has_spaces(truth.lang), output, alignment, body, grouping, matching(grouping))


Steps = dict[str, list[bool]]


def _steps(case: _Case) -> tuple[Steps, Steps]:
    """For each article whether the output follows its steps from line to line: all of them, and those over breaks.

    A step is followed where the next body line of the truth that the output has, in the same article, is the right one.
    """
    read = case.alignment.read
    firsts = sorted({read[line][0] for lines in case.body.values() for line in lines if read[line]})
    rank = {first: place for place, first in enumerate(firsts)}
    every: Steps = {article: [] for article in case.body}
    breaks: Steps = {article: [] for article in case.body}
    for article, lines in case.body.items():
        for a, b in pairwise(lines):
            followed = False
            if read[a] and read[b]:
                x, y = read[a][0], read[b][0]
                owner = case.output.lines[x].article
                followed = rank[y] == rank[x] + 1 and owner is not None and owner == case.output.lines[y].article
            every[article].append(followed)
            if is_break(case.alignment.lines[a], case.alignment.lines[b]):
                breaks[article].append(followed)
    return every, breaks


def _in_order(case: _Case, article: str) -> bool:
    """Whether all lines of an article were read, and are in their order."""
    read = [case.alignment.read[line] for line in case.body[article]]
    return all(read) and all(a[0] <= b[0] for a, b in pairwise(read))


def _value(steps: Steps, weight: int) -> Value:
    taken = [step for each in steps.values() for step in each]
    return Value(share(sum(taken), len(taken)), weight if taken else 0)


Errors = tuple[int, int]
"""Wrong characters, and characters of the truth."""


def _rate(counts: Iterable[Errors]) -> Value:
    pairs = list(counts)
    wrong, whole = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    return Value(share(wrong, whole), whole)


def _article_errors(case: _Case, article: str) -> Errors:
    """The body of an article against the article matched to it, from which its own headings are taken out."""
    true = case.true_text(case.body[article])
    if article not in case.match:
        return len(true), len(true)
    placed = case.alignment.lines
    heads = {
        number
        for line, numbers in enumerate(case.alignment.read)
        if placed[line].line.article == article and placed[line].line.role != "body"
        for number in numbers
    }
    read = [
        line.text
        for number, line in enumerate(case.output.lines)
        if line.article == case.match[article] and number not in heads
    ]
    return errors(true, case.text(read)), len(true)


def _headlines(case: _Case) -> dict[str, bool]:
    """For each article with a headline whether it was read, and all of it stands in the article's match."""
    lines: dict[str, list[int]] = defaultdict(list)
    for index, placed in enumerate(case.alignment.lines):
        if placed.line.role == "headline":
            lines[placed.line.article].append(index)
    result = {}
    for article, own in lines.items():
        read = sorted({number for line in own for number in case.alignment.read[line]})
        owners = {case.output.lines[number].article for number in read}
        true = normalize("".join(case.alignment.lines[line].line.text for line in own), spaces=False)
        text = normalize("".join(case.output.lines[number].text for number in read), spaces=False)
        right = article in case.match and owners == {case.match[article]}
        result[article] = right and errors(true, text) <= _HEADLINE * len(true)
    return result


def _line_figures(case: _Case) -> dict[Figure, Value]:
    """Figures of all lines, whatever their role."""
    read, lines = case.alignment.read, len(case.output.lines)
    lost = sum(not numbers for numbers in read)
    return {
        Figure.CHARACTER_ERROR: _rate(_line_errors(case, index) for index in range(len(read))),
        Figure.LOST: Value(share(lost, len(read)), len(read)),
        Figure.MERGED: Value(share(case.alignment.merged, lines), lines),
    }


def _line_errors(case: _Case, index: int) -> Errors:
    """A line against all that was read from it, put together along the line."""
    placed = case.alignment.lines[index]
    axis = 1 if placed.vertical else 0
    parts = [case.output.lines[number] for number in case.alignment.read[index]]
    read = case.text([part.text for part in sorted(parts, key=lambda part: part.center[axis])])
    true = case.text([placed.line.text])
    return errors(true, read), len(true)


def _findings(
    truth: LineTruth, case: _Case, order: Steps, texts: Mapping[str, Errors], headlines: Mapping[str, bool]
) -> tuple[Finding, ...]:
    titles = {each.id: each.title for each in truth.articles}
    torn, mixed, agreement = pieces(case.grouping), mixed_with(case.grouping), bcubed_by_article(case.grouping)
    return tuple(
        Finding(
            article,
            titles.get(article, "") or _first_text(case, article),
            pieces=torn[article],
            mixed_with=mixed[article],
            agreement=agreement[article].f1,
            breaks=len(order[article]) - sum(order[article]),
            lost=sum(not case.alignment.read[line] for line in lines),
            error=share(*texts[article]),
            headline=headlines.get(article),
        )
        for article, lines in case.body.items()
    )


def _first_text(case: _Case, article: str) -> str:
    """What is printed first of an article: its headline as a rule."""
    return next(placed.line.text for placed in case.alignment.lines if placed.line.article == article)
