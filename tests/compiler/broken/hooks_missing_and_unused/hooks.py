"""Hooks under other names."""


async def water_beds(bed: object) -> None:
    """Let it rain."""
    del bed


def _private() -> None:
    """Not a hook."""
