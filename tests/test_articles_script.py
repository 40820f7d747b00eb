"""What the words themselves tell."""

import pytest

from digitize.articles.script import (
    ends_sentence,
    is_cjk,
    language_of,
    open_brackets,
    opens_story,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今日开幕", True),
        ("中国GDP增长", True),
        ("カタカナ", True),
        ("𠮷野家", True),
        ("WTO成员a", False),
        ("Town Hall", False),
        ("12345 —", False),
        ("", False),
    ],
)
def test_script(text, expected):
    assert is_cjk(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it goes on.", True),
        ("it goes on. ", True),
        ("“It goes on.”", True),
        ("(so he said!)", True),
        ("he asked: ‘Why?’", True),
        ("并讲话。", True),
        ("他说：“开会。”", True),
        ("（完）。）", True),
        ("it goes", False),
        ("the Hon. Mr", False),
        ("to-", False),
        ("并讲话，", False),
        ("并讲话", False),
        ("“并讲话”", False),
        ("", False),
    ],
)
def test_sentence_ends(text, expected):
    assert ends_sentence(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本报讯（记者 白莹）8月29日", True),
        ("新华社北京8月29日电", True),
        ("据新华社报道", True),
        ("【本报专电】今日", True),
        ("WEXCOMBE, Oct. 5 — Work is", True),
        ("Wexcombe, Oct. 5 — Work is", True),
        ("  WEXCOMBE, Oct. 5 — Work", True),
        ("Work is expected to continue", False),
        ("近日，南屏冬季供暖管网正式签约", False),
        ("The Wexcombe report of Oct. 5 says", False),
    ],
)
def test_datelines_open_stories(text, expected):
    assert opens_story(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("（记者", 1), ("白莹）", -1), ("“一‘盘", 2), ("《报》", 0), ("(a) b)", -1), ("「『", 2), ("none", 0)],
)
def test_open_brackets(text, expected):
    assert open_brackets(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国会时为这个问题开门", "zh-Hans"),
        ("國會時為這個問題開門", "zh-Hant"),
        ("The mayor of the town said that it was his", "en"),
        ("Der Bürgermeister der Stadt ist nicht auf dem Amt und das ist für die Leute", "de"),
        ("Le maire de la ville est dans une salle pour les gens qui sont au marché", "fr"),
        ("— 12 —", "und"),
        ("", "und"),
    ],
)
def test_language(text, expected):
    assert language_of(text) == expected


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("昨日の会議では、新しい橋の建設について話し合われました。", "ja"),
        ("El presidente ha dicho que no hay otra manera de hacerlo con más gente para la ciudad", "es"),
        ("Il sindaco della città non è stato nel palazzo con gli altri", "it"),
        ("De burgemeester van het dorp is niet op de markt met een van zijn vrienden", "nl"),
        ("O presidente da cidade não foi ao palácio com os homens do porto", "pt"),
        ("Talman sade att det inte finns någon annan väg för staden och dess hamn", "und"),
        ("XYZ 123", "und"),
        ("Der Rat und die Stadt haben sich auf den Bau der Brücke geeinigt", "de"),
        ("Le conseil de la ville est dans une situation que les gens", "fr"),
        ("The council of the town met on Monday and it was agreed", "en"),
    ],
)
def test_languages_are_named_only_where_the_words_tell(text, tag):
    assert language_of(text) == tag
