# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""`UnsentMessage`: a message that was built and not sent yet. It can be sent several times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_realtime.json import JsonValue, copied
from twilio_realtime.resource import Draft

from .context import Context
from .models import ContentTemplateVariable
from .options import SendMediaOptions

if TYPE_CHECKING:
    from .conversation import Conversation

__all__ = ["UnsentMessage"]


class UnsentMessage(Draft[Context, "Conversation"]):
    """A message that was built and not sent yet. It can be sent several times.

    Documented as the class ``UnsentMessage``. Objects are made by the client.
    """

    __slots__ = (
        "_attributes",
        "_body",
        "_content_sid",
        "_content_variables",
        "_email_body",
        "_email_history",
        "_media",
        "_subject",
    )

    def __init__(
        self,
        context_: Context,
        owner_: Conversation,
        *,
        body: str | None,
        attributes: JsonValue,
        subject: str | None,
        media: list[SendMediaOptions],
        email_body: dict[str, SendMediaOptions],
        email_history: dict[str, SendMediaOptions],
        content_sid: str | None,
        content_variables: list[ContentTemplateVariable] | None,
    ) -> None:
        super().__init__(context_, owner_)
        self._body: str | None = body
        self._attributes: JsonValue = attributes
        self._subject: str | None = subject
        self._media: list[SendMediaOptions] = media
        self._email_body: dict[str, SendMediaOptions] = email_body
        self._email_history: dict[str, SendMediaOptions] = email_history
        self._content_sid: str | None = content_sid
        self._content_variables: list[ContentTemplateVariable] | None = content_variables

    @property
    def text(self) -> str | None:
        """The text."""
        return self._body

    @property
    def attributes(self) -> JsonValue:
        """Any JSON value to keep with the message."""
        return copied(self._attributes)

    @property
    def subject(self) -> str | None:
        """The subject."""
        return self._subject

    @property
    def media(self) -> list[SendMediaOptions]:
        """The attachments, in order."""
        return copied(self._media)

    @property
    def email_body(self) -> dict[str, SendMediaOptions]:
        """Bodies for participants who use e-mail, by media type."""
        return copied(self._email_body)

    @property
    def email_history(self) -> dict[str, SendMediaOptions]:
        """Earlier e-mails that the message answers, by media type."""
        return copied(self._email_history)

    @property
    def content_sid(self) -> str | None:
        """SID of the content template from which it is made, `HX…`."""
        return self._content_sid

    @property
    def content_variables(self) -> list[ContentTemplateVariable] | None:
        """Values for variables of the template; None keeps all defaults."""
        return copied(self._content_variables)

    async def send(self, *, idempotency_key: str | None = None) -> int:
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
        return await self._owner.send_message(
            body=self._body,
            attributes=self._attributes,
            subject=self._subject,
            media=self._media,
            email_body=self._email_body,
            email_history=self._email_history,
            content_sid=self._content_sid,
            content_variables=self._content_variables,
            idempotency_key=idempotency_key,
        )
