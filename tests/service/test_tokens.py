"""Tokens: ours decode like those of Twilio's library, both are accepted, and nothing else is."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator

import httpx
import jwt
import pytest
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import ChatGrant

from support.raw_client import RawClient
from twilio_local import LocalService, LocalServiceError, ServiceCredentials, mint_token
from twilio_realtime.json import JsonObject, as_object, dump_json, parse_json

CREDENTIALS = ServiceCredentials.development()
NOW = 1_800_000_000
"""Time of the tokens made here, and of the service that looks at them."""


@pytest.fixture
async def then() -> AsyncIterator[LocalService]:
    """A service whose clock stands still."""
    async with LocalService(now=lambda: NOW) as running:
        yield running


def official_token(identity: str) -> str:
    token = AccessToken(CREDENTIALS.account_sid, CREDENTIALS.api_key_sid, CREDENTIALS.api_key_secret, identity=identity)
    return with_grant(token, ChatGrant(service_sid=CREDENTIALS.service_sid))


def with_grant(token: AccessToken, grant: ChatGrant) -> str:
    token.add_grant(grant)  # pyright: ignore[reportUnknownMemberType]
    return str(token.to_jwt())  # pyright: ignore[reportUnknownMemberType]


def signed(secret: str = CREDENTIALS.api_key_secret, algorithm: str = "HS256", **changes: object) -> str:
    claims: dict[str, object] = {
        "iss": CREDENTIALS.api_key_sid,
        "sub": CREDENTIALS.account_sid,
        "exp": NOW + 60,
        "nbf": NOW - 1,
        "grants": {"identity": "alice", "chat": {"service_sid": CREDENTIALS.service_sid}},
    }
    claims.update(changes)
    return jwt.encode(claims, secret, algorithm=algorithm)


async def answer(service: LocalService, token: str) -> tuple[int, int | None]:
    async with httpx.AsyncClient() as client:
        response = await client.get(f"{service.base_url}/Client/v1/Configuration", headers={"X-Twilio-Token": token})
    return response.status_code, response.json().get("code")


def test_same_claims_as_the_official_library() -> None:
    ours = mint_token(
        CREDENTIALS,
        "alice",
        600,
        NOW,
        endpoint_id="ep",
        deployment_role_sid="RL1",
        push_credential_sid="CR1",
        region="ie1",
    )
    theirs = AccessToken(
        CREDENTIALS.account_sid,
        CREDENTIALS.api_key_sid,
        CREDENTIALS.api_key_secret,
        identity="alice",
        ttl=600,
        valid_until=NOW + 600,
        nbf=NOW,
        region="ie1",
    )
    grant = ChatGrant(
        service_sid=CREDENTIALS.service_sid, endpoint_id="ep", deployment_role_sid="RL1", push_credential_sid="CR1"
    )
    assert parts_of(ours) == parts_of(with_grant(theirs, grant))


def parts_of(token: str) -> list[JsonObject]:
    """Header and claims, without the `jti`, which holds the moment of its making."""
    parts = [as_object(parse_json(base64.urlsafe_b64decode(part + "=="))) for part in token.split(".")[:2]]
    jti = parts[1].pop("jti")
    assert str(jti).startswith(f"{CREDENTIALS.api_key_sid}-")
    return parts


async def test_official_tokens_are_accepted(service: LocalService) -> None:
    assert (await answer(service, official_token("alice")))[0] == 200
    assert (await answer(service, service.token("we/i?r d#%41ü名")))[0] == 200


async def test_older_grant_name(then: LocalService) -> None:
    grants = {"identity": "alice", "ip_messaging": {"service_sid": CREDENTIALS.service_sid}}
    assert (await answer(then, signed(grants=grants)))[0] == 200


def unsigned() -> str:
    head, claims, _ = signed().split(".")
    none: JsonObject = {"alg": "none", "typ": "JWT"}
    head = base64.urlsafe_b64encode(dump_json(none).encode()).decode().rstrip("=")
    return f"{head}.{claims}."


def assembled(header: JsonObject, claims: bytes | None = None) -> str:
    """A token with a header of its own, signed as it should be for HS256."""
    own: JsonObject = {
        "iss": CREDENTIALS.api_key_sid,
        "sub": CREDENTIALS.account_sid,
        "exp": NOW + 60,
        "grants": {"identity": "alice", "chat": {"service_sid": CREDENTIALS.service_sid}},
    }
    parts = (dump_json(header).encode(), dump_json(own).encode() if claims is None else claims)
    signed_part = ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
    signature = hmac.new(CREDENTIALS.api_key_secret.encode(), signed_part.encode(), hashlib.sha256).digest()
    return f"{signed_part}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


@pytest.mark.parametrize(
    ("token", "code"),
    [
        (assembled({"alg": "none"}), 20102),
        (assembled({"alg": "None"}), 20102),
        (assembled({"alg": "hs256"}), 20102),
        (assembled({"alg": "RS256"}), 20102),
        (assembled({"alg": ["HS256"]}), 20102),
        (assembled({"alg": None}), 20102),
        (assembled({}), 20102),
        (assembled({"alg": "HS256", "crit": ["exp"]}), 20101),
        (assembled({"alg": "HS256", "crit": ["b64"], "b64": False}), 20101),
        (assembled({"alg": "HS256", "kid": 5}), 20101),
        (assembled({"alg": "HS256", "cty": "other"}), 20102),
        (assembled({"alg": "HS256"}, b"[]"), 20101),
        (assembled({"alg": "HS256"}, b"not json"), 20101),
        (assembled({"alg": "HS256"}, b"[" * 3000 + b"]" * 3000), 20101),
        (assembled({"alg": "HS256"}, b'{"exp":' + b"9" * 5000 + b"}"), 20101),
        (assembled({"alg": "HS256", "x": "y" * 20_000}), 20101),
        (assembled({"alg": "HS256"}) + ".x", 20101),
        ("." + assembled({"alg": "HS256"}), 20101),
        ("", 20101),
        ("nonsense", 20101),
        ("a.b.c", 20101),
        ("x" * 100_000, 20101),
        (unsigned(), 20102),
        (signed(algorithm="HS384", secret="s" * 64), 20102),
        (signed(iss="SK2"), 20103),
        (signed(sub="AC2"), 20103),
        (signed(exp=1), 20104),
        (signed(exp="soon"), 20104),
        (signed(exp=1e300), 20104),
        (signed(nbf=NOW + 1000), 20105),
        (signed(grants={"identity": "alice"}), 20106),
        (signed(grants={"identity": "alice", "chat": {"service_sid": "IS2"}}), 20106),
        (signed(grants={"chat": {"service_sid": CREDENTIALS.service_sid}}), 20106),
        (signed(grants=[]), 20106),
        (signed(grants={"identity": "\ud800", "chat": {"service_sid": CREDENTIALS.service_sid}}), 20106),
        (signed(secret="another secret that is long enough"), 20107),
        (signed()[:-5] + "AAAAA", 20107),
    ],
)
async def test_refused(then: LocalService, token: str, code: int) -> None:
    assert await answer(then, token) == (401, code)
    async with await RawClient.open(then.base_url) as client:
        status = as_object((await client.init(token)).header["status"])
        assert (status["code"], status["errorCode"]) == (401, code)


async def test_well_made_by_hand(then: LocalService) -> None:
    traps: JsonObject = {"kid": "../../etc/passwd", "jku": "http://127.0.0.1:1/", "jwk": {"kty": "oct", "k": ""}}
    assert (await answer(then, assembled({"alg": "HS256"})))[0] == 200
    assert (await answer(then, assembled({"alg": "HS256", **traps})))[0] == 200


def test_environment() -> None:
    assert ServiceCredentials.from_environment({}).is_development
    complete = {
        "TWILIO_ACCOUNT_SID": "AC1",
        "TWILIO_API_KEY_SID": "SK1",
        "TWILIO_API_KEY_SECRET": "very secret",
        "TWILIO_SERVICE_SID": "IS1",
    }
    credentials = ServiceCredentials.from_environment(complete)
    assert credentials == ServiceCredentials("AC1", "SK1", "very secret", "IS1")
    assert not credentials.is_development
    assert "very secret" not in repr(credentials)
    with pytest.raises(LocalServiceError, match="TWILIO_API_KEY_SECRET not set"):
        ServiceCredentials.from_environment({**complete, "TWILIO_API_KEY_SECRET": ""})
    with pytest.raises(LocalServiceError, match="service_sid is 'IS/1'"):
        ServiceCredentials.from_environment({**complete, "TWILIO_SERVICE_SID": "IS/1"})


def test_former_names_in_the_environment() -> None:
    others = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_API_KEY_SID": "SK1", "TWILIO_API_KEY_SECRET": "very secret"}
    former = {**others, "TWILIO_CHAT_SERVICE_SID": "IS1"}
    assert ServiceCredentials.from_environment(former).service_sid == "IS1"
    assert ServiceCredentials.from_environment({**former, "TWILIO_SERVICE_SID": "IS2"}).service_sid == "IS2"
    assert ServiceCredentials.from_environment({**former, "TWILIO_SERVICE_SID": ""}).service_sid == "IS1"
    with pytest.raises(LocalServiceError, match="TWILIO_SERVICE_SID not set"):
        ServiceCredentials.from_environment(others)


def test_empty_identity() -> None:
    with pytest.raises(LocalServiceError, match="identity"):
        mint_token(CREDENTIALS, "")
