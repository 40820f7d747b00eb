"""Figures worked out on paper: what each damage moves, and what it leaves alone."""

import json
from pathlib import Path

import pytest
from outputs import ARTICLES, BLOCKS, BOXES, line_truth, write_output

from digitize.evaluate import Figure, Finding, Scores, Value, means, read_output, read_truth, score, worst

PERFECT = {
    Figure.BCUBED_PRECISION: 1,
    Figure.BCUBED_RECALL: 1,
    Figure.BCUBED_F: 1,
    Figure.EXACT: 1,
    Figure.JOINS: 1,
    Figure.ORDER: 1,
    Figure.HEADLINES: 1,
    Figure.ARTICLE_ERROR: 0,
    Figure.CHARACTER_ERROR: 0,
    Figure.LOST: 0,
    Figure.MERGED: 0,
}
ACROSS = "aaaaaaaaaa dddddddddd"


def scored(directory: Path, truth: object, **output) -> Scores:
    """Scores of a hand-made output against a truth written as JSON."""
    directory.mkdir(exist_ok=True)
    file = directory / "truth.json"
    file.write_text(json.dumps(truth), "utf-8")
    return score(read_truth(file), read_output(write_output(directory / "issue", **output)))


def values(scores: Scores) -> dict[Figure, float]:
    return {figure: each.value for figure, each in scores.figures.items()}


def finding(scores: Scores, article: str) -> Finding:
    return next(each for each in scores.findings if each.article == article)


# The bodies have 5 and 3 lines of 10 characters, so with spaces between them 54 and 32, 86 in all; with the two
# headlines 10 lines and 90 characters. There are 4 + 2 steps from line to line, one of them over a column break.
DAMAGES = [
    pytest.param({}, {}, id="perfect"),
    pytest.param(
        {"articles": (("head1", "part1"), ("part2",), ("head2", "part3"))},
        {
            Figure.BCUBED_RECALL: (3 * 3 / 5 + 2 * 2 / 5 + 3) / 8,
            Figure.BCUBED_F: 2 * 0.7 / 1.7,
            Figure.EXACT: 1 / 2,
            Figure.JOINS: 0,
            Figure.ORDER: 5 / 6,
            Figure.ARTICLE_ERROR: 22 / 86,
        },
        id="an article torn",
    ),
    pytest.param(
        {"articles": (("head1", "part1", "part2", "head2", "part3"),)},
        {
            Figure.BCUBED_PRECISION: (5 * 5 / 8 + 3 * 3 / 8) / 8,
            Figure.BCUBED_F: 2 * 0.53125 / 1.53125,
            Figure.EXACT: 0,
            Figure.HEADLINES: 1 / 2,
            Figure.ARTICLE_ERROR: (6 + 33 + 32) / 86,
        },
        id="two articles merged",
    ),
    pytest.param(
        {"articles": (("head1", "part2", "part1"), ("head2", "part3"))},
        {Figure.EXACT: 1 / 2, Figure.JOINS: 0, Figure.ORDER: 5 / 6, Figure.ARTICLE_ERROR: (22 + 22) / 86},
        id="order swapped",
    ),
    pytest.param(
        {"articles": (("head1", "part1", "part2", "head2"), ("part3",))},
        {Figure.HEADLINES: 1 / 2, Figure.ARTICLE_ERROR: 6 / 86},
        id="headline elsewhere",
    ),
    pytest.param(
        {"blocks": BLOCKS | {"part1": ("aaaaaaaaaa", "cccccccccc")}},
        {
            Figure.BCUBED_RECALL: (4 * 4 / 5 + 1 / 5 + 3) / 8,
            Figure.BCUBED_F: 2 * 0.8 / 1.8,
            Figure.EXACT: 1 / 2,
            Figure.ORDER: 4 / 6,
            Figure.ARTICLE_ERROR: 11 / 86,
            Figure.CHARACTER_ERROR: 10 / 90,
            Figure.LOST: 1 / 10,
        },
        id="line lost",
    ),
    pytest.param(
        {
            "blocks": BLOCKS | {"part1": (ACROSS, "bbbbbbbbbb", "cccccccccc"), "part2": ("eeeeeeeeee",)},
            "boxes": BOXES | {ACROSS: (100, 100, 700, 20)},
        },
        {
            Figure.EXACT: 1 / 2,
            Figure.JOINS: 0,
            Figure.ORDER: 4 / 6,
            Figure.ARTICLE_ERROR: (11 + 11) / 86,
            Figure.CHARACTER_ERROR: (10 + 10) / 90,
            Figure.MERGED: 1 / 9,
        },
        id="line over two columns",
    ),
    pytest.param(
        {"articles": (("head1", "part1", "part2"),)},
        {
            Figure.BCUBED_RECALL: (5 + 3 * 1 / 3) / 8,
            Figure.BCUBED_F: 2 * 0.75 / 1.75,
            Figure.EXACT: 1 / 2,
            Figure.ORDER: 4 / 6,
            Figure.HEADLINES: 1 / 2,
            Figure.ARTICLE_ERROR: 32 / 86,
        },
        id="an article that no division holds",
    ),
]


