# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""`MessageBuilder`: a message that is put together step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_realtime.blocking import (
    Resource,
)
from twilio_realtime.json import JsonValue

from ..message_builder import MessageBuilder as AsyncMessageBuilder
from ..models import ContentTemplateVariable
from ..options import SendMediaOptions

if TYPE_CHECKING:
    from .twins import Twins
    from .unsent_message import UnsentMessage

__all__ = ["MessageBuilder"]


class MessageBuilder(Resource[AsyncMessageBuilder]):
    """A message that is put together step by step.

    Nothing is sent before `build_and_send`. Whatever it can do, `Conversation.send_message` does in one call.

    Documented as the class ``MessageBuilder``. Objects are made by the client.
    """

    __slots__ = ("_twins",)

    def __init__(self, inner: AsyncMessageBuilder, twins: Twins) -> None:
        super().__init__(inner, twins.threads)
        self._twins = twins

    def set_body(self, text: str) -> MessageBuilder:
        """Replace the text of the message.

        Documented as ``MessageBuilder.setBody``.

        Args:
            text: The text.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        self._inner.set_body(text)
        return self

    def set_subject(self, subject: str) -> MessageBuilder:
        """Replace the subject of the message.

        Documented as ``MessageBuilder.setSubject``.

        Args:
            subject: The subject.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        self._inner.set_subject(subject)
        return self

    def set_attributes(self, attributes: JsonValue) -> MessageBuilder:
        """Replace the attributes of the message.

        Documented as ``MessageBuilder.setAttributes``.

        Args:
            attributes: Any JSON value to keep with the message.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        self._inner.set_attributes(attributes)
        return self

    def set_email_body(self, content_type: str, body: SendMediaOptions) -> MessageBuilder:
        """Replace the body of one media type, for participants who use e-mail.

        Documented as ``MessageBuilder.setEmailBody``.

        Args:
            content_type: Media type, such as `text/html`.
            body: The body.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        self._inner.set_email_body(content_type, body)
        return self

    def set_email_history(self, content_type: str, history: SendMediaOptions) -> MessageBuilder:
        """Replace the earlier e-mails that the message answers, of one media type.

        Documented as ``MessageBuilder.setEmailHistory``.

        Args:
            content_type: Media type, such as `text/html`.
            history: The earlier e-mails.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        self._inner.set_email_history(content_type, history)
        return self

    def add_media(self, payload: SendMediaOptions) -> MessageBuilder:
        """Attach a file, after those that are attached already.

        Documented as ``MessageBuilder.addMedia``.

        Args:
            payload: The file.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        self._inner.add_media(payload)
        return self

    def set_content_template(
        self, content_sid: str, content_variables: list[ContentTemplateVariable] | None = None
    ) -> MessageBuilder:
        """Make the message from a content template.

        Documented as ``MessageBuilder.setContentTemplate``.

        Args:
            content_sid: SID of the template, `HX…`.
            content_variables: Values for variables of the template; others keep their defaults.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        self._inner.set_content_template(content_sid, content_variables)
        return self

    def build(self) -> UnsentMessage:
        """Return the message as it is now. Later steps do not change it.

        Documented as ``MessageBuilder.build``.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        return self._twins.unsent_message(self._inner.build())

    def build_and_send(self, *, idempotency_key: str | None = None) -> int:
        """Send the message as it is now.

        Documented as ``MessageBuilder.buildAndSend``.

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
        return self._run(lambda: self._inner.build_and_send(idempotency_key=idempotency_key))
