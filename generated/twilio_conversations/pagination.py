# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""Pages of results."""

from twilio_realtime.requests.pagination import Paginator, PendingPage

__all__ = ["Paginator", "PendingPage", "RestPaginator"]

RestPaginator = Paginator
"""Pages of a REST list; the same class as all pages."""
