"""Articles from text blocks that another program drew."""

from collections import Counter
from dataclasses import dataclass, field, replace

import pytest

from digitize.articles import rejoin
from digitize.articles.zones.passages import measure
from digitize.geometry import hull, quad_of
from digitize.model import Article, Block, Box, JoinKind, Page, Role, Zone
from tests.pages import EM, MARGIN, Sheet, english, line, texts

PITCH = 1.4 * EM
COLUMN = 14 * EM
STEP = COLUMN + 40


@dataclass
class Blocks:
    """A page in the making whose lines are given in blocks. Columns are counted from 0, lines from the page's head."""

    number: int = 1
    sheet: Sheet = field(default_factory=Sheet)
    zones: dict[str, tuple[int, int]] = field(default_factory=dict)

    def place(self, column: int, line: float) -> tuple[float, float]:
        return MARGIN + column * STEP, MARGIN + line * PITCH

    def text(self, name: str, column: int, line: float, count: int, words: str, *, goes_on: bool = False) -> str:
        """Running text of exactly `count` lines from `line` on; the rest of `words` is returned for the next block.

        `goes_on`: it begins inside a paragraph.
        """
        left, top = self.place(column, line)
        first = len(self.sheet.lines)
        lines = _set(words, indent=0.0 if goes_on else 1.2)
        assert len(lines) >= count, "too few words"
        for n, text in enumerate(lines[:count]):
            indent = 0.0 if goes_on or n else 1.2 * EM
            full = n < len(lines) - 1
            self.sheet.row(text, left + indent, top + n * PITCH, right=left + COLUMN if full else None)
        self.zones[name] = (first, len(self.sheet.lines))
        return " ".join(lines[count:])

    def heading(self, name: str, column: int, line: float, text: str, em: float = 1.2 * EM, columns: int = 1) -> None:
        left, top = self.place(column, line)
        width = columns * STEP - 40
        first = len(self.sheet.lines)
        self.sheet.row(text, left + (width - 0.5 * len(text) * em) / 2, top, em=em)
        self.zones[name] = (first, first + 1)

    def signature(self, name: str, column: int, line: float, text: str) -> None:
        left, top = self.place(column, line)
        first = len(self.sheet.lines)
        self.sheet.row(text, left + COLUMN - 0.5 * len(text) * EM, top)
        self.zones[name] = (first, first + 1)

    def page(self) -> Page:
        page = replace(self.sheet.page(), number=self.number)
        zones = []
        for name, (first, end) in self.zones.items():
            lines = page.lines[first:end]
            zones.append(Zone(name, hull(line.box for line in lines), lines))
        # a layout that knows of no gutters, in no order
        layout = replace(page.layout, gutters=(), rules=(), pictures=())
        return replace(page, layout=layout, zones=tuple(sorted(zones, key=lambda zone: zone.id[::-1])))


def _set(words: str, indent: float) -> list[str]:
    lines, line, room = [], "", 14 - indent
    for word in words.split():
        longer = f"{line} {word}" if line else word
        if line and len(longer) * 0.5 > room:
            lines.append(line)
            line, room = word, 14.0
        else:
            line = longer
    return [*lines, line]


def story(seed: int, words: int = 400) -> str:
    return english(words, seed)


def grouped(*pages: Blocks) -> list[list[str]]:
    """Zones of each article, in reading order, after checking what must hold for every issue."""
    blocks, articles = rejoin([page.page() for page in pages])
    given = Counter((page.number, name) for page in pages for name in page.zones)
    assert Counter((block.page, block.zone) for block in blocks) == given, "each zone is one block"
    return [_zones(article, blocks) for article in articles]


def _zones(article: Article, blocks: tuple[Block, ...]) -> list[str]:
    zone = {block.id: block.zone for block in blocks}
    return list(dict.fromkeys(zone[name] for paragraph in article.paragraphs for name in paragraph.blocks))


def test_a_story_runs_on_to_the_next_column_and_a_heading_begins_another() -> None:
    page = Blocks()
    page.heading("h1", 0, 0, "FLOOD IN THE VALLEY")
    rest = page.text("a1", 0, 2, 30, story(1))
    page.text("a2", 1, 0, 12, rest, goes_on=True)
    page.heading("h2", 1, 14, "NEW BRIDGE OPENS")
    page.text("b1", 1, 16, 16, story(2))
    assert grouped(page) == [["h1", "a1", "a2"], ["h2", "b1"]]


