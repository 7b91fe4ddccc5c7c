"""Doubles for time and for the network, shared by the tests."""
