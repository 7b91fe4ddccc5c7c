"""Changes that another program asks for: what generated modules of commands stand on.

A command names a method, the object that it is called on, and its arguments, all as JSON. Whoever asks and whoever
carries it out read the three by the same models.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Generic, Protocol, TypeVar, cast

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from .client import RealtimeClient
from .errors import ArgumentError, NotFoundError, ResponseError, StateError
from .json import JsonObject, JsonValue, dump_json, parse_json

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = [
    "AnyCommand",
    "Asked",
    "Command",
    "CommandCaller",
    "Commanded",
    "Prepared",
    "none_at",
    "problem_of",
]

_SHOWN: Final = 60

ClientT = TypeVar("ClientT", bound=RealtimeClient)
PlaceT = TypeVar("PlaceT", bound="Asked")
ArgumentsT = TypeVar("ArgumentsT", bound="Asked")
ResultT = TypeVar("ResultT")


class Asked(BaseModel):
    """Base of what commands are made of: nothing unknown is accepted, and nothing is converted."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        defer_build=True,
        extra="forbid",
        populate_by_name=True,
        frozen=True,
        strict=True,
        allow_inf_nan=False,
        hide_input_in_errors=True,
    )

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"  # what it holds may be secret

    __str__ = __repr__


class CommandCaller(Protocol):
    """Has commands carried out, wherever that is."""

    async def call(
        self,
        identity: str,
        method: str,
        at: JsonObject,
        arguments: JsonObject,
        *,
        command_id: str | None = None,
        within: float | None = None,
    ) -> JsonValue:
        """Have a method called for a user, and return its result.

        Args:
            identity: The user.
            method: Documented name of class and method, such as ``Thing.rename``.
            at: What identifies the object that the method is called on.
            arguments: The arguments, by documented name.
            command_id: A command with the same id is carried out once; a new one by default.
            within: Seconds in which somebody has to begin with it; a default of the caller's if None.

        Raises:
            RealtimeError: It was refused, nobody has begun with it in time, or what happened to it is not known.
        """
        ...


@dataclass(frozen=True, slots=True, repr=False)
class Prepared:
    """A command whose place and arguments are right.

    Attributes:
        partition: Commands of the same partition are carried out one after the other.
        carry_out: Carries it out with a client, and returns the result as JSON.
    """

    partition: str
    carry_out: Callable[[RealtimeClient], Awaitable[JsonValue]]


class AnyCommand(Protocol):
    """A command of any type."""

    @property
    def method(self) -> str:
        """Documented name of class and method."""
        ...

    def prepare(self, at: JsonValue, arguments: JsonValue) -> Prepared:
        """Check what was asked for; see `Command.prepare`."""
        ...


class Command(Generic[ClientT, PlaceT, ArgumentsT, ResultT]):
    """A method that other programs can have called.

    Args:
        method: Documented name of class and method.
        client: Class of the client that it is carried out with.
        place: What identifies the object that the method is called on.
        arguments: The arguments.
        result: The result, as other programs see it.
        carry_out: Finds the object and calls the method.
    """

    def __init__(
        self,
        method: str,
        client: type[ClientT],
        place: type[PlaceT],
        arguments: type[ArgumentsT],
        result: TypeAdapter[ResultT],
        carry_out: Callable[[ClientT, PlaceT, ArgumentsT], Awaitable[ResultT]],
    ) -> None:
        self._method = method
        self._client = client
        self._place = place
        self._arguments = arguments
        self._result = result
        self._carry_out = carry_out

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._method}>"

    @property
    def method(self) -> str:
        """Documented name of class and method."""
        return self._method

    def prepare(self, at: JsonValue, arguments: JsonValue) -> Prepared:
        """Check what was asked for.

        Args:
            at: What identifies the object.
            arguments: The arguments, by documented name.

        Raises:
            ArgumentError: Something is of the wrong kind; the message names it.
        """
        place, given = _read(self._place, "at", at), _read(self._arguments, "arguments", arguments)

        async def carry_out(client: RealtimeClient) -> JsonValue:
            if not isinstance(client, self._client):
                raise StateError(f"{self._method} is no method of what {type(client).__module__} connects to")
            result = await self._carry_out(client, place, given)
            return cast("JsonValue", self._result.dump_python(result, mode="json", by_alias=True))

        parts: list[object] = [getattr(place, name) for name in type(place).model_fields]
        return Prepared(str(parts[0]) if parts else "", carry_out)

    def written(self, at: Mapping[str, object], arguments: Mapping[str, object]) -> tuple[JsonObject, JsonObject]:
        """Return the place and the arguments as JSON.

        Raises:
            ArgumentError: Something is of the wrong kind; the message names it.
        """
        return _written(self._place, at), _written(self._arguments, arguments)

    def read_result(self, result: JsonValue) -> ResultT:
        """Read a result.

        Raises:
            ResponseError: It is something else than the method returns.
        """
        try:
            return self._result.validate_json(dump_json(result))
        except ValidationError:
            raise ResponseError(f"{self._method} was answered with something else than it returns") from None


