"""Drafts: what they hold, and the methods that begin, change, build and send them."""

from __future__ import annotations

from twilio_codegen.language import Method, Parameter, Property, Resource, Step, ValueField
from twilio_codegen.language.type_expressions import TypeExpression
from twilio_codegen.reading.positions import Position

from .scope import DATA, Kind, Scope

__all__ = ["HELD", "check_draft", "check_drafting", "check_held"]

HELD: frozenset[Kind] = frozenset([*DATA, "resource", "choice", "options", "native"])
"""Kinds of what a draft may hold."""
_PARTS = ("membership", "key", "links", "collections", "events", "notifications")
_NARROWING = ("check", "literals", "allow")
"""Keys of a parameter that refuse some values of its type."""


def check_draft(scope: Scope, resource: Resource) -> None:
    """Check what a draft holds, and that it is nothing else."""
    draft = resource.draft
    assert draft is not None
    for key in ("mirror", *_PARTS):
        if getattr(resource, key):
            message = f"{resource.resource} is a draft, which holds arguments and nothing else; remove '{key}'"
            scope.wrong_value(resource.key_at(key), message)
    for name, item in resource.properties.items():
        if item.identity:
            message = f"a draft is equal to itself alone; '{name}' tells no drafts apart"
            scope.wrong_value(item.at("identity"), message)
        elif item.shown:
            scope.wrong_value(item.at("shown"), "what a draft holds is not shown")
    owner = scope.schema.resources.get(resource.owner or "")
    if resource.owner is None:
        message = "a draft needs the key 'owner': the resource whose method it is for"
        scope.report(resource.at("resource"), "missing-key", message)
    if owner is None or not scope.known(draft.at("of"), "method", draft.of, owner.methods):
        return
    _check_drafted(scope, resource, owner.methods[draft.of], draft.at("of"))


def _check_drafted(scope: Scope, resource: Resource, method: Method, pos: Position) -> None:
    """Check the method whose arguments are held."""
    name = resource.draft.of if resource.draft is not None else ""
    if not method.waits() or method.gives_pages() or method.sends:
        scope.wrong_value(pos, f"'{name}' asks nobody, or returns pages; a draft is for a method that is awaited once")
    elif method.deprecated is not None:
        scope.report(pos, "deprecated-in-use", f"'{name}' is deprecated, and drafts would call it; name another method")
    changed = {key for item in _alike(scope, resource) for made in item.methods.values() for key in _changed(made)}
    for key, parameter in method.params.items():
        if not parameter.optional and not parameter.type.takes_none() and key not in changed:
            scope.wrong_value(pos, f"'{name}' must be given '{key}', which no step sets")
    begun = [
        made
        for item in scope.schema.resources.values()
        for made in item.methods.values()
        if resource.resource in (made.begins, made.builds)
    ]
    if not begun:
        scope.report(resource.at("resource"), "unused", f"no method begins or builds a {resource.resource}")


def _alike(scope: Scope, resource: Resource) -> list[Resource]:
    """Every draft for the same method, this one among them."""
    method = scope.schema.drafted(resource)
    return [item for item in scope.schema.resources.values() if scope.schema.drafted(item) is method]


def _changed(method: Method) -> tuple[str, ...]:
    return method.step.changed if method.step is not None else ()


def check_held(scope: Scope, resource: Resource, item: Property, pos: Position) -> None:
    """Check a property that shows what a draft holds."""
    method, argument = scope.schema.drafted(resource), item.source.removeprefix("$")
    if resource.draft is None:
        scope.wrong_value(pos, f"only a draft holds arguments; {resource.resource} is none")
    if method is None or not scope.known(pos, "argument", argument, scope.schema.arguments_held(resource)):
        return
    kind = scope.schema.kind_of_argument(method, argument)
    if kind is None:
        return
    field = "." in argument
    parameter = method.params.get(argument)
    missing = parameter is not None and not parameter.optional and any(made.step for made in resource.methods.values())
    nullable = kind.takes_none() or field or missing
    shown, stored = str(item.type), str(kind).removesuffix("?")
    if shown.removesuffix("?") != stored or (nullable and not item.type.takes_none()):
        expected = f"{stored}?" if nullable and not kind.choices and kind.name != "json" else str(kind)
        scope.wrong_type(item.at("type"), f"what is held of '{argument}' is {expected}, not {shown}")


