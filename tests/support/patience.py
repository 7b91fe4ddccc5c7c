"""How long tests wait for what is sure to come."""

from __future__ import annotations

from typing import Final

__all__ = ["PATIENCE"]

PATIENCE: Final = 120.0
"""Seconds. So many that no busy machine needs them: whoever waits that long waits for what never comes."""
