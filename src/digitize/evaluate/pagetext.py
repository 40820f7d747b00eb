"""Scores of whole pages against their text in reading order, whatever the articles."""

from collections.abc import Mapping, Sequence

from digitize.errors import EvaluationError
from digitize.evaluate.columns import by_column
from digitize.evaluate.output import Output, OutputLine
from digitize.evaluate.scores import Figure, Kind, Scores, Value
from digitize.evaluate.text import errors, letters
from digitize.evaluate.truth import PageTextTruth


def score_page_text(truth: PageTextTruth, output: Output) -> Scores:
    """Compare an output with the text of its pages; raises EvaluationError where the truth has no letter."""
    return Scores(output.name, Kind.PAGE_TEXT, 0, page_text_figures(truth.text, output), ())


def page_text_figures(text: str, output: Output) -> Mapping[Figure, Value]:
    """How well the pages' text, in the order of the ALTO files, agrees with `text`.

    Beside it, as a floor to measure that by, how well the same lines do, sorted column by column. Raises
    EvaluationError where `text` has no letter.
    """
    true = letters(text)
    if not true:
        raise EvaluationError(f"{output.name}: the text has no letter: write what is printed on the pages.")
    lines = [line for line in _in_file_order(output) if letters(line.text)]
    return {
        Figure.PAGE_TEXT: _agreement(true, lines),
        Figure.BY_COLUMN: _agreement(true, by_column(lines)),
    }


def _in_file_order(output: Output) -> list[OutputLine]:
    """All lines, page by page in the order of the ALTO files."""

    def place(line: OutputLine) -> tuple[int, int]:
        return line.page, output.blocks[line.block].place

    return sorted(output.lines, key=place)


def _agreement(true: str, lines: Sequence[OutputLine]) -> Value:
    read = letters("".join(line.text for line in lines))
    return Value(1 - errors(true, read) / len(true), len(true))
