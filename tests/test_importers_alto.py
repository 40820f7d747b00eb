"""ALTO of other programs, in all its versions, units and untidiness, as pages."""

import math
from itertools import count, pairwise
from pathlib import Path
from time import process_time

import pytest
from altos import EM, V2, V3, V4, document, place, row, string, text_block, text_line, words
from issues import SHARED, two_pages

from digitize import xmlfile
from digitize.articles import rejoin
from digitize.errors import XmlError
from digitize.export import alto as written
from digitize.export.scanframe import ScanFrame
from digitize.importers import alto
from digitize.model import Box, Line, Orientation, Page

BLIND = SHARED / "data" / "blind-alto"


@pytest.fixture
def imported(tmp_path: Path):
    numbers = count(1)

    def read(text: str | bytes) -> Page:
        path = tmp_path / f"{next(numbers)}.xml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        (scan,) = alto.inspect(path)
        return alto.read(scan, 1)

    return read


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


@pytest.mark.parametrize("namespace", [V2, V3, V4, "http://schema.ccs-gmbh.com/ALTO", ""])
def test_all_versions_are_read(imported, namespace: str) -> None:
    page = imported(document(text_block("B1", row("Flood in the valley", 100, 50)), namespace=namespace))
    assert [(zone.id, [line.text for line in zone.lines]) for zone in page.zones] == [("B1", ["Flood in the valley"])]
    assert page.lines == page.zones[0].lines
    assert (page.scan.width, page.scan.height) == (1000, 1500)
    assert not page.scan.is_image
    assert page.warnings == ()


@pytest.mark.parametrize(("unit", "inch"), [("mm10", 254), ("inch1200", 1200)])
def test_millimetres_and_inches_become_pixels_and_it_is_said(imported, unit: str, inch: int) -> None:
    box = Box(inch, 2 * inch, 3 * inch, 2.5 * inch)
    page = imported(
        document(
            text_block("B1", text_line(string("Headline", box), box), box=box),
            unit=unit,
            size=f'WIDTH="{4 * inch}" HEIGHT="{5 * inch}"',
        )
    )
    assert (page.scan.width, page.scan.height, page.scan.dpi) == (1200, 1500, 300)
    found = page.lines[0].box
    assert (found.left, found.top, found.right, found.bottom) == pytest.approx((300, 600, 900, 750))
    assert page.zones[0].box == found
    assert any(unit in warning and "300 dpi" in warning for warning in page.warnings)


@pytest.mark.parametrize(("unit", "said"), [("Furlong", True), (" ", False), ("Pixel", False)])
def test_a_unit_that_alto_does_not_have_is_taken_for_pixels_and_it_is_said(imported, unit: str, said: bool) -> None:
    page = imported(document(text_block("B1", row("Headline", 50, 60)), unit=unit))
    assert page.lines[0].box == Box(50, 60, 130, 80)
    sentence = 'The ALTO measures in "furlong", which is no unit of ALTO; it is taken for pixels.'
    assert page.warnings == ((sentence,) if said else ())


def test_a_resolution_that_the_file_tells_is_taken(imported) -> None:
    box = Box(1200, 2400, 3600, 3000)
    text = document(text_block("B1", text_line(string("Headline", box), box)), unit="inch1200", namespace=V2)
    settings = "<processingStepSettings>width:2477\nxdpi:400\nydpi:400</processingStepSettings>"
    step = f'<OCRProcessing ID="O"><ocrProcessingStep>{settings}</ocrProcessingStep></OCRProcessing></Description>'
    page = imported(text.replace("</Description>", step))
    assert (page.scan.dpi, page.scan.dpi_estimated) == (400, False)
    assert page.lines[0].box == Box(400, 800, 1200, 1000)
    assert page.warnings == ()


def test_a_resolution_of_nothing_is_not_taken(imported) -> None:
    box = Box(1200, 2400, 3600, 3000)
    text = document(text_block("B1", text_line(string("Headline", box), box)), unit="inch1200", namespace=V2)
    settings = "<processingStepSettings>dpi: 00</processingStepSettings>"
    step = f'<OCRProcessing ID="O"><ocrProcessingStep>{settings}</ocrProcessingStep></OCRProcessing></Description>'
    page = imported(text.replace("</Description>", step))
    assert (page.scan.dpi, page.scan.dpi_estimated) == (300, True)
    assert texts(page) == ["Headline"]


