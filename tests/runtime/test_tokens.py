from __future__ import annotations

import base64
import json

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twilio_realtime.errors import ExpiredTokenError, ForeignTokenError, MalformedTokenError, TokenError
from twilio_realtime.json import JsonObject
from twilio_realtime.tokens.access_token import inspect_token

NOW = 1_800_000_000.0
SECRET = "not-a-real-secret-but-long-enough-for-hs256"
GRANTS: JsonObject = {"identity": "alice", "product": {"service_sid": "IS1"}}


def sign(claims: dict[str, object]) -> str:
    # Typed in part only where the optional `cryptography` is absent.
    return jwt.encode(claims, SECRET, algorithm="HS256")


def mint(**claims: object) -> str:
    basis: dict[str, object] = {"iss": "SK1", "sub": "AC1", "exp": NOW + 3600, "nbf": NOW, "grants": GRANTS}
    basis |= claims
    return sign(basis)


def inspect(token: str, leeway: float = 0) -> None:
    inspect_token(token, grant_names=["product", "older_product"], now=NOW, leeway=leeway)


def test_claims_are_read() -> None:
    claims = inspect_token(mint(), grant_names=["product"], now=NOW)
    assert claims.identity == "alice"
    assert (claims.issuer, claims.account, claims.service_sid) == ("SK1", "AC1", "IS1")
    assert (claims.expires_at, claims.not_before) == (NOW + 3600, NOW)
    assert claims.grants == ("product",)


def test_the_older_name_of_a_grant_will_do() -> None:
    token = mint(grants={"identity": "alice", "older_product": {}})
    claims = inspect_token(token, grant_names=["product", "older_product"], now=NOW)
    assert claims.service_sid is None


def test_optional_claims_may_be_missing() -> None:
    token = sign({"exp": NOW + 1, "grants": GRANTS})
    claims = inspect_token(token, grant_names=["product"], now=NOW)
    assert (claims.issuer, claims.account, claims.not_before) == (None, None, None)


def test_an_expired_token_says_when() -> None:
    with pytest.raises(ExpiredTokenError, match=r"2027-01-15T07:58:20.*100 seconds ago"):
        inspect(mint(exp=NOW - 100))
    with pytest.raises(ExpiredTokenError):
        inspect(mint(exp=NOW))
    inspect(mint(exp=NOW - 100), leeway=101)


def test_a_foreign_token_says_what_it_has() -> None:
    with pytest.raises(ForeignTokenError, match="'product' or 'older_product', only 'video', 'voice'"):
        inspect(mint(grants={"identity": "alice", "video": {}, "voice": {}}))
    with pytest.raises(ForeignTokenError, match="none at all"):
        inspect(mint(grants={"identity": "alice"}))
    with pytest.raises(ForeignTokenError):
        inspect(mint(grants={"identity": "alice", "product": "yes"}))


@pytest.mark.parametrize(
    "claims",
    [
        {"grants": None},
        {"grants": {"product": {}}},
        {"grants": {"identity": "", "product": {}}},
        {"grants": {"identity": 5, "product": {}}},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": True},
        {"exp": 10**30},
        {"exp": -1},
    ],
)
def test_missing_claims_make_it_malformed(claims: JsonObject) -> None:
    with pytest.raises(MalformedTokenError):
        inspect(mint(**claims))


@pytest.mark.parametrize("around", ["{}\n", " {}", "\t{}\r\n"])
def test_white_space_around_a_token_is_named(around: str) -> None:
    with pytest.raises(MalformedTokenError, match=r"not a JSON Web Token: it has white space at .*; strip it$"):
        inspect(around.format(mint()))


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "token",
    [
        "",
        "SECRETnotatoken",
        "SECRET.two",
        "SECRET.three.parts",
        f"{part({'alg': 'HS256'})}.{part(['SECRET'])}.",
        f"{part({'alg': 'HS256'})}.{part({})[:-1]}!.SECRET",
        "a" * 100_000,
        "täken.ünd.SECRET",
    ],
)
def test_what_is_not_a_token_is_malformed_and_never_shown(token: str) -> None:
    with pytest.raises(MalformedTokenError) as caught:
        inspect(token)
    assert "SECRET" not in str(caught.value)
    assert caught.value.__cause__ is None


@given(st.text(max_size=80) | st.lists(st.integers().map(part), max_size=4).map(".".join))
def test_any_text_gives_a_typed_error(token: str) -> None:
    with pytest.raises(TokenError):
        inspect(token)


def test_the_signature_is_the_services_business() -> None:
    header, claims, _ = mint().split(".")
    inspect(f"{header}.{claims}.{part('forged')}")
