# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""Options that users pass in."""

from __future__ import annotations

__all__ = []
