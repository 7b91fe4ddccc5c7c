"""A project of the story's own, for pages about the compiler, which would otherwise write into this one."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from pathlib import Path

from docs.samples import ROOT
from support.history import installed

__all__ = ["make_project"]

ARCHIVES = {
    "twilio-chat-6.0.0.tgz": ("twilio-chat-6", "6.0.0"),
    # Nobody has published a 6.1.0: the same declarations under that version do for trying the commands.
    "twilio-chat-6.1.0.tgz": ("twilio-chat-6", "6.1.0"),
    "twilsock-0.12.2.tgz": ("twilsock", "0.12.2"),
    "twilio-notifications-1.0.5.tgz": ("@twilio/notifications", "1.0.5"),
}


def make_project(folder: Path) -> dict[str, str]:
    """Copy what the compiler works on, and what readers are told to fetch; as a Git repository.

    Returns:
        What the environment needs for commands to mean the copy.
    """
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("codegen", "schema", "generated"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    version = Path("runtime") / "twilio_realtime" / "version.py"
    (folder / version).parent.mkdir(parents=True)
    shutil.copy(ROOT / version, folder / version)
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "my" / "templates").mkdir(parents=True)
    git = ["git", "-c", "user.name=reader", "-c", "user.email=reader@example.com"]
    for command in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "As it was"]):
        subprocess.run([*git, *command], cwd=folder, check=True, timeout=30)
    for archive, (package, version_told) in ARCHIVES.items():
        _pack(installed() / package, folder / archive, version_told)
    return {"PYTHONPATH": str(folder / "codegen")}


def _pack(package: Path, archive: Path, version: str) -> None:
    staged = archive.parent / f".{archive.name}"
    shutil.copytree(package, staged, ignore=shutil.ignore_patterns("node_modules", "*.js", "*.map"))
    described = json.loads((staged / "package.json").read_text(encoding="utf-8"))
    described["version"] = version
    (staged / "package.json").write_text(json.dumps(described), encoding="utf-8")
    with tarfile.open(archive, "w:gz") as packed:
        packed.add(staged, "package")
    shutil.rmtree(staged)
