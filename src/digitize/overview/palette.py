"""Colours of an overview, as BGR, and which article has which."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

import numpy as np

from digitize.model import Issue

Colour = tuple[int, int, int]

ARTICLES: Final[tuple[Colour, ...]] = (
    (178, 114, 0),
    (0, 138, 224),
    (115, 158, 0),
    (136, 34, 51),
    (164, 112, 200),
    (50, 208, 220),
    (234, 190, 110),
    (35, 68, 107),
)
"""Blue, orange, green, indigo, pink, yellow, sky, brown: those that follow each other differ by 36 in CIELAB, and any
two by 15, to people with each kind of colour blindness too (simulated as in G. Machado et al., IEEE TVCG 2009). Most
come close to those of M. Okabe and K. Ito, "Color Universal Design". Red is none of them: it is for doubts."""

DOUBT: Final[Colour] = (20, 0, 215)
OUTSIDE: Final[Colour] = (130, 130, 130)
GUTTER: Final[Colour] = (190, 150, 120)
INK: Final[Colour] = (40, 40, 40)
PAPER: Final[Colour] = (255, 255, 255)

_BESIDE = 5
"""Heights of text between articles up to which they are neighbours: a rule and the white round it."""


def colours(issue: Issue) -> dict[str, Colour]:
    """A colour for each article, by its id, that no neighbour on any page has where there are enough.

    Articles take the colours in turn, by their number; one whose colour a neighbour before it took takes the next. So
    the same issue always has the same colours.
    """
    neighbours = _neighbours(issue)
    taken: dict[str, int] = {}
    for index, article in enumerate(issue.articles):
        near = Counter(taken[each] for each in neighbours[article.id] if each in taken)
        turns = ((index + step) % len(ARTICLES) for step in range(len(ARTICLES)))
        taken[article.id] = min(turns, key=lambda turn: near[turn])
    return {article: ARTICLES[turn] for article, turn in taken.items()}


def on(colour: Colour) -> Colour:
    """The colour, dark or light, in which text is legible on `colour` (luma of ITU-R BT.601)."""
    blue, green, red = colour
    return INK if 0.114 * blue + 0.587 * green + 0.299 * red > 130 else PAPER


def _neighbours(issue: Issue) -> Mapping[str, set[str]]:
    owner = {each: article.id for article in issue.articles for par in article.paragraphs for each in par.blocks}
    found: dict[str, set[str]] = defaultdict(set)
    for page in issue.pages:
        blocks = [block for block in issue.blocks_on(page.number) if block.id in owner]
        edges = np.array([(b.box.left, b.box.top, b.box.right, b.box.bottom) for b in blocks]).reshape(-1, 4)
        low, high = edges[:, :2], edges[:, 2:] + _BESIDE * page.layout.text_height
        near = ((low[:, None] < high[None]) & (low[None] < high[:, None])).all(axis=2)
        for one, other in np.argwhere(near).tolist():
            found[owner[blocks[one].id]].add(owner[blocks[other].id])
    return found
