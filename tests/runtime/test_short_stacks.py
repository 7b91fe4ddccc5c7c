"""Of the stacks that asyncio notes in debug mode only what is near is kept."""

from __future__ import annotations

import asyncio
import inspect
import traceback
from asyncio import constants, format_helpers

import pytest

from support.short_stacks import keep_stacks_short


def test_only_stacks_that_are_noted_are_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "DEBUG_STACK_DEPTH", 10)
    monkeypatch.setattr(traceback, "walk_stack", traceback.walk_stack)
    monkeypatch.setattr(format_helpers, "extract_stack", format_helpers.extract_stack)
    keep_stacks_short()

    frame = inspect.currentframe()
    assert frame is not None
    assert [noted.name for noted in traceback.extract_stack()][-1] == frame.f_code.co_name
    assert len(traceback.extract_stack()) == 3
    assert len(traceback.extract_stack(frame.f_back)) > 10


async def test_who_made_a_future_or_a_callback_is_still_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "DEBUG_STACK_DEPTH", 10)
    monkeypatch.setattr(traceback, "walk_stack", traceback.walk_stack)
    monkeypatch.setattr(format_helpers, "extract_stack", format_helpers.extract_stack)
    keep_stacks_short()
    asyncio.get_running_loop().set_debug(True)
    assert f"created at {__file__}:" in repr(asyncio.Future[None]())
    handle = asyncio.get_running_loop().call_soon(print)
    handle.cancel()
    assert f"created at {__file__}:" in repr(handle)
    frame = inspect.currentframe()
    assert frame is not None
    assert format_helpers.extract_stack(frame)[-1].name == frame.f_code.co_name
