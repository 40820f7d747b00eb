"""First sorting of a page's rows: folio, jump lines, display type, captions, advertisements, running text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digitize.articles.crossheads import is_crosshead
from digitize.articles.fragments import Fragment, frame_of, is_display
from digitize.articles.jumps import Jump, parse_jump
from digitize.articles.reading import ReadingPage
from digitize.articles.row import Row
from digitize.geometry import overlap_x, overlap_y
from digitize.model import Box

_FOLIO = re.compile(
    r"第\s*\S{1,3}\s*版|星期[一二三四五六日天]|\d{4}\s*年\s*\d{1,2}\s*月|\bpage\s+\w+$|^\W*\d{1,3}\W*$|\bvol\.?\s|\bno\.?\s*\d"
    r"|(mon|tues|wednes|thurs|fri|satur|sun)day,"
    r"|^(january|february|march|april|may|june|july|august|september|october|november|december)\s*\d{1,2},?\s*\d{4}$",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"^(图为|图[一二三四五六七八九十\d]|上图|下图|左图|右图|图片)|[摄攝]$|摄影|供图|^photo|photo by", re.IGNORECASE
)
_BYLINE = re.compile(
    r"^[（(]?\s*(本报|新华社|本刊)?\s*(首席)?(记者|通讯员|作者|撰文|特约记者)[\s：:]*\S.{0,24}$"
    r"|^by (?-i:[A-Z])[\w.' -]{3,40}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sorted:
    """Rows of a page by what they plainly are."""

    folio: tuple[Row, ...]
    jumps: tuple[tuple[Jump, Row], ...]
    display: tuple[Row, ...]
    body: tuple[Row, ...]
    advertisements: tuple[tuple[Row, ...], ...]


def sort_rows(page: ReadingPage) -> Sorted:
    """Sort the rows of a page; captions come later, when columns are known."""
    folio = _folio(page)
    jumps, display, body = [], [], []
    advertisements = _advertisements([row for row in page.rows if row not in folio], page)
    taken = {id(row) for rows in (folio, *advertisements) for row in rows}
    for row in page.rows:
        if id(row) in taken:
            continue
        jump = parse_jump(row.text)
        if jump is not None:
            jumps.append((jump, row))
        elif is_display(row, page.em) and not is_crosshead(row, page) and not _touches_picture(row, page):
            display.append(row)
        else:
            body.append(row)
    return Sorted(folio, tuple(jumps), tuple(display), tuple(body), tuple(advertisements))


def _folio(page: ReadingPage) -> tuple[Row, ...]:
    """Title line, date and page number at the head or foot of the page.

    All above a rule across the page near its top is folio where a date or page number stands there; else a
    headline may. Without such a rule, lines at the very top or foot count that read like a folio, and what stands
    level with them: the paper's name between date and number.
    """
    area = page.content
    marked = [row for row in page.rows if is_folio(row, page)]
    edge = [row for row in page.rows if any(row is mark or _level(row, mark, page) for mark in marked)]
    for rule in sorted(page.barriers, key=lambda box: box.top):
        if rule.width < 0.6 * area.width or rule.top > area.top + 0.16 * area.height:
            continue
        above = [row for row in page.rows if row.box.center[1] < rule.center[1]]
        few = len(above) <= 14 and sum(len(row.text) for row in above) < 400
        if few and any(reads_as_folio(row) for row in above):
            return (*above, *(row for row in edge if row not in above))
    return tuple(edge)


def is_folio(row: Row, page: ReadingPage) -> bool:
    """Whether a line at the page's very edge, that is no line of a column, prints a page number or date."""
    return at_edge(row, page) and reads_as_folio(row) and _free(row, page)


def _level(row: Row, mark: Row, page: ReadingPage) -> bool:
    """Whether a row in small type stands on one line with a folio mark, as the pieces of a folio do."""
    level = overlap_y(row.box, mark.box) > 0.5 * min(row.box.height, mark.box.height)
    return level and not is_display(row, page.em) and _free(row, page)


def _free(row: Row, page: ReadingPage) -> bool:
    """Whether a row is no line of a column: in no box, and with no running text right above or below it."""
    return frame_of(row.box, page.frames) < 0 and not any(
        other is not row
        and abs(other.box.center[1] - row.box.center[1]) < 2.2 * page.em
        and overlap_x(other.box, row.box) > 0
        and not is_display(other, page.em)
        for other in page.rows
    )


def reads_as_folio(row: Row) -> bool:
    """Whether a row prints a page number, a date or a volume, as a folio line does."""
    return bool(_FOLIO.search(row.text)) and parse_jump(row.text) is None


def at_edge(row: Row, page: ReadingPage) -> bool:
    """Whether a row stands at the head or foot of the page."""
    band = 0.035 * page.content.height
    top, bottom = page.text_ends
    return row.box.center[1] < top + band or row.box.center[1] > bottom - band


def _advertisements(rows: Sequence[Row], page: ReadingPage) -> list[tuple[Row, ...]]:
    """Frames that hold display type and hardly any running text."""
    framed: dict[int, list[Row]] = {}
    for row in rows:
        framed.setdefault(frame_of(row.box, page.frames), []).append(row)
    found = []
    for inside in (framed[index] for index in sorted(framed) if index >= 0):
        letters = sum(len(row.text) for row in inside)
        running = sum(len(row.text) for row in inside if not is_display(row, page.em))
        if running < 0.35 * letters:
            found.append(tuple(inside))
    return found


def captions(fragments: Sequence[Fragment], page: ReadingPage) -> tuple[Fragment, ...]:
    """Short fragments right under (or over) a picture, within its width."""
    return tuple(
        fragment for fragment in fragments if any(_captions(fragment, box, fragments, page.em) for box in page.pictures)
    )


def _captions(fragment: Fragment, picture: Box, fragments: Sequence[Fragment], em: float) -> bool:
    if overlap_x(fragment.box, picture) < 0.8 * fragment.box.width or len(fragment.rows) > 5:
        return False
    gap = fragment.box.top - picture.bottom
    if not -1.0 * em < gap < 2.2 * em:
        return False
    if _CAPTION.search(fragment.text) or fragment.em < 0.93 * em:
        return True
    if fragment.starts_paragraph or len(fragment.rows) > 2:
        return False
    return abs(fragment.box.center[0] - picture.center[0]) < 1.2 * em or _set_off(fragment, fragments, em)


def _set_off(fragment: Fragment, fragments: Sequence[Fragment], em: float) -> bool:
    """Whether more white than between lines stands between a fragment and the text right below it."""
    return any(
        0.8 * em < other.box.top - fragment.box.bottom < 2.5 * em
        and overlap_x(other.box, fragment.box) > 0.5 * fragment.box.width
        for other in fragments
    )


def _touches_picture(row: Row, page: ReadingPage) -> bool:
    """Whether a sentence stands so close under a picture that its edge was measured with the letters: a caption."""
    return (
        row.size < 1.5 * page.em
        and row.text.rstrip().endswith((".", "。"))
        and any(
            abs(row.box.top - picture.bottom) < 0.4 * page.em and overlap_x(row.box, picture) > 0.8 * row.box.width
            for picture in page.pictures
        )
    )


def is_byline(text: str) -> bool:
    """Whether a short line names reporters and nothing else."""
    return bool(_BYLINE.match(text.strip()))
