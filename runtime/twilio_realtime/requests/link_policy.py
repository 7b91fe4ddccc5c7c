"""Where the token and the files of a session may go.

The service names links, and so decides which hosts this machine talks to. It may not lead below the protection that the
session has, and the program may limit the hosts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final, TypeAlias, cast
from urllib.parse import SplitResult, urlsplit

from ..errors import ConfigurationError, ResponseError
from ..network.proxies import is_loopback
from ..telemetry.logs import logger_of

__all__ = ["AllowedHosts", "LinkPolicy"]

AllowedHosts: TypeAlias = Collection[str]
"""Names of hosts: ``media.example.com``, ``media.example.com:8443``, or ``*.example.com`` for all below it."""

_ENCRYPTED: Final = frozenset({"https", "wss"})
# Libraries that connect do not agree on what anything else in the place of a name means.
_HOST: Final = re.compile(r"[\w.-]+|[0-9a-f:.]*:[0-9a-f:.]*(?:%[\w.-]+)?", re.ASCII)
_BLANKS: Final = re.compile(r"[\x00-\x20\x7f]")
_PORTS: Final = {"http": 80, "https": 443, "ws": 80, "wss": 443}

_logger = logger_of(__name__)


class LinkPolicy:
    """The rules for one session.

    Args:
        endpoints: URLs that the program itself has chosen; the first is that of the session.
        allowed_hosts: Further hosts that links may name, for example ``media.example.com``, ``media.example.com:8443``
            or ``*.example.com``; None allows any.

    Raises:
        ConfigurationError: The allowed hosts are no collection of host names.
    """

    def __init__(self, endpoints: Iterable[str] = (), allowed_hosts: AllowedHosts | None = None) -> None:
        urls = tuple(endpoints)
        self._encrypted = bool(urls) and urlsplit(urls[0]).scheme in _ENCRYPTED
        self._own = tuple(dict.fromkeys(map(_place_of, urls)))  # one to four: a set takes ten times the memory
        self._allowed = None if allowed_hosts is None else _host_names(allowed_hosts)
        # keys alone: an empty set takes three times the memory of an empty dict
        self._told: dict[str, None] = {}

    def check(self, url: str) -> None:
        """Make sure that a link may be followed.

        Args:
            url: A link that the service has named.

        Raises:
            ResponseError: It is no absolute ``http`` or ``https`` URL, is not encrypted though the session is, or its
                host is not allowed.
        """
        parts, port = _split(url)
        host = parts.hostname or ""
        if self._encrypted and parts.scheme != "https":
            raise ResponseError(
                f"the service named a link to {host} that is not encrypted, though the session is; it was not followed"
            )
        # Whoever listens on another port of the same machine need not be the same.
        if (host, port) not in self._own:
            if self._allowed is not None and not self._is_allowed(host, port):
                raise ResponseError(
                    f"the service named a link to {host}, which is not one of the allowed_hosts; it was not followed"
                )
            self._tell_once(host)
        self.warn_of(url)

    def warn_of(self, url: str) -> None:
        """Warn, once for each host, of a connection that others on the way can read.

        Args:
            url: Where to.
        """
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme in _ENCRYPTED or is_loopback(host) or f"plain {host}" in self._told:
            return
        self._told[f"plain {host}"] = None
        _logger.warning(
            "the connection to %s is not encrypted: whoever is on the way can read the access token; use %s",
            host,
            "https" if parts.scheme == "http" else "wss",
        )

    def _tell_once(self, host: str) -> None:
        if self._own and host not in self._told:
            self._told[host] = None
            _logger.info("the service sends this client to another host: %s", host)

    def _is_allowed(self, host: str, port: int) -> bool:
        for allowed in self._allowed or ():
            name = allowed
            bare, colon, number = allowed.rpartition(":")
            if colon and number.isdecimal() and (":" not in bare or bare.startswith("[")):
                if int(number) != port:
                    continue
                name = bare
            name = name.strip("[]")
            if host == name or (name.startswith("*.") and host.endswith(name[1:])):
                return True
        return False


def _split(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port
        usable = parts.scheme in ("http", "https") and "@" not in parts.netloc
        if usable and not _BLANKS.search(url) and _HOST.fullmatch(parts.hostname or ""):
            return parts, port or _PORTS[parts.scheme]
    except ValueError:
        pass  # no URL at all
    raise ResponseError("the service named a link that is no absolute http or https URL with a plain host name")


def _place_of(endpoint: str) -> tuple[str, int]:
    parts = urlsplit(endpoint)
    return _ascii(parts.hostname or ""), parts.port or _PORTS.get(parts.scheme, 0)


def _ascii(host: str) -> str:
    """The form of a host name in which the service has to name it."""
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host  # which no link can name


def _host_names(given: AllowedHosts) -> tuple[str, ...]:
    found = cast(object, given)
    if isinstance(found, str | bytes) or not isinstance(found, Collection):
        raise ConfigurationError(
            f"allowed_hosts must be a list of host names, not a value of type {type(found).__name__}"
        )
    names = tuple(cast(Collection[object], found))
    for name in names:
        if not isinstance(name, str) or not name.strip() or "/" in name or "@" in name:
            shown = repr(name) if isinstance(name, str) else f"a value of type {type(name).__name__}"
            raise ConfigurationError(
                f"allowed_hosts must hold names such as media.example.com or *.example.com, not {shown}"
            )
    return tuple(_ascii(str(name).strip().lower()) for name in names)
