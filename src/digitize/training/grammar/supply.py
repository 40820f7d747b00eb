"""Text to set: sentences of frequent words, in the order of chance, that look like the language and mean nothing.

Names, places and subject words stand in them as marks, so that each story can have its own.
"""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import msgpack  # type: ignore[import-untyped]
import numpy as np
import wordfreq

SUBJECT, PERSON, PLACE, FIGURE = "\ue000", "\ue001", "\ue002", "\ue003"
_MARK = re.compile("[\ue000-\ue003]")
_SENTENCES = 9000
_WORDS = 9000
CHINESE = ("zh-Hans", "zh-Hant", "ja")

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_TITLES = {
    "en": ("Mr. ", "Mrs. ", "Dr. ", "Rev. ", "Capt. ", "Judge ", ""),
    "de": ("Herr ", "Dr. ", "Frau ", ""),
    "fr": ("M. ", "Mme ", "le docteur ", ""),
}
_FOREIGN = ("NBA", "CEO", "AI", "GDP", "App", "IPO", "5G", "Tom", "Mary", "DNA", "iPhone", "WTO", "COVID-19", "Wi-Fi")
_PLACES = "市县省区镇路村州"


@dataclass(frozen=True, slots=True)
class Supply:
    """What there is to set in one language."""

    language: str
    sentences: tuple[str, ...]
    """With marks where a story's own words go."""
    words: tuple[str, ...]
    """Words that carry meaning, for heads and subjects."""
    people: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def ideographic(self) -> bool:
        return self.language in CHINESE

    @property
    def space(self) -> str:
        """What stands between two words."""
        return "" if self.ideographic else " "


@dataclass(frozen=True, slots=True)
class Topic:
    """The words that one story comes back to."""

    words: tuple[str, ...]
    people: tuple[str, ...]
    places: tuple[str, ...]


def topic_of(supply: Supply, dice: Random) -> Topic:
    """A topic for a new story."""
    return Topic(
        tuple(dice.choices(supply.words, k=12)),
        tuple(dice.choices(supply.people, k=3)),
        tuple(dice.choices(supply.places, k=2)),
    )


def running(supply: Supply, topic: Topic, dice: Random, length: int) -> str:
    """Sentences of at least `length` characters in a row."""
    space = supply.space
    parts: list[str] = []
    total, index = 0, dice.randrange(len(supply.sentences))
    while total < length:
        sentence = supply.sentences[index % len(supply.sentences)]
        parts.append(sentence)
        total += len(sentence) + 1
        index += 1
    return _MARK.sub(lambda mark: _filled(mark[0], topic, dice), space.join(parts))


def heading(supply: Supply, topic: Topic, dice: Random, length: int) -> str:
    """Words of a headline, at most `length` characters but one word at least."""
    words: list[str] = []
    total = 0
    while True:
        word = dice.choice(topic.words if dice.random() < 0.5 else supply.words)
        if words and total + len(word) > length:
            break
        words.append(word)
        total += len(word) + len(supply.space)
        if total > 400:
            break
    text = supply.space.join(words)
    return text[:length] if supply.ideographic else text


def figure(dice: Random) -> str:
    """A number as papers print them."""
    kind = dice.randrange(5)
    if kind == 0:
        return str(dice.randint(2, 99))
    if kind == 1:
        return f"{dice.randint(1, 999)},{dice.randint(0, 999):03}"
    if kind == 2:
        return f"{dice.randint(1, 99)}.{dice.randint(0, 99):02}"
    return str(dice.randint(1780, 2025) if kind == 3 else dice.randint(100, 900))


def _filled(mark: str, topic: Topic, dice: Random) -> str:
    if mark == SUBJECT:
        return dice.choice(topic.words)
    if mark == PERSON:
        return dice.choice(topic.people)
    return dice.choice(topic.places) if mark == PLACE else figure(dice)


@cache
def supply(language: str) -> Supply:
    """The supply of a language: en, de, fr and others of Latin letters, zh-Hans, zh-Hant, ja."""
    dice = Random(f"supply {language}")
    rng = np.random.default_rng(dice.randrange(2**32))
    if language in CHINESE:
        return _ideographic(language, dice, rng)
    return _latin(language, dice, rng)


def _zipf(rng: np.random.Generator, kinds: int, count: int) -> list[int]:
    """Ranks of `count` words, as often as words of their rank are used."""
    weights = 1 / (np.arange(kinds) + 2.7)
    return [int(index) for index in rng.choice(kinds, count, p=weights / weights.sum())]


