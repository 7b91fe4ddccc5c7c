"""Commands that write messages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from .account import Account
from .console import err, one_line
from .products import chosen
from .products.product import Draft
from .rooms import find_room
from .trouble import Trouble, trying

__all__ = ["MAX_INPUT", "read_input", "send_message"]

MAX_INPUT = 1 << 20
"""Bytes that are read from standard input at most; the service bounds messages itself, and lower."""


async def send_message(
    account: Account,
    room_name: str,
    draft: Draft,
    *,
    show_progress: bool = False,
) -> int:
    """Write a message, joining the room if need be.

    Args:
        account: Who writes.
        room_name: Unique name or SID.
        draft: What the message is made of.
        show_progress: Draw a bar on the terminal while the one file is sent.

    Returns:
        Index of the message.
    """
    product = account.product
    async with account.connected() as client:
        room = await find_room(product, client, room_name)
        with trying(f"write to {chosen().room} {room_name!r}"):
            if room.status != "joined":
                await room.join()
            if not show_progress:
                return await product.send(room, draft)
            with _progress(one_line(draft.files[0].name)) as progress:
                return await product.send(room, draft, progress)


def read_input() -> str:
    """Read a message from standard input: UTF-8, without the line break at its end.

    Raises:
        Trouble: It is empty, too long, not UTF-8, or cannot be read.
    """
    if sys.stdin is None:  # it was closed before
        raise Trouble("standard input is closed; give the message as an argument, or redirect a file")
    try:
        content = sys.stdin.buffer.read(MAX_INPUT + 1)
    except OSError as error:
        raise Trouble(f"standard input cannot be read: {error.strerror or error}") from error
    if len(content) > MAX_INPUT:
        raise Trouble(f"standard input has more than {MAX_INPUT} bytes; send a file of that size with --media")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = content[error.start]
        raise Trouble(
            f"standard input is not UTF-8: byte 0x{byte:02x} at offset {error.start}; convert it, or use --media"
        ) from None
    text = text.removesuffix("\n").removesuffix("\r")
    if not text:
        raise Trouble("standard input is empty; a message needs a text")
    return text


@contextmanager
def _progress(name: str) -> Generator[Callable[[int, int | None], None] | None]:
    if not err.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=err) as bar:
        task = bar.add_task(name, total=None)

        def moved(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total)

        yield moved
