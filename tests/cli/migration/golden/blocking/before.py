"""A program without asyncio."""

from twilio_chat.blocking import Channel, Client, Member, first_of


def main() -> None:
    with Client("token") as client:
        for channel in client.get_subscribed_channels():
            handle(channel)
        for channel in client.get_local_channels(criteria="friendlyName"):
            print(channel.last_consumed_message_index)

        @client.on.channel_invited
        def accept(channel: Channel) -> None:
            channel.join()

        @client.on.channel_joined.once
        def first(channel):
            print([member.channel for member in channel.get_members()])

        with client.on.member_joined.expect() as joined, client.on.channel_left.expect() as left:
            happened = first_of(joined, left)
        print(joined.value.channel, left.value.last_consumed_message_index)


def handle(channel, *, who: "Member | None" = None):
    print(channel.get_unconsumed_messages_count(), who and who.channel)
