"""Write the whole history of a channel into a file, one JSON object a line, with a progress bar.

    TWILIO_TOKEN=… python examples/export_channel.py general history.jsonl

The file appears when it is complete. Messages come page by page, so memory holds one page, however long the history.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from twilio_chat import Channel, Client, Message

PAGE = 100


def as_json(message: Message) -> str:
    """A message as one line."""
    return json.dumps(
        {
            "index": message.index,
            "sid": message.sid,
            "author": message.author,
            "written": message.date_created.isoformat() if message.date_created is not None else None,
            "body": message.body,
            "file": message.media.filename if message.media is not None else None,
            "attributes": message.attributes,
        },
        ensure_ascii=False,
    )


async def export(channel: Channel, file: IO[str], progress: Progress) -> int:
    """Write every message, oldest first.

    Args:
        channel: The channel.
        file: Where to.
        progress: Shows how far it is.

    Returns:
        Number of messages.
    """
    task = progress.add_task(channel.friendly_name or channel.sid, total=await channel.get_messages_count())
    written = 0
    async for page in channel.get_messages(PAGE, 0, "forward").pages():
        file.writelines(f"{as_json(message)}\n" for message in page.items)
        written += len(page.items)
        progress.update(task, completed=written)
    return written


@contextmanager
def writing(path: Path) -> Generator[IO[str], None, None]:
    """A file that appears when it is complete, and that its owner alone can read: it holds what people wrote."""
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False) as file:
        unfinished = Path(file.name)
        try:
            yield file
            file.close()
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise


async def main(name: str, path: Path) -> None:
    """Export one channel.

    Args:
        name: Its unique name.
        path: File to write; replaced if it exists.
    """
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    async with Client(os.environ["TWILIO_TOKEN"], base_url=os.environ.get("TWILIO_BASE_URL")) as client:
        channel = await client.get_channel_by_unique_name(name)
        with writing(path) as file, Progress(*columns) as progress:
            count = await export(channel, file, progress)
    print(f"{count} messages are in {path}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Export the history of a channel.")
    parser.add_argument("channel", help="unique name of the channel")
    parser.add_argument("file", type=Path, help="file to write")
    arguments = parser.parse_args()
    asyncio.run(main(arguments.channel, arguments.file))
