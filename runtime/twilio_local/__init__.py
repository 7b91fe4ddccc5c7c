"""An embedded chat service that speaks the same protocol as the real one: for demos, tests and local use.

async with LocalService() as service:
    token = service.token("alice")
    ...  # point any client at service.base_url
"""

from .credentials import ServiceCredentials
from .errors import LocalServiceError
from .faults import Faults
from .limits import Limits
from .service import LocalService
from .tokens import mint_token

__all__ = ["Faults", "Limits", "LocalService", "LocalServiceError", "ServiceCredentials", "mint_token"]
