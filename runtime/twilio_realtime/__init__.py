"""Product-neutral client runtime for Twilio's real-time protocol: connection, Sync, REST, events, tokens.

Generated packages build on it; `twilio_realtime.errors` shows every exception it raises.
"""

from .version import VERSION as _VERSION

__all__ = ["__version__"]

__version__: str = _VERSION
"""Version of the distribution."""
