"""A small made-up issue of two pages with everything in it that is hard to write down."""

from importlib.util import module_from_spec, spec_from_file_location
from math import cos, radians, sin
from pathlib import Path
from types import ModuleType

import pytest

from digitize.geometry import hull, quad_of
from digitize.model import (
    Article,
    Block,
    Box,
    Issue,
    Join,
    JoinKind,
    Layout,
    Line,
    Orientation,
    Page,
    Paragraph,
    Point,
    Role,
    Rule,
    Scan,
    Step,
    Upright,
    Word,
)

SHARED = Path(__file__).resolve().parents[2] / "shared"
NASTY = 'Ta\x00b & <b>"quoted"</b> \U0001f600 𠮷野家 \ud800 ]]>'


def line(
    text: str, left: float, top: float, em: float = 20, *, vertical: bool = False, confidence: float = 0.9
) -> Line:
    """A line of type, one em a character, at its top left corner; spaces part its words."""
    words, start = [], 0
    for word in text.split(" "):
        a, b = start * em, (start + len(word)) * em
        box = Box(left, top + a, left + em, top + b) if vertical else Box(left + a, top, left + b, top + em)
        words.append(Word(word, quad_of(box), confidence))
        start += len(word) + 1
    quad = quad_of(hull(word.quad.box for word in words))
    return Line(tuple(words), quad, confidence, Orientation.VERTICAL if vertical else Orientation.HORIZONTAL)


def block(
    identifier: str, role: Role, texts: list[str], corner: Point, *, page: int = 1, vertical: bool = False
) -> Block:
    """Lines below each other, or vertical ones from right to left, the first at `corner`."""
    x, y = corner
    lines = tuple(
        line(text, x - n * 30 if vertical else x, y if vertical else y + n * 30, vertical=vertical)
        for n, text in enumerate(texts)
    )
    return Block(identifier, page, role, lines, hull(each.box for each in lines))


def paragraph(role: Role, text: str, *blocks: str) -> Paragraph:
    return Paragraph(role, blocks, text)


def turned(width: int, height: int, angle: float) -> Upright:
    """An upright image of the scan's size, gained by turning the scan clockwise by `angle` degrees round its center."""
    c, s = cos(radians(angle)), sin(radians(angle))
    x, y = width / 2, height / 2
    return Upright(width, height, 0, angle, (c, -s, x - c * x + s * y, s, c, y - s * x - c * y))


def page(number: int, path: str, upright: Upright, size: tuple[int, int], blocks: tuple[Block, ...]) -> Page:
    scan = Scan(path, 0, 1, f"{number:064x}", "image/jpeg", *size, 300.0, dpi_estimated=False)
    layout = Layout(
        content=Box(10, 10, upright.width - 10, upright.height - 10),
        rules=(Rule(Box(300, 20, 302, 700), Orientation.VERTICAL),),
        frames=(),
        pictures=(Box(400, 500, 600, 700),),
        gutters=(),
        text_height=20.0,
    )
    steps = (
        Step("deskew", "digitize", "0.1", (("angle", "2.0"),)),
        Step("recognize", "PaddleOCR", "3.7.0", (("model", "PP-OCRv6"),)),
    )
    lines = tuple(each for block in blocks for each in block.lines)
    return Page(number, scan, upright, layout, lines, steps, ("low contrast",) if number == 1 else ())


