"""Reads a page: from an upright image and its layout to lines of words."""

from digitize.recognition.engine import Engine
from digitize.recognition.loading import begin_loading, load_engine
from digitize.recognition.mirrored import back_level, without_back
from digitize.recognition.orientation import quarter_turn
from digitize.recognition.page import recognize

__all__ = ["Engine", "back_level", "begin_loading", "load_engine", "quarter_turn", "recognize", "without_back"]
