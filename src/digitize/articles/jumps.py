"""Jump lines: where a story says that it goes on, or went on before, on another page.

A line is one only where nothing else stands in it. What may stand around the words that name the page: punctuation,
brackets and arrows, the catchword of the story before them, a column behind them, and at either end a stray glyph or
two, as text recognition makes of a dash, a bracket or a speck.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digitize.articles.labels import DIGITS, FRENCH_ORDINAL, NUMERAL, ORDINAL, WORD, PageLabel, label_of

_AND_MORE = rf"(?:\s*(?:[、,，&和及至~—–-]|and|und|et)\s*第?\s*{NUMERAL})*"
"""Behind the first of several pages."""
_BAN = rf"第?\s*({NUMERAL}){_AND_MORE}\s*[版页頁]"
_FIRST = r"第?\s*[1１一]\s*[版页頁]"
_PAGE = rf"(?:(?:pages?|pp?\.?)\s*({DIGITS}|{WORD}){_AND_MORE}|({ORDINAL})\s+page)"
_SEITE = rf"(?:seiten?|s\.)\s*({DIGITS}){_AND_MORE}"
_FEUILLE = (
    rf"(?:(?:pages?|p\.)\s*({DIGITS}){_AND_MORE}|({FRENCH_ORDINAL})\s+page|(\d{{1,2}})\s*(?:re|e|me|[eè]me)\s+page)"
)

_MARKS = r"[\W_]{0,12}"
"""Bounded, since the leaders of a table are hundreds."""
# u and n are hard to tell apart in worn type
_CONTINUED = r"(?:conti[nu]{2}e[ds]|cont['’]?d|con['’]t|cont)\.?"
_FORTSETZUNG = r"(?:fortsetzung|schlu(?:ß|ss))"
_CAPITALS = r"(?-i:[A-ZÀ-Þ][A-ZÀ-Þ\d.'’&-]+(?:\s[A-ZÀ-Þ\d.'’&-]+){0,4})"
_NAME = r"(?-i:[A-ZÀ-Þ][\w.'’-]*(?:\s[A-ZÀ-Þ\d][\w.'’-]*){0,2})"
_CATCHWORD = rf"(?:{_CAPITALS}(?:\s|[^\w\s]){_MARKS}|{_NAME}\s*[^\w\s'’.]{_MARKS})"
"""The word by which the parts of a story find each other: in capitals, or set off."""
_COLUMN = rf"(?:{_MARKS}(?:col(?:umn|onne)?s?|sp(?:alte)?)\b[.\s]*(?:\d{{1,2}}|{WORD}))?"
# two small letters are a word of the text: "of", "in"
_STRAY = r"(?-i:(?![a-zß-ÿ]{2})[A-Za-zÀ-ÿ0-9一丨]{1,2})?"
_START, _END = rf"{_MARKS}{_STRAY}{_MARKS}", rf"{_COLUMN}{_MARKS}{_STRAY}{_MARKS}"


@dataclass(frozen=True, slots=True)
class _Wording:
    """A phrase that names another page."""

    phrase: str
    onward: bool
    of_stories: bool = True
    """Said of a story only; what else might stand in a text, as 'see page 3', counts on a line of its own alone."""


_WORDINGS = (
    _Wording(rf"(?:下\s*转|下\s*轉|(?:紧|緊|接)?\s*下\s*接)\s*{_BAN}", onward=True),
    # 緊接 is said at either end of a leap; nothing leads on to the first page
    _Wording(rf"[紧緊]\s*接\s*(?!{_FIRST}){_BAN}", onward=True),
    _Wording(rf"[紧緊]\s*接\s*(?={_FIRST}){_BAN}", onward=False),
    _Wording(rf"上\s*接\s*{_BAN}", onward=False),
    _Wording(rf"[转轉]\s*{_BAN}", onward=True, of_stories=False),
    _Wording(rf"接\s*{_BAN}", onward=False, of_stories=False),
    _Wording(rf"{_CONTINUED}\s*(?:(?:on|to|at|in)\s*)?{_PAGE}", onward=True),
    _Wording(rf"{_CONTINUED}\s*(?:on|to|at|in)\s+([A-Z]\d{{1,3}})(?!\d)", onward=True),
    _Wording(rf"{_CONTINUED}\s*from\s*(?:{_PAGE}|([A-Z]\d{{1,3}})(?!\d))", onward=False),
    _Wording(rf"(?:please\s+)?(?:turn\s+to|turn|see)\s+(?:on\s+)?{_PAGE}", onward=True, of_stories=False),
    _Wording(rf"(?:turn\s+to|see)\s+(?:{_CAPITALS},?|{_NAME},)\s+(?:on\s+)?{_PAGE}", onward=True, of_stories=False),
    _Wording(rf"(?:{_CAPITALS},?\s+|{_NAME},\s+)?from\s+{_PAGE}", onward=False, of_stories=False),
    _Wording(rf"{_FORTSETZUNG}\s*(?:folgt\s*)?(?:auf\s*)?{_SEITE}", onward=True),
    _Wording(rf"{_FORTSETZUNG}\s*(?:von|aus)\s*{_SEITE}", onward=False),
    _Wording(rf"(?:(?:lire|voir)\s+(?:la\s+)?)?suite\s+(?:(?:en|à|à\s+la|sur\s+la)\s+)?{_FEUILLE}", onward=True),
    _Wording(rf"suite\s+de\s+(?:la\s+)?{_FEUILLE}", onward=False),
)


@dataclass(frozen=True, slots=True)
class _Pattern:
    pattern: re.Pattern[str]
    onward: bool


def _patterns(before: str, behind: str, wordings: Sequence[_Wording]) -> tuple[_Pattern, ...]:
    return tuple(
        _Pattern(re.compile(before + wording.phrase + behind, re.IGNORECASE), wording.onward) for wording in wordings
    )


_OF_STORIES = [wording for wording in _WORDINGS if wording.of_stories]
_OTHERS = [wording for wording in _WORDINGS if not wording.of_stories]
_LINES = _patterns(rf"{_START}(?:{_CATCHWORD})?", rf"{_END}\Z", _OF_STORIES) + _patterns(_START, rf"{_END}\Z", _OTHERS)
_CLOSING = _patterns(r"[(\[（［【〔]\s*", rf"{_COLUMN}{_MARKS}\Z", [each for each in _OF_STORIES if each.onward])
_OPENING = _patterns(_MARKS, rf"{_COLUMN}\s*[)\]）］】〕]", [each for each in _OF_STORIES if not each.onward])


@dataclass(frozen=True, slots=True)
class Jump:
    """What a jump line says."""

    onward: bool
    """True for 'continued on', False for 'continued from'."""
    page: PageLabel
    """The other page, as it is printed."""


def parse_jump(text: str) -> Jump | None:
    """Read a line as a jump line; None where it is none, or where anything else stands in it."""
    for each in _LINES:
        if found := each.pattern.match(text):
            return _jump(found, each.onward)
    return None


def jump_in_text(text: str, *, onward: bool) -> Jump | None:
    """The jump in brackets with which a line of running text ends, or where it is no `onward` one begins."""
    for each in _CLOSING if onward else _OPENING:
        if found := each.pattern.search(text) if onward else each.pattern.match(text):
            return _jump(found, onward)
    return None


def _jump(found: re.Match[str], onward: bool) -> Jump:
    return Jump(onward, label_of(next(filter(None, found.groups()))))
