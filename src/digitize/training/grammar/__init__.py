"""A grammar of newspaper pages: writes them as the recognizer would have read them, with the truth for every line."""

from digitize.training.grammar.makeups import MAKEUPS, MakeUp
from digitize.training.grammar.records import LineTruth, TruePage
from digitize.training.grammar.writing import write_page

__all__ = ["MAKEUPS", "LineTruth", "MakeUp", "TruePage", "write_page"]
