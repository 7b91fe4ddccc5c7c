"""Reading access tokens without being able to verify them.

Only the service can verify a token. Looking inside saves a connection attempt that cannot succeed, and tells when to
ask for the next token.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final, NamedTuple

from pydantic import SecretStr

from ..errors import ExpiredTokenError, ForeignTokenError, MalformedTokenError
from ..json import JsonObject, JsonValue
from .hidden import hide_token

__all__ = ["TokenClaims", "identity_of", "inspect_token"]


_FORM: Final = re.compile(r"[\w-]+\.[\w-]+\.[\w-]*", re.ASCII)
"""What may be put into a header as it is; padding and line ends, which some decoders ignore, may not."""


class TokenClaims(NamedTuple):
    """What a token says about itself.

    Attributes:
        identity: The user it stands for.
        issuer: API key SID, or None.
        account: Account SID, or None.
        service_sid: SID of the service instance in the grant, or None.
        expires_at: When it runs out, in seconds since 1970-01-01 UTC.
        not_before: From when on it is good, in the same unit, or None.
        grants: Names of all its grants.
    """

    identity: str
    issuer: str | None
    account: str | None
    service_sid: str | None
    expires_at: float
    not_before: float | None
    grants: tuple[str, ...]


def inspect_token(token: str | SecretStr, *, grant_names: Sequence[str], now: float, leeway: float = 0) -> TokenClaims:
    """Read the claims of a token; the signature is not verified.

    Args:
        token: Access token.
        grant_names: Names of the grant wanted, newest first; one is enough.
        now: Seconds since 1970-01-01 UTC.
        leeway: Seconds by which ``now`` may be ahead of the service.

    Raises:
        MalformedTokenError: Not a JSON Web Token, or without a claim that is needed.
        ExpiredTokenError: It has run out.
        ForeignTokenError: It has none of the grants wanted.
    """
    token = hide_token(token)  # the frame of a traceback shows what is hidden, not the text
    claims = _decode(token)
    grants, identity = _granted(claims)
    expires_at = _seconds(claims, "exp")
    if expires_at is None:
        raise MalformedTokenError("the access token has no usable `exp`; mint it with a time to live")
    names = tuple(name for name in grants if name != "identity")
    grant = next((found for name in grant_names if isinstance(found := grants.get(name), dict)), None)
    if grant is None:
        raise ForeignTokenError(
            f"the access token has no grant {' or '.join(map(repr, grant_names))}, "
            f"only {', '.join(map(repr, names)) or 'none at all'}; add the grant when minting it"
        )
    if expires_at + leeway <= now:
        raise ExpiredTokenError(
            f"the access token expired at {_moment(expires_at)}, {now - expires_at:.0f} seconds ago; "
            f"mint a new one, or check the system time"
        )
    return TokenClaims(
        identity=identity,
        issuer=_text(claims, "iss"),
        account=_text(claims, "sub"),
        service_sid=_text(grant, "service_sid"),
        expires_at=expires_at,
        not_before=_seconds(claims, "nbf"),
        grants=names,
    )


def identity_of(token: str | SecretStr) -> str:
    """Return the user that a token stands for, whether or not it can still be used.

    Args:
        token: Access token.

    Raises:
        MalformedTokenError: Not a JSON Web Token, or without an identity.
    """
    token = hide_token(token)
    return _granted(_decode(token))[1]


def _granted(claims: JsonObject) -> tuple[JsonObject, str]:
    """The grants of a token, and the identity in them."""
    grants = claims.get("grants")
    if not isinstance(grants, dict):
        raise MalformedTokenError("the access token has no `grants`; mint it as a Twilio access token")
    identity = _text(grants, "identity")
    if identity is None:
        raise MalformedTokenError("the access token has no `grants.identity`; mint it for an identity")
    return grants, identity


def _decode(token: SecretStr) -> JsonObject:
    import jwt  # loaded with the first token, as programs that only want types never have one

    if not _FORM.fullmatch(token.get_secret_value()):
        raise _malformed(token)
    claims: JsonObject | None = None
    # Their messages may quote parts of the token, and their frames hold it.
    with suppress(jwt.InvalidTokenError, ValueError, RecursionError):
        # Typed in part only where the optional `cryptography` is absent.
        claims = jwt.decode(token.get_secret_value(), options={"verify_signature": False})
    if claims is None:
        raise _malformed(token)
    return claims


def _malformed(token: SecretStr) -> MalformedTokenError:
    text = token.get_secret_value()
    if text != text.strip():  # as files and answers have it, whose last line ends with a break
        return MalformedTokenError(
            f"the access token ({len(text)} characters) is not a JSON Web Token: "
            f"it has white space at its beginning or end; strip it"
        )
    return MalformedTokenError(
        f"the access token ({len(token)} characters) is not a JSON Web Token: "
        f"expected three base64url parts divided by dots"
    )


def _text(claims: JsonObject, name: str) -> str | None:
    value: JsonValue = claims.get(name)
    return value if isinstance(value, str) and value else None


def _seconds(claims: JsonObject, name: str) -> float | None:
    value: JsonValue = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # Up to the year 9999; more cannot be shown, and is no date.
    return float(value) if 0 < value < 253_402_300_800 else None


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
