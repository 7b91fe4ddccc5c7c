"""Attacks on the compiler by packages and schemas that it is given."""

from __future__ import annotations

import asyncio
import gzip
import io
import os
import sys
import tarfile
import tempfile
from pathlib import Path

from hostile.attack import Attack, Outcome
from hostile.victims import Fared

__all__ = ["compiler_attacks", "idle_compiler"]

MIB = 1024 * 1024


async def _run(*arguments: str) -> tuple[int, str, Fared]:
    """Run the compiler; its exit code, what it said, and how it fared."""
    # Its own peak, not that of the process which starts it: it is asked at the end, from inside.
    program = (
        "import atexit, sys\n"
        "from hostile.victims import peak\n"
        "atexit.register(lambda: print(peak(), file=sys.stderr))\n"
        "from twilio_codegen.cli import run\n"
        "run()\n"
    )
    pipe = asyncio.subprocess.PIPE
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, *arguments, stdout=pipe, stderr=pipe, env=environment
    )
    said, complained = await process.communicate()
    lines = complained.decode().splitlines()
    traces = tuple(line for line in lines if line.startswith("Traceback"))
    assert process.returncode is not None
    return process.returncode, (said.decode() + "\n".join(lines[:-1])), Fared(int(lines[-1]), 0.0, traces)


async def idle_compiler() -> Fared:
    """How the compiler fares that has nothing hostile to do."""
    return (await _run("lint"))[2]


async def _refused(volume: str, *arguments: str) -> Outcome:
    code, said, fared = await _run(*arguments)
    broken = [] if code != 0 else ["it was accepted"]
    if len(said.strip().splitlines()) > 5:
        broken.append("it was refused in many lines")
    return Outcome(volume, fared, tuple(broken))


def _archive(folder: str, files: dict[str, int]) -> Path:
    """A package whose files are so many blanks."""
    path = Path(folder) / "bomb-1.0.0.tgz"
    with gzip.open(path, "wb", compresslevel=1) as packed, tarfile.open(fileobj=packed, mode="w|") as archive:
        for name, size in files.items():
            info = tarfile.TarInfo(f"package/{name}")
            info.size = size
            archive.addfile(info, _Blanks(size))
    return path


class _Blanks(io.RawIOBase):
    """So many blanks, made when they are read."""

    def __init__(self, size: int) -> None:
        self._left = size

    def read(self, size: int = -1) -> bytes:
        taken = self._left if size < 0 else min(size, self._left)
        self._left -= taken
        return b" " * taken


async def archives(scale: int) -> Outcome:
    """An archive that unpacks to a gigabyte."""
    with tempfile.TemporaryDirectory() as folder:
        path = await asyncio.to_thread(_archive, folder, {"picture.bin": 1024 * MIB * scale, "lib.d.ts": 10})
        return await _refused(f"{path.stat().st_size // 1024} KiB for {scale} GiB", "audit", str(path))


async def deep_types(scale: int) -> Outcome:
    """Types that are nested without end."""
    depth = 100_000 * scale
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lib.d.ts"
        path.write_text(f"export declare class X {{ x: {'Array<' * depth}string{'>' * depth}; }}", encoding="utf-8")
        return await _refused(f"{depth} levels", "audit", str(path))


def compiler_attacks() -> list[Attack]:
    """All of them."""
    return [
        Attack("compiler: an archive that is a bomb", archives),
        Attack("compiler: types without end", deep_types, 4.0),
    ]
