"""What stands on a page, as it is matched: heads, fragments, and what lies between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from digitize.articles.fragments import Fragment
from digitize.articles.heads import Head
from digitize.articles.reading import ReadingPage
from digitize.articles.row import edges_of
from digitize.model import Box


@dataclass(frozen=True)
class Scene:
    """What is matched on one page. Nodes are numbered heads first, then fragments."""

    page: ReadingPage
    heads: tuple[Head, ...]
    fragments: tuple[Fragment, ...]
    ceilings: tuple[int, ...]
    """For each fragment the head it hangs under, -1 where something else is above it."""
    jumps_out: frozenset[int]
    """Fragments that end with a jump line."""
    jumps_in: frozenset[int]
    """Fragments under a line that says where they come from."""

    @property
    def size(self) -> int:
        return len(self.heads) + len(self.fragments)

    @cached_property
    def edges(self) -> NDArray[np.float64]:
        """Left, top, right and bottom of each fragment, (N, 4)."""
        return edges_of([fragment.box for fragment in self.fragments])

    @cached_property
    def ranks(self) -> tuple[int, ...]:
        """For each fragment how many columns under the same head stand left of it."""
        return tuple(
            sum(
                roof >= 0 and roof == self.ceilings[index] and other.box.center[0] < fragment.box.left
                for roof, other in zip(self.ceilings, self.fragments, strict=True)
            )
            for index, fragment in enumerate(self.fragments)
        )

    @cached_property
    def spanning(self) -> NDArray[np.bool_]:
        """For each fragment and barrier whether the barrier runs over most of the fragment, (N, M)."""
        left, _, right, _ = self.edges.T[:, :, np.newaxis]
        rule = self.page.barrier_edges
        shared = np.minimum(right, rule[:, 2]) - np.maximum(left, rule[:, 0])
        spans: NDArray[np.bool_] = shared.clip(0) > 0.5 * (right - left)
        return spans

    @cached_property
    def over(self) -> NDArray[np.bool_]:
        """For each fragment and barrier whether the fragment's middle lies above the barrier's, (N, M)."""
        middle, rule = (self.edges[:, 1] + self.edges[:, 3]) / 2, self.page.barrier_edges
        return middle[:, np.newaxis] < (rule[:, 1] + rule[:, 3]) / 2

    @cached_property
    def neighbours(self) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
        """For each fragment those of the same tier right and left of it on the page, with no rule between."""
        sides: list[tuple[list[int], list[int]]] = [([], []) for _ in self.fragments]
        for index in range(len(self.fragments)):
            for other in _after_in_tier(self, index):
                sides[index][1].append(other)
                sides[other][0].append(index)
        return tuple((tuple(sorted(right)), tuple(left)) for right, left in sides)

    def fragment(self, node: int) -> Fragment:
        return self.fragments[node - len(self.heads)]


def in_the_way(scene: Scene, before: int, after: int) -> bool:
    """Whether other text of the same frame lies between a fragment and one farther down its column."""
    a, b = scene.fragments[before], scene.fragments[after]
    left, top, right, bottom = scene.edges.T
    middle = (top + bottom) / 2
    inside = (a.box.bottom - 2 < middle) & (middle < b.box.top + 2)
    inside &= (left < min(a.box.right, b.box.right)) & (right > max(a.box.left, b.box.left))
    inside[[before, after]] = False
    return any(scene.fragments[index].frame == a.frame for index in np.flatnonzero(inside))


def between(upper: Box, lower: Box, boxes: Iterable[Box]) -> bool:
    """Whether one of `boxes` lies in the way from `upper` down to `lower`."""
    left, right = max(upper.left, lower.left), min(upper.right, lower.right)
    return any(
        upper.bottom - 2 < box.center[1] < lower.top + 2 and box.left < right and box.right > left for box in boxes
    )


def columns_between(scene: Scene, before: int, after: int) -> int:
    """How many other columns of text stand between two, at the height of the second."""
    a, b = scene.fragments[before].box, scene.fragments[after].box
    if b.left <= a.right:
        return 0
    left, top, right, bottom = scene.edges.T
    middle = (left + right) / 2
    between = (a.center[0] < middle) & (middle < b.center[0])
    between &= np.minimum(right, b.left) - np.maximum(left, a.right) > 0.5 * (right - left)
    between &= np.minimum(bottom, b.bottom) - np.maximum(top, b.top) > 0.3 * np.minimum(bottom - top, b.height)
    between[[before, after]] = False
    return int(np.count_nonzero(between))


def split_levels(scene: Scene, before: int, after: int) -> bool:
    """Whether a rule running over two fragments has one of them above and the other below."""
    both = scene.spanning[before] & scene.spanning[after]
    return bool((both & (scene.over[before] != scene.over[after])).any())


def ruled(page: ReadingPage, a: Box, b: Box) -> bool:
    """Whether an upright rule stands between two fragments of one tier, or touches the edge of one."""
    left, right, slack = max(a.left, b.left), min(a.right, b.right), 0.4 * page.em
    rule = page.barrier_edges.T
    middle = (rule[1] + rule[3]) / 2
    between = (a.bottom - slack < middle) & (middle < b.top + slack) & (rule[0] < right) & (rule[2] > left)
    return bool(between.any())


def _after_in_tier(scene: Scene, index: int) -> list[int]:
    """Fragments farther down the reading frame, which is farther left on a vertical page, in the same tier."""
    near, em = scene.fragments[index], scene.page.em
    left, top, right, bottom = scene.edges.T
    width = right - left
    shared = (np.minimum(right, near.box.right) - np.maximum(left, near.box.left)).clip(0)
    level = (shared > 0.5 * np.minimum(width, near.box.width)) & ((top + bottom) / 2 >= near.box.bottom)
    # lines over several tiers go on in the uppermost only
    level &= ~((near.box.width > 1.3 * width) & (left - near.box.left > 3 * em))
    level[index] = False
    return [
        other
        for other in np.flatnonzero(level).tolist()
        if scene.fragments[other].frame == near.frame and not ruled(scene.page, near.box, scene.fragments[other].box)
    ]
