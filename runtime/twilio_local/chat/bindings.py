"""Addresses on other networks, through which people without an identity take part in a channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from twilio_realtime.json import JsonObject, JsonValue, as_object, dump_json, parse_json

from ..errors import Refusal

__all__ = ["APPLE", "EMAIL", "Binding", "read_binding", "stored_binding"]

APPLE: Final = "apple"
EMAIL: Final = "email"
_EMAIL_LEVELS: Final = ("to", "cc")
_PREFIXES: Final = ("whatsapp", "messenger", APPLE)
_LONGEST: Final = 256


@dataclass(frozen=True, slots=True)
class Binding:
    """One address. Not part of the repr: it is somebody's telephone number or the like.

    Attributes:
        type: ``sms``, ``whatsapp``, ``email``, ``messenger`` or ``apple``.
        address: Where the person is reached.
        proxy_address: The address of ours that the person sees; None if the network needs none.
        name: The person's name, for e-mail.
        level: ``to`` or ``cc``, for e-mail.
    """

    type: str
    address: str
    proxy_address: str | None = None
    name: str | None = None
    level: str | None = None

    def __repr__(self) -> str:
        return f"<Binding {self.type}>"

    @property
    def details(self) -> JsonObject:
        """What is known besides the type."""
        email: JsonObject = {"level": self.level, "name": self.name} if self.type == EMAIL else {}
        return {**email, "address": self.address, "proxy_address": self.proxy_address}

    def dump(self) -> str:
        """The binding as text, as it is stored."""
        return dump_json({"type": self.type, **self.details})


def stored_binding(text: str) -> Binding:
    """The binding that was stored with `Binding.dump`."""
    return _binding(as_object(parse_json(text)))


def read_binding(value: JsonValue) -> Binding:
    """The binding that a request describes; its type follows from the form of the address.

    Raises:
        Refusal: 400 with what is wrong.
    """
    if not isinstance(value, dict):
        raise Refusal(400, 20001, "messaging_binding must be an object")
    binding = _binding({"type": "", **value})
    if not binding.address:
        raise Refusal(400, 20001, "messaging_binding.address must be a text that is not empty")
    for name in ("address", "proxy_address", "name", "level"):
        text = value.get(name)
        if text is not None and (not isinstance(text, str) or len(text) > _LONGEST):
            raise Refusal(400, 20001, f"messaging_binding.{name} must be a text of at most {_LONGEST} characters")
    kind = _type(binding.address)
    if kind != EMAIL:
        return Binding(kind, binding.address, binding.proxy_address)
    level = binding.level or _EMAIL_LEVELS[0]
    if level not in _EMAIL_LEVELS:
        raise Refusal(400, 20001, f"messaging_binding.level must be one of {', '.join(_EMAIL_LEVELS)}")
    return Binding(kind, binding.address, binding.proxy_address, binding.name or "", level)


def _binding(fields: JsonObject) -> Binding:
    def text(name: str) -> str | None:
        value = fields.get(name)
        return value if isinstance(value, str) else None

    return Binding(text("type") or "", text("address") or "", text("proxy_address"), text("name"), text("level"))


def _type(address: str) -> str:
    prefix, colon, _ = address.partition(":")
    if colon and prefix in _PREFIXES:
        return prefix
    return EMAIL if "@" in address else "sms"
