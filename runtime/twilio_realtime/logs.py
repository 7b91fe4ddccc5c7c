"""Names of the runtime's loggers.

They begin with the name of the distribution instead of this package's, because that is the one that people have
installed and import: the logger of that name governs everything. The rest of a name is the module's.
"""

from __future__ import annotations

import logging
from typing import Final

from .version import DISTRIBUTION
from .visible_text import escape_record

__all__ = ["ROOT", "logger_of", "warn_once"]

ROOT = DISTRIBUTION.replace("-", "_")
"""Logger above all others of the distribution."""

_MOST_REMEMBERED: Final = 1000
_warned: set[int] = set()


def logger_of(module: str) -> logging.Logger:
    """The logger of a module of the runtime; its records stay on their lines, whatever others have said.

    Args:
        module: Its ``__name__``.
    """
    _, _, rest = module.partition(".")
    logger = logging.getLogger(f"{ROOT}.{rest}" if rest else ROOT)
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
