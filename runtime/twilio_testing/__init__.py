"""Fixtures for pytest: an embedded service and clients that are signed in to it."""
