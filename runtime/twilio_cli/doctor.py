"""The command that finds out why a client does not connect."""

from __future__ import annotations

import asyncio
import platform
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Final, Literal
from urllib.parse import urlsplit

from rich.text import Text

from twilio_realtime.clock import SystemClock
from twilio_realtime.errors import RealtimeError
from twilio_realtime.json import JsonObject
from twilio_realtime.network.direct_http import DirectHttp
from twilio_realtime.network.proxies import Proxies
from twilio_realtime.network.trust import trusted_authorities
from twilio_realtime.profile import Endpoints, ProductProfile
from twilio_realtime.tokens.access_token import TokenClaims, inspect_token
from twilio_realtime.twilsock.limits import ConnectionLimits
from twilio_realtime.twilsock.websocket import open_websocket
from twilio_realtime.version import VERSION

from .account import Account
from .console import one_line, say, say_json
from .products import chosen

__all__ = ["Finding", "examine"]

Verdict = Literal["ok", "warning", "failure"]
_COLOURS: Final[dict[Verdict, str]] = {"ok": "green", "warning": "yellow", "failure": "red"}
_LIBRARIES: Final = ("pydantic", "httpx", "httpx2", "websockets", "pyjwt")
_SOON: Final = 300.0
"""Seconds of life left below which a token is worth a warning."""
_SKEW: Final = 5.0
"""Seconds by which two clocks may differ without a word."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check.

    Attributes:
        check: What was looked at.
        verdict: ``failure`` for what keeps a client from working, ``warning`` for what may.
        detail: What was found.
        advice: What to do about it; empty if there is nothing to do.
    """

    check: str
    verdict: Verdict
    detail: str
    advice: str = ""


async def examine(account: Account, *, timeout: float, as_json: bool) -> bool:
    """Print what is found, each check as soon as it is done; whether a client would work.

    Args:
        account: Who would sign in, and where.
        timeout: Seconds for each check that uses the network.
        as_json: One JSON object a line instead of a sentence.
    """
    works = True
    async for finding in _findings(account, timeout):
        works = works and finding.verdict != "failure"
        if as_json:
            say_json(_record(finding))
        else:
            say(
                Text.assemble(
                    (f"{finding.verdict:>7}", f"bold {_COLOURS[finding.verdict]}"),
                    f"  {finding.check}: {one_line(finding.detail)}",
                    f"; {one_line(finding.advice)}" if finding.advice else "",
                )
            )
    return works


def _record(finding: Finding) -> JsonObject:
    return {
        "check": finding.check,
        "verdict": finding.verdict,
        "detail": finding.detail,
        "advice": finding.advice or None,
    }


async def _findings(account: Account, timeout: float) -> AsyncIterator[Finding]:
    yield _versions()
    profile = account.product.profile
    token = _token(account.token, profile)
    yield token
    endpoints = Endpoints.resolve(profile, base_url=account.base_url, region=account.region)
    rest, date, asked = await _rest(endpoints.api, timeout)
    yield rest
    if rest.verdict != "failure":
        yield _clock(date, asked)
    socket = await _socket(endpoints.socket, timeout)
    yield socket
    if token.verdict == "failure" or socket.verdict == "failure":
        yield Finding("sign-in", "failure", "not tried", "put right what failed above")
    else:
        yield await _sign_in(account, timeout)


def _versions() -> Finding:
    libraries = ", ".join(f"{name} {found}" for name in _LIBRARIES if (found := _version_of(name)))
    python = f"{platform.python_implementation()} {platform.python_version()} on {platform.system()}"
    return Finding("versions", "ok", f"{chosen().name} {VERSION}, {python}, {libraries}")


