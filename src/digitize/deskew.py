"""How far a page lies askew, and turning it upright.

The angle is found twice over, from what runs along the page and from what runs down it: text lines and rules, column
edges, vertical rules and vertical text. First roughly, from the directions in which the spectrum of the print is strong
(as in W. Postl, "Detection of linear oblique structures and skew scan in digitized documents", ICPR 1986, and in the
adaptive radial projection of L. Pham et al., ICIP 2022). Then finely and locally: each tile of the page is cut into
strips, and the angle at which the strips' projection profiles fall on each other is its vote. The profiles are shifted
as phases of their Fourier transforms, so no step is tied to whole pixels (projection profiles: H. S. Baird, "The skew
angle of printed documents", SPSE 1987).

The votes of each direction are summed up by weighted median and spread, and the direction whose votes agree decides.
That is what survives a curled page: near the spine of a volume text lines bend, so their votes scatter, while what
runs down the page stays straight.
"""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.model import Upright

Grey = NDArray[np.uint8]
Floats = NDArray[np.float64]
Ink = NDArray[np.float32]

_LIMIT = 15.0
_TINY = 0.01
"""Degrees of skew left as they are: less than a pixel over 5000."""

_LONG_SIDE = 2000
"""Pages are reduced to this many pixels; strokes of body text are then 2 to 5 pixels wide."""
_STROKE = 15
"""Dark areas wider than this in both directions (pictures, platen, shadows) are not print."""

_SPECTRUM = 512
_SPECTRUM_STEP = 384
_RADII = (12, 200)
"""Cycles per 512 pixels: from the pitch of headlines to the width of strokes."""
_ROUGH_STEP = 0.25

_STRIP = 16
_ACROSS = 192
_ALONG = 320
_DOWN = 512
"""Tiles in pixels: across the lines; along text lines, where curl asks for short tiles; and down the page, where little
but column edges can be followed and takes longer ones."""
_FINE_RANGE = 2.0
_FINE_STEP = 0.05
_BATCH = 24
"""Tiles multiplied at once. OpenBLAS shares products of more than 65,536 terms between threads, and for ones this small
the threads' waiting costs up to ten times the work where the machine is busy."""
_COHERENCE_FLOOR = 0.03
"""Tiles of pure noise reach about half of this."""
_FEWEST_VOTES = 3.0
_SCATTERED = 1.1
"""Spread in degrees from which votes say nothing; that of pure chance is 1.5."""


def estimate_skew(gray: Grey) -> float:
    """Angle of the content of a page, in degrees, counter-clockwise positive, -15 to 15; 0 for a blank page.

    `gray` is (H, W), dark print on light paper. The angle is that of `cv2.getRotationMatrix2D` with which an upright
    page would have been turned into this one; a quarter turn of the page does not change it.
    """
    ink = _ink(gray)
    rough = _rough_angle(ink)
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -rough, 1.0)
    level = cv2.warpAffine(ink, turn, (width, height)).astype(np.float32, copy=False)
    along = _summary(*_votes(level, _ALONG))
    across = _summary(*_votes(np.ascontiguousarray(level.T), _DOWN))
    found = [*([along] if along else []), *([(-across[0], across[1])] if across else [])]
    if not found:
        return 0.0
    # The fourth power: a direction twice as scattered is not merely less exact but probably bent.
    weights = [spread**-4 for _, spread in found]
    residual = np.average([angle for angle, _ in found], weights=weights)
    return float(np.clip(rough + residual, -_LIMIT, _LIMIT))


def straighten(image: Grey, turn: int, skew: float) -> tuple[Grey, Upright]:
    """Turn a scan upright: undo `turn` (0, 90, 180, 270) and `skew`, both degrees counter-clockwise of its content.

    `image` is (H, W), grey. The canvas grows so that nothing is cut off, filled with the tone of the paper;
    resampling is bicubic, and none is done for whole quarter turns. In the transform returned, points count from the
    outer corner of the first pixel, as boxes do: the scan's outline maps exactly onto the upright image's for quarter
    turns. With nothing to undo the image itself is returned, not a copy. Raises ValueError for another `turn`.
    """
    if turn not in (0, 90, 180, 270):
        raise ValueError(f"turn must be 0, 90, 180 or 270 degrees, not {turn}")
    if abs(skew) < _TINY:
        skew = 0.0
    height, width = image.shape[:2]
    matrix, size = _upright_matrix(width, height, turn, skew)
    upright = Upright(*size, turn, skew, _row_by_row(matrix))
    if skew == 0.0:
        quarters = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
        return (image if turn == 0 else _bytes(cv2.rotate(image, quarters[turn]))), upright
    # OpenCV counts points from the centre of the first pixel.
    centred = matrix.copy()
    centred[:, 2] += matrix[:, :2] @ (0.5, 0.5) - 0.5
    turned = cv2.warpAffine(
        image, centred, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=[_paper(image)]
    )
    return _bytes(turned), upright


