"""The account, API key and service for which tokens are minted and checked."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .errors import LocalServiceError

__all__ = ["ServiceCredentials"]

_VARIABLES = {
    "account_sid": "TWILIO_ACCOUNT_SID",
    "api_key_sid": "TWILIO_API_KEY_SID",
    "api_key_secret": "TWILIO_API_KEY_SECRET",
    "service_sid": "TWILIO_SERVICE_SID",
}
_FORMER_VARIABLES = {"TWILIO_SERVICE_SID": "TWILIO_CHAT_SERVICE_SID"}
"""What variables were called before; they count where the new ones are not set."""
_SID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class ServiceCredentials:
    """Everything that a token of one service instance is tied to.

    Attributes:
        account_sid: Account, ``AC…``; the `sub` claim.
        api_key_sid: API key, ``SK…``; the `iss` claim.
        api_key_secret: Secret of the API key, the HS256 key. Not part of the repr.
        service_sid: Service instance, ``IS…``; named by the grant.

    Raises:
        LocalServiceError: A part is empty or holds characters that no SID has.
    """

    account_sid: str
    api_key_sid: str
    api_key_secret: str = field(repr=False)
    service_sid: str

    def __post_init__(self) -> None:
        for name in ("account_sid", "api_key_sid", "service_sid"):
            value: str = getattr(self, name)
            if not _SID.fullmatch(value):
                raise LocalServiceError(
                    f"{name} is {value!r}, expected 1 to 64 letters, digits, '-' or '_'; correct {_VARIABLES[name]}"
                )
        if not self.api_key_secret:
            raise LocalServiceError(f"api_key_secret is empty; set {_VARIABLES['api_key_secret']}")

    @classmethod
    def development(cls) -> ServiceCredentials:
        """Well-known credentials, the same everywhere: good for loopback only, since anybody can mint with them."""
        return cls(
            account_sid="AC00000000000000000000000000000001",
            api_key_sid="SK00000000000000000000000000000001",
            api_key_secret="development-secret-known-to-everybody",
            service_sid="IS00000000000000000000000000000001",
        )

    @classmethod
    def from_environment(cls, env: Mapping[str, str] | None = None) -> ServiceCredentials:
        """Credentials of the environment, or the development ones when none of the variables is set.

        Args:
            env: Where to read ``TWILIO_ACCOUNT_SID``, ``TWILIO_API_KEY_SID``, ``TWILIO_API_KEY_SECRET`` and
                ``TWILIO_SERVICE_SID``, or ``TWILIO_CHAT_SERVICE_SID`` where that is not set; `os.environ` by default.

        Raises:
            LocalServiceError: Some are set and some are missing, or a value is not usable.
        """
        env = os.environ if env is None else env
        values = {
            name: env.get(variable, "") or env.get(_FORMER_VARIABLES.get(variable, variable), "")
            for name, variable in _VARIABLES.items()
        }
        if not any(values.values()):
            return cls.development()
        missing = [_VARIABLES[name] for name, value in values.items() if not value]
        if missing:
            raise LocalServiceError(
                f"{', '.join(missing)} not set while other credentials are; set all four, or none for development"
            )
        return cls(**values)

    @property
    def is_development(self) -> bool:
        """Whether the secret is the published one."""
        return self.api_key_secret == ServiceCredentials.development().api_key_secret
