"""Makes calls that wait fail where an event loop runs, so that no clock is needed to find them.

A busy machine makes everything slow; what waits for a thread, a peer, a pipe or a sleep waits on every machine.
"""

from __future__ import annotations

from typing import Final

from blockbuster import BlockBuster, BlockBusterFunction

import twilio_chat
import twilio_cli
import twilio_local
import twilio_realtime
import twilio_testing

__all__ = ["BlockingCalls"]

_WATCHED: Final = ("time.", "socket.", "ssl.", "threading.", "os.read", "builtins.")
"""What may wait for long. Removing a file, writing a line to a log or a recording and the service's database stay in
the loop: moving them to a thread costs more than they take."""

_ON_PURPOSE: Final = ("start", "stop", "call")
"""A notebook asks for a service on a thread of its own within its event loop, and waits for it."""


class BlockingCalls:
    """Refuses calls that wait, made from this project's packages in an event loop, from `refuse` to `allow`."""

    def __init__(self) -> None:
        packages = [twilio_realtime, twilio_local, twilio_cli, twilio_testing, twilio_chat]
        functions = BlockBuster(packages).functions
        self._functions: list[BlockBusterFunction] = [
            function for name, function in functions.items() if name.startswith(_WATCHED)
        ]

    def refuse(self) -> None:
        """Begin: a call raises `blockbuster.BlockingError`."""
        for function in self._functions:
            function.activate().can_block_in("twilio_local/own_thread.py", _ON_PURPOSE)

    def allow(self) -> None:
        """End."""
        for function in self._functions:
            function.deactivate()