@pytest.mark.parametrize(("output", "moved"), DAMAGES)
def test_each_damage_moves_its_own_figures(tmp_path: Path, output: dict, moved: dict[Figure, float]) -> None:
    assert values(scored(tmp_path, line_truth(), **output)) == pytest.approx(PERFECT | moved)


def test_what_went_wrong_is_told_by_article(tmp_path: Path) -> None:
    torn = scored(tmp_path / "torn", line_truth(), articles=(("head1", "part1"), ("part2", "head2", "part3")))
    first, second = finding(torn, "1"), finding(torn, "2")
    assert (first.title, first.pieces, first.mixed_with, first.breaks, first.headline) == ("Alpha", 2, (), 1, True)
    assert (second.title, second.pieces, second.mixed_with, second.breaks) == ("Bravo", 1, ("1",), 0)
    assert first.error == pytest.approx(22 / 54)
    # Of five lines, three are with 3 of 5, two share a group of five with 2 of 5.
    precision, recall = (3 + 2 * 2 / 5) / 5, (3 * 3 / 5 + 2 * 2 / 5) / 5
    assert first.agreement == pytest.approx(2 * precision * recall / (precision + recall))
    perfect = scored(tmp_path / "perfect", line_truth())
    assert second.error == pytest.approx(22 / 32)
    assert worst([perfect, torn], 9) == [("issue", second), ("issue", first)]
    assert worst([torn], 1) == [("issue", second)]


VERTICAL = {
    "Alpha": (850, 100, 40, 200),
    "aaaaaaaaaa": (800, 100, 20, 200),
    "bbbbbbbbbb": (770, 100, 20, 200),
    "cccccccccc": (740, 100, 20, 200),
    "dddddddddd": (800, 350, 20, 200),
    "eeeeeeeeee": (770, 350, 20, 200),
    "Bravo": (600, 100, 40, 200),
    "ffffffffff": (550, 100, 20, 200),
    "gggggggggg": (520, 100, 20, 200),
    "hhhhhhhhhh": (490, 100, 20, 200),
}


def test_vertical_lines_run_leftward_and_break_at_the_next_tier(tmp_path: Path) -> None:
    truth = line_truth(VERTICAL)
    assert values(scored(tmp_path / "perfect", truth, boxes=VERTICAL)) == pytest.approx(PERFECT)
    swapped = (("head1", "part2", "part1"), ("head2", "part3"))
    assert values(scored(tmp_path, truth, boxes=VERTICAL, articles=swapped))[Figure.JOINS] == 0
    both = BLOCKS | {"part1": (ACROSS, "bbbbbbbbbb", "cccccccccc"), "part2": ("eeeeeeeeee",)}
    merged = scored(tmp_path / "torn", truth, boxes=VERTICAL | {ACROSS: (800, 100, 20, 450)}, blocks=both)
    assert values(merged)[Figure.MERGED] == pytest.approx(1 / 9)


def test_spaces_count_in_english_and_not_in_chinese(tmp_path: Path) -> None:
    boxes = {text.replace("aa", "a a"): box for text, box in BOXES.items()}
    blocks = {name: [text.replace("aa", "a a") for text in lines] for name, lines in BLOCKS.items()}
    english = scored(tmp_path / "torn", line_truth(), boxes=boxes, blocks=blocks)
    assert values(english)[Figure.CHARACTER_ERROR] == pytest.approx(5 / 90)
    chinese = scored(tmp_path / "perfect", line_truth() | {"lang": "zh-Hant"}, boxes=boxes, blocks=blocks)
    assert values(chinese) == pytest.approx(PERFECT)


