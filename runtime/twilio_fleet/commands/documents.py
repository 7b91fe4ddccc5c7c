"""What is written about a command: the command itself, and the record of what became of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, ClassVar, Final, Literal

from pydantic import ConfigDict, Field, ValidationError

from twilio_realtime.commands import Asked, problem_of
from twilio_realtime.errors import (
    ArgumentError,
    DeadlineError,
    DisconnectedError,
    RealtimeError,
    RequestError,
    ResponseError,
    StateError,
    request_error,
)
from twilio_realtime.json import JsonObject, JsonValue, as_object, parse_json

from ..errors import CommandError

__all__ = [
    "LARGEST",
    "LONGEST_ID",
    "LONGEST_WAIT",
    "CommandDocument",
    "Failure",
    "Record",
    "done",
    "expired",
    "failed",
    "id_in",
    "read_document",
    "read_record",
    "written",
]

LARGEST: Final = 65_536
"""Most bytes of a command."""
LONGEST_ID: Final = 128
"""Most characters of a command's id."""
LONGEST_WAIT: Final = 43_200.0
"""Most seconds that a command waits for somebody who begins with it."""

_Id = Annotated[str, Field(min_length=1, max_length=LONGEST_ID)]


class CommandDocument(Asked):
    """A command, as it waits.

    It is an order to somebody in particular, which is answered, and no CloudEvent: that is a report of what has
    happened, to whom it may concern.
    """

    id: _Id
    """What tells it apart from all others for the identity."""
    identity: Annotated[str, Field(min_length=1)]
    """The user for whom it is carried out."""
    method: Annotated[str, Field(min_length=1, max_length=256)]
    """Documented name of class and method."""
    at: dict[str, JsonValue] = Field(default={})
    """What identifies the object that the method is called on."""
    arguments: dict[str, JsonValue] = Field(default={})
    """The arguments by documented name."""
    expires: datetime | None = None
    """When nobody may begin with it any more."""

    def has_expired(self, now: float) -> bool:
        """Whether nobody may begin with it any more.

        Args:
            now: Seconds since 1970-01-01 UTC.
        """
        if self.expires is None:
            return False
        ends = self.expires if self.expires.utcoffset() is not None else self.expires.replace(tzinfo=UTC)
        return ends.timestamp() <= now


class Failure(Asked):
    """Why a command has failed."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="ignore")

    kind: str
    """Class of the error."""
    message: str
    """What was wrong, and what to do."""
    status: int | None = None
    """HTTP status, if the service refused it."""
    code: int | None = None
    """Twilio error code, if the service gave one."""
    retry_after: Annotated[float | None, Field(alias="retryAfter", strict=False)] = None
    """Seconds that the service asks to wait."""
    reason: str | None = None
    """What the service said."""

    @classmethod
    def of(cls, error: RealtimeError) -> Failure:
        """Describe an error."""
        said = Failure(kind=type(error).__name__, message=str(error))
        if not isinstance(error, RequestError):
            return said
        more = {"status": error.status, "code": error.code, "retry_after": error.retry_after, "reason": error.reason}
        return said.model_copy(update=more)

    def error(self) -> RealtimeError:
        """Make the error anew."""
        if self.status is not None:
            kind = type(request_error("", self.status))
            return kind(
                self.message, status=self.status, code=self.code, retry_after=self.retry_after, reason=self.reason
            )
        return _PLAIN.get(self.kind, CommandError)(self.message)


_PLAIN: Final[dict[str, type[RealtimeError]]] = {
    kind.__name__: kind for kind in (ArgumentError, DeadlineError, DisconnectedError, ResponseError, StateError)
}


class Record(Asked):
    """What became of a command."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="ignore")

    id: str
    """The command."""
    state: Literal["begun", "done", "failed"]
    """Somebody is at it, or how it has ended."""
    attempt: int = 0
    """How often somebody has begun with it."""
    result: JsonValue = None
    """What the method has returned."""
    error: Failure | None = None
    """Why it has failed."""

    def written(self) -> bytes:
        """Return it as JSON."""
        return self.model_dump_json(by_alias=True, exclude_defaults=True).encode()


def read_document(data: bytes) -> CommandDocument:
    """Read a command.

    Raises:
        ArgumentError: It is none; the message says what is wrong, without the value.
    """
    if len(data) > LARGEST:
        raise ArgumentError(f"the command has {len(data)} bytes; at most {LARGEST} are possible")
    try:
        return CommandDocument.model_validate_json(data)
    except ValidationError as error:
        raise problem_of("", error) from None


def id_in(data: bytes) -> str | None:
    """Return the id of something that is no command, to answer it; None if it has none."""
    if len(data) > LARGEST:
        return None
    try:
        found = as_object(parse_json(data)).get("id")
        if not isinstance(found, str) or not 0 < len(found) <= LONGEST_ID:
            return None
        found.encode()  # a lone surrogate cannot be written into a record
    except (ValueError, RecursionError):
        return None
    return found


def read_record(data: bytes) -> Record | None:
    """Read a record; None if it is something else."""
    try:
        return Record.model_validate_json(data)
    except ValidationError:
        return None


def expired(command_id: str) -> Record:
    """Make the record of a command that nobody has begun with in time."""
    said = (
        "nobody has begun with the command in time, and nobody will; "
        "see that a worker of the fleet serves the identity, with --commands"
    )
    return Record(id=command_id, state="failed", error=Failure(kind="DeadlineError", message=said))


def failed(command_id: str, error: RealtimeError, attempt: int) -> Record:
    """Make the record of a command that has failed."""
    return Record(id=command_id, state="failed", attempt=attempt, error=Failure.of(error))


def done(command_id: str, result: JsonValue, attempt: int) -> Record:
    """Make the record of a command that was carried out."""
    return Record(id=command_id, state="done", attempt=attempt, result=result)


def written(
    command_id: str, identity: str, method: str, at: JsonObject, arguments: JsonObject, expires: float
) -> bytes:
    """Return a command as JSON.

    Raises:
        ArgumentError: Something is of the wrong kind, or it is too large.
    """
    try:
        document = CommandDocument(
            id=command_id,
            identity=identity,
            method=method,
            at=at,
            arguments=arguments,
            expires=datetime.fromtimestamp(expires, UTC),
        )
        data = document.model_dump_json(by_alias=True).encode()
    except ValidationError as error:
        raise problem_of("", error) from None
    except ValueError as error:
        raise ArgumentError(f"the command cannot be written as JSON ({type(error).__name__})") from None
    if len(data) > LARGEST:
        raise ArgumentError(f"the command has {len(data)} bytes; at most {LARGEST} are possible")
    return data
