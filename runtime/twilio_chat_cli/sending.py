"""Commands that write messages."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from twilio_chat import Channel, Client
from twilio_realtime.json import JsonValue

from .channels import find_channel
from .console import err
from .options import Account

__all__ = ["send_message"]


async def send_message(
    account: Account,
    channel_name: str,
    text: str | None,
    *,
    attributes: JsonValue,
    media: Path | None = None,
    content_type: str | None = None,
    show_progress: bool = False,
) -> int:
    """Write a message, joining the channel if need be.

    Args:
        account: Who writes.
        channel_name: Unique name or SID.
        text: The text of a text message.
        attributes: Kept with the message; None for none.
        media: File to send instead of a text.
        content_type: Media type of the file; guessed from its name if None.
        show_progress: Draw a bar on the terminal while the file is sent.

    Returns:
        Index of the message.
    """
    async with account.connected() as client:
        channel = await _joined(client, channel_name)
        if media is None:
            return await channel.send_message(text, attributes)
        with _progress(media.name, show_progress) as progress:
            return await channel.send_message(
                None, attributes, media=media, content_type=content_type, progress=progress
            )


async def _joined(client: Client, name: str) -> Channel:
    channel = await find_channel(client, name)
    return channel if channel.status == "joined" else await channel.join()


@contextmanager
def _progress(name: str, shown: bool) -> Generator[Callable[[int, int | None], None] | None]:
    if not (shown and err.is_terminal):
        yield None
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=err) as bar:
        task = bar.add_task(name, total=None)

        def moved(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total)

        yield moved
