"""From columns to paragraphs: where one begins, and which lines make a block."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from digitize.articles.fragments import Fragment
from digitize.articles.roles import is_byline
from digitize.articles.row import Row
from digitize.articles.script import ends_sentence
from digitize.model import Paragraph, Role


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of one paragraph inside one fragment."""

    rows: tuple[Row, ...]
    fragment: int
    """Index in the article's sequence of fragments."""
    begins: bool
    """Whether a paragraph begins here; False where it goes on from the fragment before."""


def pieces_of(fragments: Sequence[Fragment]) -> Iterator[Piece]:
    """Cut the fragments of a story, in reading order, at their paragraphs."""
    previous: Fragment | None = None
    for index, fragment in enumerate(fragments):
        starts = [0, *(at for at in range(1, len(fragment.rows)) if _begins(fragment, at)), len(fragment.rows)]
        for first, last in pairwise(starts):
            begins = first > 0 or previous is None or _new_after(previous, fragment)
            yield Piece(fragment.rows[first:last], index, begins)
        previous = fragment


def _begins(fragment: Fragment, at: int) -> bool:
    """Whether row `at` of a fragment begins a paragraph: indented, or after a line that ended short and closed."""
    row, above = fragment.rows[at], fragment.rows[at - 1]
    inset = row.box.left - fragment.left
    if at == 1 and is_byline(above.text) and inset > fragment.indent:
        return True
    if fragment.stands_alone(above) or fragment.stands_alone(row):
        return True
    if inset > fragment.indent and inset > above.box.left - fragment.left - 0.3 * fragment.em:
        return True
    return fragment.right - above.box.right > 2.5 * fragment.em and ends_sentence(above.text)


def _new_after(before: Fragment, after: Fragment) -> bool:
    """Whether `after`, next in the story, begins with a new paragraph."""
    if before.ends_in_heading or after.stands_alone(after.rows[0]):
        return True
    if before.open:
        return False
    return after.starts_paragraph or not before.last_row_full


def title_of(paragraphs: Sequence[Paragraph]) -> str:
    """An article's title: its headline, or its first words where there is none."""
    for role in (Role.HEADLINE, Role.KICKER):
        found = [paragraph.text for paragraph in paragraphs if paragraph.role is role]
        if found:
            return found[0]
    text = next((paragraph.text for paragraph in paragraphs if paragraph.role is not Role.JUMP), "")
    return text if len(text) <= 40 else text[:40].rstrip() + "…"
