"""How good an output is, by any program that writes METS and ALTO: scores against truth made by hand."""

from digitize.evaluate.blocks import score_blocks
from digitize.evaluate.find import Pair, Pairs, find_pairs
from digitize.evaluate.lines import score_lines
from digitize.evaluate.mets import read_output
from digitize.evaluate.output import Output
from digitize.evaluate.pagetext import score_page_text
from digitize.evaluate.scores import Figure, Finding, Kind, Scores, Value, means, worst
from digitize.evaluate.texts import score_texts
from digitize.evaluate.truth import BlockTruth, LineTruth, PageTextTruth, TextTruth, Truth, ZoneTruth, read_truth
from digitize.evaluate.zones import score_zones

__all__ = [
    "Figure",
    "Finding",
    "Kind",
    "Output",
    "Pair",
    "Pairs",
    "Scores",
    "Truth",
    "Value",
    "find_pairs",
    "means",
    "read_output",
    "read_truth",
    "score",
    "worst",
]


def score(truth: Truth, output: Output) -> Scores:
    """Compare an output with a truth of any form; raises EvaluationError where they are not of the same pages."""
    match truth:
        case LineTruth():
            return score_lines(truth, output)
        case ZoneTruth():
            return score_zones(truth, output)
        case BlockTruth():
            return score_blocks(truth, output)
        case TextTruth():
            return score_texts(truth, output)
        case PageTextTruth():
            return score_page_text(truth, output)
