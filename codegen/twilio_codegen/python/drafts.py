"""Drafts as the templates write them: what they hold, and how their methods change and use it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from twilio_codegen.language import Method, Resource, Schema
from twilio_codegen.language.type_expressions import TypeExpression

from .argument_checks import ArgumentCheck, ArgumentChecks
from .code import Code, call, code, imported, joined
from .naming import python_name
from .reserved_names import private_name
from .types import Annotation, PythonTypes, or_none

__all__ = ["DraftView", "HeldView", "held_by", "view_draft"]


@dataclass(frozen=True, slots=True)
class HeldView:
    """An argument that a draft holds.

    Attributes:
        argument: The argument as the schema names it.
        name: Keyword of the method, and of the constructor of the draft.
        attribute: Where the draft stores it.
        kind: Its type.
        annotation: What is stored: None as well for what must be given and may be missing yet.
        initial: What a new draft holds.
        needed: Whether it may be missing yet.
    """

    argument: str
    name: str
    attribute: str
    kind: TypeExpression
    annotation: Annotation
    initial: str
    needed: bool


@dataclass(frozen=True, slots=True)
class DraftView:
    """What a method does with a draft.

    Attributes:
        changes: Attribute and new value of everything that a step changes.
        needed: Attribute and keyword of everything that may be missing yet and must be there.
        limits: What refuses more than the session allows, before anything is built.
        called: What is called in the end; None for a step.
        arguments: What that is given.
    """

    changes: tuple[tuple[str, Code], ...] = ()
    needed: tuple[tuple[str, str], ...] = ()
    limits: tuple[ArgumentCheck, ...] = ()
    called: Code | None = None
    arguments: Code | None = None


def held_by(schema: Schema, resource: Resource, types: PythonTypes) -> tuple[HeldView, ...]:
    """What a draft holds, in the order of the method's parameters; nothing for other resources."""
    method = schema.drafted(resource)
    if method is None:
        return ()
    changes = any(item.step is not None for item in resource.methods.values())
    return tuple(_held(schema, method, argument, types, changes) for argument in schema.arguments_held(resource))


def _held(schema: Schema, method: Method, argument: str, types: PythonTypes, changes: bool) -> HeldView:
    name, _, field = argument.partition(".")
    parameter = method.params[name]
    if field:
        spread = schema.built[parameter.type.name].fields[field]
        kind, annotation, needed = spread.type, or_none(types.field_annotation(spread), spread.type), False
        keyword, initial = python_name(field), "None"
    else:
        kind, annotation = parameter.type, types.annotation(parameter.type, literals=parameter.literals)
        needed = changes and not parameter.optional and not kind.takes_none()
        annotation = or_none(annotation, kind) if needed else annotation
        keyword, initial = python_name(parameter.name or name), types.literal(parameter.default, kind)
    return HeldView(argument, keyword, private_name(keyword), kind, annotation, initial, needed)


def view_draft(schema: Schema, resource: Resource, method: Method, types: PythonTypes) -> DraftView | None:
    """What a method does with a draft; None for methods that are answered otherwise."""
    if method.begins is not None:
        initial = (
            code("{}={}", item.name, item.initial) for item in held_by(schema, schema.resources[method.begins], types)
        )
        return DraftView(
            called=imported(method.begins), arguments=joined([Code("self._context"), Code("self"), *initial])
        )
    held = {item.argument: item for item in held_by(schema, resource, types)}
    if method.step is not None:
        return DraftView(changes=tuple(_changes(method, held, types)))
    if method.builds is None and method.sends is None:
        return None
    needed = tuple((item.attribute, item.name) for item in held.values() if item.needed)
    given = [code("{}=self.{}", item.name, item.attribute) for item in held.values()]
    if method.builds is not None:
        limits, made = tuple(_limits(schema, resource, held.values())), imported(method.builds)
        return DraftView((), needed, limits, made, joined([Code("self._context"), Code("self._owner"), *given]))
    called = python_name(resource.draft.of if resource.draft is not None else "")
    return DraftView(
        (), needed, (), Code(f"self._owner.{called}"), joined([*given, *_passed_on(schema, resource, method)])
    )


def _passed_on(schema: Schema, resource: Resource, method: Method) -> Iterator[Code]:
    """What is given when a draft is sent, each with the name that the drafted method has for it."""
    drafted = schema.drafted(resource)
    for name, parameter in method.params.items():
        target = drafted.params[name] if drafted is not None else parameter
        yield code("{}={}", python_name(target.name or name), python_name(parameter.name or name))


def _limits(schema: Schema, resource: Resource, held: Iterable[HeldView]) -> Iterator[ArgumentCheck]:
    """The checks of the method that are about all that a draft holds, and not about what one step adds."""
    method, checks = schema.drafted(resource), ArgumentChecks(schema)
    if method is None:
        return
    for item in held:
        if (parameter := method.params.get(item.argument)) is not None:
            value, may_be_none = f"self.{item.attribute}", item.annotation.nullable and not item.needed
            yield from checks.limits_of(parameter, item.name, value, may_be_none=may_be_none)


def _changes(method: Method, held: dict[str, HeldView], types: PythonTypes) -> list[tuple[str, Code]]:
    """What a step changes. Lists and maps are never changed in place: drafts that were built hold them, too."""
    step, found = method.step, list[tuple[str, Code]]()
    assert step is not None

    def given(reference: str) -> Code:
        name = reference.removeprefix("$")
        parameter = method.params[name]
        value = Code(python_name(parameter.name or name))
        return call("copied", value) if types.is_changeable(parameter.type) else value

    for argument, reference in step.set.items():
        found.append((held[argument].attribute, given(reference)))
    for argument, reference in step.add.items():
        found.append((held[argument].attribute, code("[{}, {}]", _spread(held[argument], "*", "()"), given(reference))))
    for argument, entry in step.put.items():
        kept, key = _spread(held[argument], "**", "{}"), given(entry.key)
        found.append((held[argument].attribute, code("{{{}, {}: {}}}", kept, key, given(entry.value))))
    return found


def _spread(held: HeldView, stars: str, nothing: str) -> str:
    present = f"self.{held.attribute}"
    return f"{stars}({present} or {nothing})" if held.annotation.nullable else f"{stars}{present}"
