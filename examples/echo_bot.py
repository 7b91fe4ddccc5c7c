"""A bot that says what it hears, in every channel that it is a member of or invited to.

    TWILIO_TOKEN=… python examples/echo_bot.py

`TWILIO_BASE_URL` leads it to a service of your own, such as that of `twilio-chat serve`.
"""

from __future__ import annotations

import os

from twilio_chat import Channel, Client, Message, run


def echo(client: Client) -> None:
    """Make a client a bot. Before it is started, so that it learns of the invitations that wait already.

    Args:
        client: The bot.
    """

    @client.on.message_added
    async def answer(message: Message) -> None:
        if not message.is_own and message.body:
            await message.channel.send_message(message.body, {"echo_of": message.index})

    @client.on.channel_invited
    async def accept(channel: Channel) -> None:
        await channel.join()
        print(f"joined {channel.friendly_name or channel.unique_name or channel.sid}", flush=True)


async def main() -> None:
    """Sign in and answer until cancelled."""
    client = Client(os.environ["TWILIO_TOKEN"], base_url=os.environ.get("TWILIO_BASE_URL"))
    echo(client)
    async with client:
        print(f"{client.user.identity} is listening", flush=True)
        await client.until_closed()


if __name__ == "__main__":
    run(main)
    print("the bot has left")
