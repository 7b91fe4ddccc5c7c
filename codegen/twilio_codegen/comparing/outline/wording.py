"""Makes first descriptions of names, which people replace."""

from __future__ import annotations

from twilio_codegen.python.naming import snake_case


def words(name: str) -> str:
    """``updateFriendlyName`` as ``update friendly name``."""
    return snake_case(name).replace("_", " ") or name


def sentence(name: str) -> str:
    """``updateFriendlyName`` as ``Update friendly name.``."""
    text = words(name)
    return f"{text[:1].upper()}{text[1:]}."


def capitalised(name: str) -> str:
    """Return a name with its first letter in upper case."""
    return f"{name[:1].upper()}{name[1:]}"
