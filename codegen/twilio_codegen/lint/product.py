"""The product as a whole, and the texts that stand on one line wherever they are generated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from twilio_codegen.language import Deprecation, Node, Product, Profile, Requirement, Resource
from twilio_codegen.reading.diagnostics import Diagnostic

from .scope import Scope
from .texts import has_unprintable, nodes

__all__ = ["check_folder", "check_product"]

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_REGION: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_WORD: Final = re.compile(r"[!-~]{1,200}")
_PATH: Final = re.compile(r"[A-Za-z0-9._~/-]{1,200}")
_PRODUCTS: Final = ("schema", "_schema")
"""Folders with one folder for each product: that of a project, and that of an installed compiler."""
_LINES: Final[dict[type[Node], tuple[str, ...]]] = {
    Product: ("title", "models_version"),
    Resource: ("section",),
    Requirement: ("message",),
    Deprecation: ("use",),
}
"""What is a title, or a part of an error message or a warning: never more than a line of what can be seen."""


def check_folder(product: Product, folder: Path) -> Iterator[Diagnostic]:
    """Check that a product is called like its folder, by which commands and generated files name it.

    Args:
        product: The product.
        folder: Where its schema is. Only the folders of ``schema/`` have to have its name.
    """
    place = folder.absolute()
    if place.parent.name in _PRODUCTS and product.product != place.name:
        message = f"the product of the folder '{place.name}' is called '{product.product}'; write '{place.name}' here"
        yield Diagnostic(product.at("product"), "wrong-value", f"{message}, or rename the folder")


def check_product(scope: Scope) -> None:
    """Check the product's name, what it says about its services, and every text that must be one line."""
    product = scope.schema.product
    name = product.product
    if _NAME.fullmatch(name) is None:
        message = f"'{name}' is no name of a product; write a plain word such as chat, of at most 64 characters"
        scope.report(product.at("product"), "bad-name", message)
    _check_profile(scope, product.profile)
    for node in nodes(scope.schema):
        for field in _LINES.get(type(node), ()):
            _check_line(scope, node, field.replace("_", "-"), getattr(node, field))


def _check_line(scope: Scope, node: Node, key: str, text: str) -> None:
    if not text.strip():
        if not isinstance(node, Deprecation):  # of which it is said elsewhere, with what it is about
            scope.report(node.at(key), "no-line", f"'{key}' says nothing; write one line of plain text")
    elif not text.isprintable() and not has_unprintable(text):  # which is said of any text
        message = f"'{key}' is more than one line, or holds what cannot be seen; write one line of plain text"
        scope.report(node.at(key), "no-line", message)


def _check_profile(scope: Scope, profile: Profile) -> None:
    if _REGION.fullmatch(profile.default_region) is None:
        message = f"'{profile.default_region}' is no region; write one such as us1"
        scope.wrong_value(profile.at("default-region"), message)
    if _PATH.fullmatch(profile.bootstrap.path) is None:
        message = f"'{profile.bootstrap.path}' is no path; write one such as Client/v1/Configuration"
        scope.wrong_value(profile.bootstrap.at("path"), message)
    words = [(profile.at("grant"), profile.grant)]
    words += [(profile.at("token-grants", index), grant) for index, grant in enumerate(profile.token_grants)]
    for pos, word in words:
        if _WORD.fullmatch(word) is None:
            scope.wrong_value(pos, f"'{word}' is no grant; write a plain word such as chat")
    for service, url in profile.hosts.items():
        schemes = ("wss", "ws") if service == "socket" else ("https", "http")
        if not _is_url(url, schemes):
            message = f"'{url}' is no URL; write one such as {schemes[0]}://{service}.{{region}}.example.com"
            scope.wrong_value(profile.at("hosts", service), message)


def _is_url(template: str, schemes: tuple[str, ...]) -> bool:
    url = template.replace("{region}", "us1")
    if _WORD.fullmatch(url) is None or set(url) & set("{}@?#\\"):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
