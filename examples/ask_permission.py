"""Asks a channel for permission and waits for the answer: a step of a deployment that knows nothing of asyncio.

    TWILIO_TOKEN=… python examples/ask_permission.py releases "May 4.2 go out?"

The exit status is 0 if somebody says yes, 1 if somebody says no, and 2 if nobody answers in time.
`TWILIO_BASE_URL` leads it to a service of your own, such as that of `twilio-chat serve`.
"""

from __future__ import annotations

import argparse
import os
import sys

from twilio_chat.blocking import Channel, Client, DeadlineError, Member, Message

ANSWERS = {"yes": True, "no": False}


def word(message: Message) -> str:
    """The text of a message, ready to be compared."""
    return (message.body or "").strip().lower()


def ask(channel: Channel, me: str, question: str, patience: float) -> tuple[str | None, bool]:
    """Ask, and wait for the first answer of somebody else.

    Args:
        channel: Where to ask.
        me: Identity of who asks.
        question: What to ask.
        patience: Most seconds to wait.

    Returns:
        Who has answered, and whether it was a yes.

    Raises:
        DeadlineError: Nobody has answered in time.
    """

    @channel.on.typing_started
    def hint(member: Member) -> None:
        print(f"{member.identity} is typing", flush=True)

    @channel.on.message_added
    def explain(message: Message) -> None:
        # On the thread of the handlers: it may call what blocks, while the main thread waits below.
        if message.author != me and word(message) not in ANSWERS:
            channel.send_message(f"{message.author}, please answer yes or no.")

    # Listens before it asks, so that no answer is too quick for it.
    with channel.on.message_added.expect(where=lambda message: word(message) in ANSWERS, timeout=patience) as answer:
        channel.send_message(question)
        print(f"asked in {channel.unique_name}", flush=True)
    return answer.value.author, ANSWERS[word(answer.value)]


def main() -> int:
    """Ask what the command line says; the exit status."""
    parser = argparse.ArgumentParser(description="Ask a channel for permission and wait for the answer.")
    parser.add_argument("channel", help="unique name of the channel")
    parser.add_argument("question")
    parser.add_argument("--patience", type=float, default=600, metavar="SECONDS")
    arguments = parser.parse_args()
    with Client(os.environ["TWILIO_TOKEN"], base_url=os.environ.get("TWILIO_BASE_URL")) as client:
        channel = client.get_channel_by_unique_name(arguments.channel)
        if channel.status != "joined":
            channel.join()
        try:
            who, allowed = ask(channel, client.user.identity, arguments.question, arguments.patience)
        except DeadlineError:
            print("nobody has answered")
            return 2
        print(f"{who} says {'yes' if allowed else 'no'}")
        return 0 if allowed else 1


if __name__ == "__main__":
    sys.exit(main())
