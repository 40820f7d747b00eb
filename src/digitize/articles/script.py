"""What the words themselves tell: scripts, languages, sentence ends and openings."""

import re
from collections import Counter

CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\U00020000-\U0003134f]")
_SMALL = re.compile(r"[a-z]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_STOP = re.compile(r"[。．.！!？?…][”’」』）)】》〉\"'»]*$")
_WORD = re.compile(r"[^\W\d_]+")
_DATELINE = re.compile(
    r"^(本报讯|本报记者|本报.{2,6}电|新华社|中新[社网]|据.{2,10}[报讯]|【[^】]{2,12}】|[（(]本?报?记者"
    r"|[A-Z][A-Z .,'-]{3,}(,| [A-Z][a-z]+\.? \d)|[A-Z][\w.' ]{2,24}, [A-Z][a-z]+\.? \d{1,2} ?[—–-])"
)
_SIMPLIFIED = frozenset("国会时为这个们来说对学发经实现进过还问间关开车东长门书鸟鱼语话让认记论设计")
_TRADITIONAL = frozenset("國會時為這個們來說對學發經實現進過還問間關開車東長門書鳥魚語話讓認記論設計")
_FUNCTION_WORDS = {
    "en": frozenset(re.findall(r"\w+", "the of and to in that was for with his by on is at from")),
    "de": frozenset(re.findall(r"\w+", "der die und das den von zu ist nicht mit dem ein eine auf für des")),
    "fr": frozenset(re.findall(r"\w+", "le la les des et est une dans que qui pour pas sur du au ce")),
    "es": frozenset(re.findall(r"\w+", "el los las del y por con su al más como fue lo pero muy")),
    "it": frozenset(re.findall(r"\w+", "di che è della per non sono gli nel alla dei con ha più dal")),
    "nl": frozenset(re.findall(r"\w+", "het van niet zijn met op te dat voor aan een bij naar ook zich")),
    "pt": frozenset(re.findall(r"\w+", "o os do da em não uma com dos das ao na no pela foi")),
}
_BRACKETS = (("“", "”"), ("‘", "’"), ("（", "）"), ("(", ")"), ("《", "》"), ("「", "」"), ("『", "』"), ("【", "】"))


def is_cjk(text: str) -> bool:
    """Whether most letters of `text` are Chinese or Japanese."""
    if text.isascii():
        return False
    ideographs = len(CJK.findall(text))
    return ideographs > 0 and 0 < sum(map(str.isalpha, text)) < 2 * ideographs


def ends_sentence(text: str) -> bool:
    """Whether `text` closes a sentence, its closing quotes and brackets counted in."""
    return bool(_STOP.search(text.rstrip()))


def in_capitals(text: str) -> bool:
    """Whether `text` is set in capitals: six letters or more of which hardly one is small, as misread ones may be."""
    if len(_SMALL.findall(text)) > 0.1 * len(text) or text == text.lower():
        return False
    letters = [character for character in text if character.isalpha() and character.lower() != character.upper()]
    return len(letters) >= 6 and sum(character.islower() for character in letters) <= 0.1 * len(letters)


def opens_story(text: str) -> bool:
    """Whether `text` begins as news stories do: 本报讯（记者 …）, TOWN, Jan. 5 —."""
    return bool(_DATELINE.match(text.lstrip()))


def open_brackets(text: str) -> int:
    """How many more quotes and brackets `text` opens than it closes; negative where it closes what it did not open."""
    return sum(text.count(left) - text.count(right) for left, right in _BRACKETS)


def language_of(text: str) -> str:
    """BCP 47 tag of `text`: zh-Hans, zh-Hant, ja, de, en, es, fr, it, nl or pt; `und` where it does not tell."""
    if not any(map(str.isalpha, text)):
        return "und"
    if is_cjk(text):
        if len(_KANA.findall(text)) > 0.05 * len(text):
            return "ja"
        simplified = sum(text.count(character) for character in _SIMPLIFIED)
        traditional = sum(text.count(character) for character in _TRADITIONAL)
        return "zh-Hant" if traditional > simplified else "zh-Hans"
    words = Counter(_WORD.findall(text.lower()))
    counts = {tag: sum(words[word] for word in common) for tag, common in _FUNCTION_WORDS.items()}
    first, second = sorted(counts, key=lambda tag: -counts[tag])[:2]
    # languages share some of these words, also with others that nobody asked for: only a clear lead names one
    clear = counts[first] >= 1.5 * counts[second] and counts[first] > 0.08 * words.total()
    return first if clear else "und"
