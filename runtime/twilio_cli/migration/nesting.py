"""Bounds how deeply code may be nested: the parser of libcst ends the process where its stack does."""

from __future__ import annotations

import tokenize
from io import BytesIO

__all__ = ["MAX_CHAIN", "MAX_DEPTH", "is_too_deep"]

MAX_DEPTH = 100
"""Most brackets inside each other."""
MAX_CHAIN = 1000
"""Most operators, calls and attributes of one expression: each may nest."""

_WORDS = frozenset({"and", "await", "else", "for", "if", "in", "is", "lambda", "not", "or", "yield"})


def is_too_deep(raw: bytes) -> bool:
    """Tell whether code is nested more deeply than anybody writes by hand.

    Args:
        raw: The file. What cannot be divided into tokens is not too deep, but no Python either.

    Raises:
        SyntaxError: It is not Python, or not in the encoding that it names.
        tokenize.TokenError: A bracket or a string has no end.
    """
    chains = [0]
    for kind, text, *_ in tokenize.tokenize(BytesIO(raw).readline):
        if kind == tokenize.OP and text in "([{":
            chains[-1] += 1
            chains.append(0)
        elif kind == tokenize.OP and text in ")]}":
            if len(chains) > 1:
                chains.pop()
        elif kind == tokenize.NEWLINE:
            chains = [0]
        elif kind == tokenize.OP and text == ",":
            chains[-1] = 0
        elif kind == tokenize.OP or text in _WORDS:
            chains[-1] += 1
        if len(chains) > MAX_DEPTH or chains[-1] > MAX_CHAIN:
            return True
    return False
