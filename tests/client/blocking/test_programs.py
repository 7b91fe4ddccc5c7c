"""Programs that hold a blocking client and end, are interrupted or copied, or load only the asynchronous package."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from support.client_programs import starting_programs
from support.patience import PATIENCE
from support.threaded_service import ThreadedService

PREAMBLE = """
import os, sys, threading
from twilio_chat.blocking import Client, ClosedError
client = Client(os.environ["TOKEN"], base_url=os.environ["BASE_URL"])
"""


@pytest.fixture
def program(service: ThreadedService) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Starts a small program as alice."""
    with starting_programs(service, warnings="default") as start:
        yield lambda script: start(PREAMBLE + script)


def test_a_client_that_nobody_closes_does_not_keep_the_program(
    program: Callable[[str], subprocess.Popen[str]], service: ThreadedService
) -> None:
    process = program("client.on.message_added.connect(print)\nclient.start()\nprint('the end')")
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (0, "the end\n")
    assert "ResourceWarning: <Client 'alice' closed> was never closed: use it in a `with` block" in err
    assert "Traceback" not in err
    assert service.call(lambda running: running.sessions) == ()


def test_a_program_may_end_inside_the_block(program: Callable[[str], subprocess.Popen[str]]) -> None:
    process = program("with client:\n    sys.exit('over')")
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (1, "", "over\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
@pytest.mark.parametrize("waiting", ["client.on.message_added.wait()", "next(iter(client.on.message_added))"])
def test_an_interrupt_ends_a_call_that_waits(program: Callable[[str], subprocess.Popen[str]], waiting: str) -> None:
    process = program(
        "with client:\n"
        "    try:\n"
        "        print('ready', flush=True)\n"
        f"        {waiting}\n"
        "    except KeyboardInterrupt:\n"
        "        print('interrupted')\n"
        "    print(client.get_local_channels(), client.on.message_added)\n"
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (0, "interrupted\n[] <Signal messageAdded subscribers=0>\n", "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
def test_a_copy_of_the_process_is_told_to_make_its_own_client(
    program: Callable[[str], subprocess.Popen[str]], service: ThreadedService
) -> None:
    process = program(
        "import warnings\n"
        "warnings.simplefilter('ignore', DeprecationWarning)\n"
        "with client:\n"
        "    child = os.fork()\n"
        "    if child == 0:\n"
        "        try:\n"
        "            client.get_local_channels()\n"
        "        except ClosedError as error:\n"
        "            print(error, flush=True)\n"
        "        os._exit(0)\n"
        "    os.waitpid(child, 0)\n"
        "    print(client.get_local_channels(), flush=True)\n"
    )
    out, err = process.communicate(timeout=PATIENCE)
    assert out.startswith("the event loop's thread is gone: a fork does not copy it")
    assert out.endswith("make a new client\n[]\n")
    assert (process.returncode, err) == (0, "")


def test_the_asynchronous_package_does_not_load_this_one() -> None:
    script = (
        "import sys, twilio_chat; from twilio_chat import Client; print([m for m in sys.modules if 'blocking' in m])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
