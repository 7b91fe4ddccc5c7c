"""Sync objects: stored, written for the wire, followed."""
