"""Where the names come from that values of generated code mention."""

from __future__ import annotations

from twilio_codegen.language import Schema

from .naming import tags_name

__all__ = ["LIBRARY", "is_light", "library_imports", "package_imports", "package_names"]

_BY_MODULE = {
    "datetime": ("datetime", "timedelta"),
    "pathlib": ("Path",),
    "twilio_realtime.arguments": (
        *("encode_json", "require_boolean", "require_callable", "require_duration", "require_each"),
        *("require_entries", "require_instance", "require_integer", "require_keys"),
        *("require_json", "require_member", "require_number", "require_path", "require_text", "require_time"),
        "require_values",
    ),
    "twilio_realtime.files.filenames": ("safe_name",),
    "twilio_realtime.json": (
        "JsonValue",
        "copied",
        "empty_list",
        "packed_json",
        "same_json",
        "same_model",
        "unpacked_json",
    ),
    "twilio_realtime.requests.links": ("fill_template", "join_path", "with_query"),
    "twilio_realtime.files.media_sources": ("FileUpload", "MediaSource", "Progress"),
    "twilio_realtime.requests.pagination": ("Paginator", "PendingPage"),
    "twilio_realtime.resource": ("shows_the_same",),
    "twilio_realtime.requests.sending": ("as_json", "as_text"),
    "twilio_realtime.sids": ("packed_sid", "unpacked_sid"),
    "twilio_realtime.visible_text": ("quoted",),
    "twilio_realtime.wire": ("UNSENT", "known_member", "merge_partial", "shared_text"),
    "typing": ("Literal", "cast", "get_args"),
}

_HEAVY = {
    *("twilio_realtime.files.filenames", "twilio_realtime.files.media_sources", "twilio_realtime.json"),
    *("twilio_realtime.requests.sending", "twilio_realtime.resource", "twilio_realtime.wire"),
}
"""Modules of the runtime that only clients that were made need, themselves or for what they import."""

LIBRARY = frozenset(name for names in _BY_MODULE.values() for name in names)
"""Names of Python and of the runtime."""


def library_imports(mentioned: set[str]) -> dict[str, list[str]]:
    """Names of Python and of the runtime that are mentioned, by module."""
    return _those(_BY_MODULE, mentioned)


def is_light(module: str) -> bool:
    """Whether a module costs whoever imports the class of the client next to nothing."""
    return module not in _HEAVY


def package_imports(schema: Schema, mentioned: set[str]) -> dict[str, list[str]]:
    """Plain values, unions, options and payloads of the package that are mentioned, by module."""
    return _those(package_names(schema), mentioned)


def package_names(schema: Schema) -> dict[str, tuple[str, ...]]:
    """All plain values, unions, options and payloads of the package, by module."""
    others = (union.other.name for union in schema.tagged.values())
    return {
        "events": tuple(schema.payloads),
        "models": (
            *schema.plain_values,
            *schema.tagged,
            *others,
            *map(tags_name, schema.tagged),
        ),
        "options": tuple(schema.options),
        "types": tuple(schema.types),
    }


def _those(by_module: dict[str, tuple[str, ...]], mentioned: set[str]) -> dict[str, list[str]]:
    found = {module: sorted({*names} & mentioned) for module, names in by_module.items()}
    return {module: names for module, names in found.items() if names}
