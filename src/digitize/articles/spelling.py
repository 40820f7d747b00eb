"""Hyphens at line ends: which of them a printer put in to break a word, and which are the word's own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from math import inf, log10

from digitize.articles.script import language_of
from digitize.fullwidth import unspaced

_BROKEN = re.compile(r"(?P<first>[^\W_]+(?:-[^\W_]+)*)(?P<hyphen>[-\u00ad\u2010¬⸗=])$")
_HYPHENS = ("-", "\u00ad", "\u2010", "¬", "⸗", "=")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ONWARD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SIGNS_OF_BREAKS = "\u00ad¬"
"""Characters that programs write for a hyphen which they know to be the printer's."""
_COUPLED = {"en": frozenset({"and", "or"}), "de": frozenset({"und", "oder"}), "nl": frozenset({"en", "of"})}
"""What stands between words that share their second half: Vor- und Nachmittag, two- and three-year terms."""
_OPEN_COMPOUNDS = frozenset({"en", "fr", "es", "it", "pt"})
"""Languages that write many compounds with a hyphen. German and Dutch write them in one, and no list holds them all."""
_LISTED = _OPEN_COMPOUNDS | {"de", "nl"}
_ALONE = {
    "en": frozenset(_WORDS.findall("the of and that was for with his is at from has had have he they were are but who"))
}
"""Words that are the second half of no word and of no compound: the hyphen before them is a dash."""
_SURE = 14.5
"""What two words must reach together to be read as a compound.

Measured on the words and compounds inside the lines of seven newspapers in French, and of English prose, broken at
their syllables and at their hyphens: 67 % of the French compounds keep the hyphen and 59 % of the English, 0.3 % and
0.9 % of other words get one (the English ones jargon for the most part, as `docstring`).
"""
_LETTER = 0.7
"""What each letter of a half counts, up to eight: short words are syllables of longer ones as well."""
_CHAINED = 3.0
"""What it counts that one of the two is a compound already, as in father-in-law: 96 % of French ones and 92 % of
English ones keep a hyphen more; words of a compound that were broken once more get one in 0 % and 5 %."""
_RARE = 3.0
"""Frequency below which a string of letters in a list is a slip as often as a word: Dutch `vooren` has 2.5."""
_COMMON = 2.0
"""Frequency from which a word in a list is hardly a slip or a name by chance."""
_TOGETHER = 1.5
"""What the frequency of both as one word counts against a hyphen."""
_TELLING = 80
"""Characters of text from which on a language shows; in fewer, `dit-il` may pass for Italian."""


class Break(Enum):
    """How the line end inside or between words is read."""

    WORD = "word"
    """The hyphen only breaks the word."""
    COMPOUND = "compound"
    """The hyphen belongs to the word."""
    NONE = "none"
    """The next line begins with another word."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How words are spelled in an issue."""

    words: frozenset[str] = frozenset()
    """All words that stand whole, hyphens kept, in lower case."""
    language: str = "und"
    """BCP 47 tag of the issue's text, for pieces too short to tell theirs."""

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Spelling":
        """What `texts`, the lines of an issue, spell; a word that a line end may have cut does not count."""
        lines = list(texts)
        found: set[str] = set()
        for text in lines:
            words = _WORDS.findall(text)
            # no half of a word begins in capitals
            first = 0 if text[:1].isupper() else 1
            last = len(words) - 1 if _broken(text.rstrip()) else len(words)
            found.update(word.lower() for word in words[first:last])
        return cls(frozenset(found), language_of(" ".join(lines)))

    def line_end(self, text: str, line: str, language: str) -> Break:
        """How the end of `text` is read where `line` follows it; `language` is a BCP 47 tag, `und` where unknown."""
        broken, onward = _broken(text), _ONWARD.match(line)
        if broken is None or onward is None:
            return Break.NONE
        first, second = broken["first"], onward.group()
        if broken["hyphen"] in _SIGNS_OF_BREAKS and second[0].islower():
            return Break.WORD
        if first[-1].isdigit() or second[0].isdigit():
            return Break.COMPOUND if first[-1].isdigit() and second[0].isdigit() else Break.NONE
        if not second[0].islower() and not (_capitals(first) and _capitals(second)):
            # Anglo-American, Saint-Denis; an equals sign is a hyphen between small letters alone
            return Break.NONE if broken["hyphen"] == "=" else Break.COMPOUND
        return self._read(first.lower(), second.lower(), language if language != "und" else self.language)

    def _read(self, first: str, second: str, language: str) -> Break:
        if first + second in self.words:
            return Break.WORD
        if f"{first}-{second}" in self.words:
            return Break.COMPOUND
        a, b = first.rpartition("-")[2], second.partition("-")[0]
        if second in _COUPLED.get(language, ()) and _zipf(a + b, language) < _RARE:
            return Break.NONE
        if (
            second in _ALONE.get(language, ())
            and _zipf(first, language) >= _RARE
            and _zipf(first + second, language) < _RARE
        ):
            return Break.NONE
        chained = "-" in first or "-" in second
        if chained and min(len(a), len(b)) == 1:
            # no syllable of a word was broken off in a-t-on
            return Break.COMPOUND
        sure = _SURE - (_CHAINED if chained else 0.0)
        own = language in _OPEN_COMPOUNDS and _compounding(a, b, language) > sure
        return Break.COMPOUND if own else Break.WORD


