"""The tables of docs/performance.md, made of what was measured."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self, TypeAlias, TypedDict, cast

from figures import NAMES, OFFICIAL

__all__ = ["Measured", "render", "replace_tables"]

BEGIN: Final = "<!-- tables: made by `nox -s bench -- table --write` -->"
END: Final = "<!-- end of the tables -->"

Values: TypeAlias = dict[str, float]
Show: TypeAlias = Callable[[float], str]


class _Kept(TypedDict):
    surroundings: str
    interpreters: dict[str, Values]


@dataclass
class Measured:
    """Figures of some interpreters on one machine.

    Attributes:
        surroundings: The machine, and versions.
        interpreters: For each interpreter the figures by name.
    """

    surroundings: str
    interpreters: dict[str, Values]

    @classmethod
    def read(cls, file: Path) -> Self:
        """Read what was kept, if anything was."""
        if not file.exists():
            return cls("", {})
        kept = cast("_Kept", json.loads(file.read_text(encoding="utf-8")))
        return cls(kept["surroundings"], kept["interpreters"])

    def write(self, file: Path) -> None:
        """Keep it."""
        rounded = {
            name: {key: float(f"{value:.5g}") for key, value in values.items()}
            for name, values in self.interpreters.items()
        }
        kept: _Kept = {"surroundings": self.surroundings, "interpreters": rounded}
        file.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _ms(value: float) -> str:
    return f"{value:.1f} ms"


def _us(value: float) -> str:
    return f"{value:,.0f} µs"


def _seconds(value: float) -> str:
    return f"{value:.2f} s"


def _mib(value: float) -> str:
    return f"{value:.1f} MiB"


def _kib(value: float) -> str:
    return f"{value:.2f} KiB"


@dataclass(frozen=True)
class Row:
    """A line of the first table.

    Attributes:
        text: What is measured.
        name: How its figures are called; a product takes the place of ``{}``.
        ratio: How their ratios are called.
        show: Writes a value.
        to: What the ratio is to.
        floor: Whether a floor was measured, too.
    """

    text: str
    name: str
    ratio: str
    show: Show
    to: str = "official"
    floor: bool = False


ROWS: Final = (
    Row("CPU for a message in a burst", "burst.{}", "burst.{}.ratio", _us, "floor", floor=True),
    Row(
        "CPU for a message that arrives alone",
        "received_messages.{}",
        "received_messages.{}.ratio",
        _us,
        "floor",
        floor=True,
    ),
    Row("start until initialized", "start.{}", "start.{}.ratio", _ms),
    Row("send until the own event, p50", "send.{}", "send.{}.ratio", _ms),
    Row("start with 1,000 channels", "many.{}", "many.{}.ratio", _seconds),
    Row("the same, memory", "many.{}.memory", "many.{}.memory.ratio", _mib),
    Row("memory of a held message", "memory.{}.message", "memory.{}.message.ratio", _kib),
    Row("memory of an idle client", "memory.{}.idle", "", _kib),
    Row(
        "CPU for `from … import Client`",
        "imports.from twilio_{} import Client",
        "imports.from twilio_{} import Client.ratio",
        _ms,
        "pydantic and websockets",
    ),
    Row("CPU for import, making and start of the first client", "imports.first client of twilio_{}", "", _ms, ""),
)

GROWTHS: Final = {
    "channels": "start with joined channels",
    "members": "read the members of a channel",
    "messages": "page through messages",
    "clients": "start clients in a process",
}

MEMBERS: Final = (1, 10, 100, 1_000)


def _cell(values: Values, row: Row, product: str) -> str:
    value = values.get(row.name.format(product))
    if value is None:
        return "–"
    ratio = values.get(row.ratio.format(product))
    return row.show(value) + (f" ({ratio:.2f} ×)" if ratio is not None and (row.floor or product in NAMES) else "")


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _comparison(values: Values) -> str:
    subjects = (*NAMES, *OFFICIAL, "floor")
    head = ("", "Chat", "Conversations", "official Chat", "official Conversations", "floor", "ratio to")
    return _table(head, ((row.text, *(_cell(values, row, subject) for subject in subjects), row.to) for row in ROWS))


def _sizes(values: Values, name: str) -> list[int]:
    parts = [key.split(".") for key in values if key.startswith(f"growth.{name}.")]
    return sorted({int(part[2]) for part in parts if part[2].isdigit()})


def _growth(values: Values) -> str:
    rows: list[tuple[str, ...]] = []
    for name, text in GROWTHS.items():
        if not (sizes := _sizes(values, name)):
            rows.append((text, *("–" for _ in range(4))))
            continue
        each = " · ".join(f"{size:,}: {values[f'growth.{name}.{size}']:,.0f}" for size in sizes)
        memory = values[f"growth.{name}.{sizes[-1]}.memory"]
        exponent = values.get(f"growth.{name}.exponent")
        power = "–" if exponent is None else f"{exponent:.2f}"
        collector = values.get(f"growth.{name}.{sizes[-1]}.collector")
        share = "–" if collector is None else f"{collector:.0%}"
        rows.append((text, each, share, f"{max(memory, 0):.1f} KiB", power))
    head = ("work", "CPU for each, by their number, µs", "of it the garbage collector, of most", "memory, of most")
    return _table((*head, "exponent"), rows)


def _fan_out(values: Values) -> str:
    rows: list[tuple[str, ...]] = []
    for members in MEMBERS:
        rate, p50, p99, delivery = (
            values.get(f"service.{members}.{name}") for name in ("rate", "p50", "p99", "delivery")
        )
        if rate is None or p50 is None or p99 is None or delivery is None:
            rows.append((f"{members:,}", *("–" for _ in range(5))))
            continue
        rows.append(
            (f"{members:,}", f"{rate:,.0f}", f"{rate * members:,.0f}", _ms(p50), _ms(p99), f"{delivery:,.0f} µs")
        )
    return _table(("members", "messages/s", "deliveries/s", "p50", "p99", "CPU of the service for a delivery"), rows)


@dataclass(frozen=True)
class Constants:
    """What a plan is calculated with; of the two products the one that takes more.

    Attributes:
        process: MiB of a process with one client.
        client: KiB of each further client.
        channel: KiB of each channel joined.
        message: KiB of each message that the program holds.
        start: CPU ms of the start of a client.
        open: CPU ms of each channel at the start.
        receive: CPU µs of a message received.
        send: CPU µs of a message sent, with its own event and the answer.
    """

    process: float
    client: float
    channel: float
    message: float
    start: float
    open: float
    receive: float
    send: float

    @classmethod
    def of(cls, values: Values) -> Self | None:
        """Take them from what was measured; None if something was not."""

        def most(name: str) -> float:
            return max(values[name.format(product)] for product in NAMES)

        try:
            return cls(
                process=most("memory.{}.process"),
                client=most("memory.{}.idle"),
                channel=values["growth.channels.1000.memory"],
                message=most("memory.{}.message"),
                start=most("start.{}.cpu"),
                open=values["growth.channels.1000"] / 1000,
                receive=most("received_messages.{}"),
                send=most("send.{}.cpu") * 1000,
            )
        except KeyError:
            return None


SYMBOLS: Final[tuple[tuple[str, str, Callable[[Constants], str]], ...]] = (
    ("`P`", "memory of a process with one client", lambda one: _mib(one.process)),
    ("`I`", "memory of each further client", lambda one: _kib(one.client)),
    ("`C`", "memory of each channel that a client has joined", lambda one: _kib(one.channel)),
    ("`H`", "memory of each message that the program holds", lambda one: _kib(one.message)),
    ("`s`", "CPU for the start of a client", lambda one: _ms(one.start)),
    ("`c`", "CPU at the start for each channel joined", lambda one: f"{one.open:.2f} ms"),
    ("`r`", "CPU for a message received", lambda one: _us(one.receive)),
    ("`w`", "CPU for a message sent, with the answer and its own event", lambda one: _us(one.send)),
)


@dataclass(frozen=True)
class Plan:
    """What the example of the page asks for.

    Attributes:
        identities: Clients in one process.
        channels: Channels that each has joined.
        received: Messages a second, each counted once for every identity that receives it.
        sent: Messages a second.
        held: Messages that the program holds for each identity.
    """

    identities: int
    channels: int
    received: int
    sent: int
    held: int


EXAMPLE: Final = Plan(identities=200, channels=25, received=500, sent=20, held=100)
LOAD: Final = 0.7
"""How much of a core may be used, so that a wave finds some left."""


def _example(names: list[str], known: list[Constants]) -> str:
    plan = EXAMPLE
    clients, channels = plan.identities, plan.identities * plan.channels
    held = plan.identities * plan.held

    def further(one: Constants) -> float:
        return (clients - 1) * one.client

    def joined(one: Constants) -> float:
        return channels * one.channel

    def messages(one: Constants) -> float:
        return held * one.message

    def row(text: str, formula: str, show: Callable[[Constants], str]) -> tuple[str, ...]:
        return (text, formula, *map(show, known))

    rows = (
        row(
            "share of a core",
            f"`{plan.received} × r + {plan.sent} × w`",
            lambda one: f"{(plan.received * one.receive + plan.sent * one.send) / 1e4:.0f} %",
        ),
        row(
            "memory",
            f"`P + {clients - 1:,} × I + {channels:,} × C + {held:,} × H`",
            lambda one: f"{one.process + (further(one) + joined(one) + messages(one)) / 1024:.0f} MiB",
        ),
        row(
            "CPU until all have started",
            f"`{clients:,} × s + {channels:,} × c`",
            lambda one: f"{(clients * one.start + channels * one.open) / 1000:.1f} s",
        ),
        row(
            f"most messages received a second, at {LOAD:.0%} of a core",
            f"`{LOAD} s ÷ r`",
            lambda one: f"{LOAD / one.receive * 1e6:,.0f}",
        ),
    )
    return _table(("", "formula", *names), rows)


def render(measured: Measured) -> str:
    """Return the tables as Markdown."""
    parts = [f"Measured on {measured.surroundings}."]
    for name, values in measured.interpreters.items():
        parts += [f"### {name}", _comparison(values), "Growth:", _growth(values)]
        parts += ["One message of the embedded service, delivered to members:", _fan_out(values)]
    complete = {
        name: constants
        for name, values in measured.interpreters.items()
        if (constants := Constants.of(values)) is not None
    }
    names, known = list(complete), list(complete.values())
    parts += ["### Constants", _table(("", "", *names), ((a, b, *map(show, known)) for a, b, show in SYMBOLS))]
    parts += ["### Example", _example(names, known)]
    return "\n\n".join(parts)


def replace_tables(page: Path, tables: str) -> None:
    """Put tables into the page, in the place of those that are there."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{page} has no place for the tables: {BEGIN} … {END}")
    page.write_text(f"{before}{begin}\n\n{tables}\n\n{end}{after}", encoding="utf-8")
