"""Files that are stored before a request, which then names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from twilio_codegen.language import Files, Method, Request, Upload, ValueSource
from twilio_codegen.language.type_expressions import TypeExpression
from twilio_codegen.python.naming import python_name
from twilio_codegen.reading.positions import Position

from .scope import Scope

__all__ = ["check_upload", "check_uploads"]

_SAID: Mapping[str, str] = {"content_type": "string", "filename": "string", "progress": "Progress"}
"""What can be said about a file that is stored: type by Python name. Each may be null."""


def check_uploads(scope: Scope, method: Method, request: Request) -> None:
    """Check what the uploads of a request have in common."""
    stored: set[str] = set()
    either: set[str] = set()
    for source in request.uploads.values():
        for files in source.uploaded:
            name = files.value.removeprefix("$")
            if name in stored:
                pos = _place(source, files)
                scope.wrong_value(pos, f"the files of ${name} are stored already; they cannot be read twice")
            stored.add(name)
            if name in method.params and method.params[name].type.choices:
                either.add(name)
    if len(either) > 1:
        pos = method.params[sorted(either)[1]].at("type")
        scope.wrong_value(pos, "one parameter of a method may be a text or a file, not several")
    if request.uploads and (
        request.verb not in ("POST", "PUT") or request.throttle is not None or request.pages is not None
    ):
        first = next(iter(request.uploads.values()))
        scope.wrong_value(first.at("upload"), "a file is stored before a plain 'post' or 'put'")


def check_upload(scope: Scope, method: Method, request: Request, name: str, source: ValueSource) -> None:
    """Check a field of a body that names files."""
    upload = source.upload
    if upload is None:
        scope.wrong_value(source.at("files"), "say with 'upload' what the store answers")
        return
    if scope.check_wire(upload.payload, upload.at("payload")):
        scope.check_path(upload.sid, upload.payload, upload.at("sid"), "string", nullable=False)
    _check_category(scope, upload)
    for key, used in (("encode", source.encode is not None), ("choose", bool(source.choose))):
        if used:
            scope.wrong_value(source.at(key), f"a file is stored; remove '{key}'")
    several = bool(source.files)
    for files in source.uploaded:
        pos = _place(source, files)
        if source.files:
            _check_category(scope, files)
        kind = _given(scope, method, files.value, pos)
        if kind is None:
            continue
        _check_key(scope, files, kind)
        several = several or kind.argument is not None
        if kind.choices:
            _check_text_or_file(scope, method, request, name, source, pos)
        else:
            _check_files(scope, files.value, kind, pos)
    if several and source.when_none not in (None, "omit"):
        scope.wrong_value(source.at("when-none"), "without a file the list is empty, or left out with 'omit'")


def _check_key(scope: Scope, files: Files, kind: TypeExpression) -> None:
    """Check that the keys of a map say something of its files."""
    if files.key is None:
        return
    pos = files.at("key")
    if kind.name != "map" or kind.argument is None:
        scope.wrong_value(pos, f"only a map has keys, and '{files.value}' is {kind}; remove 'key'")
        return
    options = scope.schema.options.get(kind.argument.name)
    for name, field in options.fields.items() if options is not None else ():
        if python_name(name) == python_name(files.key) and not field.type.nullable:
            message = f"'{name}' of {kind.argument} is never null, so that the keys would say nothing; remove 'key'"
            scope.wrong_value(pos, message)


def _place(source: ValueSource, files: Files) -> Position:
    return files.at("value") if source.files else source.at("value")


def _check_category(scope: Scope, node: Upload | Files) -> None:
    if node.category is not None and not node.category.strip():
        scope.wrong_value(node.at("category"), "a category is a word of the store; leave it out for an ordinary file")


def _given(scope: Scope, method: Method, text: str, pos: Position) -> TypeExpression | None:
    """The type of a parameter that is spoken of; None if it is none."""
    name = text.removeprefix("$")
    if text == name or "." in name:
        scope.wrong_value(pos, f"only a parameter is a file, such as $file, and '{text}' is none")
        return None
    return method.params[name].type if scope.known(pos, "parameter", name, method.params) else None


def _check_files(scope: Scope, text: str, kind: TypeExpression, pos: Position) -> None:
    held = kind.argument if kind.name in ("list", "map") and kind.argument is not None else kind
    is_file = held.name == "MediaSource" or scope.kinds.get(held.name) == "options"
    if not is_file or held.choices or (held is not kind and held.nullable):
        message = (
            f"'{text}' is {kind}; files are MediaSource, options with one, or lists or maps of these, never of null"
        )
        scope.wrong_type(pos, message)
    elif held.name != "MediaSource":
        _check_options(scope, held.name)


def _check_options(scope: Scope, name: str) -> None:
    """Check that options describe a file and nothing else."""
    options = scope.schema.options[name]
    source = scope.schema.file_of(name)
    if source is None:
        scope.wrong_type(
            options.at("fields"), f"'{name}' has no field of the type MediaSource, and is stored as a file"
        )
        return
    kind = options.fields[source].type
    if str(kind) != "MediaSource":
        message = f"a file is MediaSource, and '{source}' is {kind}"
        _once(scope, options.fields[source].at("type"), "wrong-type", message)
    for key, field in options.fields.items():
        if key == source:
            continue
        wanted = _SAID.get(python_name(key))
        if wanted is None:
            message = f"nothing of a file is called '{key}'; what can be said about it: {', '.join(_SAID)}"
            _once(scope, options.key_at("fields", key), "wrong-value", message)
        elif str(field.type) not in (wanted, f"{wanted}?") or field.literals:
            message = f"'{key}' of a file is {wanted}?, not {field.type}"
            _once(scope, field.at("type"), "wrong-type", message)


def _once(scope: Scope, pos: Position, code: str, message: str) -> None:
    """Note a problem of options, which several methods may share."""
    if not any(item.pos == pos and item.message == message for item in scope.problems):
        scope.report(pos, code, message)


def _check_text_or_file(
    scope: Scope, method: Method, request: Request, name: str, source: ValueSource, pos: Position
) -> None:
    """Check a parameter that is a text or the options of a file."""
    text = str(source.value)
    if source.files:
        scope.wrong_type(pos, "what may be a text is one file; name it with 'value'")
        return
    parameter = method.params[text.removeprefix("$")]
    kind = parameter.type
    named = [choice for choice in kind.choices if choice.name in scope.schema.options]
    options = named[0].name if len(named) == 1 else ""
    alternatives = {str(choice).removesuffix("?") for choice in kind.choices}
    nullable = any(choice.nullable for choice in kind.choices)
    scope.used.add(options)
    if not options or alternatives != {"string", options} or not nullable:
        message = f"what may be a text or a file is 'string? | Options', and '{text.removeprefix('$')}' is {kind}"
        scope.wrong_type(parameter.at("type"), message)
        return
    _check_options(scope, options)
    for key in ("check", "literals", "pick", "spread", "at-least"):
        if getattr(parameter, key.replace("-", "_")):
            scope.wrong_value(parameter.at(key), f"a text that a file may stand in for has no '{key}'")
    body = request.body or {}
    texts = [key for key, other in body.items() if key != name and other.upload is None and other.value == text]
    if not texts:
        scope.wrong_value(pos, f"say with another field of the body where {text} is sent when it is a text")
    for place in (*(request.at("body", key) for key in texts[1:]), *_outside_body(request, text)):
        scope.wrong_value(place, f"{text} is not there beside a file; send it as '{texts[0] if texts else name}' alone")


def _outside_body(request: Request, text: str) -> Iterator[Position]:
    """Where the text that a file may stand in for is spoken of with a file, too, besides the body itself."""
    yield from (request.at(*path) for path, item in request.sources.items() if len(path) > 2 and item.value == text)
    yield from (request.at("path", at) for at, part in enumerate(request.path) if part == text)
    yield from (request.at("query", name) for name, value in request.query.items() if value == text)
