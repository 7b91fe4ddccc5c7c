"""Two generated packages in one process."""

from __future__ import annotations

from pathlib import Path

from support.checkout import Checkout

PROGRAM = Path(__file__).parent / "consumer" / "side_by_side.py"


def test_two_products_work_in_one_process(compiled: Checkout) -> None:
    done = compiled.python(PROGRAM)

    assert (done.stdout, done.returncode) == ("both work\n", 0), done.stderr


def test_neither_loads_the_other(compiled: Checkout) -> None:
    script = (
        "import sys\n"
        "from lorry_fleet.blocking import Fleet\n"
        "print([name for name in sys.modules if name.startswith('twilio_chat')])\n"
    )

    assert compiled.python("-c", script).stdout == "[]\n"
