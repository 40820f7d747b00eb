"""ALTO's TextBlock, TextLine, String, SP and HYP."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite

from lxml import etree

from digitize.export.hyphenation import Hyphenation, printable_lines, printable_words
from digitize.export.scanframe import ScanFrame
from digitize.export.xml import child
from digitize.geometry import quad_of
from digitize.model import Block, Line, Orientation, Point, Quad


def add_text_block(
    space: etree._Element,
    block: Block,
    frame: ScanFrame,
    hyphenation: Hyphenation,
    tags: str,
    language: str | None,
) -> None:
    """Append `block` to the PrintSpace with all that can be read in it."""
    lines = printable_lines(block)
    directions = {_direction(line) for line in lines}
    corners = quad_of(block.box).corners
    attributes = {
        "ID": block.id,
        **frame.position(corners),
        "TAGREFS": tags,
        "LANG": language,
        "language": language,  # deprecated since 2.1, and still the only one that some readers look at
        "BASEDIRECTION": directions.pop() if len(directions) == 1 else None,
    }
    element = child(space, "TextBlock", attributes)
    _add_outline(element, corners, frame)
    for n, line in enumerate(lines):
        key = (block.id, n)
        _add_line(element, f"{block.id}_L{n + 1}", line, frame, hyphenation.begun.get(key), hyphenation.ended.get(key))


def _direction(line: Line) -> str | None:
    """Which way a line is read, None for the usual one."""
    if line.orientation is Orientation.VERTICAL:
        return "ttb"
    return "rtl" if line.leftward else None


@dataclass(frozen=True, slots=True)
class _String:
    """What stands in one String, and the word it is a half of, if any."""

    content: str
    quad: Quad
    confidence: float
    half: str | None = None
    whole: str | None = None


def _add_line(
    block: etree._Element, identifier: str, line: Line, frame: ScanFrame, begun: str | None, ended: str | None
) -> None:
    """Append a line; `begun` and `ended` are the whole words of which it holds the first and the second half."""
    vertical = line.orientation is Orientation.VERTICAL
    attributes = {
        "ID": identifier,
        **frame.position(line.quad.corners),
        "BASELINE": _points(_baseline(line), frame),
        "BASEDIRECTION": _direction(line),
    }
    element = child(block, "TextLine", attributes)
    _add_outline(element, line.quad.corners, frame)
    strings, hyphen = _strings(line, begun, ended)
    for n, string in enumerate(strings):
        if n:
            ends = (string.quad, strings[n - 1].quad) if line.leftward else (strings[n - 1].quad, string.quad)
            child(element, "SP", frame.position(_between(*ends, vertical=vertical)))
        attributes = {
            "ID": f"{identifier}_S{n + 1}",
            "CONTENT": string.content,
            **frame.position(string.quad.corners),
            "WC": _confidence(string.confidence),
            "SUBS_TYPE": string.half,
            "SUBS_CONTENT": string.whole,
        }
        child(element, "String", attributes)
    if hyphen is not None:
        child(element, "HYP", {"CONTENT": hyphen.content, **frame.position(hyphen.quad.corners)})


def _strings(line: Line, begun: str | None, ended: str | None) -> tuple[list[_String], _String | None]:
    """The Strings of a line, and the hyphen at its end where that only breaks a word; a compound's own stays in it."""
    strings = [_String(word.text.strip(), word.quad, word.confidence) for word in printable_words(line)]
    if ended is not None:
        strings[0] = replace(strings[0], half="HypPart2", whole=ended)
    if begun is None:
        return strings, None
    last = strings[-1]
    if begun.startswith(last.content):
        strings[-1] = replace(last, half="HypPart1", whole=begun)
        return strings, None
    share = (len(last.content) - 1) / len(last.content)
    word, hyphen = _cut(last.quad, share, vertical=line.orientation is Orientation.VERTICAL)
    strings[-1] = replace(last, content=last.content[:-1], quad=word, half="HypPart1", whole=begun)
    return strings, _String(last.content[-1], hyphen, last.confidence)


def _add_outline(element: etree._Element, corners: Sequence[Point], frame: ScanFrame) -> None:
    child(child(element, "Shape"), "Polygon", {"POINTS": _points(corners, frame)})


def _points(points: Sequence[Point], frame: ScanFrame) -> str:
    return " ".join([f"{x},{y}" for x, y in frame.pixels(points)])


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _baseline(line: Line) -> tuple[Point, Point]:
    """The lower edge of a horizontal line; the central axis, top to bottom, of a vertical one."""
    top_left, top_right, bottom_right, bottom_left = line.quad.corners
    if line.orientation is Orientation.VERTICAL:
        return _middle(top_left, top_right), _middle(bottom_left, bottom_right)
    return bottom_left, bottom_right


def _between(before: Quad, after: Quad, *, vertical: bool) -> tuple[Point, ...]:
    """The space from the end of one word to the start of the next."""
    if vertical:
        return before.corners[3], before.corners[2], after.corners[1], after.corners[0]
    return before.corners[1], after.corners[0], after.corners[3], before.corners[2]


def _cut(quad: Quad, share: float, *, vertical: bool) -> tuple[Quad, Quad]:
    """Split a word's outline at `share` of its length along the line."""
    top_left, top_right, bottom_right, bottom_left = quad.corners
    if vertical:
        left, right = _along(top_left, bottom_left, share), _along(top_right, bottom_right, share)
        return Quad((top_left, top_right, right, left)), Quad((left, right, bottom_right, bottom_left))
    top, bottom = _along(top_left, top_right, share), _along(bottom_left, bottom_right, share)
    return Quad((top_left, top, bottom, bottom_left)), Quad((top, top_right, bottom_right, bottom))


def _along(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _confidence(value: float) -> str | None:
    """ALTO's WC: in 0..1, absent where the recognizer gave no number."""
    return f"{min(1.0, max(0.0, value)):.3f}" if isfinite(value) else None
