"""Events of a client as CloudEvents 1.0, the same from every process that is told of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files

from twilio_realtime.errors import ConfigurationError
from twilio_realtime.json import JsonObject, JsonValue, as_object, parse_json
from twilio_realtime.sync.mirror import APPLYING

from .bodies import Bodies, Body

__all__ = ["CloudEvent", "CloudEvents"]


@dataclass(frozen=True, slots=True)
class CloudEvent:
    """Something that happened.

    Attributes:
        name: What handlers of the event are called by, for example ``thing_added``.
        id: The same from every process that is told of it, and no other event of the source has it.
        type: What happened, in words that other programs know.
        source: Where it happened.
        subject: What identifies the object; None if nothing does.
        partition: What identifies the object that it belongs to, within which events are in order; None if nothing
            does.
        position: Its place in the list that is consumed durably; None if it is of no such list.
        identity: Whom it is about, where that is the signed-in user; None for what everybody is told alike.
        time: When it happened, as RFC 3339 text; None if that is unknown.
        data: What handlers receive, as the AsyncAPI document describes it; not part of the repr.
    """

    name: str
    id: str
    type: str
    source: str
    subject: str | None
    partition: str | None
    position: int | None
    identity: str | None
    time: str | None
    data: JsonValue = field(repr=False)

    def record(self) -> JsonObject:
        """Return it in the structured JSON format of CloudEvents."""
        said: JsonObject = {"specversion": "1.0", "id": self.id, "source": self.source, "type": self.type}
        named = {
            "subject": self.subject,
            "time": self.time,
            "partitionkey": self.partition,
            "identity": self.identity,
        }
        said.update({name: value for name, value in named.items() if value})
        return {**said, "datacontenttype": "application/json", "data": self.data}


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    type: str
    personal: bool
    subject: str | None
    partition: str | None
    position: str | None
    time: str | None
    body: Body


class CloudEvents:
    """Makes CloudEvents of what a generated package tells its handlers.

    Args:
        package: Import name of the package.
        source: Where events happen, a URI reference; by default ``/`` and the package's name.

    Raises:
        ConfigurationError: There is no such package, it describes no events, or the source is empty.
    """

    def __init__(self, package: str, *, source: str | None = None) -> None:
        if source is not None and not source.strip():
            raise ConfigurationError("source is empty; name where the events happen, for example '/my-service'")
        self.source: str = source or f"/{package.replace('_', '-')}"
        try:
            text = (files(package) / "schemas" / "asyncapi.json").read_bytes()
        except (ModuleNotFoundError, FileNotFoundError, TypeError):
            raise ConfigurationError(f"there is no generated package {package!r} that describes its events") from None
        document = as_object(parse_json(text))
        self._kinds = dict(_kinds(document))
        self._durable = next((event for event, kind in self._kinds.items() if kind.position is not None), None)

    @property
    def names(self) -> tuple[str, ...]:
        """Documented names of the events of which CloudEvents are made."""
        return tuple(self._kinds)

    @property
    def durable(self) -> str | None:
        """Documented name of the event of the list that is consumed durably; None if the product has none."""
        return self._durable

    def make(self, event: str, payload: object, identity: str) -> CloudEvent | None:
        """Make a CloudEvent; call it in the handler, before the objects change again.

        Args:
            event: Documented name of the event, one of `names`.
            payload: What the handler received.
            identity: Identity of the signed-in user.

        Returns:
            The event; None if nothing has happened: what is there at a start is announced to handlers, too.
        """
        kind = self._kinds[event]
        data = kind.body(payload)
        subject, partition, time = (_text(data, pointer) for pointer in (kind.subject, kind.partition, kind.time))
        position = _found(data, kind.position)
        place = position if isinstance(position, int) else None
        whom = identity if kind.personal else None
        identifier = _identifier(kind.name, partition, place, whom)
        if identifier is None:
            return None
        return CloudEvent(
            name=kind.name,
            id=identifier,
            type=kind.type,
            source=self.source,
            subject=subject,
            partition=partition,
            position=place,
            identity=whom,
            time=time,
            data=data,
        )


def _kinds(document: JsonObject) -> Iterator[tuple[str, _Kind]]:
    bodies = Bodies(document)
    messages = as_object(as_object(document.get("components")).get("messages"))
    for message in map(as_object, messages.values()):
        told = as_object(message.get("x-cloud-event"))
        if told:
            places = {name: str(told[name]) for name in ("subject", "partition", "position", "time") if name in told}
            yield (
                str(message["name"]),
                _Kind(
                    name=str(message["x-python"]).rpartition(".")[2],
                    type=str(told["type"]),
                    personal=told.get("personal") is True,
                    subject=places.get("subject"),
                    partition=places.get("partition"),
                    position=places.get("position"),
                    time=places.get("time"),
                    body=bodies.of(as_object(message["payload"])),
                ),
            )


def _identifier(name: str, partition: str | None, position: int | None, identity: str | None) -> str | None:
    """What tells an event apart from all others, and is the same from everybody who is told of it."""
    if position is not None:
        return f"{partition or ''}/{position}/{name}"
    applied = APPLYING.get()
    if applied is None:
        return None
    sid, number = applied
    whom = "" if identity is None else f"/{identity}"
    return f"{sid}/{'end' if number is None else number}/{name}{whom}"


def _found(data: JsonValue, pointer: str | None) -> JsonValue:
    if pointer is None:
        return None
    for part in pointer.removeprefix("/").split("/"):
        data = as_object(data).get(part)
    return data


def _text(data: JsonValue, pointer: str | None) -> str | None:
    found = _found(data, pointer)
    return found if isinstance(found, str) else None
