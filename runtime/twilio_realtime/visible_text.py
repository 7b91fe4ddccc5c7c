"""Text of others made fit for a terminal, a log or an error message: the one filter for all of them.

Never shown as they are: control characters (C0, DEL, C1), characters that reorder text (bidirectional controls), those
that show nothing (zero width, fillers, tags, variation selectors), line separators, and halves of surrogate pairs. They
could act on a terminal, forge a line of a log, or make one name look like another.

Three of the invisible ones stay where writing needs them, and only there: the zero width joiner between emoji; both
joiners inside words of scripts that use them (Arabic, the Indic scripts); the selector that makes a character an
emoji or plain, once behind such a character. Letters that are written from right to left, combining marks, and marks
above Arabic numbers are ordinary text.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from .json import JsonValue

__all__ = ["ascii_json", "escape_record", "escaped", "one_line", "quoted", "told"]

_LONGEST: Final = 900
_BEGINNING: Final = 600
_END: Final = 200

# The classes are written out: what a version of Python knows of Unicode shall not decide what is safe.
_HIDDEN: Final = (
    r"\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    r"\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_EMOJI: Final = r"\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u27bf\u2900-\u2bff\u3030\u303d\u3297\u3299"
_PICTURES: Final = _EMOJI + r"\U0001f000-\U0001faff"
_JOINED: Final = (
    r"\u0600-\u060b\u0610-\u061b\u061d-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17b3\u17b6-\u17ff\ua840-\ua8ff"
)
_VIRAMAS: Final = r"\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2"
_NEEDED: Final = (
    rf"(?<=[{_PICTURES}])\u200d(?=[{_PICTURES}])|(?<=[{_PICTURES}]\ufe0f)\u200d(?=[{_PICTURES}])"
    rf"|(?<=[{_JOINED}])[\u200c\u200d](?=[{_JOINED}])|(?<=[{_VIRAMAS}])[\u200c\u200d]"
    rf"|(?<=[{_PICTURES}])[\ufe0e\ufe0f]|(?<=[0-9#*])\ufe0f(?=\u20e3)"
)
_UNFIT: Final = rf"(?!{_NEEDED})[{_HIDDEN}]"
_SHORT: Final = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def quoted(value: object) -> str:
    """Return a value for a message, a text in quotes. The `repr` of a class of texts is not used: it may raise.

    Args:
        value: Usually a text, from anybody.
    """
    return str.__repr__(value) if isinstance(value, str) else repr(value)


def one_line(text: str) -> str:
    """Return text for people, on one line: breaks and tabs become blanks, whatever else is unfit a ``�`` a run.

    Args:
        text: Any text.
    """
    if text.isascii() and text.isprintable():
        return text
    return _pattern(rf"(?:{_UNFIT})+").sub("\N{REPLACEMENT CHARACTER}", " ".join(text.splitlines()).replace("\t", " "))


def escaped(text: str) -> str:
    r"""Return text for logs and error messages, on one line: what is unfit becomes ``\n`` or ``\u202e``.

    Idempotent.

    Args:
        text: Any text.
    """
    if text.isascii() and text.isprintable():
        return text
    return _pattern(_UNFIT).sub(_escape, text)


def told(text: str) -> str:
    """Return the message of an error or a log record made fit: `escaped`, and of a long one the beginning and the end.

    Messages quote what others sent, which may have any length. Idempotent.

    Args:
        text: Any text.
    """
    return _shortened(escaped(_shortened(text)))


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_BEGINNING]}… ({len(text) - _BEGINNING - _END} characters) …{text[-_END:]}"


def ascii_json(value: JsonValue) -> str:
    """Return JSON text of printable ASCII characters only: one line, the same in every encoding of an output.

    Args:
        value: Any JSON value.

    Raises:
        ValueError: A number that JSON cannot express (``nan``, ``inf``).
    """
    return json.dumps(value, allow_nan=False).replace("\x7f", r"\u007f")  # the one control character it leaves


def escape_record(record: logging.LogRecord) -> bool:
    """Make a log record fit to be written, as a filter of a logger: its message stays one line, of a bounded length.

    A record with the attribute `whole` keeps its length: whoever made it has seen to that.

    A traceback whose exceptions have unfit messages is written indented, so that no line of it looks like a record.

    Args:
        record: The record; changed only where something in it is unfit.

    Returns:
        True: every record passes.
    """
    message = record.getMessage()
    fit = escaped(message) if getattr(record, "whole", False) else told(message)
    if fit != message:
        record.msg, record.args = fit, None
    error = record.exc_info[1] if record.exc_info else None
    if error is not None and not record.exc_text and any(escaped(said) != said for said in _messages(error)):
        import traceback  # which only a failure needs

        lines = "".join(traceback.format_exception(error)).rstrip("\n").split("\n")
        record.exc_text = "\n".join(f"  {escaped(line)}" for line in lines)
    return True


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """The pattern, compiled when there is text that is not plain: many programs never see any, and it takes a while."""
    return re.compile(text)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return _SHORT.get(character) or f"\\u{code:04x}"


def _messages(error: BaseException) -> Iterator[str]:
    """What an exception, its notes and those that led to it say."""
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield str(one)
        yield from getattr(one, "__notes__", ())
        waiting += [linked for linked in (one.__cause__, one.__context__) if linked is not None]
        if isinstance(one, BaseExceptionGroup):
            waiting += cast("BaseExceptionGroup[BaseException]", one).exceptions
