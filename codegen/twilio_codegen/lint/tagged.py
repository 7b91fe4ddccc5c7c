"""Tagged unions: their kinds, what tells these apart, and where they can stand."""

from __future__ import annotations

from twilio_codegen.language import Method, Resource, TaggedUnion
from twilio_codegen.language.type_expressions import TypeExpression
from twilio_codegen.python.naming import python_name
from twilio_codegen.reading.positions import Position

from .scope import Scope, is_reference

__all__ = ["DATA_FIELD", "check_keyed", "check_tag_of_answer", "check_tagged"]

DATA_FIELD = "data"
"""The field of the class for everything else that keeps what was sent, where it is not kept as text."""


def check_tagged(scope: Scope) -> None:
    """Check the tagged unions, apart from the fields of the classes for everything else."""
    holders: dict[str, str] = {}
    for name, union in scope.schema.tagged.items():
        if union.tag == DATA_FIELD and union.other_raw is None:
            message = f"'{DATA_FIELD}' is where {union.other.name} keeps what was sent"
            scope.report(union.at("tag"), "reserved-name", message)
        _check_words(scope, union)
        for tag, member in union.members.items():
            pos = union.at("members", tag, "value")
            if not scope.known(pos, "value", member.value, scope.schema.values):
                continue
            scope.used.add(member.value)
            first = holders.setdefault(member.value, name)
            if first != name:
                scope.wrong_value(pos, f"'{member.value}' belongs to the tagged union '{first}' already")
            _check_member(scope, union, member.value, pos)
        _check_other(scope, union)


def _check_words(scope: Scope, union: TaggedUnion) -> None:
    """Check that each tag on the wire stands for one word, and no word for a kind and for everything else."""
    seen: dict[str, str] = {}
    for word, member in union.members.items():
        tag = member.wire if member.wire is not None else word
        if (first := seen.setdefault(tag, word)) != word:
            pos = member.at("wire") if member.wire is not None else union.key_at("members", word)
            scope.report(pos, "duplicate-wire", f"the tag '{tag}' stands for '{first}' already")
    if union.other.word in union.members:
        scope.wrong_value(union.other.at("word"), f"'{union.other.word}' stands for {_kind(union, union.other.word)}")


def _kind(union: TaggedUnion, word: str | None) -> str:
    return union.members[word or ""].value


def _check_member(scope: Scope, union: TaggedUnion, kind: str, pos: Position) -> None:
    value = scope.schema.values[kind]
    if value.input:
        scope.wrong_value(pos, f"'{kind}' is passed in by users, and a tagged union is received")
    if kind in scope.schema.composites:
        scope.wrong_value(pos, f"'{kind}' holds records, which no kind of a tagged union can")
    given = [union.tag, *([union.raw] if union.raw is not None else [])]
    for name, field in value.fields.items():
        for own in given:
            if own in (name, field.wire) or python_name(own) == python_name(name):
                message = f"every member of the union has the field '{own}' by itself; remove it here"
                scope.report(value.key_at("fields", name), "duplicate-wire", message)


def _check_other(scope: Scope, union: TaggedUnion) -> None:
    other = union.other
    kept = union.other_raw if union.other_raw is not None else DATA_FIELD
    for raw, pos in ((union.raw, union.at("raw")), (other.raw, other.at("raw"))):
        if raw is not None and python_name(raw) == python_name(union.tag):
            scope.report(pos, "duplicate-name", f"'{raw}' is the tag already; what was sent needs a field of its own")
    for name, field in other.fields.items():
        if scope.schema.holds_records(field.type):
            scope.wrong_type(field.at("type"), f"{field.type} holds records, which no kind of a tagged union can")
        if not field.type.nullable and "default" not in field.model_fields_set:
            message = f"'{name}' may be missing in what is not known: write {field.type}? or give it a default"
            scope.wrong_type(field.at("type"), message)
        for own in (union.tag, kept):
            if own in (name, field.wire) or python_name(own) == python_name(name):
                message = f"{other.name} has the field '{own}' by itself; remove it here"
                scope.report(other.key_at("fields", name), "duplicate-wire", message)


def check_keyed(scope: Scope, kind: TypeExpression, pos: Position, *, inside: str = "") -> None:
    """Check that what is told apart by the key under which it stands does stand under one.

    Args:
        scope: What is known.
        kind: Type of something that the service sends.
        pos: Where the type stands.
        inside: What holds it.
    """
    union = scope.schema.tagged.get(kind.name)
    if union is not None and union.tag_from == "key" and inside != "map":
        scope.wrong_type(pos, f"a {kind.name} is told apart by its key; it can only stand in map[{kind.name}]")
    if kind.argument is not None:
        check_keyed(scope, kind.argument, pos, inside=kind.name)


def check_tag_of_answer(scope: Scope, resource: Resource, method: Method) -> None:
    """Check where the tag of an answer comes from that is one of several kinds."""
    returns = method.returns
    union = scope.schema.tagged.get(returns.type.name) if returns.type is not None else None
    whole = method.request is not None and method.request.pages is None and returns.field is None
    if method.request is not None and method.request.pages is not None and returns.type is not None:
        held = returns.type.argument
        if held is not None:
            check_keyed(scope, held, returns.at("type"))
    if returns.tag is None:
        if whole and union is not None and union.tag_from == "key":
            message = f"a {returns.type} does not say which kind it is; say with 'tag' what does"
            scope.report(returns.at("type"), "missing-key", message)
        return
    kind = scope.check_expression(returns.tag, resource, method, returns.at("tag"))
    if union is None or not whole:
        scope.wrong_value(returns.at("tag"), "only a whole answer that is one of several kinds has a tag")
    elif kind is None and is_reference(returns.tag):
        return
    elif kind is not None and (kind.nullable or not (kind.name == "string" or kind.name in scope.schema.types)):
        scope.wrong_type(returns.at("tag"), f"a tag is a string that is never null, and '{returns.tag}' is {kind}")