def test_rows_mixed_in_one_line_come_apart(imported) -> None:
    """Three rows that slope, each higher than their distance, from the last to the first, and a stray comma."""
    rows = ["Festlichkeiten aller einzelnen Kreise", "gefeiert und die Minister gaben", "viele Bankette in der Stadt"]
    strings, comma = [], ""
    for at, text in reversed(list(enumerate(rows))):
        left = 50.0
        for word in text.split():
            top = 100 + 16 * at + 0.04 * left
            strings.append(string(word, Box(left, top, left + 10 * len(word), top + 20)))
            left += 10 * len(word) + 10
        if at == 1:
            comma = string(",", Box(left, 100 + 16 + 0.04 * left + 10, left + 3, 100 + 16 + 0.04 * left + 16))
    page = imported(document(text_block("B1", text_line("".join(strings) + comma, Box(50, 100, 400, 160)))))
    assert texts(page) == [rows[0], f"{rows[1]} ,", rows[2]]
    assert page.lines[0].box.bottom < 140, "a row has its own outline, not the line's"


def test_a_line_of_one_row_keeps_its_words_and_outline_whatever_their_heights(imported) -> None:
    pieces = [("«", 50, 8, 6), ("Wohl", 60, 0, 20), (".", 100, 17, 3), ("ja", 110, 6, 14), (",", 130, 16, 6)]
    strings = "".join(string(text, Box(x, 100 + y, x + 8, 100 + y + height)) for text, x, y, height in pieces)
    outline = Box(48, 98, 300, 124)
    page = imported(document(text_block("B1", text_line(strings, outline))))
    assert [(line.text, line.box) for line in page.lines] == [("« Wohl . ja ,", outline)]


def test_scrambled_lines_are_read_from_the_top(imported) -> None:
    lines = [row(f"line number {n}", 50, 100 + 25 * n) for n in range(6)]
    page = imported(document(text_block("B1", *(lines[n] for n in (3, 0, 5, 1, 4, 2)))))
    assert texts(page) == [f"line number {n}" for n in range(6)]


def test_columns_inside_a_block_stay_columns(imported) -> None:
    lines = [row(f"column {c} line {n}", 50 + 300 * c, 100 + 25 * n) for c in range(2) for n in range(4)]
    page = imported(document(text_block("B1", *lines)))
    assert texts(page) == [f"column {c} line {n}" for c in range(2) for n in range(4)]


def test_hyphens_that_alto_keeps_apart_come_back(imported) -> None:
    box = Box(50, 100, 150, 120)
    lines = [
        text_line(string("har", box) + '<HYP CONTENT="-" HPOS="150" VPOS="100" WIDTH="8"/>', box),
        text_line(string("bour", box, 'SUBS_TYPE="HypPart2" SUBS_CONTENT="harbour"'), Box(50, 130, 150, 150)),
        text_line(string("win", box, 'SUBS_TYPE="HypPart1" SUBS_CONTENT="winter"'), Box(50, 160, 150, 180)),
        text_line(string("ter-", box) + '<HYP CONTENT="-"/>', Box(50, 190, 150, 210)),
    ]
    page = imported(document(text_block("B1", *lines)))
    assert texts(page) == ["har-", "bour", "win-", "ter-"]
    assert page.lines[0].words[0].quad.box.right == 158


@pytest.mark.parametrize(
    ("content", "text", "count_"),
    [
        (
            string("衆", Box(0, 0, 20, 20)) + string("議", Box(20, 0, 40, 20)) + string("院", Box(40, 0, 60, 20)),
            "衆議院",
            1,
        ),
        (string("衆", Box(0, 0, 20, 20)) + "<SP/>" + string("院", Box(40, 0, 60, 20)), "衆 院", 2),
        (string("the", Box(0, 0, 30, 20)) + string("end", Box(40, 0, 70, 20)), "the end", 2),
        (string("the whole line", Box(0, 0, 140, 20)), "the whole line", 3),
    ],
)
def test_words_are_what_stands_between_spaces(imported, content: str, text: str, count_: int) -> None:
    (line,) = imported(document(text_block("B1", text_line(content, Box(0, 0, 140, 20))))).lines
    assert (line.text, len(line.words)) == (text, count_)
    edges = [(word.quad.box.left, word.quad.box.right) for word in line.words]
    assert all(a[1] <= b[0] for a, b in pairwise(edges))