def bridge(text: str, line: str, language: str) -> float:
    """Log-odds that `line` goes on the word which a hyphen breaks at the end of `text`, from what the two give.

    `language` is a BCP 47 tag; 0 where no word is broken or no list of its words is at hand. Measured on the text
    blocks of seven newspapers: 10 of 16 successions over a broken word gave one that the lists have, 1 of 34 pairs by
    chance did; rounded down, since in worn print fewer words are read right.
    """
    broken, onward = _broken(text), _ONWARD.match(line)
    if broken is None or onward is None or language not in _LISTED:
        return 0.0
    frequency = _zipf((broken["first"] + onward.group()).lower(), language)
    return -0.8 if not frequency else 1.5 if frequency >= _COMMON else 0.0


def join_lines(texts: Iterable[str], spelling: Spelling) -> str:
    """Put the lines of one paragraph together: Chinese without a space, Latin with one, line-end hyphens resolved."""
    lines = [stripped for text in texts if (stripped := text.strip())]
    language = "und"
    if any(line.endswith(_HYPHENS) for line in lines[:-1]):  # nothing else asks for it
        whole = " ".join(lines)
        language = language_of(whole) if len(whole) > _TELLING else "und"
    text = ""
    for line in lines:
        text = _join(text, line, spelling, language) if text else line
    return text


def _join(text: str, line: str, spelling: Spelling, language: str) -> str:
    match spelling.line_end(text, line, language):
        case Break.WORD:
            return text[:-1] + line
        case Break.COMPOUND:
            return text + line
        case Break.NONE:
            return text + line if unspaced(text, line) else f"{text} {line}"


def _broken(text: str) -> re.Match[str] | None:
    """The word, or what may be one, that a hyphen breaks at the end of `text`."""
    return _BROKEN.search(text, text.rfind(" ") + 1) if text.endswith(_HYPHENS) else None


def _capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _compounding(a: str, b: str, language: str) -> float:
    """How much likelier two words (lower case) are a compound than the halves of one word.

    Both are words by themselves, the more frequent and the longer the surer, and what they give together is none, or
    is rare; minus infinity where one of them is no word.
    """
    first, second = _zipf(a, language), _zipf(b, language)
    if not first or not second:
        return -inf
    return first + second + _LETTER * (min(len(a), 8) + min(len(b), 8)) - _TOGETHER * _zipf(a + b, language)


def _zipf(word: str, language: str) -> float:
    """How frequent a word (lower case) is: log10 of how often it comes in 10^9 words, 0 where it is unknown.

    The Zipf scale of van Heuven, Mandera, Keuleers and Brysbaert, 2014.
    """
    # what the lists need is loaded only where a hyphen has to be read
    from wordfreq import get_frequency_dict  # noqa: PLC0415

    frequency = get_frequency_dict(language, "best").get(word)
    return log10(frequency) + 9 if frequency else 0.0
