from dataclasses import replace
from math import cos, radians, sin

import pytest
from issues import NASTY, block, line, page, paragraph, shared_scorer, turned, two_pages
from lxml import etree
from xml_checks import STANDARDS, schema_problems

from digitize.export import alto
from digitize.model import Article, Block, Box, Issue, Role

NS = {"a": "http://www.loc.gov/standards/alto/ns-v4#"}


def written(issue: Issue, number: int) -> etree._Element:
    return etree.fromstring(alto(issue, next(page for page in issue.pages if page.number == number)))


def one(root: etree._Element, path: str) -> etree._Element:
    (found,) = root.xpath(path, namespaces=NS)
    return found


def strings(root: etree._Element, block_id: str) -> list[tuple[str, str | None, str | None]]:
    found = root.xpath(f"//a:TextBlock[@ID='{block_id}']//a:String", namespaces=NS)
    return [(s.get("CONTENT"), s.get("SUBS_TYPE"), s.get("SUBS_CONTENT")) for s in found]


def points(text: str) -> list[tuple[int, int]]:
    return [(int(x), int(y)) for x, y in (point.split(",") for point in text.split())]


def position(element: etree._Element) -> tuple[int, ...]:
    return tuple(int(element.get(name)) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))


def single(first: Block, *others: Block, paragraphs: tuple = ()) -> Issue:
    """An issue of one page with these blocks, all in one article unless `paragraphs` says otherwise."""
    blocks = (first, *others)
    paragraphs = paragraphs or (paragraph(Role.BODY, "", *(each.id for each in blocks)),)
    sheet = page(1, "p.jpg", turned(1000, 800, 0.0), (1000, 800), blocks)
    return Issue("n", (sheet,), blocks, (Article("a1", "t", "en", paragraphs, ()),))


@pytest.mark.skipif(not STANDARDS.is_dir(), reason=f"no schemas at {STANDARDS}")
@pytest.mark.parametrize("number", [1, 2])
def test_is_valid(tmp_path, number):
    issue = two_pages()
    path = tmp_path / "page.xml"
    path.write_bytes(alto(issue, issue.pages[number - 1]))
    assert schema_problems(path) == []


@pytest.mark.skipif(not STANDARDS.is_dir(), reason=f"no schemas at {STANDARDS}")
def test_is_valid_without_anything_to_say(tmp_path):
    empty = Block("b1", 1, Role.BODY, (), Box(0, 0, 10, 10))
    issue = replace(single(empty), articles=())
    bare = replace(issue.pages[0], steps=(), layout=replace(issue.pages[0].layout, pictures=(), rules=()))
    for number, each in enumerate((issue, replace(issue, blocks=()))):
        path = tmp_path / f"{number}.xml"
        path.write_bytes(alto(each, bare))
        assert schema_problems(path) == []


def test_blocks_stand_in_reading_order_directly_under_the_print_space():
    issue = two_pages()
    space = one(written(issue, 1), "//a:PrintSpace")
    names = [etree.QName(child).localname for child in space]
    assert [child.get("ID") for child in space if "TextBlock" in child.tag] == [b.id for b in issue.blocks_on(1)]
    assert names == ["TextBlock"] * 10 + ["Illustration", "GraphicalElement"]


def test_ids_are_unique_over_the_issue():
    issue = two_pages()
    ids = [e.get("ID") for n in (1, 2) for e in written(issue, n).xpath("//a:Layout//*[@ID]", namespaces=NS)]
    ids += [e.get("ID") for n in (1, 2) for e in written(issue, n).xpath("//a:Processing", namespaces=NS)]
    assert len(ids) == len(set(ids))


