from itertools import pairwise

import pytest

from digitize.articles.spelling import Spelling, bridge, join_lines


def spelled(words="", language="en"):
    return Spelling(frozenset(words.split()), language)


def test_an_issue_spells_words_that_no_line_end_may_have_cut():
    spelling = Spelling.of(["ning The Well-Known baker of to-", "alone", "Greyford that was for the men of the town"])
    assert {"the", "well-known", "baker", "of", "greyford", "town"} <= spelling.words
    assert not {"ning", "to", "alone"} & spelling.words
    assert spelling.language == "en"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["The quiet", "town"], "The quiet town"),
        (["the tempera-", "ture"], "the temperature"),
        (["the tempera\u00ad", "ture"], "the temperature"),
        (["the tempera¬", "ture"], "the temperature"),
        (["der Reichs⸗", "tag"], "der Reichstag"),
        (["he paused -", "then went"], "he paused - then went"),
        (["Anglo-", "American trade"], "Anglo-American trade"),
        (["1939-", "1944"], "1939-1944"),
        (["the 1930-", "model"], "the 1930- model"),
        (["LONDON=", "Paris"], "LONDON= Paris"),
        (["THE PRESI-", "DENT SPEAKS"], "THE PRESIDENT SPEAKS"),
        (["A WELL-", "KNOWN MAN"], "A WELL-KNOWN MAN"),
        (["汉语换行", "不加空格"], "汉语换行不加空格"),
        (["他说：", "“好。”"], "他说：“好。”"),
        (["加入WTO", "之后"], "加入WTO之后"),
        (["之后的", "GDP增长"], "之后的GDP增长"),
        (["by John", "Smith报道"], "by John Smith报道"),
        (["  padded ", "", " lines "], "padded lines"),
        ([], ""),
    ],
)
def test_lines_join_to_text(lines, expected):
    assert join_lines(lines, spelled()) == expected


@pytest.mark.parametrize(
    ("lines", "words", "expected"),
    [
        (["a bread-", "winner came"], "bread-winner", "a bread-winner came"),
        (["a Bread-", "winner came"], "bread-winner", "a Bread-winner came"),
        (["a bread-", "winner came"], "bread-winner breadwinner", "a breadwinner came"),
        (["a well-", "known man"], "wellknown", "a wellknown man"),
    ],
)
def test_the_issue_itself_spells_before_all_lists(lines, words, expected):
    assert join_lines(lines, spelled(words)) == expected


BROKEN = {
    "en": "hospi-tal govern-ment be-come news-paper im-portant after-noon Wex-combe with-out him-self some-where",
    "fr": "gouver-nement mar-quis sou-vent con-tre par-ler mainte-nant tou-jours lors-que",
    "de": "Reichstags-abgeordneten Ver-waltung Freun-de Straßen-bahnhof",
    "es": "gobier-no ante-rior ciuda-des",
    "it": "gover-no citta-dini sola-mente",
    "nl": "regee-ring voor-zitter spoorweg-maatschappij",
    "pt": "gover-no cida-de sobre-tudo",
}
COMPOUND = {
    "en": "well-known so-called father-in-law vice-president up-to-date ex-president",
    "fr": "dit-il lui-même vingt-deux avez-vous sous-lieutenant a-t-on",
    "es": "franco-español",
    "it": "politico-economico",
    "pt": "disse-lhe guarda-chuva",
}


@pytest.mark.parametrize(
    ("language", "word"), [(language, word) for language, words in BROKEN.items() for word in words.split()]
)
def test_a_hyphen_that_breaks_a_word_goes(language, word):
    first, _, second = word.partition("-")
    assert join_lines([f"{first}-", second], spelled(language=language)) == first + second


@pytest.mark.parametrize(
    ("language", "word"), [(language, word) for language, words in COMPOUND.items() for word in words.split()]
)
def test_a_hyphen_of_the_word_itself_stays(language, word):
    ends = [at for at, character in enumerate(word) if character == "-"]
    for start, end in pairwise([0, *ends]):
        assert start < end
        assert join_lines([word[: end + 1], word[end + 1 :]], spelled(language=language)) == word


@pytest.mark.parametrize(
    ("language", "lines", "expected"),
    [
        ("en", ["terms of two-", "and three years"], "terms of two- and three years"),
        ("de", ["am Vor-", "und Nachmittag"], "am Vor- und Nachmittag"),
        ("nl", ["de voor-", "en nadelen"], "de voor- en nadelen"),
        ("en", ["a thous-", "and men"], "a thousand men"),
    ],
)
def test_words_that_share_their_second_half_stay_apart(language, lines, expected):
    assert join_lines(lines, spelled(language=language)) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["since October-", "has been"], "since October- has been"),
        (["as he said-", "the mayor"], "as he said- the mayor"),
        (["a thous-", "and men"], "a thousand men"),
        (["a well-", "known one"], "a well-known one"),
    ],
)
def test_a_dash_before_a_word_that_stands_alone_is_no_hyphen(lines, expected):
    assert join_lines(lines, spelled(language="en")) == expected


def test_a_paragraph_in_another_language_is_read_in_its_own():
    lines = ["Le maire de la ville est dans une salle pour les", "gens qui sont au marché, dit-", "il à la foule"]
    assert join_lines(lines, spelled(language="de")).endswith("marché, dit-il à la foule")


def test_a_language_without_a_list_breaks_its_words_alone():
    assert join_lines(["well-", "known"], spelled(language="und")) == "wellknown"


@pytest.mark.parametrize(
    ("text", "line", "language", "sign"),
    [
        ("aux termes du règle-", "ment", "fr", 1),
        ("aux termes du règle-", "voyageurs", "fr", -1),
        ("of the govern-", "ment and", "en", 1),
        ("of the govern-", "hospital", "en", -1),
        ("of the govern-", "ment and", "und", 0),
        ("of the government", "and", "en", 0),
    ],
)
def test_a_word_bridges_a_break(text, line, language, sign):
    found = bridge(text, line, language)
    assert (found > 0) - (found < 0) == sign
