"""Packets made fit to be shown: what was said to whom, without the secrets and without what people wrote.

Texts are shown only where they are known to be names, kinds or addresses; everything else becomes its length. Numbers
stay. Addresses lose their query, which may hold a signature.
"""

from __future__ import annotations

import re
from typing import Final

from twilio_realtime.json import JsonObject, JsonValue

__all__ = ["redacted"]

_NAMES: Final = (
    # packets
    "method id status description message_type message_types payload_type notification_ctx_id active_grant product "
    "capabilities client_update_type client_update_message reissue_reason reissue_message format type path host "
    "ver env envv os osv osa sdk sdkv devt app appv account_sid identity "
    # parameters and headers of requests
    "pagesize order from key index pagetoken include hideexpired bounds conversationsid category productid "
    "content-type retry-after x-twilio-mutation-id twilio-request-id "
    # Sync
    "event_type action object_type reason replay_status unique_name revision item_key item_revision document_revision "
    "map_revision list_revision direction previous_token next_token prev_token date_expires "
    # chat
    "uniquename author created_by createdby last_updated_by lastupdatedby notification_level notificationlevel "
    "channel_type endpoint_platform version current content_type contenttype http_cache_interval "
    "consumption_report_interval message url item_url resource_url"
)
_SHOWN: Final = frozenset(_NAMES.split())
_SAID_BY_US: Final = frozenset({"description", "message", "reason", "reissue_reason", "reissue_message"})
"""Shown when the service sends it; in what clients send anything could stand there."""
_SHOWN_INSIDE: Final = frozenset({"links", "sync_objects", "instance_sids"})
_HIDDEN: Final = frozenset({"attributes", "body", "text", "token", "continuation_token"})
_HARMLESS: Final = re.compile(r"[A-Z]{2}[0-9a-f]{32}(\.[a-z]+)?|\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)")
_KEY: Final = re.compile(r"[A-Za-z_][\w.:-]{0,63}", re.ASCII)
_TOKEN: Final = re.compile(r"[\w-]{16,}\.[\w-]{16,}\.[\w-]{16,}")
_LONGEST: Final = 300
_DEEPEST: Final = 100


def redacted(
    value: JsonValue, key: str = "", parent: str = "", *, from_client: bool = False, depth: int = 0
) -> JsonValue:
    """Return a value without secrets, message texts, attributes and other free text.

    Args:
        value: Header or payload of a packet, or a part of one.
        key: Under which key it stands; decides whether a text is shown.
        parent: Key of the object around it.
        from_client: Whether a client has sent it: it may be any client, with any text under any key.
        depth: How many objects and lists are around it.
    """
    if value is None or isinstance(value, bool):
        return value
    if key.lower() in _HIDDEN:
        return _measured(value)
    if depth > _DEEPEST and isinstance(value, (dict, list)):
        return "<nested>"  # JSON can be written to a limited depth, and no packet of the protocol comes near it
    if isinstance(value, dict):
        parts: JsonObject = {}
        for name, part in value.items():
            shown_name = _key(name, parts)
            parts[shown_name] = redacted(part, name, key, from_client=from_client, depth=depth + 1)
        return parts
    if isinstance(value, list):
        return [redacted(part, key, parent, from_client=from_client, depth=depth + 1) for part in value]
    if isinstance(value, str):
        named = key.lower() in _SHOWN and not (from_client and key.lower() in _SAID_BY_US)
        shown = named or parent in _SHOWN_INSIDE or _HARMLESS.fullmatch(value)
        return _shortened(value) if shown else _measured(value)
    return value if -(2**63) < value < 2**63 else "<number>"


def _key(name: str, taken: JsonObject) -> str:
    """A key as it is shown: those of the protocol are words, anything else may be a text as well."""
    shown = _shortened(name) if _KEY.fullmatch(name) else f"<key of {len(name)}>"
    number = 1
    while shown in taken:
        number += 1
        shown = f"<key of {len(name)}, {number}>"
    return shown


def _measured(value: JsonValue) -> str:
    if isinstance(value, str):
        return f"<text of {len(value)}>"
    return f"<{type(value).__name__} of {len(value)}>" if isinstance(value, dict | list) else "<number>"


def _shortened(text: str) -> str:
    address, question_mark, _ = text.partition("?")
    if question_mark:
        address += "?…"
    address = _TOKEN.sub("<token>", address)
    return address if len(address) <= _LONGEST else f"{address[:_LONGEST]}…"
