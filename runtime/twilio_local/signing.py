"""Signatures under a secret of the database: for addresses and tokens that the service hands out and takes back."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import cast

from twilio_realtime.json import JsonObject, JsonValue, as_object, dump_json, parse_json

from .chat.stamps import Stamps
from .storage.database import Database

__all__ = ["ContinuationTokens", "Signer"]


class Signer:
    """Signs text; each purpose has signatures of its own."""

    def __init__(self, database: Database, stamps: Stamps) -> None:
        key = database.setting("signing_key")
        if key is None:
            key = stamps.random_bytes(32).hex()
            with database.transaction():
                database.set_setting("signing_key", key)
        self._key = bytes.fromhex(key)

    def sign(self, purpose: str, text: str) -> bytes:
        """Signature of a text, 32 bytes."""
        return hmac.new(self._key, f"{purpose}\0{text}".encode(), hashlib.sha256).digest()

    def matches(self, purpose: str, text: str, signature: bytes) -> bool:
        """Whether a signature is ours; takes the same time for every wrong one."""
        return hmac.compare_digest(self.sign(purpose, text), signature)


class ContinuationTokens:
    """Opaque tokens by which a client shows that it was connected before."""

    def __init__(self, signer: Signer, stamps: Stamps, service_sid: str) -> None:
        self._signer = signer
        self._stamps = stamps
        self._service_sid = service_sid

    def renew(self, token: JsonValue, identity: str) -> tuple[str, JsonObject]:
        """Keep a token that is right for the identity, else make a new one.

        Returns:
            The token, and the status that says whether and why it is a new one.
        """
        if not isinstance(token, str) or not token:
            return self._new(identity), _reissued("MISSING", "Continuation token is not provided")
        owner = self._owner(token)
        if owner is None:
            return self._new(identity), _reissued("INVALID", "Continuation token is not valid")
        if owner != identity:
            return self._new(identity), _reissued("DIFFERENT_IDENTITY", "Different identity")
        return token, {"reissued": False}

    def _new(self, identity: str) -> str:
        grants: JsonObject = {"identity": identity, "ip_messaging": {"service_sid": self._service_sid}}
        content: JsonObject = {
            "format": "rtd-ct-1",
            "endpointId": f"twi1-{self._stamps.random_bytes(16).hex()}",
            "grants": grants,
        }
        text = base64.b64encode(dump_json(content).encode()).decode()
        return f"{text}.{base64.b64encode(self._signer.sign('continuation', text)).decode().rstrip('=')}"

    def _owner(self, token: str) -> str | None:
        text, _, signature = token.partition(".")
        try:
            ours = self._signer.matches("continuation", text, base64.b64decode(signature + "=" * (-len(signature) % 4)))
            if not ours:
                return None
            content = as_object(parse_json(base64.b64decode(text)))
        except ValueError:
            return None
        return cast(str | None, as_object(content.get("grants")).get("identity"))


def _reissued(reason: str, message: str) -> JsonObject:
    return {"reissued": True, "reissue_reason": reason, "reissue_message": message}
