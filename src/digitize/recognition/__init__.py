"""Reads a page: from an upright image and its layout to lines of words."""
