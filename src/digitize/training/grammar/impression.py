"""How well one page was printed, scanned and recognized: what is wrong with its lines, rules and pictures."""

from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from digitize.model import Box
from digitize.training.grammar.sheet import Sheet

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Warp:
    """What is left of the page's skew and curl: small shifts of every point, smooth over the page."""

    width: float
    height: float
    tilt: float
    """Rise of rows by the way across the page."""
    lean: float
    """Shift of columns by the way down."""
    fan: float
    """Change of the tilt from top to bottom."""
    waves: tuple[float, float, float, float]
    """Height of a wave of the rows in pixels, how often it swings across the page, its phase, its lean."""
    bend: tuple[float, float, float]
    """The same for columns, without a lean."""

    def __call__(self, points: Points) -> Points:
        """Points (..., 2) of the set page on the upright image."""
        x, y = points[..., 0] / self.width, points[..., 1] / self.height
        high, often, phase, lean = self.waves
        side, swings, start = self.bend
        down = points[..., 1] + self.width * (x - 0.5) * (self.tilt + self.fan * (y - 0.5))
        down = down + high * np.sin(2 * np.pi * (often * x + phase + lean * y))
        across = points[..., 0] + self.height * (y - 0.5) * self.lean + side * np.sin(2 * np.pi * (swings * y + start))
        return np.stack([across, down], axis=-1)

    def within(self, box: Box) -> Box:
        """The upright strip that fits into what becomes of the tall `box` of the set page; it may have no width."""
        y = np.linspace(box.top, box.bottom, 5)
        left = self(np.stack([np.full(5, box.left), y], axis=1))
        right = self(np.stack([np.full(5, box.right), y], axis=1))
        top, bottom = max(left[0, 1], right[0, 1]), min(left[-1, 1], right[-1, 1])
        return Box(float(left[:, 0].max()), float(top), float(right[:, 0].min()), float(bottom))

    def box(self, box: Box) -> Box:
        """The upright box of what lies in `box` of the set page."""
        corners = np.array([(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)])
        (left, top), (right, bottom) = self(corners).min(axis=0), self(corners).max(axis=0)
        return Box(float(left), float(top), float(right), float(bottom))


@dataclass(frozen=True, slots=True)
class Impression:
    """The page's chances of faults, 0 to 1, and sizes of errors in ems of the text."""

    warp: Warp
    edge: float
    """Spread of the ends of lines."""
    height: float
    """Spread of the heights of lines, in parts of them."""
    row: float
    """Spread of the place of lines across their direction."""
    lost: float
    cut: float
    """Of a line seen in pieces."""
    joined: float
    """Of two lines seen as one over a gutter."""
    dirt: float
    """Marks read as lines, for each line there is."""
    garbled: float
    """Of a character misread."""
    confidence: float
    """Of an ordinary line."""
    ink: tuple[float, float, float]
    """Spread of lines' ink in parts of it, how much more there is at places of the page, and the phase of these."""
    rules: float
    """Of a rule found."""
    broken: float
    """Of a found rule found in pieces only."""
    frames: float
    """Of a frame found to be closed."""
    pictures: float
    gutters: float
    """Of a gutter found that is found on a clean page."""
    pieces: float
    """Length of the pieces in which gutters are found, in ems of the text."""
    blots: int
    """Pictures found where there are none, and rules found within text, at most."""
    thick: float
    """What is added to the thickness of rules, in ems of the text."""
    foreign: bool
    """Read by another program: without gutters, its lines as upright boxes."""
    strokes: float
    """Rules found where there are none, for each picture or large letter."""


def impression_of(sheet: Sheet, dice: Random) -> Impression:
    """A page's faults; pages of modern print have fewer."""
    age = dice.random() ** 1.3  # 0 as clean as a file, 1 worn print scanned from film
    if sheet.supply.ideographic and dice.random() < 0.5:
        age *= 0.4
    bad = dice.random() < 0.09
    return Impression(
        warp=_warp(sheet, dice, age),
        edge=dice.uniform(0.015, 0.04) + 0.05 * age * dice.random(),
        height=dice.uniform(0.008, 0.03) + 0.09 * age * dice.uniform(0.4, 1.0),
        row=dice.uniform(0.005, 0.02) + 0.03 * age,
        lost=dice.choice((0.0, 0.001, 0.003, 0.01)) * (0.5 + age) + (0.05 * dice.random() if bad else 0.0),
        cut=dice.choice((0.002, 0.01, 0.03)) * (0.5 + age) + (0.05 * dice.random() if bad else 0.0),
        joined=dice.choice((0.0, 0.0, 0.003, 0.01)) * (0.3 + age),
        dirt=dice.choice((0.0, 0.003, 0.01, 0.03)) * (0.3 + age),
        garbled=dice.choice((0.0, 0.003, 0.01, 0.03)) * (0.2 + age) + (0.08 * dice.random() if bad else 0.0),
        confidence=1 - dice.choice((0.003, 0.01, 0.02, 0.035)) * (0.2 + age) - (0.12 * dice.random() if bad else 0.0),
        ink=(dice.uniform(0.07, 0.13) + 0.1 * age, 0.3 * age * dice.random(), 6.3 * dice.random()),
        rules=dice.choice((0.97, 0.9, 0.75, 0.5, 0.2)),
        broken=dice.choice((0.05, 0.2, 0.5, 0.8)),
        frames=dice.choice((0.95, 0.75, 0.4, 0.1)),
        pictures=dice.choice((0.97, 0.9, 0.8, 0.55)),
        gutters=dice.choice((1.0, 1.0, 1.0, 0.97, 0.9, 0.5)),
        pieces=dice.choice((15.0, 25.0, 50.0, 120.0)),
        blots=dice.choice((0, 0, 2, 5, 12)) if age > 0.4 else dice.choice((0, 0, 0, 2)),
        thick=dice.uniform(0.0, 0.3),
        foreign=dice.random() < 0.04,
        strokes=dice.choice((0.05, 0.3, 1.0)),
    )


def _warp(sheet: Sheet, dice: Random, age: float) -> Warp:
    em, area = sheet.em, sheet.area
    strength = 0.0 if dice.random() < (0.45 if age < 0.35 else 0.1) else 0.4 + 0.8 * age
    return Warp(
        area.right,
        area.bottom,
        tilt=dice.gauss(0, 0.003) * strength,
        lean=dice.gauss(0, 0.004) * strength,
        fan=dice.gauss(0, 0.004) * strength,
        waves=(dice.uniform(0, 0.42) * em * strength, dice.uniform(0.3, 1.6), dice.random(), dice.gauss(0, 0.3)),
        bend=(dice.uniform(0, 0.5) * em * strength, dice.uniform(0.3, 1.2), dice.random()),
    )
