"""CPU time for each message that arrives alone: both clients, a bare floor, and the official clients, in turns.

In its turn a receiver gets recorded messages, see `replaying`: each frame is sent when the one before is acknowledged,
so that none is found together with another. Prints figures and asserts nothing.

    python benchmarks/received_messages.py [--messages 2000] [--rounds 5]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from figures import add_option, this_machine
from peers import measured
from receivers import run_receiver
from replaying import Line, replay


async def _measure(count: int, rounds: int, file: Path | None) -> None:
    print(this_machine())
    print(f"CPU for each of {count} messages, one by one, median of {rounds} rounds, one receiver after the other")
    (await replay("received_messages", Line.one_by_one, count, rounds)).write(file)


def main() -> None:
    """Run the benchmark, or one of its receivers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=2000, help="in each turn; default: 2000")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each receiver; default: 5")
    parser.add_argument("--receive", nargs=4, metavar=("KIND", "URL", "TOKEN", "COUNT"), help=argparse.SUPPRESS)
    add_option(parser)
    options = parser.parse_args()
    if options.receive:
        kind, url, token, count = options.receive
        run_receiver(kind, url, token, int(count))
    else:
        measured(_measure(options.messages, options.rounds, options.figures))


if __name__ == "__main__":
    main()
