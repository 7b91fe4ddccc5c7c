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
from compiler.properties.requesting import Requests
from compiler.properties.service import SchemaService, link_path
from compiler.properties.values import Values
from compiler.properties.ways import Way
from support.file_store import Stored
from twilio_codegen.language import FileAddresses, Method, Property, Resource, Schema, TextOrFile, Upload, ValueSource
from twilio_codegen.python.naming import python_name
from twilio_realtime.errors import ArgumentError, NotFoundError, RequestError
from twilio_realtime.files.filenames import safe_name
from twilio_realtime.json import JsonObject, JsonValue, as_object

__all__ = ["Files"]

_CONTENT = b"what is in it"
_NAME = "a file.csv"
_TYPE = "text/x-odd; charset=utf-8"
_ABSENT = "<absent>"


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
            if method.request is not None and method.request.uploads:
                await self._uploads(resource, name, actual, seen)
            elif method.media is not None:
                await self._finds(resource, name, actual, seen)
            elif method.addresses is not None:
                await self._finds_several(resource, name, actual, seen, method.addresses)

    # -- uploads

    async def _uploads(self, resource: Resource, name: str, actual: object, seen: Seen | None) -> None:
        """Store files, in every way to say what they are, and try the ways that are none."""
        method = resource.methods[name]
        either = self._schema.text_or_file(method)
        if either is None:
            for _ in range(3):
                await self._upload(resource, name, actual, seen)
            await self._refused(resource, name, actual, seen, {})
            return
        fields = self._schema.options[either.options].fields
        said: dict[str, object] = {"content_type": _TYPE, "filename": _NAME, "progress": self._moved}
        source, param = python_name(either.source), _param_of(method, either)
        known = {python_name(key): said[python_name(key)] for key in fields if key != either.source}
        some = {key: value for key, value in known.items() if self._values.rng.random() < 0.6}
        whole = {**known, source: _CONTENT}
        make = cast("Callable[..., object]", getattr(self._package, either.options))
        await self._upload(resource, name, actual, seen, {source: _CONTENT, **some}, some)
        await self._upload(resource, name, actual, seen, {param: make(**whole)}, known)
        await self._upload(resource, name, actual, seen, {param: "a text"})
        if all(item.type.nullable for key, item in fields.items() if key != either.source):
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
        await self._refused(resource, name, actual, seen, {source: _CONTENT})

    async def _refused(
        self, resource: Resource, name: str, actual: object, seen: Seen | None, given: dict[str, object]
    ) -> None:
        """Store files where the store refuses the first of them."""
        call, keywords = self._call(resource, name, actual, seen, given)
        method = resource.methods[name]
        assert method.request is not None
        if "" in self._requests.segments(resource, method.request, call)[1:] or self._requests.exceeds(method, call):
            await self._fails(resource, name, actual, keywords, ArgumentError, stored=0)
        elif any(self._of(method, call, source, {} if given else None) for source in method.request.uploads.values()):
            self._store.status = 413
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
        either = self._schema.text_or_file(method)
        text = _param_of(method, either) if either is not None else ""
        return call, {**{key: value for key, value in call.keywords.items() if key != text}, **given}

    async def _upload(
        self,
        resource: Resource,
        name: str,
        actual: object,
        seen: Seen | None,
        given: dict[str, object] | None = None,
        said: dict[str, object] | None = None,
    ) -> None:
        """Call a method, and compare what is stored and sent.

        ``given`` takes the place of the text; ``said`` is what it says of a file, None if it is none.
        """
        method = resource.methods[name]
        request = method.request
        assert request is not None
        either = self._schema.text_or_file(method)
        call, keywords = self._call(resource, name, actual, seen, given or {})
        what = f"{resource.resource}.{name}({keywords})"
        files = {field: self._of(method, call, source, said) for field, source in request.uploads.items()}
        self._store.records = []
        named: dict[str, list[JsonValue]] = {field: [] for field in files}
        for field, several in files.items():
            for _ in several:
                upload = request.uploads[field].upload
                assert upload is not None
                self._store.records.append(self._values.fields(self._schema.wire[upload.payload].fields))
                named[field].append(self._identifier(upload, self._store.records[-1]))
        self._service.answer = answer = self._requests.answer_of(method, request)
        self._forget()
        segments = self._requests.segments(resource, request, call)
        if "" in segments[1:] or self._requests.exceeds(method, call):
            await self._fails(resource, name, actual, keywords, ArgumentError, stored=0)
            return
        result = await self._way.call(getattr(actual, python_name(name)), **keywords)
        stored = [file for several in files.values() for file in several]
        assert self._store.stored == stored, f"{what} has stored {self._store.stored}, not {stored}"
        length = len(_CONTENT)
        told = [(0, length), (length, length)] if said is not None and "progress" in said else []
        assert self._progress == told, f"{what} was told to be at {self._progress}"
        assert len(self._service.asked) == 1, f"{what} sent {self._service.asked}"
        plain = {key: value for key, value in (request.body or {}).items() if value.upload is None}
        asked = self._service.asked[0]
        sent = {**cast("JsonObject", asked.body)}
        for field, source in request.uploads.items():
            if either is not None and field == either.file_field and said is None:
                assert field not in sent, f"{what} speaks of a file"
                continue
            expected = self._named(method, call, source, named[field])
            compare(f"what {what} calls the files", sent.pop(field, _ABSENT), expected)
        if either is not None and said is not None:
            del plain[either.text_field]
        elif either is not None:
            compare(f"the text of {what}", sent.pop(either.text_field, None), "a text")
            del plain[either.text_field]
        without = request.model_copy(update={"body": plain})
        self._requests.compare_sent(what, replace(asked, body=sent), without, segments, call)
        self._requests.result(what, actual, method, result, answer)

    def _of(self, method: Method, call: Call, source: ValueSource, said: dict[str, object] | None) -> list[Stored]:
        """The files of a field of the body."""
        found: list[Stored] = []
        for files in source.uploaded:
            name = files.value.removeprefix("$")
            category = files.category or "media"
            if method.params[name].type.choices:
                if said is not None:
                    found.append(self._file(_CONTENT, said, category))
                continue
            given = call.given(name)
            if isinstance(given, dict):
                each = list(cast("dict[str, object]", given).items())
            else:
                each = [("", file) for file in (cast("list[object]", given) if isinstance(given, list) else [given])]
            for key, file in each:
                named: dict[str, object] = {python_name(files.key): key} if files.key is not None else {}
                if isinstance(file, bytes):
                    found.append(self._file(file, named, category))
                elif file is not None:
                    options = type(file).__name__
                    content = python_name(self._schema.file_of(options) or "")
                    keys = [python_name(field) for field in self._schema.options[options].fields]
                    about = {**named, **{key: value for key in keys if (value := getattr(file, key)) is not None}}
                    found.append(self._file(about.pop(content), about, category))
        return found

    def _file(self, content: object, said: dict[str, object], category: str) -> Stored:
        filename = cast("str | None", said.get("filename"))
        query = {"Category": category, **({"Filename": filename} if filename is not None else {})}
        usual = "text/csv" if filename == _NAME else "application/octet-stream"
        kind = cast("str", said.get("content_type", usual))
        return Stored(query, kind, self._service.token(), cast("bytes", content))

    def _named(self, method: Method, call: Call, source: ValueSource, names: list[JsonValue]) -> JsonValue:
        """What a field of the body says of files: their names, or what stands there without any."""
        if source.files or method.params[source.uploaded[0].value.removeprefix("$")].type.argument is not None:
            return names if names or source.when_none is None else _ABSENT
        if names:
            return names[0]
        return _ABSENT if source.when_none == "omit" else source.when_none

    def _identifier(self, upload: Upload, record: JsonObject) -> JsonValue:
        """What the store calls a file."""
        found: JsonValue = record
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


def _param_of(method: Method, either: TextOrFile) -> str:
    """Python name of the parameter that is a text or a file."""
    return python_name(method.params[either.param].name or either.param)


def _is_file_name(item: Property) -> bool:
    return item.derived is not None and item.derived.safe_name is not None
