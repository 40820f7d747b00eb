"""Pages set in columns of characters, whose stories are found by rules of layout (`page`, `tiers`)."""

import numpy as np

from digitize.articles.page import JumpLine, take_apart
from digitize.articles.page import Story as Found
from digitize.articles.paragraphs import Piece as TextPiece
from digitize.articles.paragraphs import pieces_of
from digitize.articles.roles import is_byline
from digitize.articles.story import Kind, Link, PageStories, Piece, Story, furniture
from digitize.model import JoinKind, Page, Role


def vertical_stories(page: Page) -> PageStories:
    """The stories of a page of vertical text."""
    found = take_apart(page)
    loose = [furniture([Piece((row,), Role.FOLIO)]) for row in found.folio]
    loose += [furniture([Piece((row,), Role.JUMP)]) for row in found.loose]
    return PageStories(page, found.label, (*loose, *map(_story, found.stories)))


def _story(found: Found) -> Story:
    if found.advertisement:
        return Story(tuple(Piece((row,), Role.ADVERTISEMENT) for row in found.advertisement), Kind.ADVERTISEMENT)
    pieces = _jump(found.jump_in)
    for head in found.heads:
        roles = dict.fromkeys(role for role, _ in head.rows)
        pieces += [Piece(tuple(row for kind, row in head.rows if kind is role), role) for role in roles]
    pieces += _text(found)
    pieces += _jump(found.jump_out)
    pieces += [Piece(caption.rows, Role.CAPTION) for caption in found.captions]
    jump_in = found.jump_in[0] if found.jump_in else None
    jump_out = found.jump_out[0] if found.jump_out else None
    return Story(tuple(pieces), jump_in=jump_in, jump_out=jump_out)


def _jump(jump: JumpLine | None) -> list[Piece]:
    row = jump[1] if jump is not None else None
    return [Piece((row,), Role.JUMP)] if row is not None else []


def _text(found: Found) -> list[Piece]:
    pieces: list[Piece] = []
    last = -1
    for part in pieces_of(found.fragments):
        role = Role.BYLINE if _byline(part, found) else Role.BODY
        link = _link(found, part.fragment - 1) if 0 <= last < part.fragment else None
        begins = part.begins if pieces else found.fragments[0].starts_paragraph
        pieces.append(Piece(part.rows, role, begins, link))
        last = part.fragment
    return pieces


def _link(found: Found, index: int) -> Link:
    a, b, link = found.fragments[index], found.fragments[index + 1], found.links[index]
    kind = JoinKind.COLUMN if b.box.left > a.box.center[0] else JoinKind.GAP
    where = "at the head of the next column" if kind is JoinKind.COLUMN else "farther down the column"
    how = "the sentence goes on" if a.open else "after a finished sentence"
    return Link(kind, float(1 / (1 + np.exp(-link.margin))), f"{where}, {how}")


def _byline(piece: TextPiece, story: Found) -> bool:
    """A line of its own that names reporters, first or last in the story."""
    first, last = story.fragments[0].rows[0], story.fragments[-1].rows[-1]
    edge = piece.rows[0] is first or piece.rows[-1] is last
    return edge and len(piece.rows) == 1 and is_byline(piece.rows[0].text)
