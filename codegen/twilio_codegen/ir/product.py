"""The product as a whole, and everything that a schema folder says."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .data import Options, Payload, Union, ValueType
from .node import Node
from .resources import Resource

__all__ = ["Bootstrap", "Product", "Profile", "Push", "Schema"]


class Bootstrap(Node):
    """The first request of a session."""

    path: str
    payload: str


class Push(Node):
    """How devices are registered for push notifications."""

    versions: dict[str, str] = Field(description="Version of the registrar's protocol by road.")
    message_types: tuple[str, ...] = Field(alias="message-types")


class Profile(Node):
    """What a session needs to know about the product."""

    grant: str
    token_grants: tuple[str, ...] = Field(alias="token-grants")
    default_region: str = Field(alias="default-region")
    hosts: dict[Literal["socket", "api", "sync", "registrar"], str]
    bootstrap: Bootstrap
    cache_interval: str | None = Field(
        default=None, alias="cache-interval", description="Path below `session.` to how long answers may be used again."
    )
    metadata: dict[str, str]
    message_types: tuple[str, ...] = Field(alias="message-types")
    push: Push | None = None


class Product(Node):
    """The product as a whole."""

    product: str
    package: str
    title: str
    models_version: str = Field(alias="models-version")
    doc: str
    profile: Profile


class Schema(Node):
    """Everything that a schema folder says."""

    product: Product
    types: dict[str, Union]
    values: dict[str, ValueType]
    wire: dict[str, ValueType]
    payloads: dict[str, Payload]
    options: dict[str, Options] = Field(default_factory=dict)
    resources: dict[str, Resource]

    @property
    def root(self) -> Resource:
        """The resource that a session starts with."""
        return next(resource for resource in self.resources.values() if resource.root)
