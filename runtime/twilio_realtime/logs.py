"""Names of the runtime's loggers.

They begin with the name of the distribution instead of this package's, because that is the one that people have
installed and import: the logger of that name governs everything. The rest of a name is the module's.
"""

from __future__ import annotations

import logging

from .version import DISTRIBUTION
from .visible_text import escape_record

__all__ = ["ROOT", "logger_of"]

ROOT = DISTRIBUTION.replace("-", "_")
"""Logger above all others of the distribution."""


def logger_of(module: str) -> logging.Logger:
    """The logger of a module of the runtime; its records stay on their lines, whatever others have said.

    Args:
        module: Its ``__name__``.
    """
    _, _, rest = module.partition(".")
    logger = logging.getLogger(f"{ROOT}.{rest}" if rest else ROOT)
    logger.addFilter(escape_record)  # at each logger, because those of a parent do not see records of its children
    return logger
