"""Methods that the runtime answers, and files that it stores: whether they have what the runtime needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from twilio_codegen.language import Method, Request, Resource, Upload
from twilio_codegen.python.naming import python_name

from .scope import Scope
from .structure import kind_of

__all__ = ["check_runtime_answers", "check_upload"]


class _Needed(NamedTuple):
    """A parameter that the runtime needs: what it is for, and the types that it may have."""

    what: str
    types: Sequence[str]
    is_union: bool = False


_DEVICE = (
    _Needed("the push service", ("string",), is_union=True),
    _Needed("what identifies the device", ("string",)),
)
_PARAMETERS: Mapping[str, tuple[_Needed, ...]] = {
    "update_token": (_Needed("the token", ("string",)),),
    "set": _DEVICE,
    "unset": _DEVICE[:1],
    "remove": _DEVICE,
    "download": (
        _Needed("where to write", ("Path", "string")),
        _Needed("whom to tell how it goes on", ("Progress?", "Progress")),
        _Needed("whether to replace what is there", ("boolean",)),
    ),
}
"""Parameters of the methods that the runtime answers, in their order; the others have none."""
_UPLOADED: Mapping[str, str] = {"content_type": "string", "filename": "string", "progress": "Progress"}
"""What can be said about a file that is stored: type by Python name. Each may be null."""
_FREE: tuple[str, ...] = ("spread", "pick")
"""Keys of a parameter that make something else of it."""


def check_runtime_answers(scope: Scope, resource: Resource, name: str, method: Method) -> None:
    """Check a method that the runtime answers."""
    answers = (("session", method.session), ("pool", method.pool), ("push", method.push), ("media", method.media))
    for key, answer in answers:
        if answer is None:
            continue
        needed = _PARAMETERS.get(answer, ())
        if len(needed) != len(method.params):
            what = ", ".join(item.what for item in needed) if needed else "no parameter"
            message = f"'{key}: {answer}' needs {what}; '{name}' has {len(method.params)}"
            scope.report(resource.key_at("methods", name), "wrong-value", message)
        else:
            _check_types(scope, method, needed)
    if method.media is None:
        return
    if kind_of(resource) == "root":
        scope.report(method.at("media"), "wrong-value", "the root is no file; only other resources have an identifier")
    returned = method.returns.type
    if method.media == "download" and str(returned) != "integer":
        given = returned if returned is not None else method.returns.kind
        scope.report(method.at("returns"), "wrong-type", f"a download returns its length, an integer, not {given}")


def _check_types(scope: Scope, method: Method, needed: Sequence[_Needed]) -> None:
    for (documented, parameter), wanted in zip(method.params.items(), needed, strict=True):
        kind = parameter.type
        fits = str(kind) in wanted.types or (wanted.is_union and not kind.nullable and kind.name in scope.schema.types)
        if not fits:
            possible = " or ".join([*wanted.types, *(["a union"] if wanted.is_union else [])])
            scope.report(
                parameter.at("type"), "wrong-type", f"{wanted.what} is {possible}, and '{documented}' is {kind}"
            )
        for key in _FREE:
            if getattr(parameter, key):
                scope.report(parameter.at(key), "wrong-value", f"{wanted.what} is taken as it is; remove '{key}'")


def check_upload(scope: Scope, method: Method, request: Request, upload: Upload) -> None:
    """Check an upload before a request."""
    if scope.known(upload.at("options"), "options", upload.options, scope.schema.options):
        scope.used.add(upload.options)
        _check_options(scope, upload)
    if scope.known(upload.at("param"), "parameter", upload.param, method.params):
        _check_text(scope, method, upload)
    if scope.check_wire(upload.payload, upload.at("payload")):
        scope.check_path(upload.sid, upload.payload, upload.at("sid"), "string", nullable=False)
    body = request.body or {}
    if scope.known(upload.at("instead-of"), "field of the body", upload.instead_of, body):
        if body[upload.instead_of].value != f"${upload.param}":
            message = f"the field that is left out is where ${upload.param} is sent, and '{upload.instead_of}' is not"
            scope.report(upload.at("instead-of"), "wrong-value", message)
        kept = [name for name in body if name != upload.instead_of]
        if upload.sent_as in kept:
            scope.report(upload.at("sent-as"), "wrong-value", f"'{upload.sent_as}' is a field of the body already")
        for name in kept:
            if body[name].value == f"${upload.param}":
                message = f"${upload.param} is not there beside a file; send it as '{upload.instead_of}' alone"
                scope.report(request.at("body", name), "wrong-value", message)
    if request.verb not in ("POST", "PUT") or request.throttle is not None or request.pages is not None:
        scope.report(upload.pos, "wrong-value", "a file is stored before a plain 'post' or 'put'")


def _check_options(scope: Scope, upload: Upload) -> None:
    """Check that everything that is said about the file is something that the runtime knows what to do with."""
    fields = scope.schema.options[upload.options].fields
    if scope.known(upload.at("source"), "field", upload.source, fields):
        kind = fields[upload.source].type
        if str(kind) != "MediaSource":
            scope.report(upload.at("source"), "wrong-type", f"a file is MediaSource, and '{upload.source}' is {kind}")
    for name, field in fields.items():
        if name == upload.source:
            continue
        wanted = _UPLOADED.get(python_name(name))
        if wanted is None:
            possible = ", ".join(_UPLOADED)
            message = f"nothing of a file is called '{name}'; what can be said about it: {possible}"
            scope.report(scope.schema.options[upload.options].key_at("fields", name), "wrong-value", message)
        elif str(field.type) not in (wanted, f"{wanted}?") or field.literals:
            message = f"'{name}' of a file is {wanted}?, not {field.type}"
            scope.report(field.at("type"), "wrong-type", message)


def _check_text(scope: Scope, method: Method, upload: Upload) -> None:
    """Check that the parameter is a text or the options, or neither."""
    parameter = method.params[upload.param]
    kind = parameter.type
    alternatives = {str(choice).removesuffix("?") for choice in kind.choices}
    nullable = any(choice.nullable for choice in kind.choices)
    if alternatives != {"string", upload.options} or not nullable:
        message = f"what a file may stand in for is 'string? | {upload.options}', and '{upload.param}' is {kind}"
        scope.report(parameter.at("type"), "wrong-type", message)
    for key in ("check", "literals", "pick", "spread", "at-least"):
        if getattr(parameter, key.replace("-", "_")):
            scope.report(parameter.at(key), "wrong-value", f"a text that a file may stand in for has no '{key}'")
