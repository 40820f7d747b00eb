"""How texts are compared: what counts as the same character, and error rates."""

import re
import unicodedata

from rapidfuzz.distance import Levenshtein

_SPACELESS = frozenset({"zh", "ja", "yue", "wuu", "lzh", "th", "lo", "km", "my"})
"""Languages written without spaces between words."""
_SAME = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-"})
"""What differs between typographies, not between texts. (NFKC makes three dots of an ellipsis.)"""


def has_spaces(language: str) -> bool:
    """Whether words are parted by spaces; `language` is a BCP 47 tag."""
    return re.split("[-_]", language.lower())[0] not in _SPACELESS


def normalize(text: str, *, spaces: bool) -> str:
    """`text` in Unicode's NFKC, with plain quotes and dashes, white space as one space, or left out."""
    plain = unicodedata.normalize("NFKC", text).translate(_SAME)
    return re.sub(r"\s+", " " if spaces else "", plain).strip()


def bare(text: str) -> str:
    """Only the letters and digits of `text`, in NFKC."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] in "LN")


def letters(text: str) -> str:
    """Only the letters and digits of `text`, in lower case and otherwise as they are printed."""
    return "".join(c for c in text.lower() if c.isalnum())


def errors(truth: str, read: str) -> int:
    """Edit distance (Levenshtein 1966) of two normalized texts, at most the length of `truth`."""
    return min(len(truth), Levenshtein.distance(truth, read))