def test_text_that_reads_on_across_the_columns_makes_two_tiers() -> None:
    page = Blocks()
    page.heading("h", 0, 0, "THE COUNCIL MEETS")
    upper, lower = story(1, 600), story(2, 600)
    for column in range(3):
        floor = 2 if column == 0 else 0
        upper = page.text(f"u{column}", column, floor, 22 - floor, upper, goes_on=column > 0)
        lower = page.text(f"l{column}", column, 25, 23, lower, goes_on=column > 0)
    assert grouped(page) == [["h", "u0", "u1", "u2"], ["l0", "l1", "l2"]]


def test_text_that_reads_on_down_the_columns_makes_none() -> None:
    page = Blocks()
    page.heading("h", 0, 0, "THE COUNCIL MEETS")
    for column in range(3):
        floor = 2 if column == 0 else 0
        rest = page.text(f"u{column}", column, floor, 22 - floor, story(column, 195))
        page.text(f"l{column}", column, 25, len(_set(rest, 0.0)), rest, goes_on=True)
    assert grouped(page) == [["h", "u0", "l0", "u1", "l1", "u2", "l2"]]


@pytest.mark.parametrize("text", ["(To be continued.)", "John Miller."])
def test_a_signature_ends_a_story_and_begins_none(text: str) -> None:
    page = Blocks()
    page.heading("h", 0, 0, "A LETTER HOME")
    page.text("a", 0, 2, 20, story(1))
    page.signature("s", 0, 22.2, text)
    page.text("b", 0, 25, 12, story(2))
    assert grouped(page) == [["h", "a", "s", "b"]]


def test_a_doubtful_heading_at_the_foot_of_its_column_begins_no_story() -> None:
    page = Blocks()
    page.text("a", 0, 0, 20, story(1))
    page.heading("notice", 0, 21, "Traduction interdite", em=EM)
    page.text("b", 1, 0, 21, story(2))
    (passage,) = [p for p in measure(page.page(), 0).passages if p.zone.id == "notice"]
    assert 0 < passage.heading < 1.5
    assert grouped(page) == [["a", "notice", "b"]]


def test_a_sure_heading_at_the_foot_of_its_column_has_its_text_in_the_next_one() -> None:
    page = Blocks()
    page.text("a", 0, 0, 20, story(1))
    page.heading("head", 0, 21, "THE KING IS DEAD", em=1.6 * EM)
    page.text("b", 1, 0, 21, story(2))
    assert grouped(page) == [["a"], ["head", "b"]]


def test_a_signature_at_the_right_is_read_before_the_heading_under_it() -> None:
    page = Blocks()
    page.heading("wide", 0, 0, "LONG BANNER OVER BOTH OF THE COLUMNS", em=1.5 * EM, columns=2)
    page.text("a", 0, 3, 12, story(1))
    page.signature("signed", 1, 3, "O. T.")
    left, top = page.place(1, 4.5)
    page.sheet.row("Distraction", left, top)
    page.zones["head"] = (len(page.sheet.lines) - 1, len(page.sheet.lines))
    page.text("b", 1, 6, 9, story(2))
    assert [name for names in grouped(page) for name in names][-3:] == ["signed", "head", "b"]


def test_a_dash_over_a_heading_stays_over_it() -> None:
    page = Blocks()
    left, top = page.place(0, 0)
    page.sheet.row("-", left + COLUMN / 2, top, em=0.4 * EM)
    page.zones["dash"] = (0, 1)
    page.heading("head", 0, 1, "ALLEMAGNE", em=1.2 * EM)
    page.text("a", 0, 3, 12, story(1))
    assert grouped(page) == [["dash", "head", "a"]]
    _, (article,) = rejoin((page.page(),))
    assert article.title == "ALLEMAGNE"