def check_drafting(scope: Scope, resource: Resource, method: Method) -> None:
    """Check a method that has to do with a draft, and that a draft has no others."""
    for key, wanted in (("begins", method.begins), ("builds", method.builds)):
        if wanted is not None:
            _check_made(scope, resource, method, key, wanted)
    if resource.draft is None:
        for key in ("step", "builds", "sends"):
            if getattr(method, key) is not None:
                scope.wrong_value(method.key_at(key), f"only a draft has something that '{key}' is for")
        return
    own = (method.step, method.builds, method.sends, method.hook, method.property, method.select, method.todo)
    if all(answer is None for answer in own):
        message = "methods of a draft change, build or send it, or tell what it holds; give this one to its owner"
        scope.wrong_value(method.pos, message)
    drafted = scope.schema.drafted(resource)
    if method.step is not None:
        if method.returns.kind != "self":
            scope.wrong_value(method.at("returns"), "a step returns self")
        if drafted is not None:
            _check_step(scope, resource, method, method.step, drafted)
    if method.sends is not None and drafted is not None:
        whole = resource.owner if drafted.returns.kind == "self" else drafted.returns.type or "none"
        _check_result(scope, method, str(whole), "what is sent returns")
        _check_passed_on(scope, resource, method, drafted)


def _check_passed_on(scope: Scope, resource: Resource, method: Method, drafted: Method) -> None:
    """Check what is given when a draft is sent: arguments of the method that the draft does not hold."""
    held = {argument.partition(".")[0] for argument in scope.schema.arguments_held(resource)}
    for name, parameter in method.params.items():
        pos = method.key_at("params", name)
        if not scope.known(pos, "parameter", name, drafted.params):
            continue
        target = drafted.params[name]
        if name in held:
            scope.wrong_value(pos, f"the draft holds '{name}' already")
        if target.deprecated is not None:
            message = f"'{name}' is deprecated, and generated code would pass it here; leave it out"
            scope.report(pos, "deprecated-in-use", message)
        if not _fits(parameter.type, target.type):
            scope.wrong_type(parameter.at("type"), f"'{name}' is {target.type}, and not {parameter.type}")
        elif parameter.spread:
            scope.wrong_value(parameter.at("spread"), f"'{name}' is passed on whole; remove 'spread'")
        for key in _NARROWING:
            if getattr(parameter, key) != getattr(target, key):
                scope.wrong_value(pos, f"'{name}' must have the same '{key}' as the parameter that it is passed to")


def _check_made(scope: Scope, resource: Resource, method: Method, key: str, wanted: str) -> None:
    drafts = {name: item for name, item in scope.schema.resources.items() if item.draft is not None}
    if not scope.known(method.at(key), "draft", wanted, drafts):
        return
    made = drafts[wanted]
    steps = any(item.step is not None for item in made.methods.values())
    if key == "begins" and made.owner != resource.resource:
        scope.wrong_value(method.at(key), f"{wanted} is for {made.owner}, not for {resource.resource}")
    elif key == "begins" and not steps:
        scope.wrong_value(method.at(key), f"nothing can be put into {wanted}, which has no steps; it is built only")
    elif (
        key == "builds"
        and resource.draft is not None
        and scope.schema.drafted(made) is not scope.schema.drafted(resource)
    ):
        scope.wrong_value(method.at(key), f"{wanted} is for another method, and holds other arguments")
    _check_result(scope, method, wanted, f"'{key}' returns")


def _check_result(scope: Scope, method: Method, expected: str, what: str) -> None:
    returns = method.returns
    given = str(returns.type) if returns.type is not None else returns.kind
    if given != expected:
        place = returns.at("type") if returns.type is not None else method.at("returns")
        scope.wrong_type(place, f"{what} {expected}, not {given}")


