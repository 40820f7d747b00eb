"""Scores against the texts of articles alone, whatever their places on the pages."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from digitize.errors import EvaluationError
from digitize.evaluate.output import Output
from digitize.evaluate.scores import Figure, Finding, Kind, Scores, Value, share
from digitize.evaluate.text import bare, errors
from digitize.evaluate.truth import TextTruth, TruthText

_OWN = 0.5
"""An article of the output is a piece of a true one of which it has at least this share of its own pairs of characters;
a true article lies in an article of the output that has at least this share of the true one's."""

Pairs = Counter[str]


@dataclass(frozen=True, slots=True)
class _Case:
    truth: tuple[TruthText, ...]
    """With bare text."""
    read: tuple[str, ...]
    """Bare text of each article of the output that has any."""
    true_pairs: tuple[Pairs, ...]
    read_pairs: tuple[Pairs, ...]
    shared: NDArray[np.int64]
    """Pairs of characters that a true article (row) and one of the output (column) have in common."""
    match: dict[int, int]


def score_texts(truth: TextTruth, output: Output) -> Scores:
    """Compare an output with texts of articles, of which only letters and digits count.

    Raises EvaluationError where an article of the truth has fewer than two of them.
    """
    case = _case(truth, output)
    everything = sum(case.read_pairs, _pairs(_rest(output)))
    known = sum(case.true_pairs, Counter[str]())
    read = (known & everything).total()
    placed = sum(int(case.shared[row, column]) for row, column in case.match.items())
    wrong = [_errors(case, row) for row in range(len(case.truth))]
    length = sum(len(article.text) for article in case.truth)
    figures = {
        Figure.READ: Value(share(read, known.total()), known.total()),
        Figure.PLACED: Value(share(placed, known.total()), known.total()),
        Figure.GROUPED: Value(share(placed, read), read),
        Figure.ARTICLE_ERROR: Value(share(sum(wrong), length), length),
    }
    return Scores(output.name, Kind.TEXTS, len(case.truth), figures, _findings(truth, case, wrong))


def _case(truth: TextTruth, output: Output) -> _Case:
    true = tuple(TruthText(id=article.id, text=bare(article.text)) for article in truth.articles)
    if empty := next((article.id for article in true if len(article.text) < 2), None):
        raise EvaluationError(f"{output.name}: article {empty} of the truth has no text: write it, or leave it out.")
    parts: dict[int, list[str]] = defaultdict(list)
    for line in output.lines:
        if line.article is not None:
            parts[line.article].append(line.text)
    read = tuple(text for text in (bare("".join(each)) for each in parts.values()) if text)
    true_pairs, read_pairs = tuple(_pairs(article.text) for article in true), tuple(map(_pairs, read))
    shared = np.array([[(a & b).total() for b in read_pairs] for a in true_pairs], np.int64).reshape(len(true), -1)
    rows, columns = linear_sum_assignment(shared, maximize=True)
    match = {int(r): int(c) for r, c in zip(rows, columns, strict=True) if shared[r, c]}
    return _Case(true, read, true_pairs, read_pairs, shared, match)


def _pairs(text: str) -> Pairs:
    """How often each pair of neighboring characters occurs."""
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def _rest(output: Output) -> str:
    """Bare text of all that no article holds."""
    return bare("".join(line.text for line in output.lines if line.article is None))


def _errors(case: _Case, row: int) -> int:
    """Wrong characters of a true article in the article matched to it; all of them where there is none."""
    true = case.truth[row].text
    return errors(true, case.read[case.match[row]]) if row in case.match else len(true)


def _findings(truth: TextTruth, case: _Case, wrong: Sequence[int]) -> tuple[Finding, ...]:
    true_share = case.shared / np.array([[pairs.total()] for pairs in case.true_pairs])
    read_share = case.shared / np.maximum(1, np.array([pairs.total() for pairs in case.read_pairs], np.int64))
    findings = []
    for row, article in enumerate(truth.articles):
        column = case.match.get(row)
        owned = set(np.flatnonzero(read_share[row] >= _OWN)) | set(np.flatnonzero(true_share[row] >= _OWN))
        findings.append(
            Finding(
                article.id,
                article.text.strip().partition("\n")[0],
                pieces=len(owned),
                mixed_with=tuple(case.truth[other].id for other in _beside(true_share, row)),
                agreement=float(true_share[row, column]) if column is not None else 0.0,
                error=wrong[row] / len(case.truth[row].text),
            )
        )
    return tuple(findings)


def _beside(true_share: NDArray[np.float64], row: int) -> list[int]:
    """True articles that lie in the same article of the output as that of `row`."""
    together = (true_share >= _OWN) & (true_share[row] >= _OWN)
    return [other for other in np.flatnonzero(together.any(axis=1)).tolist() if other != row]
