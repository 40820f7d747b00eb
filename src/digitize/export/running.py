"""Lines of print as running text: words broken over lines, and lines with or without a space between them.

Which hyphens belong to a word was decided when the paragraph was put together; here it is read off its text.
"""

import unicodedata
from collections.abc import Iterable

HYPHENS = "-\u00ad\u2010¬"


def breaks_word(first: str, second: str) -> bool:
    """Whether `first` ends in a hyphen after a letter and `second`, the following line, begins in lower case."""
    return first[-1:] in HYPHENS and first[-2:-1].isalpha() and second[:1].islower()


def whole_word(first: str, second: str, paragraph: str) -> str:
    """The word of which `first`, with its hyphen, and `second` are the halves, as `paragraph` writes it."""
    hard = f"{first[:-1]}-{second}"
    return hard if hard in paragraph else first[:-1] + second


def run_on(lines: Iterable[str], paragraph: str) -> str:
    """The text of `lines` without line breaks; `paragraph` tells which hyphens stay.

    No space is put beside a wide character (Chinese, Japanese), where a line break means none.
    """
    text = ""
    for line in filter(None, lines):
        if breaks_word(text, line):
            first, second = text.rpartition(" ")[2], line.partition(" ")[0]
            text = text.removesuffix(first) + whole_word(first, second, paragraph) + line.removeprefix(second)
        elif not text or _wide(text[-1]) or _wide(line[0]):
            text += line
        else:
            text += f" {line}"
    return text


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
