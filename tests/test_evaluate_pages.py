"""Figures of whole pages: furniture kept out, heads, doubts, and the text in the order of the page."""

import json
from pathlib import Path

import pytest
from outputs import ARTICLES, BLOCKS, BOXES, told, write_output

from digitize.errors import EvaluationError
from digitize.evaluate import Figure, Kind, Scores, find_pairs, read_output, read_truth, score
from digitize.evaluate.columns import by_column
from digitize.evaluate.output import OutputLine

ZONES = [
    {"page": 0, "box": [50, 40, 450, 200], "article": "1", "order": 0},
    {"page": 0, "box": [450, 90, 850, 160], "article": "1", "order": 1},
    {"page": 0, "box": [450, 190, 850, 340], "article": "2"},
    {"page": 0, "box": [50, 890, 850, 960], "article": "ad", "kind": "advertisement"},
]
TITLES = [{"id": "1", "title": "Alpha"}, {"id": "2", "title": "Bravo"}]
WITH_ADVERT = {
    "blocks": BLOCKS | {"advert": ("Buy soap!",)},
    "boxes": BOXES | {"Buy soap!": (100, 900, 300, 20)},
}
"""The first article has 55 letters, the second 35, the advertisement 7."""


def scored(directory: Path, *, text: str | None = None, zones: list = ZONES, **output) -> Scores:
    """Scores of a hand-made output with an advertisement against zones."""
    directory.mkdir(exist_ok=True)
    (directory / "zones.json").write_text(json.dumps({"zones": zones, "articles": TITLES}), "utf-8")
    if text is not None:
        (directory / "text.txt").write_text(text, "utf-8")
    return score(read_truth(directory), read_output(write_output(directory / "issue", **(WITH_ADVERT | output))))


def figure(scores: Scores, name: Figure) -> float | None:
    """None where there was nothing to measure."""
    value = scores.figures[name]
    return value.value if value.weight else None


def test_an_advertisement_in_an_article_makes_it_neither_exact_nor_pure(tmp_path: Path) -> None:
    apart = scored(tmp_path / "apart", articles=(*ARTICLES, ("advert",)))
    assert (figure(apart, Figure.EXACT), figure(apart, Figure.PURE)) == (1, 1)
    mixed = scored(tmp_path / "mixed", articles=(ARTICLES[0], (*ARTICLES[1], "advert")))
    assert figure(mixed, Figure.EXACT) == 1 / 2
    assert figure(mixed, Figure.PURE) == pytest.approx(90 / 97)
    assert (figure(mixed, Figure.BCUBED_F), figure(mixed, Figure.ORDER)) == (1, 1)


def test_a_line_of_an_advertisement_inside_an_article_is_not_of_the_article(tmp_path: Path) -> None:
    inside = [*ZONES, {"page": 0, "box": [450, 240, 850, 275], "article": "box", "kind": "other"}]
    scores = scored(tmp_path, zones=inside)
    assert figure(scores, Figure.EXACT) == 1 / 2
    assert figure(scores, Figure.PURE) == pytest.approx(80 / 90)


def test_what_comes_between_two_zones_breaks_the_step(tmp_path: Path) -> None:
    between = scored(tmp_path, articles=(("head1", "part1", "advert", "part2"), ARTICLES[1]))
    assert figure(between, Figure.ORDER) == 0


@pytest.mark.parametrize(
    ("heads", "share"),
    [
        (("Alpha", "Bravo"), 1),
        (("The ALPHA, again", "Brav"), 1),
        (("Alpha", "Bxxvo"), 1 / 2),
        (("Bravo", "Alpha"), 0),
        (("Alp", "avo"), 0),
        (("", ""), 0),
    ],
)
def test_a_title_stands_in_the_head_of_the_article_that_holds_most_of_its_own(
    tmp_path: Path, heads: tuple[str, str], share: float
) -> None:
    scores = scored(tmp_path, articles=ARTICLES, details=[told(head) for head in heads])
    assert figure(scores, Figure.HEADLINES) == share
    assert sum(bool(each.headline) for each in scores.findings) == 2 * share


def test_articles_that_hold_no_article_are_extra_unless_they_are_called_furniture(tmp_path: Path) -> None:
    articles = (*ARTICLES, ("advert",))
    plain = scored(tmp_path / "plain", articles=articles, details=[told("Alpha"), told("Bravo"), told("Soap")])
    assert figure(plain, Figure.EXTRA) == 1 / 2
    for role in ("advertisement", "masthead", "folio", "label", "imprint"):
        details = [told("Alpha"), told("Bravo"), told(role=role)]
        known = scored(tmp_path / role, articles=articles, details=details)
        assert figure(known, Figure.EXTRA) == 0


JOIN = {"doubtful": True, "before": "part1", "after": "part2"}


@pytest.mark.parametrize(
    ("doubts", "flagged", "alarm"),
    [
        (({}, {}, {}), 0, 0),
        (({"notes": ["Something is missing."]}, {}, {}), 1, 1 / 3),
        (({}, {"joins": [JOIN]}, {}), 1, 1 / 3),
        (({}, {"joins": [JOIN | {"doubtful": False}]}, {"doubtful": True}), 0, 1 / 3),
        (({"doubtful": True},) * 3, 1, 1),
    ],
)
def test_doubts_flag_what_is_wrong_and_alarm_about_the_rest(
    tmp_path: Path, doubts: tuple[dict, ...], flagged: float, alarm: float
) -> None:
    torn = (("head1", "part1"), ("part2",), ("head2", "part3"))
    scores = scored(tmp_path, articles=torn, details=[told(**doubt) for doubt in doubts])
    assert figure(scores, Figure.EXACT) == 1 / 2
    assert figure(scores, Figure.FLAGGED) == flagged
    assert figure(scores, Figure.ALARM) == pytest.approx(alarm)


