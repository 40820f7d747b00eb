"""Characters as wide as high: Chinese, Japanese and Korean ones, with the punctuation made for them."""

import unicodedata


def is_wide(character: str) -> bool:
    """Whether a character fills a square; no space belongs beside one where a line is broken."""
    return unicodedata.east_asian_width(character) in "WF"


def is_mostly_wide(text: str) -> bool:
    """Whether most characters of `text` are wide ones, which are also set vertically; spaces count as others."""
    return sum(map(is_wide, text)) > 0.5 * len(text)
