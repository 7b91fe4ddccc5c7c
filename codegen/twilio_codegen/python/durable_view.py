"""The collection that is consumed across restarts, as it is written."""

from __future__ import annotations

from dataclasses import dataclass

from twilio_codegen.language import Schema

from .naming import python_name, snake_case

__all__ = ["DurableView", "view_durable"]


@dataclass(frozen=True, slots=True)
class DurableView:
    """Names around the durable collection.

    Attributes:
        collection: Collection of the root with the owners of the lists.
        owner_word: An owner, in words.
        function: What returns the list of an owner.
        item: Class of the items.
        item_module: Module of that class.
        item_name: Property of a delivery with its item.
        item_word: An item, in words.
        maker: What makes the item of the package without asyncio.
        by: Property of an item with its position.
        since: Property of an item with the time at which it was written.
    """

    collection: str
    owner_word: str
    function: str
    item: str
    item_module: str
    item_name: str
    item_word: str
    maker: str
    by: str
    since: str


def view_durable(schema: Schema) -> DurableView | None:
    """What is consumed across restarts; None if the product has nothing of the kind."""
    if schema.durable is None:
        return None
    owner, name = schema.durable
    collection = owner.collections[name]
    durable = collection.durable
    if durable is None:
        return None
    holder = next(
        name
        for name, item in schema.root.collections.items()
        if item.of == owner.resource and item.membership is not None
    )
    module = snake_case(collection.of)
    return DurableView(
        collection=snake_case(holder),
        owner_word=snake_case(owner.resource).replace("_", " "),
        function=f"durable_{snake_case(owner.resource)}",
        item=collection.of,
        item_module=module,
        item_name=python_name(collection.of),
        item_word=module.replace("_", " "),
        maker=module,
        by=python_name(durable.by),
        since=python_name(durable.since),
    )
