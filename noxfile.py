"""Every task of this repository; a bare ``nox`` runs what continuous integration runs.

``nox -l`` lists the sessions. Arguments after ``--`` are handed on, for example ``nox -s tests -- -k frames -x``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import nox

SUPPORTED = ("3.11", "3.12", "3.13", "3.14")
"""The CPython versions that the distribution promises to run on."""

APART = ("--ignore=tests/interop", "--ignore=tests/packaging")
"""What `tests` leaves to sessions of its own, which need one interpreter only."""

nox.needs_version = ">=2025.5"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.error_on_missing_interpreters = True
nox.options.sessions = ["lint", "types", "drift", "tests", "simulate", "interop", "wheel", "demo", "docs"]

# Installers and Node trust what the operating system trusts: behind a company's proxy their own lists are too short.
for switch in ("UV_SYSTEM_CERTS", "NODE_USE_SYSTEM_CA"):
    os.environ.setdefault(switch, "1")
if "PIP_INDEX_URL" in os.environ:
    os.environ.setdefault("UV_DEFAULT_INDEX", os.environ["PIP_INDEX_URL"])


def _candidates(version: str) -> Iterator[Path]:
    """Yields where CPython ``version`` may be: this interpreter, the search path, the folders of pyenv and uv."""
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        yield Path(sys.executable)
    name = f"python{version}"
    search_path = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep)]
    for folder in search_path:
        if found := which(name, path=folder):
            yield Path(found)
    pyenv_roots = {Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")}
    pyenv_roots |= {folder.parent for folder in search_path if folder.name == "shims"}
    for root in sorted(pyenv_roots):
        yield from sorted(root.glob(f"versions/{version}.*/bin/{name}"), reverse=True)
    yield from sorted((Path.home() / ".local/share/uv/python").glob(f"cpython-{version}.*/bin/{name}"), reverse=True)


def _runs(interpreter: Path, version: str) -> bool:
    """Tells whether ``interpreter`` starts and is CPython ``version``; a pyenv shim may exist and do neither."""
    script = "import ensurepip, platform, sys, venv; print(platform.python_implementation(), *sys.version_info[:2])"
    try:
        answer = subprocess.run([interpreter, "-c", script], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.stdout.split() == ["CPython", *version.split(".")]


INTERPRETERS = {
    version: found
    for version in SUPPORTED
    if (found := next((path for path in _candidates(version) if _runs(path, version)), None))
}
"""The interpreters of this machine, by version."""

for _version, _interpreter in INTERPRETERS.items():
    # nox looks the name up on the search path, where a dead shim may come first.
    if which(f"python{_version}") != str(_interpreter):
        os.environ["PATH"] = f"{_interpreter.parent}{os.pathsep}{os.environ['PATH']}"


def _install(session: nox.Session, extra: str) -> None:
    session.install("-e", f".[{extra}]")


@nox.session
def lint(session: nox.Session) -> None:
    """Style, formatting, import order, and the direction of the arrows between the packages."""
    _install(session, "dev")
    session.run("ruff", "check", *(session.posargs or ["."]))
    session.run("ruff", "format", "--check", *(session.posargs or ["."]))
    session.run("lint-imports", "--no-logo")
    session.run("pre-commit", "validate-config")


@nox.session
def types(session: nox.Session) -> None:
    """Check all packages and tests with mypy and pyright, both strict, then samples that must fail or pass."""
    _install(session, "dev")
    session.run("mypy", *session.posargs)
    session.run("pyright", "--pythonpath", f"{session.bin}/python", *session.posargs)
    session.run("pytest", *APART, "-m", "checkers", "-n", "auto")


@nox.session
def generate(session: nox.Session) -> None:
    """Compile ``schema/`` into ``generated/``; with ``-- --check`` only compare and show the difference."""
    _install(session, "codegen")
    arguments = list(session.posargs)
    command = "generate"
    if "--check" in arguments:
        arguments.remove("--check")
        command = "check"
    session.run("twilio-codegen", command, *arguments)


@nox.session
def drift(session: nox.Session) -> None:
    """Fail when ``generated/`` is not exactly what ``schema/`` compiles to."""
    _install(session, "codegen")
    session.run("twilio-codegen", "check", "--full", *session.posargs)


@nox.session(python=list(INTERPRETERS))
def tests(session: nox.Session) -> None:
    """Run the tests on every CPython from 3.11 to 3.14 that this machine has, on the oldest in asyncio's debug mode."""
    absent = [version for version in SUPPORTED if version not in INTERPRETERS]
    session.log(f"interpreters: {', '.join(f'{version} ({path})' for version, path in INTERPRETERS.items())}")
    session.log(f"not on this machine: {', '.join(absent) or 'none'}")
    _install(session, "test")
    # In debug mode a callback that holds up the event loop fails its test, see tests/support/slow_callbacks.py.
    debug = ["--asyncio-debug"] if session.python == next(iter(INTERPRETERS)) else []
    session.run("pytest", *APART, "-m", "not checkers and not commands", "-n", "auto", *debug, *session.posargs)


@nox.session(venv_backend="uv")
def oldest(session: nox.Session) -> None:
    """Run the tests with the oldest dependencies that ``pyproject.toml`` admits."""
    session.install("--resolution", "lowest-direct", "-e", ".[test]")
    session.run("pytest", "--ignore=tests/packaging", *session.posargs)


@nox.session
def simulate(session: nox.Session) -> None:
    """Let the client meet seeded trouble in virtual time; ``-- --seeds N`` for more, ``-- --seed S`` to replay one."""
    _install(session, "test")
    arguments = session.posargs or ["--seeds", "1000"]
    session.run("pytest", "tests/simulation/test_simulation.py", "-n", "auto", *arguments)


@nox.session
def interop(session: nox.Session) -> None:
    """Let the official JavaScript client judge the local service, in Node and in a browser, alone and with ours."""
    _install(session, "test")
    session.run("pytest", "tests/interop", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure and print, without judging; ``-- NAME [ARGUMENTS]`` runs one file of ``benchmarks/`` only."""
    _install(session, "test")
    name, *arguments = session.posargs or [""]
    for file in sorted(Path("benchmarks").glob(f"{name or '*'}.py")):
        # The soak takes long and does judge: it runs when asked for.
        if name or file.stem != "soak":
            session.run("python", str(file), *arguments)


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the wheel, install it in an empty environment away from the checkout, and use it."""
    _install(session, "dev")
    session.run("pytest", "tests/packaging", *session.posargs)


@nox.session
def demo(session: nox.Session) -> None:
    """Show two clients talking through the embedded service, with a cut connection in between."""
    _install(session, "all")
    session.run("twilio-chat", "demo", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation into ``site/``, any warning is an error; try its commands. ``-- serve`` only shows it."""
    _install(session, "docs,test")
    session.run("mkdocs", *(session.posargs or ["build", "--strict"]), env={"NO_MKDOCS_2_WARNING": "1"})
    if not session.posargs:
        session.run("pytest", "tests/docs", "-m", "commands", "-n", "auto")
