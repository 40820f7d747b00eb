"""Characters as wide as high: Chinese, Japanese and Korean ones, with the punctuation made for them."""

import unicodedata
from collections.abc import Iterable


def is_wide(character: str) -> bool:
    """Whether a character fills a square; no space belongs beside one where a line is broken."""
    return unicodedata.east_asian_width(character) in "WF"


def unspaced(before: str, after: str) -> bool:
    """Whether no space belongs where a line that ends with `before` and one that begins with `after` are put together.

    None belongs beside a wide character. Quotes, dashes and dots that both scripts write take after what stands on
    their far side: both texts are looked through for it, and are not empty. A dash set close to its word is close to
    the next one too.
    """
    close = (before[-1] == _DASH and not before[-2:-1].isspace()) or (after[0] == _DASH and not after[1:2].isspace())
    return close or _is_wide_side(reversed(before)) or _is_wide_side(after)


_DASH = "—"
_OF_BOTH_SCRIPTS = frozenset("“”‘’…—·")


def _is_wide_side(characters: Iterable[str]) -> bool:
    """Whether the first of `characters` that one script alone writes is a wide one."""
    own = next((character for character in characters if character not in _OF_BOTH_SCRIPTS), "")
    return own != "" and is_wide(own)


def is_mostly_wide(text: str) -> bool:
    """Whether most characters of `text` are wide ones, which are also set vertically; spaces count as others."""
    return sum(map(is_wide, text)) > 0.5 * len(text)