def _latin(language: str, dice: Random, rng: np.random.Generator) -> Supply:
    words = [word for word in wordfreq.top_n_list(language, _WORDS) if word.replace("'", "").isalpha()]
    if language == "de":
        nouns = (index > 90 and len(word) > 3 and dice.random() < 0.42 for index, word in enumerate(words))
        words = [word.capitalize() if noun else word for noun, word in zip(nouns, list(words), strict=True)]
    drawn = iter(_zipf(rng, len(words), 60 * _SENTENCES))
    sentences = tuple(_sentence(words, drawn, dice) for _ in range(_SENTENCES))
    content = tuple(word for word in words[150:] if len(word) > 3)
    rare = [word.capitalize() for word in words[2000:] if len(word) > 3]
    titles = _TITLES.get(language, ("",))
    people = tuple(dice.choice(titles) + dice.choice(rare) for _ in range(400))
    places = tuple(dice.choice(("", "", "San ", "St. ")) + dice.choice(rare) for _ in range(200))
    return Supply(language, sentences, content, people, places)


def _sentence(words: list[str], drawn: Iterator[int], dice: Random) -> str:
    length = max(3, round(dice.lognormvariate(2.75, 0.55)))
    parts: list[str] = []
    for index in range(length):
        chance = dice.random()
        word = words[next(drawn)]
        if chance < 0.04:
            word = PERSON
        elif chance < 0.06:
            word = PLACE
        elif chance < 0.12:
            word = SUBJECT
        elif chance < 0.14:
            word = FIGURE
        if 1 < index < length - 1 and dice.random() < 0.09:
            word += dice.choices((",", ";", ":", " —"), (12, 2, 1, 1))[0]
        parts.append(word)
    text = " ".join(parts)
    text = text[0].upper() + text[1:] + dice.choices((".", "?", "!"), (30, 1, 1))[0]
    return f'"{text}"' if dice.random() < 0.07 else text


def _ideographic(language: str, dice: Random, rng: np.random.Generator) -> Supply:
    listed = wordfreq.top_n_list("ja" if language == "ja" else "zh", _WORDS)
    words = [word for word in listed if not word.isascii()]
    if language == "zh-Hant":
        words = [_traditional(word) for word in words]
    drawn = iter(_zipf(rng, len(words), 30 * _SENTENCES))
    sentences = tuple(_clauses(words, drawn, dice, language) for _ in range(_SENTENCES))
    names = [word for word in words[300:] if len(word) <= 2]
    people = tuple(dice.choice(_SURNAMES) + dice.choice(names) for _ in range(400))
    places = tuple(dice.choice(names) + dice.choice(_PLACES) for _ in range(200))
    content = tuple(word for word in words[120:] if 2 <= len(word) <= 4)
    if language != "zh-Hans":
        people, places = tuple(map(_traditional, people)), tuple(map(_traditional, places))
    return Supply(language, sentences, content, people, places)


def _clauses(words: list[str], drawn: Iterator[int], dice: Random, language: str) -> str:
    parts: list[str] = []
    for _ in range(dice.choices((1, 2, 3, 4, 5), (2, 4, 4, 2, 1))[0]):
        length, clause = dice.randint(4, 15), ""
        while len(clause) < length:
            chance = dice.random()
            mark = SUBJECT if chance < 0.06 else PERSON if chance < 0.08 else PLACE if chance < 0.1 else FIGURE
            if chance < 0.13:
                clause += mark
            else:
                clause += dice.choice(_FOREIGN) if chance < 0.135 and language != "ja" else words[next(drawn)]
        parts.append(clause)
    text = "，".join(parts[:-1]) + ("、" if len(parts) > 3 else "，" if len(parts) > 1 else "") + parts[-1]
    if dice.random() < 0.1:
        text = f"“{text}”" if language == "zh-Hans" else f"「{text}」"
    return text + dice.choices(("。", "；", "！", "？"), (20, 1, 1, 1))[0]


@cache
def _table() -> dict[int, str]:
    """A traditional character for each simplified one."""
    path = Path(wordfreq.__file__).parent / "data" / "_chinese_mapping.msgpack.gz"
    mapping: dict[int, str] = msgpack.unpackb(gzip.decompress(path.read_bytes()), raw=False, strict_map_key=False)
    return {ord(simple): chr(full) for full, simple in reversed(mapping.items())}


def _traditional(text: str) -> str:
    return text.translate(_table())
