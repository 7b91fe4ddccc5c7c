"""Random seeds that are new with each change of the code, and the same wherever and whenever that code is tested."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

__all__ = ["fresh_seed"]

_ROOT = Path(__file__).parents[2]
_CODE = ("codegen", "generated", "runtime", "schema", "tests/compiler/properties", "tests/hostile", "tests/simulation")
_KINDS = (".jinja", ".py", ".yaml")


def fresh_seed(below: int) -> int:
    """Return a seed that follows from the content of what is tested.

    Each change is tried with seeds that nobody has tried yet. The same code is always tried with the same ones: what
    failed once fails again, and a check that passed does not fail elsewhere.

    Args:
        below: The seed is less than this.
    """
    content = sha256()
    for folder in _CODE:
        for path in sorted((_ROOT / folder).rglob("*")):
            if path.suffix in _KINDS and not path.name.startswith("."):
                content.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return int.from_bytes(content.digest()[:8], "big") % below