def two_pages() -> Issue:
    """Page 1: English, skewed by 2 degrees, words broken over all kinds of breaks. Page 2: Chinese, on its side."""
    first = (
        block("b1-folio", Role.FOLIO, ["THE LEDGER"], (40, 20)),
        block("b1-kicker", Role.KICKER, ["City Council"], (40, 60)),
        block("b1-head", Role.HEADLINE, ["A Well-", "Known Case"], (40, 100)),
        block("b1-col1", Role.BODY, ["The exam-", "ple is a well-", "known one, con-"], (40, 200)),
        block("b1-col2", Role.BODY, ["tinued here and bro-"], (330, 200)),
        block("b1-ad", Role.ADVERTISEMENT, ["Buy soap"], (330, 300)),
        block("b1-col3", Role.BODY, ["ken by an advert; it goes on-"], (330, 400)),
        block("b1-caption", Role.CAPTION, ["A photo"], (400, 710)),
        block("b1-jump", Role.JUMP, ["Continued on Page 2"], (40, 710)),
        block("b1-noise", Role.NOISE, [NASTY], (40, 750)),
    )
    second = (
        block("b2-cont", Role.BODY, ["ward to the end."], (40, 40), page=2),
        block("b2-head", Role.HEADLINE, ["衆議院解散"], (700, 40), page=2, vertical=True),
        block("b2-body", Role.BODY, ["本報訊 東京電", "十五日衆議院"], (600, 40), page=2, vertical=True),
    )
    english = (
        paragraph(Role.KICKER, "City Council", "b1-kicker"),
        paragraph(Role.HEADLINE, "A Well-Known Case", "b1-head"),
        paragraph(
            Role.BODY,
            "The example is a well-known one, continued here and broken by an advert; it goes onward to the end.",
            "b1-col1",
            "b1-col2",
            "b1-col3",
            "b2-cont",
        ),
        paragraph(Role.CAPTION, "A photo", "b1-caption"),
        paragraph(Role.JUMP, "Continued on Page 2", "b1-jump"),
    )
    joins = (
        Join("b1-col1", "b1-col2", JoinKind.COLUMN, 0.95, "a word goes on"),
        Join("b1-col3", "b2-cont", JoinKind.PAGE, 0.55, "jump line"),
    )
    chinese = (
        paragraph(Role.HEADLINE, "衆議院解散", "b2-head"),
        paragraph(Role.BODY, "本報訊 東京電十五日衆議院", "b2-body"),
    )
    # Page 2 lies on its side: the scan is 1000 wide and 800 high, its print turned a quarter clockwise.
    sideways = Upright(800, 1000, 270, 0.0, (0.0, 1.0, 0.0, -1.0, 0.0, 1000.0))
    return Issue(
        name='The "Ledger" 晶報 & Sons',
        pages=(
            page(1, "/scans/The \"Ledger\"/晶報 'one' #1 50%.jpg", turned(1000, 800, 2.0), (1000, 800), first),
            page(2, '/scans/The "Ledger"/0002.jpg', sideways, (1000, 800), second),
        ),
        blocks=first + second,
        articles=(
            Article("a1", "A Well-Known Case", "en", english, joins, ("The join over the page break is doubtful.",)),
            Article("a2", "", "en", (paragraph(Role.ADVERTISEMENT, "Buy soap", "b1-ad"),), ()),
            Article("a3", "衆議院解散 \x0b", "zh_Hant", chinese, ()),
        ),
    )


def all_roles() -> Issue:
    """A page with a block of every role: a story, an advertisement, and what belongs to neither."""
    story = (
        block("kicker", Role.KICKER, ["City Council"], (40, 100)),
        block("headline", Role.HEADLINE, ["Bridge Opened"], (40, 130)),
        block("subtitle", Role.SUBTITLE, ["Crowds on Both Banks"], (40, 160)),
        block("byline", Role.BYLINE, ["By A. Reporter"], (40, 190)),
        block("body1", Role.BODY, ["The bridge was opened", "on Monday."], (40, 220)),
        block("crosshead", Role.CROSSHEAD, ["What It Cost"], (40, 280)),
        block("body2", Role.BODY, ["It cost a million."], (40, 310)),
        block("table", Role.TABLE, ["Steel 600", "Stone 400"], (40, 340)),
        block("body3", Role.BODY, ["All of it is paid."], (40, 400)),
        block("caption", Role.CAPTION, ["The bridge"], (400, 710)),
        block("jump", Role.JUMP, ["Continued on Page 2"], (40, 430)),
    )
    advert = block("advert", Role.ADVERTISEMENT, ["Buy soap"], (330, 300))
    outside = (
        block("masthead", Role.MASTHEAD, ["THE LEDGER"], (330, 20)),
        block("folio", Role.FOLIO, ["Monday, 1 May"], (40, 20)),
        block("label", Role.LABEL, ["LOCAL NEWS"], (40, 60)),
        block("imprint", Role.IMPRINT, ["Published daily"], (330, 400)),
        block("noise", Role.NOISE, ["~~ ;"], (330, 600)),
    )
    blocks = (*outside[:3], *story, advert, *outside[3:])
    told = tuple(paragraph(each.role, " ".join(each.text for each in each.lines), each.id) for each in (*story, advert))
    return Issue(
        "roles",
        (page(1, "p.jpg", turned(1000, 800, 0.0), (1000, 800), blocks),),
        blocks,
        (Article("a1", "Bridge Opened", "en", told[:-1], ()), Article("a2", "", "en", told[-1:], ())),
    )


def shared_scorer() -> ModuleType:
    """The scorer that reads METS and ALTO as a downstream system does; skips the test where it is not there."""
    path = SHARED / "tools" / "score.py"
    if not path.is_file():
        pytest.skip(f"no scorer at {path}")
    for needed in ("rapidfuzz", "scipy"):
        pytest.importorskip(needed)
    spec = spec_from_file_location("shared_scorer", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
