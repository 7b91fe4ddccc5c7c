"""Which proxy a connection goes through: one policy for the socket and for files.

Either the program says so, or the environment does: ``HTTPS_PROXY`` for ``https`` and ``wss``, ``HTTP_PROXY`` for
``http`` and ``ws``, ``ALL_PROXY`` for what has none of its own, ``NO_PROXY`` for exceptions; lower case wins over upper
case. This machine itself is never reached through a proxy.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final, Literal, TypeAlias, cast
from urllib.parse import unquote, urlsplit

from ..errors import ConfigurationError
from ..visible_text import quoted

__all__ = ["Proxies", "Proxy", "ProxySetting", "is_loopback"]

ProxySetting: TypeAlias = str | Literal[True] | None
"""The URL of a proxy; True for what the environment says; None for no proxy at all."""

_DEFAULT_PORTS: Final = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_OWN_PORTS: Final = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}
_VARIABLES: Final = {"http": "http_proxy", "ws": "http_proxy", "https": "https_proxy", "wss": "https_proxy"}
_SOCKS_PACKAGES: Final = ("python_socks", "socksio")
_UNUSABLE: Final = re.compile(r"[\s\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy that can be used.

    Attributes:
        scheme: ``http``, ``https``, ``socks5`` or ``socks5h``.
        host: Host name or address.
        port: Port.
        url: The whole URL, with user name and password if there are any; for the libraries that connect.
    """

    scheme: str
    host: str
    port: int
    url: str = field(repr=False)

    def __str__(self) -> str:
        return f"{self.scheme}://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


class Proxies:
    """Decides for each URL. The environment is read once, when this is made.

    Args:
        setting: What the program says.
        environment: Variables by name; those of the process if None.

    Raises:
        ConfigurationError: The setting is no URL of a proxy that can be used.
    """

    def __init__(self, setting: ProxySetting = True, environment: Mapping[str, str] | None = None) -> None:
        given = cast(object, setting)
        self._explicit: Proxy | None = None
        self._variables: dict[str, tuple[str, str]] = {}
        self._exceptions: tuple[str, ...] = ()
        if given is True:
            self._read(os.environ if environment is None else environment)
        elif isinstance(given, str):
            self._explicit = _proxy(given, "proxy")
        elif given is not None:
            raise ConfigurationError(
                f"proxy must be the URL of a proxy, True for that of the environment, or None for none, "
                f"not a value of type {type(given).__name__}"
            )

    def _read(self, environment: Mapping[str, str]) -> None:
        for variable in ("http_proxy", "https_proxy", "all_proxy"):
            for name in (variable, variable.upper()):
                if name == "HTTP_PROXY" and "REQUEST_METHOD" in environment:
                    continue  # in a CGI program this is the header `Proxy` of whoever sent the request
                if name in environment:
                    self._variables[variable] = (name, environment[name].strip())
                    break
        exceptions = environment.get("no_proxy", environment.get("NO_PROXY", ""))
        self._exceptions = tuple(filter(None, re.split(r"[\s,]+", exceptions.lower())))

    def for_url(self, url: str) -> Proxy | None:
        """Return the proxy for a URL, or None to connect directly.

        Args:
            url: Absolute ``http``, ``https``, ``ws`` or ``wss`` URL.

        Raises:
            ConfigurationError: The environment names a proxy for it that cannot be used.
        """
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
        if is_loopback(host):
            return None
        if self._explicit is not None:
            return self._explicit
        name, value = self._variables.get(_VARIABLES.get(parts.scheme, ""), ("", ""))
        if not name:
            name, value = self._variables.get("all_proxy", ("", ""))
        # An empty variable is how a shell says "none".
        if not value or any(_matches(exception, host, port) for exception in self._exceptions):
            return None
        return _proxy(value, name)


@lru_cache(64)
def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine itself.

    Args:
        host: As it stands in a URL, without brackets.
    """
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    address = _address(name)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address is not None and address.is_loopback


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _matches(exception: str, host: str, port: int) -> bool:
    if exception == "*":
        return True
    address = _address(host)
    if address is not None:
        try:
            return address in ip_network(exception.strip("[]"), strict=False)
        except ValueError:
            pass  # a name, or an address with a port
    name, colon, number = exception.rpartition(":")
    if colon and number.isdecimal() and (":" not in name or name.startswith("[")):
        if int(number) != port:
            return False
        exception = name
    wanted = exception.strip("[]").removeprefix("*").strip(".")
    return bool(wanted) and (host == wanted or (address is None and host.endswith(f".{wanted}")))


def _is_host(name: str) -> bool:
    """Whether a name can be looked up at all."""
    if ":" in name:
        return True  # an address, which the parser has checked
    try:
        name.encode("idna")
    except UnicodeError:
        return False
    return True


def _proxy(url: str, source: str) -> Proxy:
    """Read the URL of a proxy. It may hold a password, so no message shows more of it than scheme and host."""
    text = url if "://" in url else f"http://{url}"
    netloc = ""
    try:
        parts = urlsplit(text)
        netloc, scheme, host, port = parts.netloc, parts.scheme, parts.hostname or "", parts.port
        unquote(parts.username or "", errors="strict")
        unquote(parts.password or "", errors="strict")
    except ValueError:
        scheme, host, port = "", "", None
    else:
        if scheme and scheme not in _OWN_PORTS and host:
            raise ConfigurationError(
                f"{source} names a proxy of the kind {quoted(scheme)}; the kinds known are {', '.join(_OWN_PORTS)}"
            )
        if parts.path not in ("", "/") or parts.query or parts.fragment or port == 0 or _UNUSABLE.search(text):
            host = ""
        if not _is_host(host):
            host = ""
        if (parts.username is None) != (parts.password is None):
            raise ConfigurationError(f"{source} names a proxy with a user but without a password; give both or neither")
    if not host:
        raise ConfigurationError(
            f"{source} is no URL of a proxy; it must look like http://host:port, with user:password@ before the host "
            f"if need be, both percent-encoded"
        )
    proxy = Proxy(scheme, host, port or _OWN_PORTS[scheme], "")
    if scheme.startswith("socks") and not all(map(find_spec, _SOCKS_PACKAGES)):
        raise ConfigurationError(
            f"{source} names the proxy {proxy}, which needs packages that are not installed; "
            "in the clone of this package's repository run: pip install '.[socks]'"
        )
    userinfo, at, _ = netloc.rpartition("@")
    return Proxy(scheme, host, proxy.port, str(proxy).replace("://", f"://{userinfo}{at}", 1))
