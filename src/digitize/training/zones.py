"""Truth from zones drawn by hand over a scan."""

import numpy as np

from digitize.evaluate.truth import Zone, ZoneTruth
from digitize.geometry import to_scan
from digitize.model import Page, Role
from digitize.training.truth import UNKNOWN, LineTruth

_ROLES = {"advertisement": Role.ADVERTISEMENT, "masthead": Role.MASTHEAD, "folio": Role.FOLIO}


def line_truth(page: Page, index: int, zones: ZoneTruth) -> dict[int, LineTruth]:
    """Truth of the lines of page `index` of an issue, by the identity of the lines; a line goes by its centre."""
    mine = [zone for zone in zones.zones if int(zone.page) == index and zone.kind != "other"]
    others = [zone for zone in zones.zones if int(zone.page) == index and zone.kind == "other"]
    centres = np.array([line.quad.corners for line in page.lines], dtype=float).reshape(-1, 4, 2).mean(axis=1)
    centres = to_scan(centres, page.upright) * _factor(page, index, zones)
    found: dict[int, LineTruth] = {}
    for line, (x, y) in zip(page.lines, centres.tolist(), strict=True):
        around = [zone for zone in (*mine, *others) if _holds(zone, x, y)]
        if not around:
            continue
        zone = min(around, key=_area)
        if zone.kind == "other":
            found[id(line)] = LineTruth(Role.NOISE.value, "", 0.0)
            continue
        role = _ROLES.get(zone.kind)
        name = zone.article if zone.kind == "article" else f"{zone.kind} {zone.article}"
        order = zone.order * 1e6 + (y if line.box.height < 3 * line.box.width else zone.box[1])
        found[id(line)] = LineTruth(role.value if role else UNKNOWN, name, order)
    return found


def _factor(page: Page, index: int, zones: ZoneTruth) -> float:
    """From pixels of the page to those of the truth."""
    if isinstance(zones.pages, tuple) and index < len(zones.pages):
        return float(zones.pages[index].width) / page.scan.width
    return 1.0


def _holds(zone: Zone, x: float, y: float) -> bool:
    left, top, right, bottom = zone.box
    return left <= x <= right and top <= y <= bottom


def _area(zone: Zone) -> float:
    left, top, right, bottom = zone.box
    return (right - left) * (bottom - top)