def test_coordinates_are_those_of_a_skewed_scan():
    root = written(two_pages(), 1)
    text_line = one(root, "//a:TextLine[@ID='b1-kicker_L1']")
    # The corners (40, 60) .. (280, 80) of the upright page, turned back by 2 degrees round the center (500, 400).
    c, s = cos(radians(2)), sin(radians(2))
    corners = [(40, 60), (280, 60), (280, 80), (40, 80)]
    expected = [
        (round(500 + c * (x - 500) + s * (y - 400)), round(400 - s * (x - 500) + c * (y - 400))) for x, y in corners
    ]
    assert points(one(text_line, "a:Shape/a:Polygon").get("POINTS")) == expected
    xs, ys = [x for x, _ in expected], [y for _, y in expected]
    assert position(text_line) == (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    assert points(text_line.get("BASELINE")) == [expected[3], expected[2]]
    assert float(one(root, "//a:Page").get("ROTATION")) == pytest.approx(2.0)
    assert (one(root, "//a:Page").get("WIDTH"), one(root, "//a:Page").get("HEIGHT")) == ("1000", "800")


def test_a_line_that_is_read_from_the_right_says_so():
    heading = block("b", Role.HEADLINE, ["三號 晶報"], (100, 100))
    (head,) = heading.lines
    head = replace(head, words=head.words[::-1], leftward=True)
    root = written(single(replace(heading, lines=(head,))), 1)
    text_line = one(root, "//a:TextLine")
    assert text_line.get("BASEDIRECTION") == one(root, "//a:TextBlock").get("BASEDIRECTION") == "rtl"
    right, left = (position(element) for element in root.xpath("//a:String", namespaces=NS))
    space = position(one(text_line, "a:SP"))
    assert left[0] < right[0]
    assert (space[0], space[2]) == (left[0] + left[2], right[0] - left[0] - left[2])


def test_vertical_line_on_a_page_that_lies_on_its_side():
    root = written(two_pages(), 2)
    text_line = one(root, "//a:TextLine[@ID='b2-head_L1']")
    # Upright (700..720, 40..140) on a page whose top is the scan's right edge: x = 1000 - y', y = x'.
    assert points(one(text_line, "a:Shape/a:Polygon").get("POINTS")) == [(960, 700), (960, 720), (860, 720), (860, 700)]
    assert points(text_line.get("BASELINE")) == [(960, 710), (860, 710)]
    assert text_line.get("BASEDIRECTION") == "ttb"
    assert one(root, "//a:TextBlock[@ID='b2-head']").get("BASEDIRECTION") == "ttb"
    assert one(root, "//a:TextBlock[@ID='b2-cont']").get("BASEDIRECTION") is None
    assert float(one(root, "//a:Page").get("ROTATION")) == -90


def test_nothing_lies_outside_the_scan():
    text_line = one(written(single(block("b1", Role.BODY, ["wide"], (-30, 790))), 1), "//a:TextLine")
    assert position(text_line) == (0, 790, 50, 10)
    assert points(one(text_line, "a:Shape/a:Polygon").get("POINTS")) == [(0, 790), (50, 790), (50, 800), (0, 800)]


def test_chinese_is_one_string_a_run():
    root = written(two_pages(), 2)
    assert [s[0] for s in strings(root, "b2-body")] == ["本報訊", "東京電", "十五日衆議院"]
    lines = root.xpath("//a:TextBlock[@ID='b2-body']/a:TextLine", namespaces=NS)
    assert [[etree.QName(e).localname for e in text_line if "Shape" not in e.tag] for text_line in lines] == [
        ["String", "SP", "String"],
        ["String"],
    ]
    assert position(one(lines[0], "a:SP")) == (880, 600, 20, 20)


@pytest.mark.parametrize(
    ("first", "second", "text", "whole"),
    [
        ("an exam-", "ple here", "an example here", "example"),
        ("an exam\u00ad", "ple", "an example", "example"),
        ("an exam\u2010", "ple", "an example", "example"),
        ("an exam¬", "ple,", "an example,", "example,"),
        ("the Post-", "Dispatch", "the Post- Dispatch", None),
        ("am Vor-", "und Nachmittag", "am Vor- und Nachmittag", None),
        ("1914-", "a year", "1914- a year", None),
        ("he said -", "and left", "he said - and left", None),
        ("no hyphen", "at all", "no hyphen at all", None),
        ("in October-", "has been", "in October- has been", None),
    ],
)
def test_words_broken_over_lines(first, second, text, whole):
    issue = single(block("b1", Role.BODY, [first, second], (40, 40)), paragraphs=(paragraph(Role.BODY, text, "b1"),))
    root = written(issue, 1)
    found = strings(root, "b1")
    broken = [each for each in found if each[1]]
    hyphens = [e.get("CONTENT") for e in root.iter(f"{{{NS['a']}}}HYP")]
    if whole is None:
        assert (broken, hyphens) == ([], [])
        assert " ".join(each[0] for each in found) == f"{first} {second}"
    else:
        head, tail = first.split()[-1], second.split()[0]
        assert broken == [(head[:-1], "HypPart1", whole), (tail, "HypPart2", whole)]
        assert hyphens == [first[-1]]


@pytest.mark.parametrize(
    ("first", "second", "text", "whole"),
    [
        ("a well-", "known one", "a well-known one", "well-known"),
        ("a vice\u2010", "president", "a vice\u2010president", "vice\u2010president"),
        ("the Post-", "Dispatch,", "the Post-Dispatch,", "Post-Dispatch,"),
        ("of 1914-", "18 as", "of 1914-18 as", "1914-18"),
    ],
)
def test_a_compound_keeps_its_hyphen_in_the_string(first, second, text, whole):
    issue = single(block("b1", Role.BODY, [first, second], (40, 40)), paragraphs=(paragraph(Role.BODY, text, "b1"),))
    root = written(issue, 1)
    broken = [each for each in strings(root, "b1") if each[1]]
    assert broken == [(first.split()[-1], "HypPart1", whole), (second.split()[0], "HypPart2", whole)]
    assert root.find(f".//{{{NS['a']}}}HYP") is None


def test_the_hyphen_takes_its_share_of_the_word():
    root = written(single(block("b1", Role.BODY, ["exam-", "ple"], (40, 40))), 1)
    assert position(one(root, "//a:String[@SUBS_TYPE='HypPart1']")) == (40, 40, 80, 20)
    assert position(one(root, "//a:HYP")) == (120, 40, 20, 20)


def test_words_are_joined_over_blocks_only_where_the_halves_follow_each_other():
    root = written(two_pages(), 1)
    assert strings(root, "b1-col1")[-1] == ("con", "HypPart1", "continued")
    assert strings(root, "b1-col2")[0] == ("tinued", "HypPart2", "continued")
    # An advert stands between these halves, and a page end after the last.
    assert strings(root, "b1-col2")[-1] == ("bro-", None, None)
    assert strings(root, "b1-col3")[0] == ("ken", None, None)
    assert strings(root, "b1-col3")[-1] == ("on-", None, None)


def test_words_are_not_joined_over_paragraphs():
    issue = single(
        block("b1", Role.BODY, ["exam-"], (40, 40)),
        block("b2", Role.BODY, ["ple"], (40, 80)),
        paragraphs=(paragraph(Role.BODY, "exam-", "b1"), paragraph(Role.BODY, "ple", "b2")),
    )
    assert strings(written(issue, 1), "b1") == [("exam-", None, None)]


def test_words_are_not_joined_against_the_order_of_the_paragraph():
    issue = single(
        block("b1", Role.BODY, ["exam-"], (40, 40)),
        block("b2", Role.BODY, ["ple"], (40, 80)),
        paragraphs=(paragraph(Role.BODY, "ple exam-", "b2", "b1"),),
    )
    assert strings(written(issue, 1), "b1") == [("exam-", None, None)]


def test_a_string_is_half_of_one_word_only():
    found = strings(written(single(block("b1", Role.BODY, ["ab-", "cd-", "ef"], (40, 40))), 1), "b1")
    assert found == [("ab", "HypPart1", "abcd-"), ("cd-", "HypPart2", "abcd-"), ("ef", None, None)]


@pytest.mark.parametrize(
    ("confidence", "expected"), [(0.5, "0.500"), (1.2, "1.000"), (-0.1, "0.000"), (float("nan"), None)]
)
def test_confidence_is_in_range_or_absent(confidence, expected):
    good = block("b1", Role.BODY, ["word"], (40, 40))
    odd = replace(good, lines=(line("word", 40, 40, confidence=confidence),))
    assert one(written(single(odd), 1), "//a:String").get("WC") == expected


def test_empty_words_and_lines_leave_nothing_behind():
    full = line("real", 40, 40)
    blank = replace(full, words=(replace(full.words[0], text=" "),))
    padded = replace(full, words=(blank.words[0], full.words[0], blank.words[0]))
    root = written(single(Block("b1", 1, Role.BODY, (blank, padded, replace(full, words=())), full.box)), 1)
    text_line = one(root, "//a:TextLine")
    assert [etree.QName(e).localname for e in text_line] == ["Shape", "String"]
    assert strings(root, "b1") == [("real", None, None)]


def test_text_that_xml_cannot_hold_is_replaced_and_all_else_kept():
    found = [each[0] for each in strings(written(two_pages(), 1), "b1-noise")]
    assert found == NASTY.replace("\x00", "\ufffd").replace("\ud800", "\ufffd").split(" ")


def test_roles_articles_and_languages():
    root = written(two_pages(), 1)
    labels = {tag.get("ID"): tag.get("LABEL") for tag in one(root, "//a:Tags")}
    head, folio = one(root, "//a:TextBlock[@ID='b1-head']"), one(root, "//a:TextBlock[@ID='b1-folio']")
    assert [labels[tag] for tag in head.get("TAGREFS").split()] == ["headline", "A Well-Known Case"]
    assert [labels[tag] for tag in folio.get("TAGREFS").split()] == ["folio"]
    assert (head.get("LANG"), head.get("language"), folio.get("LANG")) == ("en", "en", None)
    second = one(written(two_pages(), 2), "//a:Page")
    assert (second.get("LANG"), second.get("OTHERLANGS")) == ("zh-Hant", "en")


def test_source_and_processing_are_recorded():
    issue = two_pages()
    root = written(issue, 1)
    assert one(root, "//a:fileName").text == "晶報 'one' #1 50%.jpg"
    assert one(root, "//a:fileIdentifier").text == issue.pages[0].scan.sha256
    names = [e.text for e in root.xpath("//a:Processing/a:processingStepDescription", namespaces=NS)]
    assert names[:2] == ["deskew", "recognize"]
    settings = root.xpath("//a:Processing/a:processingStepSettings", namespaces=NS)
    assert settings[1].text == "model=PP-OCRv6"
    for part in ("skew_angle=2.0", "center=500,400", "scan_size=1000x800", "upright_size=1000x800"):
        assert part in settings[2].text
    assert one(root, "//a:Page").get("PHYSICAL_IMG_NR") == "1"


def test_the_scorer_reads_it(tmp_path):
    scorer = shared_scorer()
    issue = two_pages()
    path = tmp_path / "alto.xml"
    path.write_bytes(alto(issue, issue.pages[0]))
    blocks, width, height = scorer.read_alto(path)
    assert (width, height) == (1000, 800)
    assert [row["text"] for row in blocks["b1-col1"]] == ["The exam-", "ple is a well-", "known one, con-"]
    assert list(blocks) == [b.id for b in issue.blocks_on(1)]