ZONES = [
    {"page": 0, "box": [50, 40, 450, 200], "article": "1", "order": 0},
    {"page": 0, "box": [450, 90, 850, 160], "article": "1", "order": 1},
    {"page": 0, "box": [450, 190, 850, 340], "article": "2"},
    {"page": 0, "box": [0, 900, 1000, 1000], "article": "3", "kind": "advertisement"},
]
WHOLE = {
    Figure.BCUBED_PRECISION: 1,
    Figure.BCUBED_RECALL: 1,
    Figure.BCUBED_F: 1,
    Figure.EXACT: 1,
    Figure.ORDER: 1,
}


ZONES_WHOLE = WHOLE | {Figure.COVERED: 1, Figure.PURE: 1}


def measured(scores: Scores) -> dict[Figure, float]:
    """The figures that had something to measure."""
    return {figure: each.value for figure, each in scores.figures.items() if each.weight}


def test_zones(tmp_path: Path) -> None:
    assert measured(scored(tmp_path / "perfect", {"zones": ZONES})) == pytest.approx(ZONES_WHOLE)
    # The first article has 5 + 30 + 20 characters, the second 5 + 30; the 20 are taken from the one to the other.
    mixed = scored(tmp_path, {"pages": 1, "zones": ZONES}, articles=(("head1", "part1"), ("head2", "part3", "part2")))
    precision, recall = (35 + 20 * 20 / 55 + 35 * 35 / 55) / 90, (35 * 35 / 55 + 20 * 20 / 55 + 35) / 90
    expected = {
        Figure.BCUBED_PRECISION: precision,
        Figure.BCUBED_RECALL: recall,
        Figure.BCUBED_F: 2 * precision * recall / (precision + recall),
        Figure.EXACT: 0,
        Figure.ORDER: 0,
        Figure.COVERED: 1,
        Figure.PURE: 1,
    }
    assert measured(mixed) == pytest.approx(expected)
    first = finding(mixed, "1")
    assert (first.title, first.pieces, first.mixed_with, first.breaks, first.lost) == ("Alpha", 2, (), 1, 0)
    assert finding(mixed, "2").mixed_with == ("1",)


def test_zones_on_named_pages_of_another_size(tmp_path: Path) -> None:
    half = [zone | {"page": "0001.TIF", "box": [edge / 2 for edge in zone["box"]]} for zone in ZONES]
    truth = {"pages": [{"image": "0001.tif", "width": 500, "height": 500}], "zones": half}
    assert measured(scored(tmp_path, truth)) == pytest.approx(ZONES_WHOLE)


def test_a_line_belongs_to_the_smallest_zone_around_it_and_empty_zones_are_not_covered(tmp_path: Path) -> None:
    page = [{"page": 0, "box": [0, 0, 1000, 850], "article": "4"}, {"page": 0, "box": [0, 850, 9, 860], "article": "5"}]
    scores = scored(tmp_path, {"zones": ZONES + page})
    assert values(scores)[Figure.COVERED] == pytest.approx(3 / 5)
    assert values(scores)[Figure.EXACT] == pytest.approx(2 / 4)
    assert (finding(scores, "5").pieces, finding(scores, "5").lost) == (0, 1)


def test_blocks(tmp_path: Path) -> None:
    truth = {"articles": {"1": ["head1", "part1", "part2"], "2": ["head2", "part3"]}}
    assert values(scored(tmp_path / "perfect", truth)) == pytest.approx(WHOLE)
    # Of 55 and 35 characters, 20 stand apart; one step of three is not followed.
    torn = scored(tmp_path, truth, articles=(("head1", "part1"), ("part2",), ("head2", "part3")))
    recall = (35 * 35 / 55 + 20 * 20 / 55 + 35) / 90
    expected = {
        Figure.BCUBED_PRECISION: 1,
        Figure.BCUBED_RECALL: recall,
        Figure.BCUBED_F: 2 * recall / (1 + recall),
        Figure.EXACT: 1 / 2,
        Figure.ORDER: 2 / 3,
    }
    assert values(torn) == pytest.approx(expected)
    assert (finding(torn, "1").title, finding(torn, "1").pieces, finding(torn, "1").breaks) == ("Alpha", 2, 1)


def test_blocks_weigh_what_the_truth_says(tmp_path: Path) -> None:
    truth = {"articles": {"1": ["0001#part1", "0001#part2"]}, "chars": {"0001#part1": 30, "0001#part2": 10}}
    torn = scored(tmp_path, truth, articles=(("part1",), ("part2",)))
    assert values(torn)[Figure.BCUBED_RECALL] == pytest.approx((30 * 30 / 40 + 10 * 10 / 40) / 40)


