"""How much of a page was read rightly, whatever blocks or articles a program made of it."""

from collections.abc import Sequence

from benchmarks.records import Accuracy, FoundLine, PageFile
from digitize.evaluate import Figure, Output, score
from digitize.evaluate.output import OutputBlock, OutputLine, OutputPage
from digitize.evaluate.text import bare
from digitize.evaluate.truth import LineTruth, TextTruth, TruthText

_ALL = 0
"""The one page, block and article that all lines are in."""


def accuracy(truth: LineTruth | TextTruth, page: PageFile, lines: Sequence[FoundLine]) -> Accuracy:
    """Score the `lines` that were read on a page."""
    output = Output(
        page.name,
        (OutputPage(frozenset({page.path.stem}), page.width, page.height),),
        ("all",),
        (OutputBlock("all", _ALL, _ALL, _ALL),),
        tuple(OutputLine(line.text, line.corners, _ALL, _ALL, _ALL) for line in lines),
    )
    if isinstance(truth, TextTruth):
        return Accuracy(score(truth, output).figures[Figure.READ].value, None)
    read = score(_by_line(truth), output).figures[Figure.READ].value
    return Accuracy(read, score(truth, output).figures[Figure.CHARACTER_ERROR].value)


def _by_line(truth: LineTruth) -> TextTruth:
    """Each line by itself, so that no pair over the end of a line is asked for: programs cut lines differently."""
    lines = (line.text for page in truth.pages for line in page.lines)
    kept = (text for text in lines if len(bare(text)) > 1)
    return TextTruth(articles=tuple(TruthText(id=str(at), text=text) for at, text in enumerate(kept)))
