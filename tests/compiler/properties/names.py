"""Names and texts as hostile as a schema may hold, from which drawn schemas choose."""

from __future__ import annotations

import random
from collections.abc import Sequence

__all__ = ["Names", "text"]

_PLAIN_CLASSES = (
    "Room",
    "Door",
    "Lamp",
    "Note",
    "Person",
    "Report",
    "Position",
    "Window",
    "Ticket",
    "Plan",
    "Shift",
    "Tool",
)
_WORDS = (
    "title", "count", "weight", "isOpen", "madeAt", "span", "notes", "tags", "owners", "place", "level", "colour",
    "state", "ratio", "lastSeen", "firstName", "sumUp", "dueDate", "amount", "parts",
)  # fmt: skip
_HOSTILE_CLASSES = (
    "Field", "Resource", "Annotated", "JsonValue", "Context", "ClosedError", "Profile", "Models", "Blocking", "Signal",
    "Emitter", "Record", "Options", "Paginator", "Path", "Callable", "Mapping", "ClassVar", "Stage", "Wire", "Hooks",
    "Tagged", "TypeAlias", "Rest", "Services", "Any", "Generic", "TypeVar", "Literal", "Events", "Types",
)  # fmt: skip
_HOSTILE_WORDS = (
    "context", "take", "datetime", "wire", "accept", "services", "answer", "item", "given", "reasons", "chosen", "read",
    "hub", "value", "data", "name", "type", "id", "self", "cls", "class", "from", "import", "hooks", "asyncio", "cast",
    "key", "error", "release", "follow", "unfollow", "on", "once", "off", "update", "made", "removed", "settled", "url",
    "len", "print", "timedelta", "client", "rest", "sync", "start", "open", "close", "shutdown", "options", "region",
    "list", "dict", "str", "property", "copy", "json", "model", "fields", "result", "token", "fetchPage", "page",
    "pool", "membership", "todo", "session", "mirror",
)  # fmt: skip
_HOSTILE_TEXTS = (
    r"Matches \d+ and C:\new.", 'Says """three""" quotes.', r"A \N{DASH} and \x00 and \u12.", "Ends with a quote\"",
    "Ends with a backslash\\", "Braces {self} {0} {{x}} %s %(a)s.", "Two\n\nparagraphs\nof it.",
    "Jinja {{ 7*7 }} {% raw %}.",
    "An 'apostrophe' and `code`.", "  Spaces around.  ", "\u00e4\u00f6\u00fc \U0001f600", "# no comment",
    '"""\nimport os\nos.abort()\n"""', "type: ignore", "*/ <!-- -->",
)  # fmt: skip
_PLAIN_TEXTS = ("What it is.", "How it is done.", "Whatever is said here.", "Where it stands.")


class Names:
    """Draws names, each only once.

    Args:
        rng: What decides.
        hostile: How likely a name is one that generated code might need for itself, from 0 to 1.
    """

    def __init__(self, rng: random.Random, hostile: float) -> None:
        self._rng = rng
        self._hostile = hostile
        self._taken: set[str] = set()

    def of_class(self) -> str:
        """A name that no class of the schema has yet."""
        return self._fresh(_PLAIN_CLASSES, _HOSTILE_CLASSES, self._taken, "X")

    def of_member(self, taken: set[str]) -> str:
        """A documented name that is not among ``taken``, to which it is added."""
        return self._fresh(_WORDS, _HOSTILE_WORDS, taken, "")

    def _fresh(self, plain: Sequence[str], hostile: Sequence[str], taken: set[str], suffix: str) -> str:
        name = self._rng.choice(hostile if self._rng.random() < self._hostile else plain)
        number = 2
        found = name
        while found.lower() in taken:
            found = f"{name}{suffix}{number}"
            number += 1
        taken.add(found.lower())
        return found


def text(rng: random.Random, hostile: float) -> str:
    """A text that documents something."""
    return rng.choice(_HOSTILE_TEXTS if rng.random() < hostile else _PLAIN_TEXTS)
