"""Access tokens in a form that shows nothing: no repr, no log, no traceback with the values of variables.

Whoever takes a token as a parameter puts it into this form at once, so that its frame holds nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import SecretStr

__all__ = ["hide_token"]


def hide_token(token: str | SecretStr) -> SecretStr:
    """Return a token in the form that shows nothing.

    Args:
        token: Access token, in either form.
    """
    from pydantic import SecretStr  # with pydantic's module of types, which takes as long to load as all of ours

    return token if isinstance(token, SecretStr) else SecretStr(token)