def _version_of(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def _token(token: str, profile: ProductProfile) -> Finding:
    now = time.time()
    try:
        claims = inspect_token(token, grant_names=profile.token_grants, now=now)
    except RealtimeError as error:
        return Finding("token", "failure", str(error))
    detail = _claims(claims, now)
    if claims.service_sid is None:
        return Finding("token", "failure", detail, "mint it with the SID of a service instance in its grant")
    if claims.not_before is not None and claims.not_before > now:
        return Finding(
            "token",
            "failure",
            f"{detail}; not valid before {_moment(claims.not_before)}",
            "wait until then, or correct the clock here or where it was minted",
        )
    if claims.expires_at - now < _SOON:
        return Finding("token", "warning", detail, "mint one that lasts longer, or give the client a token_provider")
    return Finding("token", "ok", detail)


def _claims(claims: TokenClaims, now: float) -> str:
    return (
        f"identity {claims.identity!r}, grants {', '.join(claims.grants)}, service {claims.service_sid}, "
        f"account {claims.account}, key {claims.issuer}, "
        f"until {_moment(claims.expires_at)} ({claims.expires_at - now:.0f} seconds more)"
    )


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


async def _rest(url: str, timeout: float) -> tuple[Finding, float | None, float]:
    """The finding, the service's time if it says so, and our time when it was asked; both since 1970 in seconds."""
    host = urlsplit(url).netloc
    began, asked = time.monotonic(), time.time()
    try:
        http = DirectHttp(
            timeout=timeout,
            transport=None,
            authorities=await trusted_authorities(),
            proxies=Proxies(),
            clock=SystemClock(),
        )
        try:
            # Only the head counts; of the body nothing is read.
            async with http.answer("the request", "GET", url, {}, total=timeout, most=0) as response:
                status, said = response.status_code, response.headers.get("date", "")
        finally:
            await http.close()
    except RealtimeError as error:
        return Finding("REST", "failure", f"no answer from {host}: {error}", _network_advice()), None, asked
    took = time.monotonic() - began
    # Without a token the service refuses or redirects, and that is an answer.
    finding = Finding("REST", "ok", f"{host} answers (status {status}, {took * 1000:.0f} ms)")
    if status >= 500:
        finding = Finding("REST", "warning", f"{host} answers with status {status}", "try again later")
    try:
        date = parsedate_to_datetime(said).timestamp()
    except (ValueError, OverflowError):
        date = None
    return finding, date, asked + took / 2


def _clock(date: float | None, asked: float) -> Finding:
    if date is None:
        return Finding("clock", "ok", "not compared: the service does not say what time it is")
    skew = asked - date
    if abs(skew) <= _SKEW:
        return Finding("clock", "ok", "agrees with the service's")
    direction = "ahead of" if skew > 0 else "behind"
    return Finding(
        "clock",
        "warning",
        f"{abs(skew):.0f} seconds {direction} the service's",
        "set the time by NTP; tokens seem expired or not yet valid otherwise",
    )


async def _socket(url: str, timeout: float) -> Finding:
    host = urlsplit(url).netloc
    began = time.monotonic()
    try:
        async with asyncio.timeout(timeout):
            socket = await open_websocket(url, timeout, ConnectionLimits().max_packet_bytes)
            await socket.close()
    except (RealtimeError, TimeoutError) as error:
        return Finding("socket", "failure", str(error) or f"no connection to {host}", _network_advice())
    took = time.monotonic() - began
    return Finding("socket", "ok", f"{host} accepts connections ({took * 1000:.0f} ms)")


async def _sign_in(account: Account, timeout: float) -> Finding:
    began = time.monotonic()
    try:
        async with asyncio.timeout(timeout), account.client() as client:
            took = time.monotonic() - began
            who = account.product.identity(client)
            return Finding("sign-in", "ok", f"ready as {who!r} ({took * 1000:.0f} ms)")
    except TimeoutError:
        return Finding(
            "sign-in", "failure", f"not ready within {timeout:g} seconds", "try again with --timeout and --verbose"
        )
    except RealtimeError as error:
        return Finding("sign-in", "failure", str(error), "mint the token with the key, account and service it is for")


def _network_advice() -> str:
    return f"check the address, the network and its proxy; for the local service run: {chosen().name} serve"
