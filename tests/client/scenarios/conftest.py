"""The service and the clients of the end-to-end tests."""

from client.conftest import alice, bob, connect, impatient, service

__all__ = ["alice", "bob", "connect", "impatient", "service"]
