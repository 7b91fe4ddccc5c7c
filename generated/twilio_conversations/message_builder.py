# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""`MessageBuilder`: a message that is put together step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_realtime.arguments import (
    require_each,
    require_entries,
    require_instance,
    require_json,
    require_keys,
    require_text,
)
from twilio_realtime.json import JsonValue, copied
from twilio_realtime.resource import Draft

from .context import Context
from .models import ContentTemplateVariable
from .options import SendMediaOptions
from .unsent_message import UnsentMessage

if TYPE_CHECKING:
    from .conversation import Conversation

__all__ = ["MessageBuilder"]


class MessageBuilder(Draft[Context, "Conversation"]):
    """A message that is put together step by step.

    Nothing is sent before `build_and_send`. Whatever it can do, `Conversation.send_message` does in one call.

    Documented as the class ``MessageBuilder``. Objects are made by the client.
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

    def set_body(self, text: str) -> MessageBuilder:
        """Replace the text of the message.

        Documented as ``MessageBuilder.setBody``.

        Args:
            text: The text.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        require_text("text", text, surrogates=True)
        self._body = text
        return self

    def set_subject(self, subject: str) -> MessageBuilder:
        """Replace the subject of the message.

        Documented as ``MessageBuilder.setSubject``.

        Args:
            subject: The subject.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        require_text("subject", subject, surrogates=True)
        self._subject = subject
        return self

    def set_attributes(self, attributes: JsonValue) -> MessageBuilder:
        """Replace the attributes of the message.

        Documented as ``MessageBuilder.setAttributes``.

        Args:
            attributes: Any JSON value to keep with the message.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        require_json("attributes", attributes)
        self._attributes = copied(attributes)
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
        require_text("content_type", content_type, non_empty=True)
        require_instance("body", body, SendMediaOptions, "a SendMediaOptions")
        self._email_body = {**self._email_body, content_type: body}
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
        require_text("content_type", content_type, non_empty=True)
        require_instance("history", history, SendMediaOptions, "a SendMediaOptions")
        self._email_history = {**self._email_history, content_type: history}
        return self

    def add_media(self, payload: SendMediaOptions) -> MessageBuilder:
        """Attach a file, after those that are attached already.

        Documented as ``MessageBuilder.addMedia``.

        Args:
            payload: The file.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        require_instance("payload", payload, SendMediaOptions, "a SendMediaOptions")
        self._media = [*self._media, payload]
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
        require_text("content_sid", content_sid, non_empty=True, surrogates=True)
        if content_variables is not None:
            require_each(
                "content_variables",
                content_variables,
                lambda name, item: require_instance(name, item, ContentTemplateVariable, "a ContentTemplateVariable"),
            )
        self._content_sid = content_sid
        self._content_variables = copied(content_variables)
        return self

    def build(self) -> UnsentMessage:
        """Return the message as it is now. Later steps do not change it.

        Documented as ``MessageBuilder.build``.

        Raises:
            ArgumentError: An argument is of the wrong kind.
        """
        require_entries("media", self._media, self._context.configuration.options.media_attachments_count_limit)
        require_keys(
            "email_body", self._email_body, self._context.configuration.options.email_bodies_allowed_mime_types
        )
        require_keys(
            "email_history", self._email_history, self._context.configuration.options.email_histories_allowed_mime_types
        )
        return UnsentMessage(
            self._context,
            self._owner,
            body=self._body,
            attributes=self._attributes,
            subject=self._subject,
            media=self._media,
            email_body=self._email_body,
            email_history=self._email_history,
            content_sid=self._content_sid,
            content_variables=self._content_variables,
        )

    async def build_and_send(self, *, idempotency_key: str | None = None) -> int:
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