def _bytes(array: NDArray[np.generic]) -> Grey:
    return array.astype(np.uint8, copy=False)


def _row_by_row(matrix: Floats) -> tuple[float, float, float, float, float, float]:
    a, b, c, d, e, f = (float(value) for value in matrix.ravel())
    return a, b, c, d, e, f


def _upright_matrix(width: int, height: int, turn: int, skew: float) -> tuple[Floats, tuple[int, int]]:
    """The 2x3 map from scan to upright points, and the (width, height) that hold the whole scan."""
    angle = math.radians(skew)
    # Quarter turns by whole numbers, so that they stay exact.
    cos, sin = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[turn]
    c, s = cos * math.cos(angle) - sin * math.sin(angle), sin * math.cos(angle) + cos * math.sin(angle)
    rotation = np.array([[c, -s], [s, c]])
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]]) @ rotation.T
    low, high = corners.min(axis=0), corners.max(axis=0)
    size = np.ceil(high - low - 1e-6).astype(int)
    shift = (size - (high - low)) / 2 - low
    return np.hstack([rotation, shift[:, None]]), (int(size[0]), int(size[1]))


def _paper(image: Grey) -> float:
    """Tone of the paper: the median of the brighter of the two classes of a sample of pixels (Otsu)."""
    sample = np.ascontiguousarray(image[::8, ::8])
    threshold, _ = cv2.threshold(sample, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return float(np.median(sample[sample >= threshold]))


def _ink(gray: Grey) -> Ink:
    """Darkness of the print relative to its background, reduced; wide dark areas and uneven light are gone.

    The background is the morphological closing; its difference to the image keeps only what is narrow.
    """
    scale = min(1.0, _LONG_SIDE / max(gray.shape))
    size = (max(1, round(gray.shape[1] * scale)), max(1, round(gray.shape[0] * scale)))
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    background = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_STROKE, _STROKE), np.uint8))
    contrast = cv2.subtract(background, small).astype(np.float32) / (background.astype(np.float32) + 16)
    ink: Ink = np.minimum(contrast, np.float32(0.5))
    return ink


def _rough_angle(ink: Ink) -> float:
    """Angle in degrees at which the print's spectrum is strongest along and across, to about half a degree."""
    spectrum = np.fft.fftshift(_spectrum(ink)).astype(np.float32)
    angles = np.arange(-_LIMIT - 1, _LIMIT + 1 + _ROUGH_STEP / 2, _ROUGH_STEP)
    radii = np.arange(*_RADII)
    near = (np.sin(np.radians(angles))[:, None] * radii).astype(np.float32)
    far = (np.cos(np.radians(angles))[:, None] * radii).astype(np.float32)
    center = np.float32(_SPECTRUM / 2)
    lines = cv2.remap(spectrum, center + near, center + far, cv2.INTER_LINEAR).mean(axis=1)
    columns = cv2.remap(spectrum, center + far, center - near, cv2.INTER_LINEAR).mean(axis=1)
    strength = sum(profile / max(float(np.median(profile)), 1e-9) for profile in (lines, columns))
    smooth = np.convolve(strength, (0.25, 0.5, 0.25), mode="same")
    return float(angles[1:-1][np.argmax(smooth[1:-1])])


def _spectrum(ink: Ink) -> Ink:
    """Mean amplitude spectrum of windows of the page, each brought to the same energy: (512, 512)."""
    taper = np.outer(np.hanning(_SPECTRUM), np.hanning(_SPECTRUM)).astype(np.float32)
    total = np.zeros((_SPECTRUM, _SPECTRUM), np.float32)
    for top in _starts(ink.shape[0], _SPECTRUM, _SPECTRUM_STEP):
        for left in _starts(ink.shape[1], _SPECTRUM, _SPECTRUM_STEP):
            window = ink[top : top + _SPECTRUM, left : left + _SPECTRUM]
            rows, columns = window.shape
            weighted = np.zeros_like(total)
            weighted[:rows, :columns] = window - window.mean()
            weighted *= taper
            energy = float(np.square(weighted).sum())
            if energy > 1:
                parts = cv2.dft(weighted, flags=cv2.DFT_COMPLEX_OUTPUT)
                cv2.scaleAdd(cv2.magnitude(parts[..., 0], parts[..., 1]), 1 / math.sqrt(energy), total, total)
    return total


def _starts(length: int, window: int, step: int) -> list[int]:
    """Where windows begin so that they cover `length` evenly, at most about `step` apart."""
    count = 1 + max(0, math.ceil((length - window) / step))
    return [round(start) for start in np.linspace(0, max(0, length - window), count)]


