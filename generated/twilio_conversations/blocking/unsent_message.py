# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""`UnsentMessage`: a message that was built and not sent yet. It can be sent several times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_realtime.blocking import (
    Resource,
)
from twilio_realtime.json import JsonValue

from ..models import ContentTemplateVariable
from ..options import SendMediaOptions
from ..unsent_message import UnsentMessage as AsyncUnsentMessage

if TYPE_CHECKING:
    from .twins import Twins

__all__ = ["UnsentMessage"]


class UnsentMessage(Resource[AsyncUnsentMessage]):
    """A message that was built and not sent yet. It can be sent several times.

    Documented as the class ``UnsentMessage``. Objects are made by the client.
    """

    __slots__ = ("_twins",)

    def __init__(self, inner: AsyncUnsentMessage, twins: Twins) -> None:
        super().__init__(inner, twins.threads)
        self._twins = twins

    @property
    def text(self) -> str | None:
        """The text."""
        return self._inner.text

    @property
    def attributes(self) -> JsonValue:
        """Any JSON value to keep with the message."""
        return self._inner.attributes

    @property
    def subject(self) -> str | None:
        """The subject."""
        return self._inner.subject

    @property
    def media(self) -> list[SendMediaOptions]:
        """The attachments, in order."""
        return self._inner.media

    @property
    def email_body(self) -> dict[str, SendMediaOptions]:
        """Bodies for participants who use e-mail, by media type."""
        return self._inner.email_body

    @property
    def email_history(self) -> dict[str, SendMediaOptions]:
        """Earlier e-mails that the message answers, by media type."""
        return self._inner.email_history

    @property
    def content_sid(self) -> str | None:
        """SID of the content template from which it is made, `HX…`."""
        return self._inner.content_sid

    @property
    def content_variables(self) -> list[ContentTemplateVariable] | None:
        """Values for variables of the template; None keeps all defaults."""
        return self._inner.content_variables

    def send(self, *, idempotency_key: str | None = None) -> int:
        """Send the message.

        Documented as ``UnsentMessage.send``.

        Args:
            idempotency_key: With the same key again, also after a restart, nothing is sent, and the result is that
                of the first time. A key is what you like, for example the SID of what is answered.

        Returns:
            Index of the new message.

        Raises:
            ArgumentError: An argument is of the wrong kind.
            ForbiddenError: The user may not do this.
            RequestError: The service refused the request.
            DisconnectedError: There was no connection in time, or it was lost meanwhile.

        Causes: ``conversation.on.message_added``.
        """
        return self._run(lambda: self._inner.send(idempotency_key=idempotency_key))
