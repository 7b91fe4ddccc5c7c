"""Uploaded media: records, their bytes in chunks, and signed temporary addresses."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from ..errors import Refusal
from ..limits import Limits
from ..signing import Signer
from ..storage.database import Database, Row
from .channels import Channels
from .stamps import Stamps

__all__ = ["MEDIA_CATEGORIES", "Media", "MediaRecord", "Upload", "checked_content_type", "too_large"]

MEDIA_CATEGORIES: Final = ("media", "body", "history")
"""What an upload may be: a file, the body of an e-mail, or what the e-mail quotes."""

_CONTENT_TYPE: Final = re.compile(r"[\x20-\x7e]{1,255}")
_COLUMNS = "sid, author, content_type, filename, size, date_created, channel_sid, message_sid, category"


@dataclass(frozen=True, slots=True)
class MediaRecord:
    """One upload; `channel_sid` and `message_sid` once it was sent. `size` is bytes, `category` as above."""

    sid: str
    author: str
    content_type: str
    filename: str | None
    size: int
    date_created: str
    channel_sid: str | None
    message_sid: str | None
    category: str


class Upload:
    """Takes the bytes of an upload piece by piece; they are nobody's media until `Media.finish`."""

    def __init__(self, sid: str, author: str) -> None:
        self.sid = sid
        self.author = author
        self.arrived = 0
        self.size = 0
        self.chunks = 0


