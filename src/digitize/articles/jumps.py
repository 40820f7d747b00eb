"""Jump lines: where a story says that it goes on, or went on before, on another page."""

import re
from dataclasses import dataclass

_CHINESE_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_NUMBER = r"([A-Z]?\d{1,3}|[〇零一二三四五六七八九十]{1,3})"
_ONWARD = (
    rf"下\s*转\s*第?\s*{_NUMBER}\s*[版页頁]",
    rf"(?:紧|緊|接)?下接\s*第?\s*{_NUMBER}\s*[版页頁]",
    rf"[转轉]\s*第?\s*{_NUMBER}\s*[版页頁]",
    rf"(?:continued|cont['’]?d\.?|turn|see)\s+(?:(?:on|to)\s+)?page\s*{_NUMBER}",
    rf"fortsetzung\s+(?:auf|folgt\s+auf)\s+seite\s*{_NUMBER}",
    rf"(?:suite|lire la suite|voir la suite)\s+(?:en\s+|à la\s+)?page\s*{_NUMBER}",
)
_BACKWARD = (
    rf"(?<!下)上?\s*接\s*第?\s*{_NUMBER}\s*[版页頁]",
    rf"(?:continued|cont['’]?d\.?)\s+from\s+page\s*{_NUMBER}",
    rf"fortsetzung\s+von\s+seite\s*{_NUMBER}",
    rf"suite\s+de\s+la\s+page\s*{_NUMBER}",
)
_PATTERNS = tuple((re.compile(text, re.IGNORECASE), True) for text in _ONWARD) + tuple(
    (re.compile(text, re.IGNORECASE), False) for text in _BACKWARD
)


@dataclass(frozen=True, slots=True)
class Jump:
    """What a jump line says."""

    onward: bool
    """True for 'continued on', False for 'continued from'."""
    page: int
    """The printed number of the other page."""


def parse_jump(text: str) -> Jump | None:
    """Read a line as a jump line; None where it is none. Only lines that say little else count."""
    for pattern, onward in _PATTERNS:
        found = pattern.search(text)
        if found and len(text) - len(found.group()) <= 0.6 * len(found.group()) + 4:
            return Jump(onward, _number(found.group(1)))
    return None


def _number(text: str) -> int:
    if text[-1].isdigit():
        return int(re.sub(r"\D", "", text))
    if "十" in text:
        tens, _, units = text.partition("十")
        return 10 * _CHINESE_DIGITS.get(tens, 1) + _CHINESE_DIGITS.get(units, 0)
    return int("".join(str(_CHINESE_DIGITS[character]) for character in text))


_FOLIO_NUMBER = (
    re.compile(rf"第\s*{_NUMBER}\s*[版页頁]"),
    re.compile(rf"\bpage\s*{_NUMBER}\b", re.IGNORECASE),
    re.compile(rf"\bseite\s*{_NUMBER}\b", re.IGNORECASE),
)


def printed_number(folio: str) -> int | None:
    """The page number that a folio line prints, None where it prints none."""
    for pattern in _FOLIO_NUMBER:
        found = pattern.search(folio)
        if found:
            return _number(found.group(1))
    return None
