"""Lines of print as running text: words broken over lines, and lines with or without a space between them.

Which hyphens belong to a word was decided when the paragraph was put together; here it is read off its text.
"""

from collections.abc import Iterable

from digitize.fullwidth import unspaced

HYPHENS = "-\u00ad\u2010¬⸗="


def whole_word(first: str, second: str, paragraph: str) -> str | None:
    """The word of which `first`, the last of its line, and `second`, the next one's first, are the halves.

    As `paragraph` writes it; where that tells nothing, a hyphen before a small letter breaks a word and is left out.
    None where the two are words by themselves.
    """
    if first[-1:] not in HYPHENS or not first[-2:-1].isalnum() or not second[:1].isalnum():
        return None
    compound, word = first + second, first[:-1] + second
    if compound in paragraph:
        return compound
    if word in paragraph:
        return word
    apart = f"{first} {second}" in paragraph or not (first[-2].isalpha() and second[0].islower())
    return None if apart else word


def run_on(lines: Iterable[str], paragraph: str) -> str:
    """The text of `lines` without line breaks; `paragraph` tells which hyphens stay.

    No space is put beside a wide character (Chinese, Japanese), where a line break means none.
    """
    text = ""
    for line in filter(None, lines):
        first, second = text.rpartition(" ")[2], line.partition(" ")[0]
        word = whole_word(first, second, paragraph)
        if word is not None:
            text = text.removesuffix(first) + word + line.removeprefix(second)
        elif not text or unspaced(text, line):
            text += line
        else:
            text += f" {line}"
    return text
