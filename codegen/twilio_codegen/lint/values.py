"""Unions, values, tagged unions, caches, answers and payloads of events, each by itself."""

from __future__ import annotations

from twilio_codegen.language import (
    Options,
    OtherKind,
    Parameter,
    Payload,
    Property,
    Resource,
    RootOptions,
    ValueField,
    ValueType,
)
from twilio_codegen.language.node import PAIRED
from twilio_codegen.language.type_expressions import TypeExpression
from twilio_codegen.reading.positions import Position

from .scope import DATA, Kind, Scope
from .tagged import check_keyed, check_tagged

__all__ = ["check_bounds", "check_codec", "check_field", "check_passed_in", "check_records", "check_values"]

_WIRE: frozenset[Kind] = frozenset([*DATA, "wire type", "resource"])
_VALUE: frozenset[Kind] = frozenset([*DATA, "resource"])
_PAYLOAD: frozenset[Kind] = frozenset([*DATA, "resource"])
_OPTIONS: frozenset[Kind] = frozenset([*DATA - {"tagged union"}, "native", "options"])


def check_values(scope: Scope) -> None:
    """Check the sections of plain definitions, and the product."""
    schema = scope.schema
    for name, union in schema.types.items():
        if not union.members:
            scope.report(union.pos, "missing-key", f"union '{name}' needs the key 'members'")
    for values, allowed in (
        (schema.values, _VALUE),
        (schema.wire, _WIRE),
        (schema.payloads, _PAYLOAD),
        (schema.options, _OPTIONS),
    ):
        for value in values.values():
            _check_fields(scope, value, DATA if isinstance(value, ValueType) and value.input else allowed)
    for name, value in schema.values.items():
        check_copies(scope, value)
        if value.copies and name in schema.composites:
            scope.wrong_value(value.at("copies"), f"{name} holds records, and is made of answers alone")
    for answer in schema.wire.values():
        if answer.copies:
            scope.wrong_value(answer.at("copies"), "users never see answers, and copy none")
    for received, whole in ((schema.wire, "an answer"), (schema.values, "a value")):
        for answer in received.values():
            for field in answer.fields.values():
                check_records(scope, field, whole)
    built: list[ValueType | Options] = [*schema.options.values(), *(v for v in schema.values.values() if v.input)]
    for given in built:
        for field in given.fields.values():
            check_passed_in(scope, field)
    bootstrap = schema.product.profile.bootstrap
    scope.check_wire(bootstrap.payload, bootstrap.at("payload"))
    profile = schema.product.profile
    if profile.cache_interval is not None:
        scope.check_session_path(profile.cache_interval, profile.at("cache-interval"), "duration")
    if profile.media is not None:
        scope.check_link(profile.media, None, profile.at("media"), nullable=True)
    if profile.media_sets is not None:
        scope.check_link(profile.media_sets, None, profile.at("media-sets"), nullable=True)
        if profile.media is None:
            scope.wrong_value(profile.at("media-sets"), "say with 'media' first which link the files are at")
    _check_roots(scope, list(schema.resources.values()))
    check_tagged(scope)
    for tagged in schema.tagged.values():
        _check_fields(scope, tagged.other, DATA)
    _check_caches(scope)


def _check_fields(scope: Scope, value: ValueType | Payload | Options | OtherKind, allowed: frozenset[Kind]) -> None:
    wires: dict[str, str] = {}
    built = isinstance(value, Options) or (isinstance(value, ValueType) and value.input)
    for name, item in value.fields.items():
        received = not built and not isinstance(value, Payload)
        check_field(scope, item, allowed, received=received, chosen=isinstance(value, Options))
        if built and item.codec is not None and (item.type.name == "json" or item.codec in PAIRED):
            scope.wrong_value(item.at("codec"), "what users pass in is encoded where it is sent; write 'encode' there")
        if isinstance(value, Options) and item.wire is not None:
            message = "options are sent field by field, under names that the request gives them"
            scope.wrong_value(item.at("wire"), message)
        wire = item.wire or name
        if (first := wires.setdefault(wire, name)) != name:
            pos = item.at("wire") if item.wire else value.key_at("fields", name)
            scope.report(pos, "duplicate-wire", f"the wire field '{wire}' is already read as '{first}'")


def check_field(
    scope: Scope, item: ValueField, allowed: frozenset[Kind], *, received: bool = True, chosen: bool = False
) -> None:
    """Check the type of a field and what depends on it.

    Args:
        scope: What is known.
        item: The field.
        allowed: Kinds of types that it may have.
        received: Whether it is a part of what is received.
        chosen: Whether it is an option.
    """
    if not scope.check_type(item.type, item.at("type"), allowed):
        return
    if received:
        check_keyed(scope, item.type, item.at("type"))
    if item.literals and item.type.name != "string":
        scope.wrong_type(item.at("literals"), f"literals are for strings, this is {item.type}")
    check_codec(scope, item.codec, item.type, item.at("codec"))
    check_bounds(scope, item, received=received, chosen=chosen)
    if "default" in item.model_fields_set:
        scope.check_literal(item.default, item.type, item.literals, item.at("default"), "default")


