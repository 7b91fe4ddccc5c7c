"""The command that prints what was written before."""

from __future__ import annotations

from .account import Account
from .console import say, say_json
from .products import chosen
from .products.product import Message, Product, Room
from .rooms import find_room
from .trouble import trying

__all__ = ["print_history"]

_PAGE = 100
"""Most messages in one request."""


async def print_history(account: Account, name: str, *, limit: int, before: int | None, as_json: bool) -> None:
    """Print messages of a room, oldest first.

    Args:
        account: Who reads.
        name: Unique name or SID.
        limit: Most messages; the newest are taken.
        before: Only messages with a smaller index.
        as_json: One JSON object a line instead of a sentence.
    """
    product = account.product
    async with account.connected() as client:
        room = await find_room(product, client, name)
        with trying(f"read {chosen().room} {name!r}"):
            messages = await _newest(product, room, limit, before)
    for message in messages:
        if as_json:
            say_json(product.message_record(message))
        else:
            say(product.message_line(message))


async def _newest(product: Product, room: Room, limit: int, before: int | None) -> list[Message]:
    page = await product.messages(room, min(limit, _PAGE), before)
    messages = [*page.items]
    while len(messages) < limit and page.earlier is not None:
        page = await page.earlier()
        messages[:0] = page.items
    return messages[-limit:]