def test_headings_over_each_other_belong_to_one_story() -> None:
    page = Blocks()
    page.text("a", 0, 0, 10, story(3))
    page.heading("k", 0, 11, "FOREIGN NEWS")
    page.heading("h", 0, 13, "War in the North", em=1.6 * EM)
    page.text("b", 0, 16, 12, story(1))
    blocks, articles = rejoin([page.page()])
    assert [_zones(article, blocks) for article in articles] == [["a"], ["k", "h", "b"]]
    assert articles[1].title == "War in the North"
    assert texts(articles[1], Role.KICKER) == ["FOREIGN NEWS"]


def two_pages() -> tuple[Blocks, Blocks]:
    """Two pages, each with a story and, below all columns, a serial; both go on over the page."""
    first, second = Blocks(1), Blocks(2)
    first.heading("h", 0, 0, "THE COUNCIL MEETS")
    rest = first.text("a1", 0, 2, 20, story(1, 700))
    rest = first.text("a2", 1, 0, 22, rest, goes_on=True)
    rest = first.text("a3", 2, 0, 22, rest, goes_on=True)
    second.text("a4", 0, 0, 9, rest, goes_on=True)
    second.heading("h2", 0, 10, "PRICE OF WHEAT")
    rest = second.text("c1", 0, 12, 10, story(5, 500))
    rest = second.text("c2", 1, 0, 22, rest, goes_on=True)
    second.text("c3", 2, 0, 22, rest, goes_on=True)
    first.heading("hs", 0, 25, "THE WIDOW OF THE MILL")
    rest = first.text("s1", 0, 27, 21, story(2, 1100))
    for page, names in ((first, ("", "s2", "s3")), (second, ("s4", "s5", "s6"))):
        for column, name in enumerate(names):
            if name:
                rest = page.text(name, column, 25, 23, rest, goes_on=True)
    return first, second


def test_stories_go_on_over_the_page_each_in_its_tier() -> None:
    assert grouped(*two_pages()) == [
        ["h", "a1", "a2", "a3", "a4"],
        ["hs", "s1", "s2", "s3", "s4", "s5", "s6"],
        ["h2", "c1", "c2", "c3"],
    ]


def test_joins_tell_where_a_story_went_on_and_how_sure_that_is() -> None:
    _, articles = rejoin([page.page() for page in two_pages()])
    kinds = [join.kind for join in articles[0].joins]
    assert kinds == [JoinKind.COLUMN, JoinKind.COLUMN, JoinKind.PAGE]
    assert all(not join.doubtful for join in articles[0].joins)
    assert "sentence goes on" in articles[0].joins[0].reason


def test_a_paragraph_broken_by_a_column_is_one_again() -> None:
    page = Blocks()
    page.heading("h", 0, 0, "FLOOD IN THE VALLEY")
    words = story(1, 110)
    rest = page.text("a1", 0, 2, 10, words)
    page.text("a2", 1, 0, len(_set(rest, 0.0)), rest, goes_on=True)
    _, (article,) = rejoin([page.page()])
    assert texts(article) == [words]


def test_the_newspapers_name_and_the_folio_belong_to_no_story() -> None:
    first, second = Blocks(1), Blocks(2)
    first.heading("price", 1, -1, "Price one penny", em=EM)
    first.heading("name", 0, 1, "THE DAILY NEWS", em=5 * EM, columns=3)
    for column in range(3):
        first.text(f"a{column}", column, 8, 30, story(column + 1))
    second.heading("folio", 1, -1.5, "THE DAILY NEWS. MAY 4, 1897", em=EM)
    second.text("b", 0, 0, 60, story(7, 900))
    blocks, _ = rejoin([first.page(), second.page()])
    assert {block.zone for block in blocks if block.role is Role.FOLIO} == {"name", "price", "folio"}


def test_a_jump_line_whose_page_is_absent_is_noted() -> None:
    page = Blocks()
    page.heading("h", 0, 0, "FLOOD IN THE VALLEY")
    page.text("a", 0, 2, 20, story(1))
    page.signature("j", 0, 22, "(Continued on Page 7)")
    _, (article,) = rejoin([page.page()])
    assert article.notes == ("Goes on on page 7, which was not found in this issue.",)


def test_a_jump_line_whose_page_has_no_continuation_is_noted() -> None:
    first, second = Blocks(1), Blocks(2)
    first.heading("h", 0, 0, "FLOOD IN THE VALLEY")
    first.text("a", 0, 2, 20, story(1))
    first.signature("j", 0, 22, "(Continued on Page 2)")
    second.heading("h2", 0, 0, "PRICE OF WHEAT")
    second.text("b", 0, 2, 20, story(2))
    _, (article, _) = rejoin([first.page(), second.page()])
    assert article.notes == ("Goes on on page 2, but its continuation was not found there.",)


