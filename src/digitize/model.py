"""The records that travel through the program: immutable, typed, free of pixels.

Coordinates are pixels of the *upright image* (the scan turned and deskewed), x to the right and y down,
unless a field says otherwise. `geometry.to_scan` takes them back to the original scan.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

Point = tuple[float, float]

DOUBTFUL_JOIN: Final = 0.6
"""A join of a confidence below this is doubtful."""
DOUBTFUL_EXTENT: Final = 0.5
"""An article of a certainty below this has a doubtful extent: more likely than not it is torn or mixed with others."""


@dataclass(frozen=True, slots=True)
class Box:
    """An axis-parallel rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def center(self) -> Point:
        return ((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)


@dataclass(frozen=True, slots=True)
class Quad:
    """Four corners: top left, top right, bottom right, bottom left as seen on the upright page."""

    corners: tuple[Point, Point, Point, Point]

    @property
    def box(self) -> Box:
        xs = [x for x, _ in self.corners]
        ys = [y for _, y in self.corners]
        return Box(min(xs), min(ys), max(xs), max(ys))


class Orientation(StrEnum):
    """How a line of text or a rule runs."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


class Role(StrEnum):
    """What a block of text is on the page."""

    MASTHEAD = "masthead"
    FOLIO = "folio"
    LABEL = "label"
    """The name of a section or column of the paper: Sports, 要聞."""
    IMPRINT = "imprint"
    """Publisher, address and terms of the paper itself."""
    KICKER = "kicker"
    HEADLINE = "headline"
    SUBTITLE = "subtitle"
    BYLINE = "byline"
    CROSSHEAD = "crosshead"
    """A short heading between paragraphs of one story."""
    BODY = "body"
    CAPTION = "caption"
    TABLE = "table"
    ADVERTISEMENT = "advertisement"
    JUMP = "jump"
    NOISE = "noise"


class JoinKind(StrEnum):
    """What lies between two parts of one article that were put together."""

    COLUMN = "column"
    GAP = "gap"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a space; in Chinese the whole unspaced run of a line."""

    text: str
    quad: Quad
    confidence: float
    """0 to 1; NaN where the program that read it gave none."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of print in one column. Vertical lines run top to bottom.

    `quad` is as high as an ascender and a descender of its type, whatever letters stand in it; where another program
    read the page, as that one drew it.
    """

    words: tuple[Word, ...]
    quad: Quad
    confidence: float
    orientation: Orientation = Orientation.HORIZONTAL
    leftward: bool = False
    """Read from right to left, as older Chinese heads are; words and their characters stand in the order of reading."""
    ink: float | None = None
    """Share of its quad that is ink, by which bold type is told from light; None where no image was looked at."""

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        return self.quad.box


@dataclass(frozen=True, slots=True)
class Rule:
    """A printed line."""

    box: Box
    orientation: Orientation


@dataclass(frozen=True, slots=True)
class Gutter:
    """White space that separates columns (vertical) or tiers of vertical text (horizontal).

    `box` is the white strip itself, over the stretch of the page where it separates text.
    """

    box: Box
    orientation: Orientation


@dataclass(frozen=True, slots=True)
class Layout:
    """What the image alone tells about a page, before any text is read."""

    content: Box
    """The printed area, without margins and dark scan borders."""
    rules: tuple[Rule, ...]
    frames: tuple[Box, ...]
    """Rectangles drawn round an article or an advertisement."""
    pictures: tuple[Box, ...]
    gutters: tuple[Gutter, ...]
    text_height: float
    """Height of the characters of running text in pixels: the em of Chinese, ascender to baseline of Latin."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of processing, for provenance: what was done, with which settings and results."""

    name: str
    software: str
    version: str
    settings: tuple[tuple[str, str], ...] = ()


XML_TYPE = "text/xml"
"""Media type of an ALTO file."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One page image as it lies in a file, or the ALTO file that stands for it where only that was given."""

    path: str
    """Path of the file as given."""
    frame: int
    """Index of the page inside the file, from 0."""
    frames: int
    """How many pages the file holds."""
    sha256: str
    """Of the file's bytes."""
    media_type: str
    width: int
    height: int
    """Size in pixels as a viewer shows it: after the orientation flag of the file was applied."""
    dpi: float
    dpi_estimated: bool
    """True where the file tells no credible resolution and it was estimated from the page's size."""

    @property
    def is_image(self) -> bool:
        """Whether the file holds pixels; an ALTO file holds only what another program read on them."""
        return self.media_type != XML_TYPE


@dataclass(frozen=True, slots=True)
class Upright:
    """How the scan was turned into the upright image, and back.

    `matrix` is the 2x3 affine map, row by row, from scan pixels to upright pixels.
    """

    width: int
    height: int
    turn: int
    """Quarter turns undone, in degrees counter-clockwise: 0, 90, 180 or 270."""
    skew: float
    """Remaining angle of the scan that was undone, in degrees, counter-clockwise positive."""
    matrix: tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Zone:
    """A text block that another program's layout analysis drew. Its lines belong to one article, whole."""

    id: str
    """As in the file it came from; unique on its page. Where the file has none for it alone, one that begins with `#`,
    as no ID in XML does."""
    box: Box
    lines: tuple[Line, ...]
    """From top to bottom (from right to left where they are vertical)."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page, read by itself."""

    number: int
    """Position in the issue, from 1."""
    scan: Scan
    upright: Upright
    layout: Layout
    lines: tuple[Line, ...]
    steps: tuple[Step, ...] = ()
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    zones: tuple[Zone, ...] = ()
    """The blocks of a page that another program read, which hold all its `lines`; empty where this one did."""
    printed_number: int | None = None
    """Page number printed on it, where another program told it."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one role that follow each other in one column: a paragraph's part, a headline, a caption."""

    id: str
    """Unique in the issue."""
    page: int
    role: Role
    lines: tuple[Line, ...]
    box: Box
    zone: str = ""
    """Id of the zone it is, where another program read the page; empty where this one did."""

    @property
    def text_block(self) -> str:
        """Id of its TextBlock in the page's ALTO; empty where there it has none."""
        return "" if self.zone.startswith("#") else self.zone or self.id


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or headline as a reader reads it, put together from one or more blocks."""

    role: Role
    blocks: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Join:
    """The decision that block `after` goes on where block `before` ended."""

    before: str
    after: str
    kind: JoinKind
    confidence: float
    reason: str

    @property
    def doubtful(self) -> bool:
        return self.confidence < DOUBTFUL_JOIN

    @property
    def doubt(self) -> str:
        """What there is to doubt in it where it is doubtful, as a sentence."""
        return f"A join over a {self.kind} is doubtful ({self.confidence:.2f}): {self.reason}."


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the issue, over all its columns and pages, in reading order."""

    id: str
    title: str
    language: str
    """BCP 47 tag, as `zh-Hans` or `en`."""
    paragraphs: tuple[Paragraph, ...]
    joins: tuple[Join, ...]
    notes: tuple[str, ...] = ()
    """Plain sentences on what is missing or doubtful, as a continuation that was not found."""
    certainty: float | None = None
    """Probability that it is whole and that nothing else is in it; None where it was not estimated."""

    @property
    def extent_doubtful(self) -> bool:
        return self.certainty is not None and self.certainty < DOUBTFUL_EXTENT

    @property
    def doubtful(self) -> bool:
        """Whether a person should look at it: its extent or a join is doubtful, or a note warns of something."""
        return bool(self.doubts)

    @property
    def doubts(self) -> tuple[str, ...]:
        """A sentence for each doubt: its extent, its doubtful joins, its notes."""
        return tuple(sentence for sentence, _ in self.reasons())

    def reasons(self) -> Iterator[tuple[str, Join | None]]:
        """Its doubts, each with the join it is about; None where it is about the article."""
        if self.certainty is not None and self.extent_doubtful:
            yield f"Its extent is doubtful ({self.certainty:.2f}).", None
        yield from ((join.doubt, join) for join in self.joins if join.doubtful)
        yield from ((note, None) for note in self.notes)


@dataclass(frozen=True, slots=True)
class Failure:
    """A page that could not be read, and why."""

    path: str
    frame: int
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block belongs: its article (and that one's position in the issue, from 1) and its paragraph."""

    number: int
    article: Article
    paragraph: Paragraph


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt about an article (given by its position in the issue, from 1)."""

    number: int
    sentence: str
    pages: tuple[int, ...]
    """Pages it is told on; it counts on the first. A doubtful join is told of where it goes on from and where to, any
    other doubt where the article begins."""


@dataclass(frozen=True)
class Issue:
    """A newspaper issue with its pages read and its articles put together."""

    name: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    """All text blocks in reading order, page by page."""
    articles: tuple[Article, ...]
    failures: tuple[Failure, ...] = ()

    def blocks_on(self, page: int) -> tuple[Block, ...]:
        """Blocks of one page, in reading order."""
        return self._by_page.get(page, ())

    @cached_property
    def _by_page(self) -> dict[int, tuple[Block, ...]]:
        pages: dict[int, list[Block]] = {}
        for block in self.blocks:
            pages.setdefault(block.page, []).append(block)
        return {page: tuple(blocks) for page, blocks in pages.items()}

    @cached_property
    def by_id(self) -> Mapping[str, Block]:
        """Block id -> block."""
        return {block.id: block for block in self.blocks}

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Block id -> place, for every block of an article; of several paragraphs in a block the first counts."""
        found: dict[str, Place] = {}
        for number, article in enumerate(self.articles, 1):
            for paragraph in article.paragraphs:
                place = Place(number, article, paragraph)
                for block in paragraph.blocks:
                    found.setdefault(block, place)
        return found

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """All doubts about its articles, in their order."""
        return tuple(
            Doubt(number, sentence, self._told_on(article, join))
            for number, article in enumerate(self.articles, 1)
            for sentence, join in article.reasons()
        )

    def _told_on(self, article: Article, join: Join | None) -> tuple[int, ...]:
        blocks = (join.before, join.after) if join else article.paragraphs[0].blocks[:1]
        return tuple(self.by_id[block].page for block in blocks)