def test_where_all_is_right_there_is_nothing_to_flag(tmp_path: Path) -> None:
    scores = scored(tmp_path, articles=ARTICLES, details=[told("Alpha"), told("Bravo")])
    assert figure(scores, Figure.FLAGGED) is None


@pytest.mark.parametrize("beside", [None, {"format": "other/1", "articles": 7}, ["no", "object"]])
def test_other_programs_tell_neither_heads_nor_doubts(tmp_path: Path, beside: object) -> None:
    output = write_output(tmp_path / "issue", **WITH_ADVERT)
    if beside is not None:
        (output / "articles.json").write_text(json.dumps(beside), "utf-8")
    (tmp_path / "zones.json").write_text(json.dumps({"zones": ZONES, "articles": TITLES}), "utf-8")
    scores = score(read_truth(tmp_path), read_output(output))
    silent = (Figure.HEADLINES, Figure.EXTRA, Figure.FLAGGED, Figure.ALARM)
    assert [figure(scores, each) for each in silent] == [None] * 4
    assert {each.headline for each in scores.findings} == {None}


@pytest.mark.parametrize("text", ["[", '{"format": "digitize-articles/1", "articles": [{"id": "A1"}]}'])
def test_a_damaged_articles_json_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    output = write_output(tmp_path / "issue")
    (output / "articles.json").write_text(text, "utf-8")
    with pytest.raises(EvaluationError, match=r"articles\.json is damaged .*: make it again"):
        read_output(output)


TEXT = "Alpha\naaaaaaaaaa bbbbbbbbbb cccccccccc\ndddddddddd eeeeeeeeee\nBravo ffffffffff gggggggggg hhhhhhhhhh.\n"


def test_the_text_of_the_page_counts_in_the_order_of_the_alto_file(tmp_path: Path) -> None:
    """Whatever METS makes of it; so few lines are one column, in which two lines of ten letters stand too high."""
    right = scored(tmp_path / "right", text=TEXT.upper(), blocks=BLOCKS, articles=tuple(reversed(ARTICLES)))
    assert figure(right, Figure.PAGE_TEXT) == 1
    assert figure(right, Figure.BY_COLUMN) == pytest.approx(1 - 2 * (10 + 10) / 90)
    swapped = {name: BLOCKS[name] for name in ("part3", "head1", "part1", "part2", "head2")}
    wrong = scored(tmp_path / "wrong", text=TEXT, blocks=swapped)
    assert figure(wrong, Figure.PAGE_TEXT) == pytest.approx(1 - 2 * 30 / 90)
    assert figure(wrong, Figure.BY_COLUMN) == figure(right, Figure.BY_COLUMN)
    lost = scored(tmp_path / "lost", text=TEXT, blocks=BLOCKS | {"part2": ("eeeeeeeeee",)})
    assert figure(lost, Figure.PAGE_TEXT) == pytest.approx(1 - 10 / 90)
    assert lost.figures[Figure.PAGE_TEXT].weight == 90


def test_text_alone_is_a_truth_of_its_own(tmp_path: Path) -> None:
    output = write_output(tmp_path / "output/issue")
    (tmp_path / "truth/issue").mkdir(parents=True)
    file = tmp_path / "truth/issue/text.txt"
    file.write_text(TEXT, "utf-8")
    (pair,) = find_pairs(tmp_path / "output", tmp_path / "truth").pairs
    scores = score(read_truth(pair.truth), read_output(output))
    assert (scores.kind, scores.findings, set(scores.figures)) == (
        Kind.PAGE_TEXT,
        (),
        {Figure.PAGE_TEXT, Figure.BY_COLUMN},
    )
    assert figure(scores, Figure.PAGE_TEXT) == 1
    assert read_truth(file) == read_truth(file.parent)
    file.with_name("more.txt").write_text("another article", "utf-8")
    assert score(read_truth(file.parent), read_output(output)).kind is Kind.TEXTS


def test_a_text_without_letters_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text(" … ", "utf-8")
    with pytest.raises(EvaluationError, match="the text has no letter"):
        score(read_truth(tmp_path / "text.txt"), read_output(write_output(tmp_path / "issue")))
    with pytest.raises(EvaluationError, match="the text has no letter"):
        scored(tmp_path / "zones", text="")


def line(text: str, left: float, top: float, width: float = 200, page: int = 0) -> OutputLine:
    corners = ((left, top), (left + width, top), (left + width, top + 20), (left, top + 20))
    return OutputLine(text, corners, page, 0, None)


def test_lines_are_sorted_down_each_column_page_by_page() -> None:
    columns = [[line(f"{name}{at}", left, 30 * at) for at in range(10)] for name, left in (("a", 0), ("b", 300))]
    short = line("b10", 300, 300, width=90)
    over = line("over both", 0, -30, width=450)
    second = line("next page", 300, -99, page=1)
    rows = [each for pair in zip(*columns, strict=True) for each in pair]
    ordered = by_column([second, short, over, *reversed(rows)])
    assert ordered == [over, *columns[0], *columns[1], short, second]


def test_few_lines_and_none_are_one_column() -> None:
    assert by_column([]) == []
    wide, narrow = line("wide", 0, 100, width=1000), line("narrow", 900, 0, width=1)
    assert by_column([wide, narrow]) == [narrow, wide]
    assert by_column([OutputLine("nowhere", (), 0, 0, None)]) == []