def _votes(ink: Ink, along: int) -> tuple[Floats, Floats]:
    """Slope of horizontal print in every tile of a page: degrees, and how far its coherence stands out (0 to 1).

    `ink` (H, W) must be level to 2 degrees; tiles are `along` pixels wide and overlap by half.
    """
    across = min(_ACROSS, ink.shape[0])
    along = min(along, ink.shape[1]) // _STRIP * _STRIP
    if across < 2 * _STRIP or along < 2 * _STRIP:
        return np.empty(0), np.empty(0)
    tiles = np.stack(
        [
            ink[top : top + across, left : left + along]
            for top in _starts(ink.shape[0], across, across // 2)
            for left in _starts(ink.shape[1], along, along // 2)
        ]
    )
    angles = np.arange(-_FINE_RANGE, _FINE_RANGE + _FINE_STEP / 2, _FINE_STEP, dtype=np.float64)
    coherence, energy = _coherence(tiles, angles)
    best = coherence.argmax(axis=1)
    inner = (best > 0) & (best < len(angles) - 1) & (energy > 0.1 * np.median(energy))
    coherence, best = coherence[inner], best[inner]
    row = np.arange(len(best))
    before, top, after = coherence[row, best - 1], coherence[row, best], coherence[row, best + 1]
    bend = np.minimum(before - 2 * top + after, -1e-12)
    offset = np.clip(0.5 * (before - after) / bend, -1, 1)
    return angles[best] + offset * _FINE_STEP, top - np.median(coherence, axis=1)


def _coherence(tiles: Ink, angles: Floats) -> tuple[Floats, Floats]:
    """How well the profiles of a tile's strips agree when shifted along each angle: (tiles, angles), at most 1.

    `tiles` is (N, H, W) with W a multiple of the strip. Also returns the energy of each tile (N,). Coherence is the
    mean correlation of all pairs of strips; high frequencies count more, as they tell the shift more exactly.
    """
    count, height, width = tiles.shape
    strips = width // _STRIP
    # A product, which takes a tenth of the time of a mean over so few.
    means = tiles.reshape(-1, _STRIP) @ np.full(_STRIP, 1 / _STRIP, np.float32)
    profiles = means.reshape(count, height, strips).transpose(0, 2, 1)
    profiles = (profiles - profiles.mean(axis=2, keepdims=True)) * np.hanning(height).astype(np.float32)
    frequencies = np.fft.rfftfreq(2 * height)
    band = (frequencies > 1 / 60) & (frequencies < 0.25)
    frequencies = frequencies[band]
    weighted = np.fft.rfft(profiles, 2 * height, axis=2)[:, :, band] * np.sqrt(frequencies)
    # (frequencies, tiles, strips), contiguous: else NumPy multiplies without BLAS.
    waves = np.ascontiguousarray(weighted.transpose(2, 0, 1), dtype=np.complex64)
    position = (np.arange(strips) - (strips - 1) / 2) * _STRIP
    shift = position[:, None] * np.tan(np.radians(angles))
    phases = np.exp(-2j * np.pi * frequencies[:, None, None] * shift).astype(np.complex64)
    batches = (waves[:, start : start + _BATCH] for start in range(0, count, _BATCH))
    power = np.concatenate([np.square(np.abs(batch @ phases)).sum(axis=0) for batch in batches])
    energy = np.square(np.abs(waves)).sum(axis=(0, 2))
    coherence = (power / np.maximum(energy[:, None], 1e-9) - 1) / (strips - 1)
    return coherence.astype(np.float64), energy.astype(np.float64)


def _summary(angles: Floats, prominence: Floats) -> tuple[float, float] | None:
    """Weighted median of the votes and their spread, both in degrees; None where they are no evidence.

    The surest tiles (a picture's edge, a frame) count no more than 1.5 times an ordinary one.
    """
    weights = np.maximum(prominence - _COHERENCE_FLOOR, 0)
    sure = weights > 0
    if not sure.any():
        return None
    angles, weights = angles[sure], np.minimum(weights[sure], 1.5 * np.median(weights[sure]))
    votes = float(weights.sum() ** 2 / np.square(weights).sum())
    middle = _weighted_median(angles, weights)
    deviation = 1.48 * _weighted_median(np.abs(angles - middle), weights)
    if votes < _FEWEST_VOTES or deviation > _SCATTERED:
        return None
    # Never quite zero: a few tiles agree by chance, and many no better than the method.
    return middle, math.sqrt(deviation**2 + 0.02**2 + (1 / votes) ** 2)


def _weighted_median(values: Floats, weights: Floats) -> float:
    order = np.argsort(values)
    cumulated = np.cumsum(weights[order])
    return float(np.interp(cumulated[-1] / 2, cumulated - weights[order] / 2, values[order]))
