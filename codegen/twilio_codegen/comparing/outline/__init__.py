"""Writes the outline of a schema from official declarations: all that they say, with what they cannot say marked."""

from .outline import Outline, outline_of, write_outline

__all__ = ["Outline", "outline_of", "write_outline"]
