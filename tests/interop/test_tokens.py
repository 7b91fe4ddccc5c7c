"""Access tokens."""

from __future__ import annotations

import time

import jwt
import pytest
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import ChatGrant

from interop.official_client import OfficialError, Realm
from twilio_local import Limits, LocalService, ServiceCredentials
from twilio_realtime.json import JsonObject, as_object

CREDENTIALS = ServiceCredentials.development()
GRANTS: JsonObject = {"identity": "alice", "chat": {"service_sid": CREDENTIALS.service_sid}}


def signed(changes: JsonObject, secret: str = CREDENTIALS.api_key_secret, algorithm: str = "HS256") -> str:
    now = int(time.time())
    claims: dict[str, object] = {
        "iss": CREDENTIALS.api_key_sid,
        "sub": CREDENTIALS.account_sid,
        "exp": now + 3600,
        "grants": GRANTS,
        **changes,
    }
    key = "" if algorithm == "none" else secret
    return jwt.encode(claims, key, algorithm=algorithm)


REFUSED: dict[str, str] = {
    "no token at all": "not a token",
    "another key": signed({}, secret="x" * 40),
    "no signature (alg none)": signed({}, algorithm="none"),
    "expired": signed({"exp": 1_600_000_000}),
    "not valid yet": signed({"nbf": 4_000_000_000}),
    "another issuer": signed({"iss": "SK" + "0" * 32}),
    "another account": signed({"sub": "AC" + "0" * 32}),
    "another service": signed({"grants": {"identity": "alice", "chat": {"service_sid": "IS" + "0" * 32}}}),
    "no identity": signed({"grants": {"chat": {"service_sid": CREDENTIALS.service_sid}}}),
    "no chat grant": signed({"grants": {"identity": "alice", "video": {}}}),
}


@pytest.mark.parametrize("token", list(REFUSED.values()), ids=list(REFUSED))
async def test_refused(service: LocalService, official: Realm, token: str) -> None:
    """A token is refused if anything about it is wrong: signature, `alg: none`, time, issuer, service, identity."""
    with pytest.raises(OfficialError) as refusal:
        await official.connect(token, service.base_url)
    assert refusal.value.status == 401
    assert service.sessions == ()


@pytest.mark.parametrize("seconds", [0.02, 3600])
async def test_state_when_refused(official: Realm, seconds: float) -> None:
    """Who is refused is `denied`, however long the end of the connection is in coming."""
    async with LocalService(limits=Limits(refusal_seconds=seconds)) as service:
        with pytest.raises(OfficialError):
            await official.connect("not a token", service.base_url)
        states = [event.payload for event in official.pending_events if event.name == "connectionStateChanged"]
        assert states == ["connecting", "denied"]
        await official.reset()


def token_of_twilio(identity: str, ttl: int = 3600) -> AccessToken:
    """A token made with the PyPI package `twilio`."""
    token = AccessToken(
        CREDENTIALS.account_sid, CREDENTIALS.api_key_sid, CREDENTIALS.api_key_secret, identity=identity, ttl=ttl
    )
    token.add_grant(ChatGrant(service_sid=CREDENTIALS.service_sid))  # pyright: ignore[reportUnknownMemberType]
    return token


async def test_token_of_twilio(service: LocalService, official: Realm) -> None:
    """A token minted with the PyPI package `twilio` (AccessToken and ChatGrant) is accepted."""
    token = str(token_of_twilio("alice").to_jwt())  # pyright: ignore[reportUnknownMemberType]
    alice = await official.connect(token, service.base_url)
    room = await alice.create_channel()
    assert room["createdBy"] == "alice"


def test_our_token_for_twilio(service: LocalService) -> None:
    """The PyPI package `twilio` decodes our tokens to the claims that it writes itself."""
    theirs = str(token_of_twilio("alice", ttl=600).to_jwt())  # pyright: ignore[reportUnknownMemberType]
    ours = service.token("alice", ttl=600)
    assert jwt.get_unverified_header(ours) == jwt.get_unverified_header(theirs)
    read_ours, read_theirs = (
        AccessToken.from_jwt(token, CREDENTIALS.api_key_secret)  # pyright: ignore[reportUnknownMemberType]
        for token in (ours, theirs)
    )
    claims, expected = (as_object(read.payload) for read in (read_ours, read_theirs))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
    assert claims["grants"] == expected["grants"]
    assert set(claims) - {"iat"} == set(expected)
    assert (claims["iss"], claims["sub"]) == (expected["iss"], expected["sub"])


async def test_renewal(service: LocalService, official: Realm) -> None:
    """A token can be replaced while connected."""
    alice = await official.sign_in(service, "alice")
    await alice.call("updateToken", service.token("alice", ttl=1200))
    await alice.create_channel(uniqueName="after")
    assert [event.payload for event in alice.events("connectionStateChanged")] == ["connecting", "connected"]


async def test_renewal_with_another_identity(service: LocalService, official: Realm) -> None:
    """A token of somebody else is refused as a replacement; with a good one the client comes back."""
    alice = await official.sign_in(service, "alice")
    with pytest.raises(OfficialError):
        await alice.call("updateToken", service.token("bob"))
    error = (await alice.event("connectionError")).fields
    assert (error["httpStatusCode"], error["errorCode"]) == (401, 51215)
    await alice.until(lambda client: client["connectionState"] == "denied")
    await alice.call("updateToken", service.token("alice", ttl=1200))
    await alice.create_channel(uniqueName="after")


async def test_warning_before_expiry(service: LocalService, official: Realm) -> None:
    """The service announces that a token is about to expire."""
    alice = await official.sign_in(service, "alice")
    service.faults.about_to_expire("alice")
    await alice.event("tokenAboutToExpire")


async def test_expiry(official: Realm) -> None:
    """A token that runs out is announced, then the connection ends; a new token brings it back."""
    async with LocalService(limits=Limits(expiry_warning_seconds=7.5)) as service:
        alice = await official.connect(service.token("alice", ttl=8), service.base_url)
        await alice.event("tokenAboutToExpire")
        await alice.event("tokenExpired")
        # Before that it ignores a new token, for ever.
        await alice.until(lambda client: client["connectionState"] == "disconnected")
        assert service.sessions == ()
        await alice.call("updateToken", service.token("alice"))
        await alice.create_channel(uniqueName="back again")
        await official.reset()
