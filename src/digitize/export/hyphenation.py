"""Words broken over two lines of a page, as ALTO marks them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from digitize.export.running import whole_word
from digitize.model import Block, Line, Place, Word

LineKey = tuple[str, int]
"""Block id and position of a line among the printable lines of that block."""


def printable_words(line: Line) -> tuple[Word, ...]:
    """The words that show something: ALTO knows no empty String."""
    return tuple(word for word in line.words if word.text.strip())


def printable_lines(block: Block) -> tuple[Line, ...]:
    """The lines that show something: ALTO knows no TextLine without a String."""
    return tuple(line for line in block.lines if printable_words(line))


@dataclass(frozen=True, slots=True)
class Hyphenation:
    """Words broken over two lines of a page: key of the line where one begins or ends -> the whole word."""

    begun: Mapping[LineKey, str]
    ended: Mapping[LineKey, str]

    @classmethod
    def of(cls, blocks: Sequence[Block], owners: Mapping[str, Place]) -> Self:
        """Find the broken words of a page whose blocks stand in document order.

        Halves belong together where one line follows the other in the document and in one paragraph. A String
        can be one half only, so of a word over three lines the first break counts.
        """
        begun: dict[LineKey, str] = {}
        ended: dict[LineKey, str] = {}
        lines = [(block, n, line) for block in blocks for n, line in enumerate(printable_lines(block))]
        for (block, n, line), (next_block, next_n, next_line) in pairwise(lines):
            owner, next_owner = owners.get(block.id), owners.get(next_block.id)
            words, second = printable_words(line), printable_words(next_line)[0].text.strip()
            half_already = len(words) == 1 and (block.id, n) in ended
            if half_already or not _same_paragraph(block, next_block, owner, next_owner):
                continue
            word = whole_word(words[-1].text.strip(), second, owner.paragraph.text if owner else "")
            if word is not None:
                begun[block.id, n] = ended[next_block.id, next_n] = word
        return cls(begun, ended)


def _same_paragraph(block: Block, after: Block, owner: Place | None, next_owner: Place | None) -> bool:
    if block.id == after.id:
        return True
    if owner is None or next_owner is None or owner.paragraph is not next_owner.paragraph:
        return False
    order = owner.paragraph.blocks
    return order.index(block.id) + 1 == order.index(after.id)