def test_confidence_is_what_the_file_says_or_unknown(imported) -> None:
    box = Box(0, 0, 50, 20)
    told = text_line(string("sure", box, 'WC="0.5"') + string("more", Box(60, 0, 99, 20), 'WC="7"'), Box(0, 0, 99, 20))
    untold = text_line(string("what", Box(0, 30, 50, 50)), Box(0, 30, 50, 50))
    first, second = imported(document(text_block("B1", told, untold))).lines
    assert first.confidence == pytest.approx(0.75)
    assert [word.confidence for word in first.words] == [0.5, 1.0]
    assert math.isnan(second.confidence)


def test_blocks_are_found_however_deep_and_those_without_text_are_not(imported) -> None:
    content = (
        f"<ComposedBlock ID='C1'><ComposedBlock ID='C2'>{text_block('B1', row('deep', 50, 50))}</ComposedBlock>"
        f"</ComposedBlock>{text_block('B2')}{text_block('B3', '<TextLine/>', text_line(string(' ')))}"
        f"{text_block('B4', row('flat', 50, 90))}"
    )
    assert [zone.id for zone in imported(document(content)).zones] == ["B1", "B4"]


def test_missing_places_are_filled_from_what_is_there(imported) -> None:
    block = Box(100, 200, 500, 260)
    page = imported(
        document(
            text_block("B1", *(text_line(string(f"line {n}")) for n in range(3)), box=block),
            text_block("B2", text_line(words("only strings", 50, 400)), box=Box(0, 0, 0, 0)),
            text_block("B3", text_line(string("only") + string("lines"), Box(50, 500, 140, 520))),
        )
    )
    assert [line.box for line in page.zones[0].lines] == [Box(100, 200 + 20 * n, 500, 220 + 20 * n) for n in range(3)]
    assert page.zones[1].box == Box(50, 400, 170, 420)
    first, second = page.zones[2].lines[0].words
    assert (first.quad.box.right, second.quad.box.left) == (86, 95)
    assert page.warnings == ()


@pytest.mark.parametrize("value", ["NaN", "inf", "1e400", "1e308", "ten", ""])
def test_places_that_are_no_numbers_count_as_missing(imported, value: str) -> None:
    line = text_line(words("over here", 50, 100), Box(0, 0, 1, 1)).replace('HPOS="0"', f'HPOS="{value}"')
    page = imported(document(text_block("B1", line), size=f'WIDTH="{value}" HEIGHT="700"'))
    assert page.lines[0].box == Box(50, 100, 140, 120)
    assert (page.scan.width, page.scan.height) == (140, 700)


def paragraph(text: str, left: float, top: float) -> str:
    """Rows of four words."""
    parts = text.split()
    return "".join(row(" ".join(parts[at : at + 4]), left, top + 6.5 * at) for at in range(0, len(parts), 4))


FIRST = "The first block says of itself and of all that is in it where on the page it stands"
NOWHERE = "but what says nothing of its place follows it"
LAST = "and then comes what the file has behind both of them, in its own place down on the page"
ABSURD = Box(100, 5e7, 300, 5e7 + 20)


@pytest.mark.parametrize("box", [None, ABSURD, Box(100, 100, 100, 100)])
def test_text_without_any_place_is_read_where_the_file_has_it_and_it_is_said(imported, box: Box | None) -> None:
    page = imported(
        document(
            text_block("B1", paragraph(FIRST, 100, 100)),
            text_block("B2", text_line(string(NOWHERE, box), box), box=box),
            text_block("B3", paragraph(LAST, 100, 400)),
        )
    )
    assert [zone.id for zone in page.zones] == ["B1", "B2", "B3"]
    above, place = page.zones[0].box, page.zones[1].box
    assert place == Box(above.left, above.bottom, above.right, above.bottom + 1)
    _, articles = rejoin([page])
    assert " ".join(each.text for article in articles for each in article.paragraphs) == f"{FIRST} {NOWHERE} {LAST}"
    assert page.warnings == ("1 text block does not say where it stands and is read where the ALTO has it.",)
    assert page.layout.text_height == EM


