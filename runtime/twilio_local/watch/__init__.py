"""Packets shown and recorded, without secrets."""