def _check_step(scope: Scope, resource: Resource, method: Method, step: Step, drafted: Method) -> None:
    for section in ("set", "add", "put"):
        for argument in getattr(step, section):
            kind = _kind_of(scope, drafted, argument, step.key_at(section, argument))
            if kind is None:
                continue
            if section == "set":
                pos = step.at("set", argument)
                _check_given(scope, resource, method, step.set[argument], kind, pos, f"'{argument}'")
                _check_refused(scope, method, step.set[argument], _target(scope, drafted, argument), pos)
            elif kind.name != ("list" if section == "add" else "map") or kind.argument is None:
                what = "added to a list" if section == "add" else "put into a map"
                scope.wrong_type(step.key_at(section, argument), f"something is {what}, and '{argument}' is {kind}")
            elif section == "add":
                pos, what = step.at("add", argument), f"what '{argument}' holds"
                _check_given(scope, resource, method, step.add[argument], kind.argument, pos, what)
            else:
                entry, what = step.put[argument], f"what '{argument}' holds"
                string = TypeExpression("string")
                _check_given(scope, resource, method, entry.key, string, entry.at("key"), "a key")
                _check_given(scope, resource, method, entry.value, kind.argument, entry.at("value"), what)


def _kind_of(scope: Scope, drafted: Method, argument: str, pos: Position) -> TypeExpression | None:
    """Type of an argument that a step changes; None if there is none that it could change."""
    name, _, field = argument.partition(".")
    if not scope.known(pos, "parameter", name, drafted.params):
        return None
    parameter = drafted.params[name]
    if parameter.deprecated is not None:
        message = f"'{name}' is deprecated, and generated code would pass it here; leave it out"
        scope.report(pos, "deprecated-in-use", message)
    if field and not parameter.spread:
        scope.wrong_value(pos, f"only a parameter with 'spread' has fields, and '{name}' is none")
        return None
    if field and not scope.known(pos, "field", field, scope.fields_of(parameter.type)):
        return None
    return scope.schema.kind_of_argument(drafted, argument)


def _target(scope: Scope, drafted: Method, argument: str) -> Parameter | ValueField | None:
    """The parameter that an argument is passed as, or the field of a value."""
    name, _, field = argument.partition(".")
    return scope.fields_of(drafted.params[name].type).get(field) if field else drafted.params.get(name)


def _check_given(
    scope: Scope, resource: Resource, method: Method, reference: str, kind: TypeExpression, pos: Position, what: str
) -> None:
    """Check what a step sets, adds or puts: a parameter that fits where it goes."""
    parameter = method.params.get(reference.removeprefix("$"))
    if not reference.startswith("$") or "." in reference:
        scope.wrong_value(pos, f"a step takes its own parameters, such as $text; '{reference}' is none")
    elif parameter is None:
        scope.check_expression(reference, resource, method, pos)
    elif not _fits(parameter.type, kind):
        scope.wrong_type(pos, f"{what} is {kind}, and '{reference}' is {parameter.type}")
    elif parameter.spread:
        scope.wrong_value(pos, f"'{reference}' is taken whole; remove 'spread'")


def _fits(given: TypeExpression, kind: TypeExpression) -> bool:
    """Whether every value of a type is one of another."""
    wanted = {str(choice) for choice in kind.choices or (kind,)}
    wanted |= {text.removesuffix("?") for text in wanted}
    nullable = kind.takes_none()
    parts = given.choices or (given,)
    return all(str(part) in wanted or (nullable and str(part).removesuffix("?") in wanted) for part in parts)


def _check_refused(
    scope: Scope, method: Method, reference: str, target: Parameter | ValueField | None, pos: Position
) -> None:
    """Check that a step refuses at once what the method would refuse later."""
    given = method.params.get(reference.removeprefix("$"))
    if given is None or target is None:
        return
    for key in _NARROWING if isinstance(target, Parameter) else ("literals",):
        if getattr(given, key) != getattr(target, key):
            scope.wrong_value(pos, f"'{reference}' must have the same '{key}' as the parameter that it is kept for")