def test_text_without_a_place_at_the_head_of_a_file_is_read_first(imported) -> None:
    page = imported(
        document(
            text_block("B1", text_line(string("What nobody has placed")), text_line(string("in two lines"))),
            text_block("B2", text_line(string("and after it more of the kind"))),
            text_block("B3", paragraph(FIRST, 100, 100)),
        )
    )
    assert [zone.box for zone in page.zones[:2]] == [Box(0, 0, 1000, 2), Box(0, 2, 1000, 3)]
    assert page.layout.content == page.zones[2].box
    _, articles = rejoin([page])
    text = " ".join(each.text for article in articles for each in article.paragraphs)
    assert text == f"What nobody has placed in two lines and after it more of the kind {FIRST}"
    assert page.warnings == ("2 text blocks do not say where they stand and are read where the ALTO has them.",)


def test_a_file_without_any_place_gives_all_its_text_in_its_own_order(imported) -> None:
    told = [FIRST, "Short and without a stop", LAST, NOWHERE]
    content = (text_block(f"B{n}", *(text_line(string(word)) for word in text.split())) for n, text in enumerate(told))
    page = imported(document(*content, size=""))
    _, articles = rejoin([page])
    assert " ".join(each.text for article in articles for each in article.paragraphs) == " ".join(told)


def test_strings_outside_of_lines_are_read(imported) -> None:
    page = imported(document(text_block("B1", words("no line around", 50, 100), row("but here", 50, 130))))
    assert texts(page) == ["no line around", "but here"]


def test_a_line_without_a_place_stays_in_a_block_that_has_only_those_of_its_lines(imported) -> None:
    placed, lost = row("A line that has a place", 100, 100), text_line(string("Another without one"))
    page = imported(document(text_block("B1", placed, lost, row("The third has one again", 100, 150))))
    assert sorted(texts(page)) == ["A line that has a place", "Another without one", "The third has one again"]
    assert texts(page)[0] == "A line that has a place"


def test_ids_are_unique_on_the_page_and_made_up_ones_are_told_from_the_files(imported) -> None:
    rows = [row(f"block {n}", 50, 100 * n) for n in range(1, 5)]
    page = imported(
        document(*(text_block(name, text) for name, text in zip(("B1", "B1", "", "B2"), rows, strict=True)))
    )
    names = [zone.id for zone in page.zones]
    assert (names[0], names[3]) == ("B1", "B2")
    assert len(set(names)) == 4
    assert all(name.startswith("#") for name in names[1:3])
    assert any("2 text blocks have no ID of their own" in warning for warning in page.warnings)


def test_an_id_as_they_are_made_up_is_told_from_those(imported) -> None:
    rows = [row(f"block {n}", 50, 100 * n) for n in (1, 2)]
    page = imported(document(text_block("#2", rows[0]), text_block("", rows[1])))
    assert len({zone.id for zone in page.zones}) == 2


def test_blocks_above_the_page_are_read(imported) -> None:
    page = imported(document(text_block("B1", row("A line that stands above the page", 50, -20))))
    _, (article,) = rejoin([page])
    assert article.paragraphs[0].text == "A line that stands above the page"


@pytest.mark.parametrize(
    ("box", "text", "more", "orientation"),
    [
        (Box(500, 100, 530, 400), "衆議院解散", "", Orientation.VERTICAL),
        (Box(500, 100, 530, 400), "衆議院解散", 'BASEDIRECTION="ltr"', Orientation.HORIZONTAL),
        (Box(500, 100, 530, 130), "衆", "", Orientation.HORIZONTAL),
        (Box(500, 100, 530, 180), "il", "", Orientation.HORIZONTAL),
        (Box(500, 100, 526, 224), "DENREES", "", Orientation.VERTICAL),
        (Box(500, 100, 560, 130), "衆議", 'ROTATION="90"', Orientation.VERTICAL),
    ],
)
def test_lines_that_run_down_the_page(imported, box: Box, text: str, more: str, orientation: Orientation) -> None:
    (line,) = imported(document(text_block("B1", text_line(string(text, box), box), more=more))).lines
    assert line.orientation is orientation