class Media:
    """All uploads of the service."""

    def __init__(self, database: Database, stamps: Stamps, channels: Channels, signer: Signer, limits: Limits) -> None:
        self._database = database
        self._stamps = stamps
        self._channels = channels
        self._signer = signer
        self._limits = limits
        self._arriving: Counter[str] = Counter()
        # Uploads that were under way when the service ended.
        with database.transaction():
            database.execute("DELETE FROM media_chunks WHERE media_sid NOT IN (SELECT sid FROM media)")

    @contextmanager
    def upload(self, author: str) -> Generator[Upload]:
        """Take an upload while the block runs; it is forgotten when the block fails."""
        upload = Upload(self._stamps.sid("ME"), author)
        try:
            yield upload
        except BaseException:
            with self._database.transaction():
                self._database.execute("DELETE FROM media_chunks WHERE media_sid = ?", upload.sid)
            raise
        finally:
            self._arriving[author] -= upload.arrived
            if not self._arriving[author]:
                del self._arriving[author]

    def room(self, author: str) -> int:
        """How many bytes more a user may upload in one file."""
        stored = self._database.number("SELECT COALESCE(SUM(size), 0) FROM media WHERE author = ?", author)
        left = self._limits.user_media_bytes - stored - self._arriving[author]
        return max(0, min(self._limits.media_bytes, left))

    def arrive(self, upload: Upload, size: int) -> None:
        """Count bytes that came in, wherever they are put first.

        Raises:
            Refusal: 413, more than is allowed for one file, or for all of one user.
        """
        if upload.arrived + size > self._limits.media_bytes or size > self.room(upload.author):
            raise too_large(self._limits)
        upload.arrived += size
        self._arriving[upload.author] += size

    def write(self, upload: Upload, data: bytes) -> None:
        """Store the next bytes."""
        if not data:
            return
        upload.size += len(data)
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO media_chunks (media_sid, number, bytes) VALUES (?, ?, ?)", upload.sid, upload.chunks, data
            )
        upload.chunks += 1

    def finish(self, upload: Upload, content_type: str, filename: str | None, category: str = "media") -> MediaRecord:
        """Make the upload a media record.

        Args:
            upload: What has arrived.
            content_type: Its media type.
            filename: Its name, of which the last part is kept, without what cannot be seen; None if it has none.
            category: One of `MEDIA_CATEGORIES`.

        Raises:
            Refusal: 400, the media type, the name or the category cannot be used.
        """
        checked_content_type(content_type)
        if filename is not None and len(filename) > self._limits.name_characters:
            raise Refusal(400, 20001, f"Filename is longer than {self._limits.name_characters} characters")
        if category not in MEDIA_CATEGORIES:
            raise Refusal(400, 20001, f"Category must be one of {', '.join(MEDIA_CATEGORIES)}")
        with self._database.transaction():
            self._database.execute(
                f"INSERT INTO media ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, ?)",
                upload.sid,
                upload.author,
                content_type,
                _stored_name(filename or ""),
                upload.size,
                self._stamps.media_timestamp(),
                category,
            )
        return self.by_sid(upload.sid)

    def store(
        self, author: str, data: bytes, content_type: str, filename: str | None = None, category: str = "media"
    ) -> MediaRecord:
        """Keep bytes that are here already as an upload of `author`.

        Raises:
            Refusal: 413, there are too many of them; 400 as for `finish`.
        """
        with self._database.transaction(), self.upload(author) as upload:
            self.arrive(upload, len(data))
            self.write(upload, data)
            return self.finish(upload, content_type, filename, category)

    def by_sid(self, sid: str) -> MediaRecord:
        """The record with that SID, whoever asks.

        Raises:
            Refusal: 404, there is none.
        """
        row = self._database.row(f"SELECT {_COLUMNS} FROM media WHERE sid = ?", sid)
        if row is None:
            raise Refusal(404, 20404, "Media not found")
        return _record(row)

    def find(self, sid: str, identity: str) -> MediaRecord:
        """The record, for its author and for those who may read the channel it was sent to.

        Raises:
            Refusal: 404, there is none for this identity.
        """
        record = self.by_sid(sid)
        if record.author != identity:
            channel = self._channels.by_sid(record.channel_sid) if record.channel_sid else None
            if channel is None or not self._channels.may_read(channel, identity):
                raise Refusal(404, 20404, "Media not found")
        return record

    def of_message(self, message_sid: str) -> tuple[MediaRecord, ...]:
        """The uploads that a message carries, in its order."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM media WHERE message_sid = ? ORDER BY position", message_sid)
        return tuple(_record(row) for row in rows)

    def attach(self, sid: str, author: str, channel_sid: str, message_sid: str, position: int = 0) -> None:
        """Tie an upload to the message that carries it, as its first, second, … one.

        Raises:
            Refusal: 404, not an upload of the author; 409, already sent.
        """
        record = self.by_sid(sid)
        if record.author != author:
            raise Refusal(404, 20404, "Media not found")
        if record.message_sid:
            raise Refusal(409, 20409, "Media belongs to another message")
        self._database.execute(
            "UPDATE media SET channel_sid = ?, message_sid = ?, position = ? WHERE sid = ?",
            channel_sid,
            message_sid,
            position,
            sid,
        )

    def remove(self, sid: str) -> None:
        """Forget record and bytes."""
        self._database.execute("DELETE FROM media WHERE sid = ?", sid)
        self._database.execute("DELETE FROM media_chunks WHERE media_sid = ?", sid)

    def chunks(self, sid: str) -> Iterator[bytes]:
        """The bytes of an upload, piece by piece."""
        number = 0
        while True:
            row = self._database.row("SELECT bytes FROM media_chunks WHERE media_sid = ? AND number = ?", sid, number)
            if row is None:
                return
            chunk: bytes = row["bytes"]
            yield chunk
            number += 1

    def signature(self, sid: str) -> tuple[int, str]:
        """Expiry (seconds since 1970-01-01 UTC) and signature of a temporary address valid from now."""
        expires = int(self._stamps.now() + self._limits.media_url_seconds)
        return expires, self._signer.sign("media", f"{sid}:{expires}").hex()

    def check_signature(self, sid: str, expires: str, signature: str) -> None:
        """Go on only with an address of ours that is still valid.

        Raises:
            Refusal: 403, it is neither.
        """
        try:
            given = bytes.fromhex(signature)
        except ValueError:
            given = b""
        if len(expires) > 12 or not expires.isdecimal() or not self._signer.matches("media", f"{sid}:{expires}", given):
            raise Refusal(403, 20403, "Media address is not valid")
        if int(expires) <= self._stamps.now():
            raise Refusal(403, 20403, "Media address has expired; ask for a new one")


def checked_content_type(value: str | None) -> str:
    """A media type that can stand in a header.

    Raises:
        Refusal: 400, there is none, or it cannot.
    """
    if not value or not _CONTENT_TYPE.fullmatch(value):
        raise Refusal(400, 20001, "Content-Type is missing or not printable ASCII")
    return value


def too_large(limits: Limits) -> Refusal:
    """The refusal of an upload that exceeds one of the limits."""
    return Refusal(
        413,
        20413,
        f"Media is limited to {limits.media_bytes} bytes for a file and {limits.user_media_bytes} for a user",
    )


def _stored_name(filename: str) -> str | None:
    """What is kept of a file's name, None if nothing is: people use it as one, so it is one name and can be seen."""
    last = re.split(r"[/\\]", filename)[-1]
    seen = "".join(each for each in last if unicodedata.category(each) not in ("Cc", "Cf", "Cs", "Zl", "Zp")).strip()
    return seen if seen.strip(".") else None


def _record(row: Row) -> MediaRecord:
    return MediaRecord(
        sid=row["sid"],
        author=row["author"],
        content_type=row["content_type"],
        filename=row["filename"],
        size=row["size"],
        date_created=row["date_created"],
        channel_sid=row["channel_sid"],
        message_sid=row["message_sid"],
        category=row["category"],
    )
