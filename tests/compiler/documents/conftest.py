"""A service, and clients of it that reconnect at once."""

from support.rooms import impatient, service

__all__ = ["impatient", "service"]
