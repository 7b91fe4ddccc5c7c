"""Pages of a REST list."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, TypeVar

from ..errors import ResponseError
from ..json import JsonObject, JsonValue, as_object
from ..telemetry.logs import logger_of, warn_once
from .links import path_of, with_query
from .pagination import PageSource, Paginator
from .rest import Rest

__all__ = ["read_page"]

_log = logger_of(__name__)
T = TypeVar("T")
_SLICE: Final = 100


async def read_page(
    rest: Rest,
    url: str,
    *,
    items: str,
    create: Callable[[JsonObject], T],
    token_parameter: str,
    next_token: str,
    prev_token: str,
    meta: str = "meta",
    token: str | None = None,
) -> Paginator[T]:
    """Read one page of a REST list.

    Args:
        rest: The service.
        url: The list, without a token.
        items: Field of the answer that holds the items; those that are no objects, or cannot be used, are left out.
        create: Makes what the page holds of one item.
        token_parameter: Query parameter that names a page.
        next_token: Field that names the next page, in that part of the answer which ``meta`` names.
        prev_token: Field that names the previous page, in the same part.
        meta: Field of the answer that holds those two.
        token: The page to read; None reads the first.

    Raises:
        RequestError: The service refused the request.
    """
    answer = await rest.read(with_query(url, {token_parameter: token}))
    found = answer.get(items)
    names = as_object(answer.get(meta))

    def neighbour(name: JsonValue) -> PageSource[T] | None:
        if name is None or name == "":
            return None
        return lambda: read_page(
            rest,
            url,
            items=items,
            create=create,
            token_parameter=token_parameter,
            next_token=next_token,
            prev_token=prev_token,
            meta=meta,
            token=str(name),
        )

    created: list[T] = []
    for number, item in enumerate(found if isinstance(found, list) else [], 1):
        if isinstance(item, dict):
            try:
                created.append(create(item))
            except ResponseError as error:  # which costs itself: the others on its page can be used
                warn_once(_log, item, "GET %s: left an item out: %s", path_of(url), error)
        if not number % _SLICE:
            await asyncio.sleep(0)  # a page may be larger than was asked for; others have their turn in between
    return Paginator(
        created,
        next_page=neighbour(names.get(next_token)),
        prev_page=neighbour(names.get(prev_token)),
    )
