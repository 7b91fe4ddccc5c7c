"""Registrations of a device for push notifications: what reaches the registrar."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

from compiler.properties.expected import compare
from compiler.properties.service import SchemaService
from compiler.properties.ways import Way
from support.fleet_service import Refusal
from twilio_codegen.language import Method, Schema
from twilio_codegen.python.naming import python_name
from twilio_realtime.errors import ArgumentError
from twilio_realtime.json import JsonObject

__all__ = ["Registrations"]


class Registrations:
    """Registers devices with every push service, and forgets them.

    Args:
        schema: The schema.
        service: What the requests arrive at.
        way: How the client is used.
    """

    def __init__(self, schema: Schema, service: SchemaService, way: Way) -> None:
        self._schema = schema
        self._service = service
        self._way = way

    async def all(self, client: object) -> None:
        """Call every method of the client that has to do with push notifications."""
        methods = self._schema.root.methods
        setting = [(name, method) for name, method in methods.items() if method.push == "set"]
        unsetting = [(name, method) for name, method in methods.items() if method.push == "unset"]
        for name, method in setting:
            for push_service in self._possible(method):
                await self._one(client, name, push_service, unsetting)
            await self._refused(client, name, method)
        for name, method in methods.items():
            if method.push in ("unset", "remove"):
                await self._refused(client, name, method)
            if method.push == "remove":
                for push_service in self._possible(method):
                    await self._removed(client, name, push_service, setting)

    def _possible(self, method: Method) -> list[str]:
        """Push services that a method takes and the product has."""
        push = self._schema.product.profile.push
        assert push is not None
        allowed = next(iter(method.params.values())).allow
        return [name for name in push.versions if not allowed or name in allowed]

    async def _one(self, client: object, name: str, push_service: str, unsetting: list[tuple[str, Method]]) -> None:
        push = self._schema.product.profile.push
        assert push is not None
        new: JsonObject = {
            "endpoint_platform": "web",
            "channel_type": push_service,
            "version": push.versions[push_service],
            "message_types": list(push.message_types),
        }
        first: tuple[str, tuple[str, ...], JsonObject] = ("POST", (), {**new, "data": {"registration_id": "d 1"}})
        second: tuple[str, tuple[str, ...], JsonObject] = ("POST", (), {**new, "data": {"registration_id": "d/2"}})
        gone: tuple[str, tuple[str, ...], JsonObject] = ("DELETE", ("R 1/",), {})
        self._service.answer = {"id": "R 1/"}
        await self._sends(client, name, (push_service, "d 1"), [first])
        await self._sends(client, name, (push_service, "d 1"), [])
        await self._sends(client, name, (push_service, "d/2"), [gone, second])
        for forget, method in unsetting:
            if push_service not in self._possible(method):
                continue
            self._service.answers_in_turn = [Refusal(404)]  # gone already: as good as removed
            await self._sends(client, forget, (push_service,), [gone])
            await self._sends(client, forget, (push_service,), [])
            await self._sends(client, name, (push_service, "d/2"), [second])

    async def _removed(self, client: object, name: str, push_service: str, setting: list[tuple[str, Method]]) -> None:
        """Remove what a device has, which is then registered anew."""
        gone: tuple[str, tuple[str, ...], JsonObject]
        gone = ("DELETE", (), {"binding_type": push_service, "address": "d 3"})
        for setter, method in setting:
            if push_service in self._possible(method):
                self._service.answer = {"id": "R 3"}
                await self._way.call(self._method(client, setter), push_service, "d 3")
        await self._sends(client, name, (push_service, "d 3"), [gone])
        self._service.answers_in_turn = [Refusal(404)]
        await self._sends(client, name, (push_service, "d 3"), [gone])
        for setter, method in setting:
            if push_service in self._possible(method):
                self._service.asked.clear()
                await self._way.call(self._method(client, setter), push_service, "d 3")
                assert [asked.method for asked in self._service.asked] == ["POST"], f"{setter} sends nothing anew"
                break

    async def _sends(
        self,
        client: object,
        name: str,
        arguments: tuple[str, ...],
        expected: list[tuple[str, tuple[str, ...], JsonObject]],
    ) -> None:
        what = f"{name}{arguments}"
        self._service.asked.clear()
        assert await self._way.call(self._method(client, name), *arguments) is None, f"{what} returns something"
        profile = self._schema.product.profile
        registrar = urlsplit(profile.hosts["registrar"].format(region=profile.default_region))
        for asked in self._service.asked:
            assert asked.host == registrar.netloc, f"{what} asks {asked.host}"
            compare(f"the query of {what}", dict(asked.query), {"productId": profile.grant})
        sent = [[asked.method, [*filter(None, asked.segments)], asked.body] for asked in self._service.asked]
        start = [*filter(None, registrar.path.split("/"))]
        compare(f"what {what} sends", sent, [[verb, [*start, *path], body] for verb, path, body in expected])

    async def _refused(self, client: object, name: str, method: Method) -> None:
        """Name a push service that there is none of, and one that the method does not take."""
        possible = self._possible(method)
        union = self._schema.types.get(next(iter(method.params.values())).type.name)
        for wrong in ("no such service", *(union.members if union is not None else ())):
            if wrong in possible:
                continue
            self._service.asked.clear()
            arguments = (wrong, *("d 1" for _ in range(len(method.params) - 1)))
            try:
                await self._way.call(self._method(client, name), *arguments)
            except ArgumentError:
                assert not self._service.asked, f"{name}{arguments} sent something"
                continue
            raise AssertionError(f"{name}{arguments} is accepted")

    @staticmethod
    def _method(client: object, name: str) -> Callable[..., object]:
        return cast("Callable[..., object]", getattr(client, python_name(name)))
