"""Pictures of pages that show at a glance what was made of them."""

from digitize.overview.encode import MEDIA_TYPE, encode
from digitize.overview.page import draw, scale_of
from digitize.overview.palette import Colour, colours

__all__ = ["MEDIA_TYPE", "Colour", "colours", "draw", "encode", "scale_of"]
