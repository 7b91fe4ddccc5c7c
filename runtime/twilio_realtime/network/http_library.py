"""The HTTP library: httpx, or its successor httpx2 where that alone is installed.

Only this package of the runtime names either of them. Loading them takes tens of milliseconds, see `direct_http`.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import TYPE_CHECKING, Final

from ..errors import ConfigurationError

if TYPE_CHECKING:
    import httpcore
    import httpx

__all__ = ["LIBRARIES", "httpcore", "httpx"]

LIBRARIES: Final = {"httpx": "httpcore", "httpx2": "httpcore2"}
"""What can be used, the preferred one first, and what each is made of, which comes with it."""


def _installed() -> tuple[ModuleType, ModuleType]:
    """Load the first that is there.

    An application may have put the second in place of the first (`httpx2.alias_httpx`); the two then belong together.

    Raises:
        ConfigurationError: None of them is installed.
    """
    for library, core in LIBRARIES.items():
        try:
            return importlib.import_module(library), importlib.import_module(core)
        except ModuleNotFoundError as error:
            if error.name not in (library, core):
                raise
    raise ConfigurationError(f"files need one of the HTTP libraries {', '.join(LIBRARIES)}; install httpx")


if not TYPE_CHECKING:
    httpx, httpcore = _installed()
