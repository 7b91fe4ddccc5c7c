"""Uploads and downloads: what reaches the store of files, and what the requests say of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import cast

from compiler.properties.calls import Call
from compiler.properties.expected import NOTHING, Expected, Seen, compare
from compiler.properties.file_store import Stored
from compiler.properties.requesting import Requests
from compiler.properties.service import SchemaService, link_path
from compiler.properties.values import Values
from compiler.properties.ways import Way
from twilio_codegen.language import FileAddresses, Method, Property, Resource, Schema, Upload
from twilio_codegen.python.naming import python_name
from twilio_realtime.errors import ArgumentError, NotFoundError, RequestError
from twilio_realtime.files.filenames import safe_name
from twilio_realtime.json import JsonObject, JsonValue, as_object

__all__ = ["Files"]

_CONTENT = b"what is in it"
_NAME = "a file.csv"
_TYPE = "text/x-odd; charset=utf-8"


class Files:
    """Calls what stores files, finds and fetches them.

    Args:
        schema: The schema.
        package: What was generated.
        service: Where the files are.
        values: Draws arguments and answers.
        expected: What objects must be like.
        requests: Knows what requests must say.
        way: How the client is used.
    """

    def __init__(
        self,
        schema: Schema,
        package: ModuleType,
        service: SchemaService,
        values: Values,
        expected: Expected,
        requests: Requests,
        way: Way,
    ) -> None:
        self._schema = schema
        self._package = package
        self._service = service
        self._store = service.files
        self._values = values
        self._expected = expected
        self._requests = requests
        self._way = way
        self._progress: list[tuple[int, int | None]] = []

    async def each(self, resource: Resource, actual: object, seen: Seen | None) -> None:
        """Call every method of an object that has to do with files."""
        for name, method in resource.methods.items():
            if method.request is not None and method.request.upload is not None:
                await self._uploads(resource, name, actual, seen)
            elif method.media is not None:
                await self._finds(resource, name, actual, seen)
            elif method.addresses is not None:
                await self._finds_several(resource, name, actual, seen, method.addresses)

    # -- uploads

    async def _uploads(self, resource: Resource, name: str, actual: object, seen: Seen | None) -> None:
        """Store a file in every way to say what it is, and try the ways that are none."""
        upload = _upload_of(resource.methods[name])
        fields = self._schema.options[upload.options].fields
        said: dict[str, object] = {"content_type": _TYPE, "filename": _NAME, "progress": self._moved}
        source, param = python_name(upload.source), _param_of(resource.methods[name])
        known = {python_name(key): said[python_name(key)] for key in fields if key != upload.source}
        some = {key: value for key, value in known.items() if self._values.rng.random() < 0.6}
        whole = {**known, source: _CONTENT}
        make = cast("Callable[..., object]", getattr(self._package, upload.options))
        await self._upload(resource, name, actual, seen, {source: _CONTENT, **some}, some)
        await self._upload(resource, name, actual, seen, {param: make(**whole)}, known)
        if all(item.type.nullable for key, item in fields.items() if key != upload.source):
            given = {param: make(**{source: _CONTENT}), **some}
            await self._upload(resource, name, actual, seen, given, some)
        wrongs: list[dict[str, object]] = [
            {param: "a text", source: _CONTENT},
            {param: make(**whole), source: _CONTENT},
            {param: None, source: None},
        ]
        for wrong in wrongs:
            _, keywords = self._call(resource, name, actual, seen, wrong)
            await self._fails(resource, name, actual, keywords, ArgumentError, stored=0)
        self._store.status = 413
        _, keywords = self._call(resource, name, actual, seen, {source: _CONTENT})
        await self._fails(resource, name, actual, keywords, RequestError, stored=1)
        self._store.status = 200

    def _moved(self, moved: int, of: int | None) -> None:
        self._progress.append((moved, of))

    def _call(
        self, resource: Resource, name: str, actual: object, seen: Seen | None, given: dict[str, object]
    ) -> tuple[Call, dict[str, object]]:
        """Arguments for a method, and those with others in place of the text."""
        method = resource.methods[name]
        call = self._requests.call(resource, method, actual, seen)
        kept = {key: value for key, value in call.keywords.items() if key != _param_of(method)}
        return call, {**kept, **given}

    async def _upload(
        self,
        resource: Resource,
        name: str,
        actual: object,
        seen: Seen | None,
        given: dict[str, object],
        said: dict[str, object],
    ) -> None:
        method = resource.methods[name]
        request, upload = method.request, _upload_of(method)
        assert request is not None
        call, keywords = self._call(resource, name, actual, seen, given)
        what = f"{resource.resource}.{name}({keywords})"
        self._store.record = self._values.fields(self._schema.wire[upload.payload].fields)
        self._service.answer = answer = self._requests.answer_of(method, request)
        self._forget()
        segments = self._requests.segments(resource, request, call)
        if "" in segments[1:]:
            return  # is refused, as without a file
        result = await self._way.call(getattr(actual, python_name(name)), **keywords)
        filename = cast("str | None", said.get("filename"))
        query = {"Category": upload.category or "media", **({"Filename": filename} if filename is not None else {})}
        usual = "text/csv" if filename is not None else "application/octet-stream"
        kind = cast("str", said.get("content_type", usual))
        stored = Stored(query, kind, self._service.token(), _CONTENT)
        assert self._store.stored == [stored], f"{what} has stored {self._store.stored}, not {stored}"
        length = len(_CONTENT)
        told = [(0, length), (length, length)] if "progress" in said else []
        assert self._progress == told, f"{what} was told to be at {self._progress}"
        identifier = self._identifier(upload)
        assert len(self._service.asked) == 1, f"{what} sent {self._service.asked}"
        body = {key: value for key, value in (request.body or {}).items() if key != upload.instead_of}
        asked = self._service.asked[0]
        sent = {**cast("JsonObject", asked.body)}
        compare(f"the identifier that {what} sends", sent.pop(upload.sent_as, None), identifier)
        plain = request.model_copy(update={"body": body})
        self._requests.compare_sent(what, replace(asked, body=sent), plain, segments, call)
        self._requests.result(what, actual, method, result, answer)

    def _identifier(self, upload: Upload) -> JsonValue:
        """What the store calls the file."""
        found: JsonValue = self._store.record
        payload = upload.payload
        for part in upload.sid.split("."):
            field = self._schema.wire[payload].fields[part]
            found = as_object(found).get(field.wire or part, field.default)
            payload = field.type.name
        return found

    def _forget(self) -> None:
        for heard in (
            self._service.asked,
            self._store.stored,
            self._store.described,
            self._store.sought,
            self._progress,
        ):
            heard.clear()

    async def _fails(
        self,
        resource: Resource,
        name: str,
        actual: object,
        keywords: dict[str, object],
        error: type[Exception],
        *,
        stored: int,
    ) -> None:
        what = f"{resource.resource}.{name}({keywords})"
        self._forget()
        try:
            await self._way.call(getattr(actual, python_name(name)), **keywords)
        except error:
            assert (len(self._service.asked), len(self._store.stored)) == (0, stored), f"{what} sent something"
            return
        raise AssertionError(f"{what} raises no {error.__name__}")

    # -- addresses and downloads

    async def _finds(self, resource: Resource, name: str, actual: object, seen: Seen | None) -> None:
        method = resource.methods[name]
        what = f"{resource.resource}.{name}"
        identity = next(key for key, item in resource.properties.items() if item.identity)
        key = self._values.normal(getattr(actual, python_name(identity)))
        fetching = method.media == "download"
        self._store.record = {"more": 1}
        self._store.content = None
        self._forget()
        with tempfile.TemporaryDirectory() as folder:
            if fetching:
                await self._fails(resource, name, actual, self._download(method, folder), NotFoundError, stored=0)
            else:
                assert await self._way.call(getattr(actual, python_name(name))) is None, f"{what} is something"
            compare(f"the file that {what} is about", self._store.described, [key])
            self._store.content = _CONTENT
            await self._way.soon(20)
            if not fetching:
                got = await self._way.call(getattr(actual, python_name(name)))
                assert got == self._store.address, f"{what} is {got}"
            else:
                await self._downloads(resource, name, actual, seen, Path(folder), str(key))
        self._store.content = None

    async def _finds_several(
        self, resource: Resource, name: str, actual: object, seen: Seen | None, addresses: FileAddresses
    ) -> None:
        """Ask for the addresses of several files while they are not there yet, and when they are."""
        what = f"{resource.resource}.{name}"
        function = getattr(actual, python_name(name))
        keywords: dict[str, object] = {}
        if addresses.of.startswith("$"):
            param = addresses.of[1:]
            given: list[object] = [_NAME, "ME 2", _NAME] if addresses.by is None else [actual, actual]
            keywords = {python_name(resource.methods[name].params[param].name or param): given}
            wanted = given
            if addresses.by is not None:
                wanted = [self._values.normal(getattr(actual, python_name(addresses.by)))]
        else:
            shown = self._expected.reference(resource, actual, seen, addresses.of)[1]
            wanted = cast("list[object]", shown or [])
        wanted = list(dict.fromkeys(wanted))
        if self._schema.product.profile.media_sets is not None:
            self._store.sets = link_path(self._schema.product.profile.media_sets)
        if "" in wanted:
            await self._fails(resource, name, actual, keywords, ArgumentError, stored=0)
            return
        for content in (None, _CONTENT):
            self._store.content = content
            self._forget()
            got = await self._way.call(function, **keywords)
            assert got == ({} if content is None else dict.fromkeys(wanted, self._store.address)), f"{what} is {got}"
            assert self._store.sought == ([wanted] if wanted else []), f"{what} asked for {self._store.sought}"
        self._store.content = None
        for wrong in ([], [""], "no list", [5]) if keywords else ():
            await self._fails(resource, name, actual, dict.fromkeys(keywords, wrong), ArgumentError, stored=0)
            assert self._store.sought == [], f"{what} asked for {wrong}"

    def _download(self, method: Method, folder: str, *, replacing: bool = False) -> dict[str, object]:
        path, progress, overwrite = (python_name(item.name or key) for key, item in method.params.items())
        where = Path(folder) if str(next(iter(method.params.values())).type) == "Path" else folder
        return {path: where, progress: self._moved, overwrite: replacing}

    async def _downloads(
        self, resource: Resource, name: str, actual: object, seen: Seen | None, folder: Path, key: str
    ) -> None:
        """Fetch a file into a folder, and under a name, where it replaces nothing unless told to."""
        method = resource.methods[name]
        what = f"{resource.resource}.{name}"
        function = cast("Callable[..., object]", getattr(actual, python_name(name)))
        named = next((at for at, item in resource.properties.items() if _is_file_name(item)), None)
        called = key if named is None else self._expected.of_property(resource, named, seen)
        if called is NOTHING and named is not None:
            called = self._values.normal(getattr(actual, python_name(named)))
        for target in (folder, folder / "chosen"):
            self._forget()
            length = await self._way.call(function, **self._download(method, str(target)))
            file = target / safe_name(cast("str", called), "file") if target is folder else target
            assert length == len(_CONTENT), f"{what} returns {length}"
            assert file.read_bytes() == _CONTENT, f"{what} does not write {file.name}"
            assert self._progress == [(length, length)], f"{what} was told to be at {self._progress}"
            await self._fails(resource, name, actual, self._download(method, str(target)), ArgumentError, stored=0)
        await self._way.call(function, **self._download(method, str(folder / "chosen"), replacing=True))


def _upload_of(method: Method) -> Upload:
    assert method.request is not None
    assert method.request.upload is not None
    return method.request.upload


def _param_of(method: Method) -> str:
    """Python name of the parameter that may be the options."""
    param = _upload_of(method).param
    return python_name(method.params[param].name or param)


def _is_file_name(item: Property) -> bool:
    return item.derived is not None and item.derived.safe_name is not None
