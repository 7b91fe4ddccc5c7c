"""The picture on the start page: two clients that talk, as it happened. Run this file to make it anew.

What is drawn is what the clients reported, so the picture cannot show what they do not do. It holds no times and no
identifiers, and is the same after each run.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Literal

from twilio_conversations import Client, Conversation, Message
from twilio_local import LocalService

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "two-clients.svg"

WIDTH, COLUMN, MARGIN = 380, 152, 10
TOP, ROW, GAP = 48, 44, 10
Who = Literal["alice", "bob"]


@dataclass(frozen=True)
class Step:
    """Something that happened at one of the two.

    Attributes:
        who: At whom.
        kind: Whether they did it or were told of it, or whether their connection changed.
        name: The method that was called, or the event that came; empty for a connection.
        text: What it was about.
    """

    who: Who
    kind: Literal["did", "heard", "connection"]
    name: str
    text: str


async def talk() -> list[Step]:
    """Let two clients talk through the embedded service, one with a cut connection, and return what happened."""
    steps: list[Step] = []

    async with (
        LocalService() as service,
        Client(service.token("alice"), base_url=service.base_url) as alice,
        Client(service.token("bob"), base_url=service.base_url) as bob,
    ):
        async with bob.on.conversation_joined.expect() as joined:
            alices = await (await alice.create_conversation(unique_name="general")).join()
            await alices.add("bob")
            steps.append(Step("alice", "did", "add", f"{alices.unique_name}: add bob"))
        bobs = joined.value
        steps.append(Step("bob", "heard", "conversation_joined", f"in {bobs.unique_name}"))

        await _say(steps, "alice", alices, "bob", bobs, "Hello, bob!")
        async with alices.on.typing_started.expect() as typing:
            await bobs.typing()
            steps.append(Step("bob", "did", "typing", "…"))
        steps.append(Step("alice", "heard", "typing_started", f"{typing.value.identity} is typing"))
        await _say(steps, "bob", bobs, "alice", alices, "Hello, alice!")

        missed: list[Message] = []
        both = asyncio.Event()

        @bobs.on.message_added
        def hear(message: Message) -> None:
            missed.append(message)
            if len(missed) == 2:
                both.set()

        async with bob.on.connection_state_changed.expect(where=lambda state: state != "connected"):
            service.faults.refuse("bob")
            service.faults.cut("bob")
        steps.append(Step("bob", "connection", "", "connection cut"))
        for text in ("Still there?", "Take your time."):
            await alices.send_message(text)
            steps.append(Step("alice", "did", "send_message", text))
        async with bob.on.connection_state_changed.expect(where=lambda state: state == "connected"):
            service.faults.refuse("bob", enabled=False)
        steps.append(Step("bob", "connection", "", "connected again"))
        await both.wait()
        steps += [_heard("bob", message) for message in missed]

        async with alices.on.participant_updated.expect(where=lambda it: it.participant.identity == "bob") as read:
            await bobs.set_all_messages_read()
            steps.append(Step("bob", "did", "set_all_messages_read", "read all"))
        index = read.value.participant.last_read_message_index
        steps.append(Step("alice", "heard", "participant_updated", f"bob has read #{index}"))
    return steps


async def _say(steps: list[Step], who: Who, here: Conversation, other: Who, there: Conversation, text: str) -> None:
    async with there.on.message_added.expect() as pending:
        await here.send_message(text)
        steps.append(Step(who, "did", "send_message", text))
    steps.append(_heard(other, pending.value))


def _heard(who: Who, message: Message) -> Step:
    return Step(who, "heard", f"message_added #{message.index}", message.body or "")


def draw(steps: list[Step]) -> str:
    """Return the picture of what happened, from top to bottom, as SVG."""
    rows: list[list[Step]] = []
    for step in steps:
        answers = rows and step.kind == "heard" and rows[-1][-1].kind == "did" and rows[-1][-1].who != step.who
        if answers:
            rows[-1].append(step)
        else:
            rows.append([step])
    height = TOP + len(rows) * (ROW + GAP) + MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">',
        "<title>Two clients talking through the service</title>",
        f"<style>{_STYLE}</style>",
        f'<rect class="card" width="{WIDTH}" height="{height}" rx="12"/>',
        f'<line class="wire" x1="{WIDTH // 2}" y1="{TOP - 8}" x2="{WIDTH // 2}" y2="{height - MARGIN}"/>',
        *(_centred(_middle(who), 28, "who", who) for who in ("alice", "bob")),
        _centred(WIDTH // 2, 28, "name", "service"),
    ]
    for at, row in enumerate(rows):
        lines += _row(row, TOP + at * (ROW + GAP))
    return "\n".join([*lines, "</svg>"]) + "\n"


def _row(row: list[Step], top: int) -> Iterator[str]:
    first = row[0]
    if first.kind == "connection":
        left, middle = _left(first.who), top + ROW // 2
        state = "cut" if "cut" in first.text else "back"
        yield f'<line class="{state}" x1="{left}" y1="{middle}" x2="{left + COLUMN}" y2="{middle}"/>'
        yield f'<rect class="label" x="{left + 10}" y="{middle - 10}" width="{COLUMN - 20}" height="20"/>'
        yield _centred(_middle(first.who), middle + 5, f"{state} words", first.text)
        return
    for step in row:
        left = _left(step.who)
        yield f'<rect class="{step.who} {step.kind}" x="{left}" y="{top}" width="{COLUMN}" height="{ROW}" rx="9"/>'
        yield _centred(_middle(step.who), top + 19, f"text {step.kind}", step.text)
        yield _centred(_middle(step.who), top + 36, f"name {step.kind}", step.name)
    # From whoever did it to the service, from the service to whoever heard of it.
    middle, centre = top + ROW // 2, WIDTH // 2
    edges = {step.kind: _left(step.who) + (COLUMN if step.who == "alice" else 0) for step in row}
    start, end = edges.get("did", centre), edges.get("heard", centre)
    to = 1 if end > start else -1
    tip = f"m{-6 * to} -5l{6 * to} 5l{-6 * to} 5"
    yield f'<path class="arrow" d="M{start + 4 * to} {middle}H{end - 5 * to}{tip}"/>'


def _left(who: Who) -> int:
    return MARGIN if who == "alice" else WIDTH - MARGIN - COLUMN


def _middle(who: Who) -> int:
    return _left(who) + COLUMN // 2


def _centred(x: int, y: int, kind: str, text: str) -> str:
    return f'<text class="{kind}" x="{x}" y="{y}">{escape(text)}</text>'


# It has a background of its own, so that it can be read on whatever it lies.
_STYLE = """
text{text-anchor:middle;font:15px system-ui,sans-serif;fill:#1d2433}
.who{font-weight:700;font-size:16px}
.name{font:11.5px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#5b6478}
.card{fill:#f6f7fb}.label{fill:#f6f7fb}
.wire{stroke:#b9c0d0;stroke-width:1.5;stroke-dasharray:2 4}
.alice.did,.bob.did{stroke:none}
.alice{fill:#7b1fa2;stroke:#7b1fa2}.bob{fill:#00697a;stroke:#00697a}
rect.heard{fill:#fff;stroke-width:1.5}
text.text.did{fill:#fff}text.name.did{fill:#e3e6f0}
.arrow{fill:none;stroke:#5b6478;stroke-width:1.6;stroke-linejoin:round}
line.cut{stroke:#c62828;stroke-width:1.6;stroke-dasharray:5 4}line.back{stroke:#2e7d32;stroke-width:1.6}
text.cut{fill:#b71c1c}text.back{fill:#1b5e20}.words{font-size:14px}
@media (prefers-color-scheme:dark){
text{fill:#e6e9f2}.card,.label{fill:#1c202b}.name{fill:#a9b1c4}.wire{stroke:#4b5468}
rect.heard{fill:#262b38}.alice{stroke:#ce93d8}.bob{stroke:#4dd0e1}.arrow{stroke:#a9b1c4}
.alice.did{fill:#8e24aa}.bob.did{fill:#00798c}text.name.did{fill:#f0f2f8}
line.cut{stroke:#ef9a9a}text.cut{fill:#ef9a9a}line.back{stroke:#a5d6a7}text.back{fill:#a5d6a7}
}
"""


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(draw(asyncio.run(talk())), encoding="utf-8", newline="\n")
