"""An embedded chat service that speaks the same protocol as the real one: for demos, tests and local use.

async with LocalService() as service:
    token = service.token("alice")
    ...  # point any client at service.base_url
"""

from twilio_realtime.version import VERSION as _VERSION

try:
    from .credentials import ServiceCredentials
    from .errors import LocalServiceError
    from .faults import Faults
    from .limits import Limits
    from .outside import IncomingFile, Outside
    from .service import LocalService
    from .tokens import mint_token
except ModuleNotFoundError as _missing:
    _absent = (_missing.name or "").partition(".")[0]
    if _absent.startswith("twilio_"):
        raise
    raise ModuleNotFoundError(
        f"{_absent} is not installed; in the clone of twilio-chat run: pip install '.[local]'", name=_missing.name
    ) from None

__all__ = [
    "Faults",
    "IncomingFile",
    "Limits",
    "LocalService",
    "LocalServiceError",
    "Outside",
    "ServiceCredentials",
    "__version__",
    "mint_token",
]

__version__: str = _VERSION
"""Version of the distribution."""
