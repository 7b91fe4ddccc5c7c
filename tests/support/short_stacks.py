"""Keeps the stacks short that asyncio takes down in debug mode.

For each callback, future and task, asyncio notes who made it, to be shown if something is wrong with it. Below a test
that stack is some sixty frames deep, and noting all of them took half the time of a test run. The innermost few say as
much; everything that debug mode checks stays as it is.
"""

from __future__ import annotations

import inspect
import traceback
from asyncio import constants, format_helpers
from collections.abc import Iterator
from itertools import islice
from types import FrameType
from typing import Final

__all__ = ["keep_stacks_short"]

_DEPTH: Final = 3
_OF_COROUTINES: Final = "DEBUG_STACK_DEPTH"
_OF_CALLBACKS: Final = "extract_stack"
_OF_FUTURES: Final = "walk_stack"  # and of tasks: they do not say how deep
_walk_stack = traceback.walk_stack


def keep_stacks_short() -> None:
    """Let asyncio note three frames of each stack, from now on."""
    setattr(constants, _OF_COROUTINES, _DEPTH)
    setattr(format_helpers, _OF_CALLBACKS, _extract_stack)
    setattr(traceback, _OF_FUTURES, _walk_own_stack_shortly)


def _extract_stack(frame: FrameType | None = None, limit: int = _DEPTH) -> traceback.StackSummary:
    """Note a stack without looking whether its files are still as they were, which is asked of the disk each time."""
    here = inspect.currentframe()
    start = here.f_back if frame is None and here is not None else frame
    noted: list[traceback.FrameSummary] = []
    for found, line in islice(_walk_stack(start), limit):
        code = found.f_code
        noted.append(traceback.FrameSummary(code.co_filename, line, code.co_name, lookup_line=False))
    return traceback.StackSummary(reversed(noted))


def _walk_own_stack_shortly(frame: FrameType | None) -> Iterator[tuple[FrameType, int]]:
    """Walk a stack: all of it, except for a caller of `traceback.extract_stack` that means its own."""
    here = inspect.currentframe()
    asking = here.f_back.f_back if here is not None and here.f_back is not None else None
    stack = _walk_stack(frame)
    return islice(stack, _DEPTH) if asking is frame else stack
