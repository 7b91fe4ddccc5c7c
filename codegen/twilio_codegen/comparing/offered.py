"""What a package offers though no part of its schema declares it: the deliveries that `durable` brings."""

from __future__ import annotations

from dataclasses import replace

from twilio_codegen.language import Json, Schema
from twilio_codegen.python.durable_view import DurableView, view_durable
from twilio_codegen.python.naming import python_name

from .api import UNSAID, Api, ApiClass, ApiField, ApiMethod, ApiParameter
from .from_schema import api_of_schema
from .types import NOTHING, NULL, ApiType, literals, union

__all__ = ["offered_api"]


def offered_api(schema: Schema, title: str = "") -> Api:
    """Read the API that a schema declares, as `api_of_schema` does, with everything that its words bring besides.

    Other APIs are not compared with this one: only a package that was generated has it.
    """
    api = api_of_schema(schema, title)
    durable = view_durable(schema)
    if durable is None:
        return api
    root = schema.root.resource
    methods = {**api.classes[root].methods, "deliveries": _deliveries(root, durable)}
    changed = replace(api.classes[root], methods=methods)
    return replace(api, classes={**api.classes, root: changed, "Delivery": _delivery(durable)})


def _deliveries(root: str, durable: DurableView) -> ApiMethod:
    """Return the method that hands out what is consumed across restarts, which a collection with `durable` brings."""
    python = f"{root}.deliveries"
    doc = f"Hand out what was written in every {durable.owner_word} of the user, until it is acknowledged."
    owner, item = durable.owner_word, durable.item_word
    start = union((*literals(("now", "beginning")).parts, ApiType("datetime")))
    handler = "Callable[[Delivery], Awaitable[None] | None]"
    number, handling = ApiType("integer"), ApiType("DeadLetterHandler")
    table: tuple[tuple[str, ApiType, str, Json, str], ...] = (
        ("store", ApiType("CursorStore"), "CursorStore", UNSAID, "Keeps what was acknowledged."),
        ("start", start, "DeliveryStart", "now", f"Where to begin with a {owner} that the store does not know."),
        ("concurrency", number, "int", 1, "Most deliveries that are unsettled at a time."),
        ("maxDeliveries", union((number, NULL)), "int | None", None, f"How often a {item} is handed out at most."),
        ("deadLetter", union((handling, NULL)), f"{handler} | None", None, "Receives what was handed out that often."),
        ("pageSize", number, "int", 100, "Most items that are read at a time."),
    )
    params = {
        name: ApiParameter(
            f"{python}({python_name(name)})",
            about,
            type=kind,
            annotation=annotation,
            optional=default is not UNSAID,
            default=default,
            checks=frozenset([] if default is UNSAID else ["passed by name"]),
        )
        for name, kind, annotation, default, about in table
    }
    returned = ApiType("Deliveries", (ApiType("Delivery"),))
    return ApiMethod(python, doc, type=returned, annotation="Deliveries[Delivery]", params=params, plain=True)


def _delivery(durable: DurableView) -> ApiClass:
    """Return the class of what is handed out, which is the runtime's but for its item."""
    own = "Delivery"
    kinds = {"attempts": ("integer", "int"), "redelivered": ("boolean", "bool")}
    kinds[durable.item_name] = (durable.item, durable.item)
    fields = {
        name: ApiField(f"{own}.{name}", type=ApiType(kind), annotation=annotation)
        for name, (kind, annotation) in kinds.items()
    }
    retry = ApiParameter(
        f"{own}.nack(retry_after)",
        type=union((ApiType("number"), NULL)),
        annotation="float | None",
        optional=True,
        default=None,
    )
    params: dict[str, dict[str, ApiParameter]] = {"ack": {}, "nack": {"retryAfter": retry}}
    methods = {
        name: ApiMethod(f"{own}.{name}", type=NOTHING, annotation="None", params=given)
        for name, given in params.items()
    }
    return ApiClass(own, "What was handed out, until it is acknowledged or given back.", fields=fields, methods=methods)