TEXTS = [
    {"id": "1", "text": "Alpha\n\naaaaaaaaaa bbbbbbbbbb, cccccccccc dddddddddd eeeeeeeeee."},
    {"id": "2", "text": "Bravo\n\nffffffffff gggggggggg hhhhhhhhhh"},
]


def test_texts(tmp_path: Path) -> None:
    perfect = scored(tmp_path / "perfect", TEXTS)
    figures = {Figure.READ: 1, Figure.PLACED: 1, Figure.GROUPED: 1, Figure.ARTICLE_ERROR: 0}
    assert values(perfect) == pytest.approx(figures)
    # 55 and 35 letters make 54 and 34 pairs. The 20 of part2 are in no article: 19 pairs are read but not placed,
    # and the pair over the break before it is not read.
    torn = scored(tmp_path, TEXTS, articles=(("head1", "part1"), ("head2", "part3")))
    figures = {
        Figure.READ: 87 / 88,
        Figure.PLACED: 68 / 88,
        Figure.GROUPED: 68 / 87,
        Figure.ARTICLE_ERROR: 20 / 90,
    }
    assert values(torn) == pytest.approx(figures)
    assert finding(torn, "1").agreement == pytest.approx(34 / 54)


def test_texts_told_apart_by_what_they_lie_in(tmp_path: Path) -> None:
    apart = scored(tmp_path / "torn", TEXTS, articles=(("head1", "part1"), ("part2",), ("head2", "part3")))
    assert [each.pieces for each in apart.findings] == [2, 1]
    together = scored(tmp_path, TEXTS, articles=(ARTICLES[0] + ARTICLES[1],))
    assert [each.mixed_with for each in together.findings] == [("2",), ("1",)]
    # The second has no article left: its 35 letters, and those 35 that follow the first.
    assert values(together)[Figure.ARTICLE_ERROR] == pytest.approx((35 + 35) / 90)


def test_means_weigh_issues(tmp_path: Path) -> None:
    perfect = scored(tmp_path / "perfect", line_truth())
    torn = scored(tmp_path / "torn", line_truth(), articles=(("head1", "part1"), ("part2",), ("head2", "part3")))
    heavy = Scores(torn.issue, torn.kind, 6, {key: Value(v.value, 3 * v.weight) for key, v in torn.figures.items()}, ())
    mean = means([perfect, heavy])
    assert mean[Figure.BCUBED_RECALL] == pytest.approx((1 + 3 * 0.7) / 4)
    assert mean[Figure.ARTICLE_ERROR] == pytest.approx((0 + 3 * 22 / 86) / 4)
    assert torn.figures[Figure.EXACT].weight == 2
    assert torn.figures[Figure.ARTICLE_ERROR].weight == 86
    assert torn.figures[Figure.CHARACTER_ERROR].weight == 90
    assert torn.figures[Figure.LOST].weight == 10


@pytest.mark.parametrize("articles", [(), (("none",),)])
def test_an_output_without_any_article_scores_nothing(tmp_path: Path, articles: tuple[tuple[str, ...], ...]) -> None:
    lines = scored(tmp_path / "perfect", line_truth(), articles=articles)
    expected = {
        # Each line is a group by itself.
        Figure.BCUBED_RECALL: (5 / 5 + 3 / 3) / 8,
        Figure.BCUBED_F: 2 * 0.25 / 1.25,
        Figure.EXACT: 0,
        Figure.JOINS: 0,
        Figure.ORDER: 0,
        Figure.HEADLINES: 0,
        Figure.ARTICLE_ERROR: 1,
    }
    assert values(lines) == pytest.approx(PERFECT | expected)
    texts = values(scored(tmp_path / "torn", TEXTS, articles=articles))
    assert (texts[Figure.PLACED], texts[Figure.ARTICLE_ERROR]) == (0, 1)
    blocks = scored(tmp_path, {"articles": {"1": ["head1", "part1"], "2": ["part3"]}}, articles=articles)
    assert (values(blocks)[Figure.EXACT], values(blocks)[Figure.ORDER]) == (0, 0)


def test_what_a_truth_does_not_have_weighs_nothing(tmp_path: Path) -> None:
    boxes = {text: box for text, box in BOXES.items() if text == "Alpha"}
    scores = scored(tmp_path, line_truth(boxes))
    assert scores.articles == 0
    assert {figure for figure, each in scores.figures.items() if each.weight} == {
        Figure.CHARACTER_ERROR,
        Figure.LOST,
        Figure.MERGED,
    }
    assert set(means([scores])) == {Figure.CHARACTER_ERROR, Figure.LOST, Figure.MERGED}
