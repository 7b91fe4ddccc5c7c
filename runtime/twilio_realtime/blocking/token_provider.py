"""A plain function as a provider of tokens."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, cast, overload

from ..errors import ArgumentError
from ..events.source import is_async

if TYPE_CHECKING:
    from ..tokens import refresh as asynchronous

__all__ = ["TokenProvider", "in_thread"]

TokenProvider = Callable[[], str]
"""A plain function without arguments that returns a token of the same user each time. It may block."""


@overload
def in_thread(provider: TokenProvider) -> asynchronous.TokenProvider: ...
@overload
def in_thread(provider: TokenProvider | None) -> asynchronous.TokenProvider | None: ...
def in_thread(provider: TokenProvider | None) -> asynchronous.TokenProvider | None:
    """The asynchronous form of a provider: each call is made on a thread of its own, which nobody waits for.

    Args:
        provider: The provider; None for none.

    Raises:
        ArgumentError: It cannot be called, or is asynchronous.
    """
    if provider is None:
        return None
    given = cast(object, provider)  # not everybody checks types: an async function is the likely mistake
    if not callable(given) or is_async(provider):
        kind = "an async one" if callable(given) else f"a {type(given).__name__}"
        raise ArgumentError(f"token_provider must be a plain function that returns a token, not {kind}")

    def asking(answer: Future[str]) -> None:
        try:
            token = provider()
        except Exception as error:
            answer.set_exception(error)
        except BaseException as error:  # `sys.exit` would end the loop
            ended = RuntimeError(f"the token provider ended its thread: {type(error).__name__}")
            ended.__cause__ = error
            answer.set_exception(ended)
        else:
            answer.set_result(token)

    async def ask() -> str:
        answer: Future[str] = Future()
        answer.set_running_or_notify_cancel()  # who gives up waiting cannot stop it any more
        threading.Thread(target=asking, args=(answer,), name="token provider", daemon=True).start()
        return await asyncio.wrap_future(answer)

    return ask