def check_codec(scope: Scope, codec: str | None, kind: TypeExpression, pos: Position) -> None:
    """Check that a type is one that a codec is for."""
    if codec in PAIRED:
        value = scope.schema.values.get(kind.argument.name) if kind.argument is not None else None
        if kind.name != "list" or value is None or kind.argument is None or kind.argument.nullable:
            scope.wrong_type(pos, f"the codec {codec} gives a list of values, this is {kind}")
            return
        if scope.schema.holds_records(kind.argument):
            scope.wrong_type(pos, f"the codec {codec} gives plain data, and {kind.argument} holds records")
        fields = list(value.fields.values())
        if len(fields) != 2 or str(fields[0].type) != "string":  # a pair
            message = f"an entry has a key, a string, and a value; {kind.argument} must have these two fields"
            scope.wrong_type(pos, message)
    elif codec is not None and kind.name != "json":
        scope.wrong_type(pos, f"the codec {codec} gives json, this is {kind}")


def check_copies(scope: Scope, value: ValueType) -> None:
    """Check the methods that copy a value."""
    for method, field in value.copies.items():
        scope.known(value.at("copies", method), "field", field, value.fields)


def check_records(scope: Scope, item: ValueField | Property, whole: str) -> None:
    """Check that resources which are parts of something that was sent are records."""
    for name in sorted(item.type.names() & scope.schema.resources.keys()):
        other = scope.schema.resources[name]
        if other.mirror is None or other.mirror.kind != "record":
            scope.wrong_type(item.at("type"), f"{other.resource} is no record and cannot be a part of {whole}")


def check_passed_in(scope: Scope, item: ValueField | Parameter) -> None:
    """Check that what users pass in is no value that is made of an answer."""
    for name in sorted(item.type.names() & scope.schema.composites.keys()):
        scope.wrong_type(item.at("type"), f"{name} holds records, which are read from answers and never passed in")


def check_bounds(scope: Scope, item: ValueField | Property, *, received: bool = True, chosen: bool = False) -> None:
    """Check the range of a number.

    Args:
        scope: What is known.
        item: The field or property.
        received: Whether it is a part of what the service sends.
        chosen: Whether it is an option, which may have a minimum only, and be a duration.
    """
    for key, bound in (("minimum", item.minimum), ("maximum", item.maximum)):
        if bound is None:
            continue
        if chosen and key == "minimum":
            _check_minimum_of_option(scope, item, bound)
        elif item.type.name not in ("integer", "number"):
            scope.wrong_type(item.at(key), f"a {key} is for numbers, this is {item.type}")
        elif not received:
            scope.wrong_value(item.at(key), f"a {key} is for what is read from the service; remove it")
    if item.minimum is not None and item.maximum is not None and item.minimum > item.maximum:
        scope.wrong_value(item.at("maximum"), f"no number is from {item.minimum} to {item.maximum}")


def _check_minimum_of_option(scope: Scope, item: ValueField | Property, minimum: int) -> None:
    if item.type.name not in ("integer", "number", "duration"):
        scope.wrong_type(item.at("minimum"), f"a minimum is for numbers and durations, this is {item.type}")
    elif isinstance(item.default, int | float) and item.default < minimum:
        scope.wrong_value(item.at("default"), f"the default {item.default} is less than the minimum, {minimum}")


def _check_root_options(scope: Scope, options: RootOptions) -> None:
    scope.used.add(options.type)
    if not scope.known(options.at("type"), "options", options.type, scope.schema.options):
        return
    fields = scope.schema.options[options.type].fields
    if options.region is not None and scope.known(options.at("region"), "field", options.region, fields):
        kind = fields[options.region].type
        if str(kind) != "string?":
            scope.wrong_type(options.at("region"), f"a region is string?, and this field is {kind}")
    for name, path in options.overrides.items():
        known = scope.known(options.key_at("overrides", name), "field", name, fields)
        wanted = [fields[name].type.name] if known else []
        scope.check_session_path(path, options.at("overrides", name), *wanted)
    for name, item in fields.items():
        if not item.type.nullable and "default" not in item.model_fields_set:
            message = f"nobody has to choose settings; write {item.type}? or give '{name}' a default"
            scope.wrong_type(item.at("type"), message)


def _check_roots(scope: Scope, resources: list[Resource]) -> None:
    roots = [resource for resource in resources if resource.root]
    for resource in resources:
        if resource.options is not None:
            _check_root_options(scope, resource.options)
    for resource in roots[1:]:
        message = f"'{roots[0].resource}' is the root already; a session starts with one object"
        scope.report(resource.at("root"), "several-roots", message)
    if not roots:
        scope.report(scope.schema.product.pos, "no-root", "no resource has 'root: true'; a session starts with one")


_HELD: frozenset[Kind] = frozenset([*DATA, "resource"])


def _check_caches(scope: Scope) -> None:
    for cache in scope.schema.caches.values():
        scope.check_type(cache.holds, cache.at("holds"), _HELD)
        if isinstance(cache.capacity, str):
            scope.check_session_path(cache.capacity, cache.at("capacity"), "integer", nullable=False)
        if cache.seconds is not None and cache.seconds <= 0:
            scope.wrong_value(cache.at("seconds"), "a time must be more than 0 seconds")