def jumping(words: str, out: str, back: str) -> tuple[Blocks, Blocks]:
    """A story that leaps over the page with jump lines in capitals, other stories beside both of its parts."""
    first, second = Blocks(1), Blocks(2)
    first.heading("h", 0, 0, "FLOOD IN THE VALLEY")
    rest = first.text("a1", 0, 2, 20, words)
    first.heading("out", 0, 22.5, out)
    first.heading("h1", 1, 0, "NEW BRIDGE OPENS")
    first.text("b1", 1, 2, 22, story(2, 290))
    second.heading("h2", 0, 0, "PRICE OF WHEAT")
    second.text("c1", 0, 2, 22, story(3, 290))
    second.heading("back", 1, 0, back)
    second.text("a2", 1, 2, len(_set(rest, 0.0)), rest, goes_on=True)
    return first, second


def test_jump_lines_are_neither_text_nor_headings() -> None:
    words = story(1, 290)
    first, second = jumping(words, "CONTINUED ON PAGE TWO", "CONTINUED FROM PAGE ONE")
    blocks, articles = rejoin([first.page(), second.page()])
    (article,) = (each for each in articles if each.title == "FLOOD IN THE VALLEY")
    assert _zones(article, blocks) == ["h", "a1", "a2", "out", "back"]
    assert texts(article) == [words]
    assert texts(article, Role.JUMP) == ["CONTINUED ON PAGE TWO", "CONTINUED FROM PAGE ONE"]
    assert {block.zone for block in blocks if block.role is Role.JUMP} == {"out", "back"}
    (join,) = article.joins
    assert join.kind is JoinKind.PAGE
    assert join.confidence > 0.9
    assert join.reason.startswith("where a jump line leads to")
    assert article.notes == ()


def test_a_story_may_go_on_on_a_page_before() -> None:
    words = story(1, 290)
    front, inside = jumping(words, "Continued on Page 7", "Continued from Page 8")
    given = [replace(inside.page(), printed_number=7), replace(front.page(), number=2, printed_number=8)]
    _, articles = rejoin(given)
    (article,) = (each for each in articles if each.title == "FLOOD IN THE VALLEY")
    assert texts(article) == [words]
    assert article.notes == ()


def test_jump_lines_that_lead_in_a_circle_lose_no_text() -> None:
    first, second = Blocks(1), Blocks(2)
    for page, name, other in ((first, "a", 2), (second, "b", 1)):
        page.signature(f"{name}0", 0, 0, f"(Continued from Page {other})")
        page.text(name, 0, 1.5, 20, story(other))
        page.signature(f"{name}1", 0, 22, f"(Continued on Page {other})")
    found = grouped(first, second)
    assert sorted(name for names in found for name in names) == ["a", "a0", "a1", "b", "b0", "b1"]


def test_two_jump_lines_that_name_each_other_outweigh_how_text_flows() -> None:
    """The last block of page 1 breaks off where the first of page 2 goes on; the jump lines say otherwise."""
    first, second = Blocks(1), Blocks(2)
    first.heading("h", 0, 0, "FLOOD IN THE VALLEY")
    rest = first.text("a1", 0, 2, 20, story(1))
    first.signature("out", 0, 22.5, "(Continued on Page 2)")
    first.heading("h1", 1, 0, "NEW BRIDGE OPENS")
    other = first.text("b1", 1, 2, 24, story(2))
    second.signature("back", 0, 0, "(Continued from Page 1)")
    second.text("x", 0, 1.5, 14, other, goes_on=True)
    second.heading("h2", 0, 17, "PRICE OF WHEAT")
    second.text("c", 0, 19, 20, story(3))
    second.text("y", 1, 0, 14, rest, goes_on=True)
    found = grouped(first, second)
    assert ["h", "a1", "x", "out", "back"] in found


