"""Other networks, as a test plays them: people who write from there, and reports about what was sent to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from twilio_realtime.json import JsonObject, JsonValue

from .chat.incoming import Incoming, IncomingFile
from .errors import LocalServiceError, Refusal
from .own_thread import OwnThread

__all__ = ["IncomingFile", "Outside"]

ResultT = TypeVar("ResultT")


class Outside:
    """The networks outside of one service: SMS, WhatsApp, e-mail and the like.

    Clients of Conversations add people there to a conversation (`addNonChatParticipant`); here those people write.

    Args:
        incoming: The ways into the service.
        thread: Where the service runs, if it has a thread of its own.
    """

    def __init__(self, incoming: Incoming, thread: OwnThread | None = None) -> None:
        self._incoming = incoming
        self._thread = thread

    def on(self, thread: OwnThread) -> Outside:
        """The same for use from other threads, with the service on `thread`."""
        return Outside(self._incoming, thread)

    def receive(
        self,
        conversation: str,
        sender: str,
        body: str | None = None,
        *,
        subject: str | None = None,
        attributes: JsonValue = None,
        files: Sequence[IncomingFile] = (),
        channel_metadata: JsonObject | None = None,
    ) -> str:
        """Let a participant of another network write a message; returns the SID of the message.

        Args:
            conversation: SID or unique name of the conversation, or channel.
            sender: Address of the participant, or its SID.
            body: Text, if any.
            subject: Subject of an e-mail.
            attributes: Attributes of the message; ``{}`` by default.
            files: What it carries.
            channel_metadata: ``type`` and ``data`` that the network sends along; none by default.

        Raises:
            LocalServiceError: There is no such conversation or participant, the participant is a user, or some part of
                the message cannot be used or is too large, as it would be from a user.
        """
        return self._do(
            lambda: self._incoming.receive(
                conversation,
                sender,
                body,
                subject=subject,
                attributes={} if attributes is None else attributes,
                files=files,
                channel_metadata=channel_metadata,
            )
        )

    def typing(self, conversation: str, sender: str) -> None:
        """Let a participant of another network type, for as long as clients show one such sign.

        Only Apple Messages for Business tells that: the address begins with ``apple:``.

        Args:
            conversation: SID or unique name of the conversation, or channel.
            sender: Address of the participant, or its SID.

        Raises:
            LocalServiceError: There is no such conversation or participant, or its network does not tell.
        """
        self._do(lambda: self._incoming.typing(conversation, sender))

    def report(self, message_sid: str, recipient: str, status: str, error_code: str | None = None) -> None:
        """Report how far a message has come on its way to a participant of another network.

        Args:
            message_sid: The message.
            recipient: Address of the participant, or its SID.
            status: ``queued``, ``sent``, ``delivered``, ``read``, ``undelivered`` or ``failed``.
            error_code: Why it failed; none by default.

        Raises:
            LocalServiceError: There is no such message or status, or the message does not go there.
        """
        self._do(lambda: self._incoming.report(message_sid, recipient, status, error_code))

    def add_template(self, friendly_name: str, variants: JsonObject, variables: Mapping[str, str] | None = None) -> str:
        """Make a content template; returns its SID.

        Args:
            friendly_name: What it is called.
            variants: Content by type, such as ``twilio/text``; messages are made of the first.
            variables: Defaults of the variables, which stand as ``{{name}}`` in the texts of variants.

        Raises:
            LocalServiceError: There is no variant, or one without a type or content, or what is given is no JSON.
        """
        return self._do(lambda: self._incoming.add_template(friendly_name, variants, variables or {}))

    def set_bindings(self, conversation: str, bindings: JsonObject) -> None:
        """Replace the addresses that a conversation itself has on other networks.

        Args:
            conversation: SID or unique name of the conversation.
            bindings: Addresses by type, such as ``{"email": {"projected_address": "desk@example.com"}}``.

        Raises:
            LocalServiceError: There is no such conversation, or the addresses are no JSON.
        """
        self._do(lambda: self._incoming.set_bindings(conversation, bindings))

    def _do(self, act: Callable[[], ResultT]) -> ResultT:
        try:
            return act() if self._thread is None else self._thread.call(act)
        except Refusal as refusal:
            raise LocalServiceError(f"{refusal.message} (code {refusal.code})") from refusal
