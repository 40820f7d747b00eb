"""A page while it is set: what stands where, and whose it is."""

from collections import Counter
from dataclasses import dataclass, field, replace
from random import Random

from digitize.model import Box, Orientation, Role
from digitize.training.grammar.records import Face, Matter, Section, SetLine, SetRule, moved
from digitize.training.grammar.style import Style
from digitize.training.grammar.supply import Supply, Topic, topic_of


@dataclass
class Sheet:
    """The page being set. Its `area` is the printed area, in pixels of the page."""

    style: Style
    supply: Supply
    dice: Random
    area: Box
    upright: bool = False
    """It is a page of upright lines, composed with lines to the right and turned at last."""
    scale: float = 1.0
    """Size of the text that is set now, in ems of the page's."""
    lines: list[SetLine] = field(default_factory=list)
    rules: list[SetRule] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    loose: dict[str, Box] = field(default_factory=dict)
    """Pictures that belong to the story they stand in, and where."""
    _counts: Counter[str] = field(default_factory=Counter)
    _turn: int = 0

    @property
    def em(self) -> float:
        return self.style.em

    def chance(self, probability: float) -> bool:
        """True with `probability`."""
        return self.dice.random() < probability

    def item(self, kind: str) -> str:
        """Id for a new article, advertisement or piece of furniture."""
        self._counts[kind] += 1
        return f"{kind}{self._counts[kind]}"

    def topic(self) -> Topic:
        return topic_of(self.supply, self.dice)

    def put_line(
        self,
        box: Box,
        text: str,
        face: Face,
        role: Role,
        article: str,
        section: Section = Section.MAIN,
        *,
        vertical: bool = False,
        hardness: float = 0.0,
    ) -> None:
        """Set one line; lines of a section are read in the order of these calls."""
        self._turn += 1
        self.lines.append(SetLine(box, text, face, role, article, section, self._turn, vertical, hardness=hardness))

    def put(self, matter: Matter, x: float, y: float, article: str, section: Section = Section.MAIN) -> None:
        """Set `matter` with its top left corner at (`x`, `y`), as part of `article`."""
        for line in matter.lines:
            self.put_line(
                moved(line.box, x, y),
                line.text,
                line.face,
                line.role,
                article,
                section,
                vertical=line.vertical,
                hardness=line.hardness,
            )
        self.rules += [SetRule(moved(rule.box, x, y), rule.orientation, rule.faint) for rule in matter.rules]
        self.pictures += [moved(box, x, y) for box in matter.pictures]
        self.frames += [moved(box, x, y) for box in matter.frames]

    def adopt(self) -> None:
        """Give the captions of loose pictures to the story whose text stands right above, or below, the picture."""
        for picture, box in self.loose.items():
            owner = self._neighbour(box)
            if owner:
                self.lines = [replace(line, article=owner) if line.article == picture else line for line in self.lines]

    def _neighbour(self, box: Box) -> str:
        best, owner = 4 * self.em, ""
        for line in self.lines:
            if line.role is Role.BODY and line.box.left < box.left + 4 * self.em and line.box.right > box.left:
                away = max(box.top - line.box.bottom, line.box.top - box.bottom - 1.5 * self.em)
                if 0 <= away < best:
                    best, owner = away, line.article
        return owner

    def rule_across(self, left: float, right: float, y: float, faint: float = 0.0) -> None:
        """A rule from `left` to `right`."""
        thick = max(1.5, self.dice.choice((0.06, 0.1, 0.2)) * self.em)
        self.rules.append(SetRule(Box(left, y, right, y + thick), Orientation.HORIZONTAL, faint))

    def rule_down(self, x: float, top: float, bottom: float, faint: float = 0.0) -> None:
        """A rule from `top` to `bottom`."""
        thick = max(1.5, 0.08 * self.em)
        self.rules.append(SetRule(Box(x, top, x + thick, bottom), Orientation.VERTICAL, faint))
