"""Building and reading URLs.

Names chosen by people become parts of paths, so every part is percent-encoded whole: ``/``, ``?``, ``%`` and ``#``
in a name never change which resource is meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from ..errors import ArgumentError, ResponseError
from ..visible_text import quoted

__all__ = [
    "fill_template",
    "host_of",
    "join_path",
    "needed_link",
    "path_of",
    "resolve_link",
    "split_plain",
    "with_query",
]

_PLACE = "%s"
_PLAIN: Final = re.compile(r"https?://([a-z0-9][a-z0-9.:-]*)((?:/[A-Za-z0-9._~%/-]*)?)(?:\?([A-Za-z0-9._~%=&-]+))?")
"""URLs as nearly all are: host, path, query. Several are put together and taken apart for each object that is opened,
and for these the general functions of the library, which cost more than all the rest of a request, change nothing."""
_UNRESERVED: Final = re.compile(r"[A-Za-z0-9_.~-]+")


def join_path(base: str, *segments: str) -> str:
    """Append path segments to a URL.

    Args:
        base: URL to extend; a slash at the end of its path makes no difference, its query is kept.
        segments: Plain text of each segment. ``.`` and ``..`` stay ordinary names.

    Returns:
        The longer URL.

    Raises:
        ArgumentError: An empty segment, which would address something else, or text without a UTF-8 form.
        ResponseError: The base, which the service has named, is no URL.
    """
    if (plain := split_plain(base)) is not None and not plain[2]:
        return "/".join([base.rstrip("/"), *map(_encode, segments)])
    parts = _split(base)
    path = "/".join([parts.path.rstrip("/"), *(_encode(segment) for segment in segments)])
    return urlunsplit(parts._replace(path=path))


def fill_template(template: str, name: str, *values: str) -> str:
    """Fill in a URL that the service has named with places for values.

    Args:
        template: The URL, with ``%s`` in each place of its path or query.
        name: What the service calls it.
        values: Plain text for each place, in order, percent-encoded whole. ``.`` and ``..`` stay ordinary names.

    Returns:
        The URL without places.

    Raises:
        ArgumentError: An empty value, which would address something else, or text without a UTF-8 form.
        ResponseError: The template is no URL, has another number of places, or one before its path.
    """
    parts = _split(template)
    texts = template.split(_PLACE)
    start = (
        f"{parts.scheme}{parts.netloc}{parts.path.partition('/')[0]}"  # what is no path yet, for links without a host
    )
    if len(texts) != len(values) + 1 or _PLACE in start:
        needed = "place" if len(values) == 1 else "places"
        raise ResponseError(f"the service has named a link {name!r} that does not have {len(values)} {needed} to fill")
    return "".join(text + value for text, value in zip(texts, [*map(_encode, values), ""], strict=True))


def with_query(url: str, params: Mapping[str, str | int | None]) -> str:
    """Append query parameters to a URL.

    Args:
        url: URL, with or without a query of its own.
        params: Values by name, in the order wanted; those that are None are left out.

    Returns:
        The URL with every name and value percent-encoded.

    Raises:
        ArgumentError: Text without a UTF-8 form.
        ResponseError: The URL, which the service has named, is none.
    """
    given = [(name, _text(value)) for name, value in params.items() if value is not None]
    if not given:
        return url
    try:
        added = "&".join([f"{_quoted(name)}={_quoted(value)}" for name, value in given])
    except UnicodeEncodeError as error:
        raise ArgumentError(f"query parameters {sorted(params)} hold text that has no UTF-8 form") from error
    if split_plain(url) is not None:
        return f"{url}{'&' if '?' in url else '?'}{added}"
    parts = _split(url)
    return urlunsplit(parts._replace(query=f"{parts.query}&{added}" if parts.query else added))


def host_of(url: str) -> str:
    """Host and port of a URL as they are written in it, in lower case, without user information.

    Raises:
        ArgumentError: Not an absolute ``http`` or ``https`` URL.
    """
    parts = _split(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ArgumentError(f"expected an absolute http or https URL, got one with scheme {parts.scheme!r} and no host")
    return parts.netloc.rpartition("@")[2].lower()


def split_plain(url: str) -> tuple[str, str, str] | None:
    """Host, path and query of a URL that has nothing unusual about it; None for any other."""
    found = _PLAIN.fullmatch(url)
    return None if found is None else (found[1], found[2], found[3] or "")


def path_of(url: str) -> str:
    """Path of a URL, percent-encoded as it is, without the query: fit for messages and logs."""
    if (plain := split_plain(url)) is not None:
        return plain[1] or "/"
    try:
        return urlsplit(url).path or "/"
    except ValueError:
        return "/"  # whoever uses such a URL finds out for themselves


def needed_link(link: str | None, name: str) -> str:
    """Return a link that the service may leave out, where nothing works without it.

    Args:
        link: The link, or None.
        name: What the service calls it.

    Raises:
        ResponseError: It was left out.
    """
    if link is None:
        raise ResponseError(f"the service has named no link {name!r} for this session, which this needs; is it set up?")
    return link


def resolve_link(base: str, link: str) -> str:
    """Return the absolute form of a link in an answer.

    Args:
        base: Where the answer came from.
        link: The link, absolute or relative.

    Raises:
        ResponseError: It is no URL.
    """
    if split_plain(link) is not None:
        return link
    try:
        return urljoin(base, link)
    except ValueError:
        raise _unusable() from None


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise _unusable() from None


def _unusable() -> ResponseError:
    return ResponseError("the service named a link that is no URL")


def _text(value: object) -> str:
    """A value as text, without the methods of a class of texts of somebody else."""
    return str.__str__(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    """Text percent-encoded whole."""
    return text if _UNRESERVED.fullmatch(text) else quote(text, safe="")


def _encode(segment: str) -> str:
    if not segment:
        raise ArgumentError("a part of a path is an empty string; give the identifier or name of what is meant")
    if segment in (".", ".."):
        return segment.replace(".", "%2E")
    try:
        return _quoted(segment)
    except UnicodeEncodeError as error:
        raise ArgumentError(f"{quoted(segment)} cannot be part of a path: it has no UTF-8 form") from error
