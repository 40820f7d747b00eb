"""What the words of a unit tell a typographer: capitals, stops, datelines, prices, page numbers."""

import re
from collections.abc import Sequence

import numpy as np

from digitize.articles.jumps import jump_in_text
from digitize.articles.roles import is_byline
from digitize.articles.scoring.table import Floats
from digitize.articles.script import CJK, ends_sentence, in_capitals, is_cjk, open_brackets, opens_story
from digitize.articles.units import Unit

_DATE = re.compile(
    r"\d{1,4}\s*[年./-]\s*\d{1,2}\s*[月./-]|星期|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:1[6-9]|20)\d\d\b"
    r"|第?\s*[A-Z]?\d{1,3}\s*[版页頁]|\bvol\b|\bno\.? ?\d|民國|農曆",
    re.IGNORECASE,
)
_PRICE = re.compile(r"[$£¥€¢]|\d\s*(?:cts?|cents?|元|円|fr|mk|marks?|sh)\b|\b\d+[.,]\d\d\b", re.IGNORECASE)
_PHONE = re.compile(r"\d{3}[-–. ]\d{3,4}|\btel\b|phone|电话|電話|熱線|www\.|\.com|@", re.IGNORECASE)
_CREDIT = re.compile(r"[■▲◆●▼△□]|摄|攝|供图|供圖|資料圖|photo|右[)）]|左[)）]|[（(][右左上下]", re.IGNORECASE)
_SPEECH = ("“", '"', "「", "『", "‘", "„", "»", "«")
_SIGNATURE = re.compile(r"^[A-Z][A-Z. ]{2,30}\.?$")

NAMES = (
    "capitals", "digits", "marks", "cjk", "ends_sentence", "ends_hyphen", "ends_comma", "starts_small",
    "starts_capitals", "starts_quote", "starts_digit", "opens_story", "open_brackets", "byline", "jump",
    "date", "price", "phone", "credit", "signature", "dash_inside", "letters", "first_row_letters",
)  # fmt: skip


def wording(units: Sequence[Unit]) -> dict[str, Floats]:
    """The wording of each unit, (N,) each."""
    values = np.array([_of(unit) for unit in units], np.float64).reshape(-1, len(NAMES))
    return {name: values[:, index] for index, name in enumerate(NAMES)}


def _of(unit: Unit) -> tuple[float, ...]:
    text = unit.text.strip()
    short = text[:200]
    letters = [character for character in short if character.isalpha()]
    cased = [character for character in letters if character.lower() != character.upper()]
    first = text[:1]
    few = len(text) < 60
    first_row = unit.rows[0].text
    return (
        sum(map(str.isupper, cased)) / len(cased) if cased else 0.5,
        sum(map(str.isdigit, short)) / max(1, len(short)),
        sum(not character.isalnum() and not character.isspace() for character in short) / max(1, len(short)),
        float(bool(CJK.search(short)) and is_cjk(short)),
        float(ends_sentence(text)),
        float(text.endswith(("-", "¬", "­"))),
        float(text.endswith((",", "，", "、", ":", "：", ";", "；"))),
        float(first.islower()),
        float(in_capitals(first_row) or _starts_in_capitals(text)),
        float(first in _SPEECH),
        float(first.isdigit()),
        float(opens_story(text)),
        float(np.clip(open_brackets(text), -2, 2)),
        float(len(unit.rows) <= 2 and is_byline(text)),
        float(few) * _jump(text),
        float(few and bool(_DATE.search(text))),
        len(_PRICE.findall(short)) / (1 + len(short) / 40),
        float(bool(_PHONE.search(short))),
        float(len(text) < 250 and bool(_CREDIT.search(short))),
        float(few and bool(_SIGNATURE.match(text))),
        float(bool(re.search(r"[.—–-]\s?[—–-]", first_row[:60]))),
        min(len(text), 400),
        len(first_row),
    )


def _starts_in_capitals(text: str) -> bool:
    """Whether the first word, of three letters or more, is set in capitals."""
    words = text.split(maxsplit=1)
    return bool(words) and len(words[0]) > 2 and words[0].isupper()


def _jump(text: str) -> int:
    """1 where a text leads on to another page, -1 where it comes from one, else 0."""
    return (jump_in_text(text, onward=True) is not None) - (jump_in_text(text, onward=False) is not None)
