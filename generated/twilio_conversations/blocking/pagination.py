# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""Pages of results."""

from twilio_realtime.blocking import Paginator

__all__ = ["Paginator", "RestPaginator"]

RestPaginator = Paginator
"""Pages of a REST list; the same class as all pages."""