def test_vertical_lines_are_read_from_the_right(imported) -> None:
    boxes = [Box(left, 100, left + 30, 300) for left in (400, 500, 450)]
    lines = [text_line(string(text, box), box) for text, box in zip(("三四五", "一二三", "二三四"), boxes, strict=True)]
    assert texts(imported(document(text_block("B1", *lines)))) == ["一二三", "二三四", "三四五"]


def test_rules_frames_and_pictures_make_the_layout(imported) -> None:
    shapes = {
        "GraphicalElement": [Box(10, 80, 900, 84), Box(480, 100, 484, 900), Box(90, 90, 400, 300)],
        "Illustration": [Box(500, 200, 800, 500)],
    }
    elements = "".join(f"<{tag} ID='{tag}{n}' {place(box)}/>" for tag in shapes for n, box in enumerate(shapes[tag]))
    page = imported(document(text_block("B1", row("boxed text", 100, 100)), elements))
    horizontal, vertical, frame = shapes["GraphicalElement"]
    assert [(rule.box, rule.orientation) for rule in page.layout.rules] == [
        (horizontal, Orientation.HORIZONTAL),
        (vertical, Orientation.VERTICAL),
    ]
    assert page.layout.frames == (frame,)
    assert page.layout.pictures == tuple(shapes["Illustration"])
    assert page.layout.content == page.lines[0].box
    assert page.layout.text_height == EM


@pytest.mark.parametrize("points", ["100,110 500,100 500,130 100,140", "500 130 100 140 100 110 500 100"])
def test_a_polygon_of_four_corners_is_the_outline(imported, points: str) -> None:
    shape = f'<Shape><Polygon POINTS="{points}"/></Shape>'
    (line,) = imported(document(text_block("B1", text_line(shape + string("slope"), Box(100, 100, 500, 140))))).lines
    assert line.quad.corners == ((100, 110), (500, 100), (500, 130), (100, 140))


def test_what_the_file_tells_of_itself_is_kept(imported) -> None:
    steps = (
        '<sourceImageInformation><fileName>a.tif</fileName></sourceImageInformation><OCRProcessing ID="O1">'
        "<ocrProcessingStep><processingSoftware><softwareName>FineReader</softwareName><softwareVersion>9"
        "</softwareVersion></processingSoftware></ocrProcessingStep></OCRProcessing></Description>"
    )
    text = document(text_block("B1", row("text", 50, 50)), namespace=V2, page='PRINTED_IMG_NR="17"')
    page = imported(text.replace("</Description>", steps))
    assert page.printed_number == 17
    assert [(step.software, step.version) for step in page.steps[1:]] == [("FineReader", "9")]
    assert ("image", "a.tif") in page.steps[0].settings


def test_a_file_of_several_pages_gives_them_all(tmp_path: Path) -> None:
    one = document(text_block("B1", row("first", 50, 50)))
    second = one[one.index("<Page") : one.index("</Layout>")].replace("first", "second")
    path = tmp_path / "volume.xml"
    path.write_text(one.replace("</Layout>", f"{second}</Layout>"))
    scans = alto.inspect(path)
    assert [texts(alto.read(scan, number)) for number, scan in enumerate(scans, 1)] == [["first"], ["second"]]


def test_time_for_a_file_of_many_pages_grows_with_them_and_not_with_their_square(tmp_path: Path) -> None:
    one = document(text_block("B1", paragraph(f"{FIRST} {LAST}", 50, 50)))
    page = one[one.index("<Page") : one.index("</Layout>")]
    path = tmp_path / "volume.xml"
    path.write_text(one.replace(page, page * 600))
    started = process_time()
    scans = alto.inspect(path)
    inspected = process_time()
    pages = [alto.read(scan, number) for number, scan in enumerate(scans, 1)]
    assert process_time() - inspected < 40 * (inspected - started)
    assert len(pages) == 600


