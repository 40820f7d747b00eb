"""Horizontal lines of a vertically set page that are read from the right, as heads of older Chinese papers are.

The recognizer gives every horizontal line from the left. The page's own running text tells which way its heads go:
pairs of neighbouring characters that stand in it are words more often than the same pairs turned round.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from digitize.model import Line, Orientation, Word

_FROM_LEFT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,:'\-]*|.", re.DOTALL)
_MIRRORED = str.maketrans("（）()「」『』《》〈〉【】[]◀▶", "）（)(」「』『》《〉〈】【][▶◀")

_CONTRARY = 2
"""How many more pairs must speak for the other way before a line is read against the page's habit: one pair of
characters is known both ways by chance often enough."""


def from_the_right(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a vertical page, those that are read from the right with words and characters in that order."""
    down = [line.text for line in lines if line.orientation is Orientation.VERTICAL]
    known = {pair for text in down for pair in pairwise(text)}
    evidence = [_leftward(line, known) for line in lines]
    habit = sum(evidence)
    usual = _CONTRARY - 1 if habit > 0 else 1 - _CONTRARY
    return tuple(
        turned_round(line) if _may_turn(line) and usual + leftward > 0 else line
        for line, leftward in zip(lines, evidence, strict=True)
    )


def _may_turn(line: Line) -> bool:
    """Whether a line runs across and has Chinese in it: Latin ones are never read from the right."""
    return line.orientation is Orientation.HORIZONTAL and not line.text.isascii()


def _leftward(line: Line, known: set[tuple[str, str]]) -> int:
    """How many more pairs of characters are known when the line is read from the right; 0 for a vertical line."""
    if line.orientation is Orientation.VERTICAL:
        return 0
    letters = [letter for letter in line.text if not letter.isascii() and letter.isalpha()]
    forward = sum(pair in known for pair in pairwise(letters))
    return sum(pair in known for pair in pairwise(letters[::-1])) - forward


def turned_round(line: Line) -> Line:
    """`line` in the order of a reader who begins at its right; Latin words and numbers keep theirs."""
    return replace(line, words=tuple(_turned(word) for word in reversed(line.words)), leftward=True)


def _turned(word: Word) -> Word:
    if word.text.isascii():
        return word
    return replace(word, text="".join(reversed(_FROM_LEFT.findall(word.text))).translate(_MIRRORED))
