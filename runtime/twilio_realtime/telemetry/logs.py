"""The runtime's loggers, named after its modules: the logger ``twilio_realtime`` governs everything."""

from __future__ import annotations

import logging
from typing import Final

from ..visible_text import escape_record

__all__ = ["logger_of", "warn_once"]

_MOST_REMEMBERED: Final = 1000
_warned: set[int] = set()


def logger_of(module: str) -> logging.Logger:
    """Return the logger of a module of the runtime; its records stay on their lines, whatever others have said.

    Args:
        module: Its ``__name__``.
    """
    logger = logging.getLogger(module)
    logger.addFilter(escape_record)  # at each logger, because those of a parent do not see records of its children
    return logger


def warn_once(logger: logging.Logger, subject: object, message: str, *arguments: object) -> None:
    """Log a warning unless the same was said of the same subject already.

    What the service has stored comes again and again: with pages, with changes of something else, after a reconnection.

    Args:
        logger: Whose warning it is.
        subject: What it is about; its representation is what counts, and only a hash of that is kept.
        message: The warning, as for `logging.Logger.warning`.
        arguments: What is put into it.
    """
    key = hash((logger.name, message, arguments, repr(subject)))
    if key in _warned:
        return
    if len(_warned) >= _MOST_REMEMBERED:
        _warned.clear()
    _warned.add(key)
    logger.warning(message, *arguments, stacklevel=2)