BOMB = '<!DOCTYPE alto [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE alto [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"not XML at all", "is not readable as XML"),
        (b"<!-- nothing -->", "is not readable as XML"),
        (document(text_block("B1"))[:-30].encode(), "is damaged"),
        (b"<mets xmlns='http://www.loc.gov/METS/'/>", "is not ALTO, its root element is <mets>"),
        (b"<alto><Layout/></alto>", "has no Page"),
        ("<?xml version='1.0' encoding='GBK'?><alto a='晶報'/>".encode("gbk"), "an encoding that is not read .* UTF-8"),
        (b"<?xml version='1.0' encoding='latin-ten'?><alto/>", "an encoding that is not read .* save it as UTF-8"),
        (b"<alto>" + b"<a>" * 300 + b"</a>" * 300 + b"</alto>", "has more than 256 elements in each other, or [^_]*$"),
        (f"<?xml version='1.0'?>{BOMB}<alto>&b;</alto>".encode(), "declares a document type"),
        (f"<?xml version='1.0'?>{OUTSIDE}<alto>&a;</alto>".encode(), "declares a document type"),
        (f"<?xml version='1.0' encoding='UTF-16'?>{BOMB}<alto>&b;</alto>".encode("utf-16"), "declares a document type"),
    ],
)
def test_what_cannot_be_trusted_or_read_is_told_in_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "1.xml"
    path.write_bytes(content)
    with pytest.raises(XmlError, match=sentence):
        alto.inspect(path)


def test_a_file_that_changes_or_goes_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "1.xml"
    path.write_text(document(text_block("B1", row("before", 50, 50))))
    (scan,) = alto.inspect(path)
    path.write_text(document(text_block("B1", row("after", 50, 50))))
    with pytest.raises(XmlError, match="was changed"):
        alto.read(scan, 1)
    path.unlink()
    with pytest.raises(XmlError, match="does not exist"):
        alto.read(scan, 1)


def hulls(page: Page, lines: tuple[Line, ...]) -> list[tuple[int, ...]]:
    return [ScanFrame.of(page).hull(line.quad.corners) for line in lines]


@pytest.mark.parametrize("index", [0, 1])
def test_what_this_program_writes_comes_back(imported, index: int) -> None:
    """Skewed and turned pages, broken words, vertical Chinese: blocks, lines, words and places, to a pixel."""
    issue = two_pages()
    page = issue.pages[index]
    found = imported(written(issue, page))
    blocks = [block for block in issue.blocks_on(page.number) if not block.id.endswith("noise")]
    zones = [zone for zone in found.zones if not zone.id.endswith("noise")]
    assert [zone.id for zone in zones] == [block.id for block in blocks]
    for zone, block in zip(zones, blocks, strict=True):
        assert [line.text for line in zone.lines] == [line.text for line in block.lines]
        assert [len(line.words) for line in zone.lines] == [len(line.words) for line in block.lines]
        assert hulls(found, zone.lines) == hulls(page, block.lines)
    assert (found.scan.width, found.scan.height) == (page.scan.width, page.scan.height)
    assert len(found.layout.pictures) == len(page.layout.pictures)
    assert {step.software for step in page.steps} <= {step.software for step in found.steps}


@pytest.mark.skipif(not BLIND.is_dir(), reason=f"no ALTO at {BLIND}")
@pytest.mark.parametrize("folder", sorted(BLIND.glob("*")), ids=lambda path: path.name)
def test_real_pages_lose_no_word(folder: Path) -> None:
    for number, path in enumerate(sorted(folder.glob("0*.xml")), 1):
        (scan,) = alto.inspect(path)
        page = alto.read(scan, number)
        element = xmlfile.read(path)
        given = sorted(word for string_ in element.iter("{*}String") for word in string_.get("CONTENT").split())
        read = sorted(word.text for line in page.lines for word in line.words)
        hyphens = sum(1 for _ in element.iter("{*}HYP"))
        assert len(read) == len(given)
        assert sum(a != b for a, b in zip(given, read, strict=True)) <= 4 * hyphens
        assert page.warnings == ()
        assert all(math.isfinite(value) for line in page.lines for point in line.quad.corners for value in point)


def test_real_lines_of_many_rows_become_rows() -> None:
    path = BLIND / "EZR_18400221_01" / "0001.xml"
    if not path.is_file():
        pytest.skip(f"no ALTO at {path}")
    (scan,) = alto.inspect(path)
    text = [line.text for line in alto.read(scan, 1).lines]
    at = text.index("in London , vielleicht in den meisten Städten , des Landes durch")
    assert text[at + 1] == "Festlichkeiten aller einzelnen Kreise gefeiert . . Die Minister gaben"
    assert max(map(len, text)) < 100
