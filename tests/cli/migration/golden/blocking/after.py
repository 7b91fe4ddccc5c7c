"""A program without asyncio."""

from twilio_conversations.blocking import Client, Participant, first_of


def main() -> None:
    with Client("token") as client:
        for channel in client.get_subscribed_conversations():
            handle(channel)
        for channel in sorted(client.get_subscribed_conversations(), key=lambda one: (one.friendly_name or "").casefold()):
            print(channel.last_read_message_index)

        @client.on.conversation_joined.once
        def first(channel):
            print([member.conversation for member in channel.get_participants()])

        with client.on.participant_joined.expect() as joined, client.on.conversation_left.expect() as left:
            happened = first_of(joined, left)
        print(joined.value.conversation, left.value.last_read_message_index)


def handle(channel, *, who: "Participant | None" = None):
    print(channel.get_unread_messages_count(), who and who.conversation)
