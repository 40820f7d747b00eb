"""The set page as a scan shows it: turned where it is read from the right, and cut where the scan ends."""

from dataclasses import replace

from digitize.geometry import overlap_x, overlap_y
from digitize.model import Box, Orientation
from digitize.training.grammar.records import SetLine, SetRule
from digitize.training.grammar.sheet import Sheet


def turned_sheet(sheet: Sheet) -> Sheet:
    """A page composed with lines to the right as one of upright lines from the right: its right side was its top."""
    width = sheet.area.bottom + sheet.style.margin

    def turn(box: Box) -> Box:
        return Box(width - box.bottom, box.left, width - box.top, box.right)

    leftward = sheet.chance(0.6)
    other = {Orientation.HORIZONTAL: Orientation.VERTICAL, Orientation.VERTICAL: Orientation.HORIZONTAL}
    return replace(
        sheet,
        area=turn(sheet.area),
        lines=[
            replace(line, box=turn(line.box), vertical=not line.vertical, leftward=line.vertical and leftward)
            for line in sheet.lines
        ],
        rules=[SetRule(turn(rule.box), other[rule.orientation], rule.faint) for rule in sheet.rules],
        frames=[turn(box) for box in sheet.frames],
        pictures=[turn(box) for box in sheet.pictures],
    )


def trimmed(sheet: Sheet) -> Sheet:
    """The part of the page that was scanned: mostly all, sometimes a piece, or all but the edge of a column."""
    dice, area = sheet.dice, sheet.area
    window = Box(
        0.0,
        0.0,
        area.right + sheet.style.margin * dice.uniform(0.5, 1.5),
        area.bottom + sheet.style.margin * dice.uniform(0.5, 2.0),
    )
    kind = dice.random()
    if kind < 0.1:  # the scan ends within the outer column
        cut = dice.uniform(0.2, 6.0) * sheet.em
        window = (
            replace(window, left=area.left + cut) if dice.random() < 0.4 else replace(window, right=area.right - cut)
        )
    elif kind < 0.22:  # a piece of a page, from one line to another
        top = area.top + dice.choice((0.0, dice.uniform(0.0, 0.5))) * area.height
        window = replace(window, top=top, bottom=top + dice.uniform(0.4, 1.0) * (area.bottom - top))
    elif kind < 0.3:  # one side of a page
        share = dice.uniform(0.4, 0.8) * area.width
        left = area.left + dice.choice((0.0, area.width - share))
        window = replace(window, left=left, right=left + share)
    return _within(sheet, window)


def _within(sheet: Sheet, window: Box) -> Sheet:
    """What lies in `window`, in its coordinates."""

    def move(box: Box) -> Box:
        return Box(
            max(box.left, window.left) - window.left,
            max(box.top, window.top) - window.top,
            min(box.right, window.right) - window.left,
            min(box.bottom, window.bottom) - window.top,
        )

    def visible(box: Box) -> bool:
        return overlap_x(box, window) > 0.2 * box.width and overlap_y(box, window) > 0.2 * box.height

    def shown(line: SetLine) -> bool:
        across, along = overlap_y(line.box, window) / line.box.height, overlap_x(line.box, window) / line.box.width
        if line.vertical:
            across, along = along, across
        return across > 0.75 and along > 0.12

    lines = [_clipped(line, move(line.box)) for line in sheet.lines if shown(line)]
    return replace(
        sheet,
        area=Box(0.0, 0.0, window.width, window.height),
        lines=lines,
        rules=[replace(rule, box=move(rule.box)) for rule in sheet.rules if visible(rule.box)],
        frames=[move(box) for box in sheet.frames if visible(box)],
        pictures=[move(box) for box in sheet.pictures if visible(box)],
    )


def _clipped(line: SetLine, box: Box) -> SetLine:
    """A line with what is left of it in `box`, its text cut in proportion."""
    before, after = (line.box.height, box.height) if line.vertical else (line.box.width, box.width)
    text = line.text
    if after < 0.98 * before:
        kept = max(1, round(len(text) * after / before))
        text = text[:kept] if box.left > 0.5 or line.vertical else text[-kept:]
    return replace(line, box=box, text=text)
