"""Frames that are nearly right."""

from __future__ import annotations

import re
from random import Random

__all__ = ["mutated"]

_NUMBER = re.compile(rb"(?<=[:\[,])-?\d+(?=[,}\]])")
_ABSURD = (
    *(b"-1", b"0", b"9" * 40, b"1e400", b"-1e400", b"1e-400", b"0.5", b"true", b"null", b'""', b"[]", b"{}"),
    *(b'"9999-99-99T99:99:99Z"', b'"\\ud83d"', b"2147483648", b"9223372036854775808", b"[" * 500 + b"]" * 500),
)
_STRING = re.compile(rb'(?<=:)"[^"\\]*"(?=[,}])')


def mutated(frame: bytes, random: Random) -> bytes:
    """A frame with some mistake: in its bytes, in its length, or in one of its values."""
    choice = random.random()
    if choice < 0.35:
        return _resized(_replaced(frame, _NUMBER, random))
    if choice < 0.6:
        return _resized(_replaced(frame, _STRING, random))
    broken = bytearray(frame)
    if choice < 0.8:
        for _ in range(random.randint(1, 6)):
            broken[random.randrange(len(broken))] = random.randrange(256)
    elif choice < 0.9:
        del broken[random.randrange(len(broken)) :]
    else:
        start = random.randrange(len(broken))
        broken[start:start] = broken[start : start + random.randrange(200)] * random.randint(1, 4)
    return bytes(broken)


def _replaced(frame: bytes, pattern: re.Pattern[bytes], random: Random) -> bytes:
    found = list(pattern.finditer(frame))
    if not found:
        return frame
    one = random.choice(found)
    return frame[: one.start()] + random.choice(_ABSURD) + frame[one.end() :]


def _resized(frame: bytes) -> bytes:
    """The frame with lengths that are right again, so that the mistake is found further inside."""
    first, _, rest = frame.partition(b"\r\n")
    words = first.split(b" ")
    end = rest.find(b"}\r\n")
    if len(words) != 3 or end < 0:
        return frame
    header, payload = rest[: end + 1], rest[end + 3 :]
    size = len(payload.removesuffix(b"\r\n"))
    header = re.sub(rb'"payload_size":\d+', b'"payload_size":%d' % size, header)
    return b"TWILSOCK V3.0 %d\r\n%b\r\n%b" % (len(header), header, payload)
