"""The command that runs the local service."""

from __future__ import annotations

import logging

from twilio_local import LocalService

from .console import out, say, say_json

__all__ = ["serve_until_stopped", "show_frames"]


async def serve_until_stopped(service: LocalService, *, as_json: bool = False) -> None:
    """Serve, and say where, until cancelled.

    Args:
        service: The service, not yet started.
        as_json: Say it as one JSON object.
    """
    async with service:
        if as_json:
            say_json({"base_url": service.base_url, "port": service.port})
        else:
            say(f"listening on {service.base_url}" + (" (Ctrl+C stops)" if out.is_terminal else ""))
        await service.serve_forever()


def show_frames() -> None:
    """Write the local service's frame log to standard error, one line a packet."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s.%(msecs)03d %(message)s", datefmt="%H:%M:%S"))
    frames = logging.getLogger("twilio_local.frames")
    frames.addHandler(handler)
    frames.setLevel(logging.INFO)
    frames.propagate = False