def test_text_under_a_jump_line_is_of_another_story() -> None:
    page = Blocks()
    page.heading("h", 0, 0, "FLOOD IN THE VALLEY")
    page.text("a", 0, 2, 20, story(1))
    page.signature("j", 0, 22, "(Continued on Page 7)")
    left, top = page.place(0, 23)
    page.sheet.row("-", left + COLUMN / 2, top, em=0.4 * EM)
    page.zones["dash"] = (len(page.sheet.lines) - 1, len(page.sheet.lines))
    page.text("b", 0, 24, 20, story(2))
    assert grouped(page) == [["h", "a", "j", "dash"], ["b"]]


def test_jump_lines_alone_are_no_article() -> None:
    page = Blocks()
    page.signature("j", 0, 22, "(Continued on Page 7)")
    blocks, articles = rejoin([page.page()])
    assert [block.role for block in blocks] == [Role.JUMP]
    assert articles == ()


def over_the_page(count: int) -> tuple[Blocks, Blocks]:
    """A story of finished sentences that fills its column and may go on at the head of the next page."""
    first, second = Blocks(1), Blocks(2)
    words = story(1, 700)
    first.heading("h", 0, 0, "THE COUNCIL MEETS")
    rest = first.text("a1", 0, 2, count, words)
    second.text("a2", 0, 0, 20, rest, goes_on=True)
    return first, second


def test_going_on_over_the_page_after_a_finished_sentence_is_doubtful_without_a_jump_line() -> None:
    ends = [n for n, line in enumerate(_set(story(1, 700), 1.2), 1) if line.endswith(".") and n > 15]
    for count, doubtful in ((ends[0], True), (ends[0] + 1, False)):
        _, (article,) = rejoin([page.page() for page in over_the_page(count)])
        (join,) = article.joins
        assert join.kind is JoinKind.PAGE
        assert join.doubtful is doubtful


def test_a_heading_under_a_dash_goes_on_with_nothing() -> None:
    first, _ = over_the_page(20)
    second = Blocks(2)
    left, top = second.place(0, 0)
    second.sheet.row("-", left + COLUMN / 2, top, em=0.4 * EM)
    second.zones["dash"] = (0, 1)
    second.heading("head", 0, 1, "ALLEMAGNE", em=1.2 * EM)
    second.text("b", 0, 3, 12, story(2))
    assert grouped(first, second) == [["h", "a1"], ["dash", "head", "b"]]


def test_blocks_without_text_are_passed_over() -> None:
    page = Blocks()
    page.heading("h", 0, 0, "FLOOD IN THE VALLEY")
    page.text("a", 0, 2, 20, story(1))
    given = page.page()
    empty = replace(given, zones=(*given.zones, Zone("empty", Box(0, 0, 10, 10), ())))
    blocks, articles = rejoin([empty])
    assert [block.zone for block in blocks] == ["h", "a"]
    assert len(articles) == 1


def test_size_does_not_depend_on_which_letters_a_line_has() -> None:
    """Other programs draw a line as high as the letters that happen to stand in it."""
    zones = []
    for n, (text, top, bottom) in enumerate(
        (("as our men see", 0.2, 0.73), ("the old table", 0, 0.73), ("gravy squeezes", 0.2, 0.94), ("quality", 0, 0.94))
    ):
        box = Box(100, 100 + 60 * n + top * EM, 100 + 0.5 * len(text) * EM, 100 + 60 * n + bottom * EM)
        zones.append(Zone(f"z{n}", box, (line(text, quad_of(box)),)))
    page = replace(Sheet().page(), lines=tuple(zone.lines[0] for zone in zones), zones=tuple(zones))
    sizes = [passage.fragment.em for passage in measure(page, 0).passages]
    assert sizes == pytest.approx([EM] * 4, rel=0.04)


@pytest.mark.slow
def test_more_blocks_than_functions_may_call_each_other() -> None:
    """Blocks that leave no white band and no white column between them are cut off one by one."""
    zones = []
    for n in range(1100):
        box = Box(100 + n, 100 + 20 * n, 900 + n, 100 + 20 * n + EM)
        zones.append(Zone(f"z{n}", box, (line("the harbour master", quad_of(box)),)))
    page = replace(Sheet().page(), lines=tuple(zone.lines[0] for zone in zones), zones=tuple(zones))
    blocks, _ = rejoin([page])
    assert {block.zone for block in blocks} == {zone.id for zone in zones}
