"""What the runtime must be told about a product, and where its services are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

from .errors import ConfigurationError
from .visible_text import quoted

__all__ = ["Endpoints", "ProductProfile"]

_REGION = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_SECRET_PARTS = {"@": "a user name", "?": "a query", "#": "a fragment"}
"""What may hold a secret, by the mark that gives it away: refused without being shown."""
_UNUSABLE = re.compile(r"[\s\x00-\x1f\x7f]")


class ProductProfile(NamedTuple):
    """The constants of a product; generated from its schema.

    Attributes:
        grant: Product id named in every tunnelled request.
        token_grants: Grants of an access token, any of which makes it usable.
        default_region: Region when none is chosen.
        hosts: URL templates by service (``socket``, ``api``, ``sync``, ``registrar``) with ``{region}``.
        bootstrap_path: Path of the first request, relative to the API's base.
        metadata: Extra fields of the client's self-description.
        message_types: Notification types the service is asked to send.
        version: Version of the generated package.
    """

    grant: str
    token_grants: tuple[str, ...]
    default_region: str
    hosts: Mapping[str, str]
    bootstrap_path: str
    metadata: Mapping[str, str]
    message_types: tuple[str, ...]
    version: str


class Endpoints(NamedTuple):
    """Absolute URLs of the services that a client talks to."""

    socket: str
    api: str
    sync: str
    registrar: str

    @classmethod
    def resolve(
        cls,
        profile: ProductProfile,
        *,
        base_url: str | None = None,
        region: str | None = None,
        socket_url: str | None = None,
        api_url: str | None = None,
        sync_url: str | None = None,
        registrar_url: str | None = None,
    ) -> Endpoints:
        """Work the URLs out.

        Args:
            profile: The product.
            base_url: One host for everything, ``http(s)://host[:port]``.
            region: Region of Twilio, for example ``us1`` or ``ie1``; not together with ``base_url``.
            socket_url: WebSocket URL (``ws(s)://…``) instead of the one that follows.
            api_url: Base of the REST API instead of the one that follows.
            sync_url: Base of Sync instead of the one that follows.
            registrar_url: URL of the push registrar instead of the one that follows.

        Raises:
            ConfigurationError: A URL or region that cannot be used, or both a base URL and a region.
        """
        if base_url is not None and region is not None:
            raise ConfigurationError("give either base_url or region, not both: a base URL already names the host")
        if base_url is not None:
            base = _checked("base_url", base_url, "http", "https")
            parts = urlsplit(base)
            scheme = "wss" if parts.scheme == "https" else "ws"
            found = {
                "socket": urlunsplit((scheme, parts.netloc, f"{parts.path}/v3/wsconnect", "", "")),
                "api": base,
                "sync": base,
                "registrar": f"{base}/v1/registrations",
            }
        else:
            chosen = region if region is not None else profile.default_region
            if not _REGION.fullmatch(chosen):
                raise ConfigurationError(
                    f"region must be a name such as {profile.default_region!r}, not {quoted(chosen)}"
                )
            found = {name: template.format(region=chosen) for name, template in profile.hosts.items()}
        if socket_url is not None:
            found["socket"] = _checked("socket_url", socket_url, "ws", "wss")
        for name, option, value in (
            ("api", "api_url", api_url),
            ("sync", "sync_url", sync_url),
            ("registrar", "registrar_url", registrar_url),
        ):
            if value is not None:
                found[name] = _checked(option, value, "http", "https")
        return cls(found["socket"], found["api"], found["sync"], found["registrar"])


def _checked(option: str, url: object, *schemes: str) -> str:
    forms = " or ".join(f"{scheme}://host[:port]" for scheme in schemes)
    if not isinstance(url, str):
        raise ConfigurationError(f"{option} must look like {forms}, not a value of type {type(url).__name__}")
    for mark, part in _SECRET_PARTS.items():
        if mark in url:
            raise ConfigurationError(f"{option} must look like {forms}, without {part}")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in schemes and bool(parts.hostname) and (parts.port is None or parts.port > 0)
        (parts.hostname or "").encode("idna")  # which each attempt to connect would find out again
    except ValueError:
        usable = False
    if not usable or _UNUSABLE.search(url):
        raise ConfigurationError(f"{option} must look like {forms}, not {quoted(url)}")
    return url.rstrip("/")
