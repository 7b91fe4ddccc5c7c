"""Commands in the words of a product: they are written down in those of Chat, which has all that any product has."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Annotated, Final, get_args, get_type_hints

import typer
from typer.models import ParameterInfo

from ..products import CHAT, ProductCommand

__all__ = ["in_the_words_of"]

_OF_PUBLIC_ROOMS: Final = frozenset({"public", "private"})
"""Options without a meaning for products that have no public rooms."""
_OF_SUBJECTS: Final = frozenset({"subject"})
"""Options without a meaning for products whose messages have no subject."""
_EXAMPLE: Final = re.compile(r"^Example: ", re.MULTILINE)
_ON_INVITATIONS: Final = re.compile(r", or \w+ an invitation to it")


def in_the_words_of(command: ProductCommand, work: Callable[..., None]) -> Callable[..., None]:
    """Return a command that explains itself in the words of a product, without options that it has no use for.

    Args:
        command: The product.
        work: The command.
    """
    hints = get_type_hints(work, include_extras=True)
    kept = [
        parameter.replace(annotation=_worded(command, name, hints[name]))
        for name, parameter in inspect.signature(work).parameters.items()
        if (command.public_rooms or name not in _OF_PUBLIC_ROOMS) and (command.subjects or name not in _OF_SUBJECTS)
    ]

    @wraps(work)
    def worded(**given: object) -> None:
        work(**given)

    # Both are read to find out about options and arguments.
    worded.__annotations__ = {parameter.name: parameter.annotation for parameter in kept} | {"return": None}
    vars(worded)["__signature__"] = inspect.Signature(kept)
    explained = inspect.getdoc(work) or ""
    explained = _text(command, explained if command.invitations else _ON_INVITATIONS.sub("", explained))
    # Not wrapped: whoever copies an example that was broken behind a hyphen, or elsewhere, runs another command.
    worded.__doc__ = _EXAMPLE.sub("\b\nExample: ", explained)
    return worded


def _worded(command: ProductCommand, name: str, hint: object) -> object:
    """The type of a parameter, with what is told about it."""
    if hint is typer.Context:  # nothing that anybody gives
        return hint
    kind, *extras = get_args(hint)
    (told,) = extras
    assert isinstance(told, ParameterInfo)
    changed = copy(told)
    said = _of_messages(command).get(name, told.help)
    changed.help = None if said is None else _text(command, said)
    changed.metavar = None if told.metavar is None else _text(command, told.metavar)
    return Annotated[kind, changed]


def _of_messages(command: ProductCommand) -> dict[str, str]:
    """What is told about the parts of a message, where a product has more than either a text or one file."""
    if not command.text_with_files:
        return {}
    repeatable = "; repeatable" if command.several_files else ""
    return {
        "text": "The message; - reads it from standard input.",
        "media": f"File to send, with a text or without{repeatable}.",
    }


def _text(command: ProductCommand, text: str) -> str:
    words = {
        CHAT.name: command.name,
        CHAT.rooms: command.rooms,
        CHAT.room: command.room,
        CHAT.room.upper(): command.room.upper(),
        CHAT.room.capitalize(): command.room.capitalize(),
        CHAT.people: command.people,
    }
    return re.sub(rf"\b({'|'.join(words)})\b", lambda found: words[found[1]], text)
