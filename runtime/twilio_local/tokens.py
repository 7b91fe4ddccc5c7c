"""Access tokens: minting them, and the checks that the service makes.

A token is a JSON Web Token signed with HS256; issuer is the API key, subject the account, and the claim `grants`
names the identity and the service instance.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeGuard, cast

import jwt

from twilio_realtime.json import JsonObject, JsonValue

from .credentials import ServiceCredentials
from .errors import LocalServiceError, TokenRefusal
from .limits import Limits

__all__ = ["Grant", "TokenVerifier", "mint_token"]

CONTENT_TYPE: Final = "twilio-fpa;v=1"
_PRODUCTS: Final = ("chat", "ip_messaging")
_LATEST: Final = 2**53


def mint_token(
    credentials: ServiceCredentials,
    identity: str,
    ttl_seconds: float = 3600,
    now: float | None = None,
    *,
    endpoint_id: str | None = None,
    deployment_role_sid: str | None = None,
    push_credential_sid: str | None = None,
    region: str | None = None,
) -> str:
    """Make an access token, with the claims that Twilio's server libraries write.

    Args:
        credentials: Whose service it is for.
        identity: User that the bearer becomes.
        ttl_seconds: Seconds from ``now`` until it expires.
        now: Seconds since 1970-01-01 UTC at which its life begins; the present by default.
        endpoint_id: Device, as an additional part of the grant.
        deployment_role_sid: Role, the same.
        push_credential_sid: Push credential, the same.
        region: Written into the header as ``twr``.

    Raises:
        LocalServiceError: The identity is empty.
    """
    if not identity:
        raise LocalServiceError("a token needs an identity that is not empty")
    start = time.time() if now is None else now
    extras = {
        "endpoint_id": endpoint_id,
        "deployment_role_sid": deployment_role_sid,
        "push_credential_sid": push_credential_sid,
    }
    grant = {"service_sid": credentials.service_sid} | {name: value for name, value in extras.items() if value}
    claims = {
        "jti": f"{credentials.api_key_sid}-{int(start)}",
        "grants": {"identity": identity, "chat": grant},
        "iss": credentials.api_key_sid,
        "exp": int(start + ttl_seconds),
        "nbf": int(start),
        "sub": credentials.account_sid,
    }
    headers = {"cty": CONTENT_TYPE} | ({"twr": region} if region else {})
    return jwt.encode(claims, credentials.api_key_secret, algorithm="HS256", headers=headers)


@dataclass(frozen=True, slots=True)
class Grant:
    """What an accepted token allows.

    Attributes:
        identity: Who its bearer is.
        expires_at: Seconds since 1970-01-01 UTC.
    """

    identity: str
    expires_at: float


class TokenVerifier:
    """Checks tokens for one service.

    Args:
        credentials: Key and names that a token must have been made with.
        now: Seconds since 1970-01-01 UTC.
        limits: Longest token and identity.
    """

    def __init__(self, credentials: ServiceCredentials, now: Callable[[], float], limits: Limits) -> None:
        self._credentials = credentials
        self._now = now
        self._limits = limits

    def verify(self, token: JsonValue) -> Grant:
        """Accept a token or say why not.

        Raises:
            TokenRefusal: With code 20101 (not a token), 20102 (header), 20103 (issuer or subject), 20104 (expired),
                20105 (not yet valid), 20106 (grants) or 20107 (signature).
        """
        if not isinstance(token, str) or not token or len(token) > self._limits.token_bytes:
            raise TokenRefusal(20101, "Invalid Access Token")
        claims = self._signed_claims(token)
        if claims.get("iss") != self._credentials.api_key_sid or claims.get("sub") != self._credentials.account_sid:
            raise TokenRefusal(20103, "Invalid Access Token issuer/subject")
        identity = self._identity(claims.get("grants"))
        now = self._now()
        not_before = claims.get("nbf", 0)
        if not _is_moment(not_before) or not_before > now:
            raise TokenRefusal(20105, "Access Token not yet valid")
        expires = claims.get("exp")
        if not _is_moment(expires) or expires <= now:
            raise TokenRefusal(20104, "Access Token expired or expiration date invalid")
        return Grant(identity, expires)

    def _signed_claims(self, token: str) -> JsonObject:
        try:
            # Times and names are compared by hand: against our own clock, and each with its own code.
            decoded = jwt.decode_complete(
                token,
                self._credentials.api_key_secret,
                algorithms=["HS256"],
                options={
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                    "verify_aud": False,
                    "verify_iss": False,
                    "verify_sub": False,
                    "verify_jti": False,
                },
            )
        except jwt.InvalidSignatureError:
            raise TokenRefusal(20107, "Invalid Access Token signature") from None
        except jwt.InvalidAlgorithmError:
            raise TokenRefusal(20102, "Invalid Access Token header") from None
        except (jwt.PyJWTError, ValueError, RecursionError):
            raise TokenRefusal(20101, "Invalid Access Token") from None
        content_type = decoded["header"].get("cty")
        if content_type is not None and content_type != CONTENT_TYPE:
            raise TokenRefusal(20102, "Invalid Access Token header")
        return cast(JsonObject, decoded["payload"])

    def _identity(self, grants: JsonValue) -> str:
        if isinstance(grants, dict):
            identity = grants.get("identity")
            if isinstance(identity, str) and 0 < len(identity) <= self._limits.name_characters and _is_text(identity):
                for product in _PRODUCTS:
                    grant = grants.get(product)
                    if isinstance(grant, dict) and grant.get("service_sid") == self._credentials.service_sid:
                        return identity
        raise TokenRefusal(20106, "Invalid Access Token grants")


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True


def _is_moment(value: JsonValue) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _LATEST
