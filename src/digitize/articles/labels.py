"""Page numbers as newspapers print them: in digits, in Chinese numerals, in words, with or without a section."""

import re
from dataclasses import dataclass

_CHINESE_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_CARDINALS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty"
)
_ORDINALS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|"
    "fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth"
)
_FRENCH = "premiere|deuxieme|troisieme|quatrieme|cinquieme|sixieme|septieme|huitieme|neuvieme|dixieme"
_WORDS = {
    word: number for words in (_CARDINALS, _ORDINALS, _FRENCH) for number, word in enumerate(words.split("|"), 1)
} | {"seconde": 2}

_TENS = r"[一二三四五六七八九]?十[一二三四五六七八九]?"
DIGITS = r"[A-Z]?\d{1,3}(?!\d)"
NUMERAL = rf"(?:{DIGITS}|{_TENS}|[〇零一二三四五六七八九]{{1,3}})"
"""A page in digits, maybe with the letter of its section, or in Chinese numerals."""
WORD = rf"(?:{_CARDINALS})\b"
ORDINAL = rf"(?:{_ORDINALS})\b"
FRENCH_ORDINAL = rf"(?:{re.sub('e(?=re|me)', '[eè]', _FRENCH)}|seconde)\b"


@dataclass(frozen=True, slots=True)
class PageLabel:
    """A page as it is printed: 'A2' and 'B2' are different pages."""

    number: int
    section: str = ""
    """A capital letter, empty where none is printed."""

    def __str__(self) -> str:
        return f"{self.section}{self.number}"

    def names(self, other: "PageLabel") -> bool:
        """Whether both are the same page; where only one tells its section, the number decides."""
        sections_agree = not (self.section and other.section) or self.section == other.section
        return self.number == other.number and sections_agree


def label_of(text: str) -> PageLabel:
    """What one of the patterns of this module matched, as a label."""
    if text[-1].isdigit():
        section = text[0].upper() if text[0].isalpha() else ""
        return PageLabel(int(text[len(section) :]), section)
    plain = text.lower().replace("è", "e")
    return PageLabel(_WORDS[plain] if plain in _WORDS else _chinese(text))


def _chinese(text: str) -> int:
    if "十" in text:
        tens, _, units = text.partition("十")
        return 10 * _CHINESE_DIGITS.get(tens, 1) + _CHINESE_DIGITS.get(units, 0)
    return int("".join(str(_CHINESE_DIGITS[character]) for character in text))


_PRINTED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"第\s*({NUMERAL})\s*[版页頁]",
        r"\b([A-Z]\d{1,3})\s*[版页頁]",
        rf"\bpage\s*({DIGITS}|{WORD})(?!\w)",
        rf"\bseite\s*({DIGITS})(?!\w)",
    )
)


def printed_label(folio: str) -> PageLabel | None:
    """The page that a folio line names, None where it names none."""
    found = next((found for pattern in _PRINTED if (found := pattern.search(folio))), None)
    return label_of(found.group(1)) if found else None