class Commanded:
    """An object that methods are called on elsewhere, for one user.

    Args:
        caller: Has commands carried out.
        identity: The user.
        at: What identifies the object.
    """

    def __init__(self, caller: CommandCaller, identity: str, at: Mapping[str, object]) -> None:
        self._caller = caller
        self._identity = identity
        self._at = at

    def __repr__(self) -> str:
        return f"<{type(self).__name__} for {self._identity!r}>"

    async def _call(
        self,
        command: Command[ClientT, PlaceT, ArgumentsT, ResultT],
        given: Mapping[str, object],
        command_id: str | None,
        within: float | None,
    ) -> ResultT:
        at, arguments = command.written(self._at, given)
        found = await self._caller.call(
            self._identity, command.method, at, arguments, command_id=command_id, within=within
        )
        return command.read_result(found)


def none_at(what: str, position: str | int) -> NotFoundError:
    """Make the error that says that nothing stands where it was looked for.

    Args:
        what: What was looked for, in words.
        position: Its position or name.
    """
    return NotFoundError(f"there is no {what} {position!r:.{_SHOWN}}; check the identifier", status=404)


def problem_of(where: str, error: ValidationError) -> ArgumentError:
    """Make the error that names what is wrong, without the values; a name that nobody asked for stands first.

    Args:
        where: What was read; empty for the whole.
        error: What pydantic says.
    """
    found = error.errors(include_url=False, include_context=False, include_input=False)
    # Who has misspelled a name leaves out the right one, too.
    first: ErrorDetails = next((each for each in found if each["type"] == "extra_forbidden"), found[0])
    steps, said = [where, *map(str, first["loc"])], first["msg"][:200]
    missing = next((each for each in found if each["type"] == "missing"), None)
    if first["type"] == "extra_forbidden":
        said = "there is no such name; correct or remove it"
        if missing is not None:
            said = f"{said}, and give {str(missing['loc'][-1])!r:.{_SHOWN}}"
    elif first["type"] == "missing":
        said = "missing; give it"
    elif first["type"] == "value_error":  # of models that users build, whose own message shows the value
        steps.append(said.removeprefix("Value error, ").partition(" ")[0])
        said = "of the wrong kind"
    named = ".".join(f"{step:.{_SHOWN}}" for step in steps if step)
    return ArgumentError(f"{named}: {said}" if named else said)


ModelT = TypeVar("ModelT", bound=Asked)


def _read(model: type[ModelT], where: str, value: JsonValue) -> ModelT:
    try:
        return model.model_validate_json(dump_json(value))  # as JSON, which has times as text
    except ValidationError as error:
        raise problem_of(where, error) from None
    except (ValueError, RecursionError) as error:
        raise ArgumentError(f"{where}: no JSON value ({type(error).__name__})") from None


def _written(model: type[Asked], values: Mapping[str, object]) -> JsonObject:
    try:
        made = model.model_validate(values)
    except ValidationError as error:
        raise problem_of("", error) from None
    try:
        text = made.model_dump_json(by_alias=True, exclude_defaults=True)
    except ValueError as error:
        raise ArgumentError(f"an argument cannot be written as JSON ({type(error).__name__})") from None
    return cast("JsonObject", parse_json(text))
