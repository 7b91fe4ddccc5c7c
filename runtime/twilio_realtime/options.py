"""Options that users build, as dataclasses or models, and what is wrong with them in the words of `arguments`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass
from dataclasses import fields as dataclass_fields
from typing import TYPE_CHECKING, Final, Self, TypeVar

from pydantic import BaseModel, ValidationError

from .arguments import JSON_KINDS, require_instance, shown
from .errors import ArgumentError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["Options", "build_options", "refusal_of"]

_DEEPEST: Final = 8
"""How many indexes of nested lists a message names."""

BuiltT = TypeVar("BuiltT", bound="BaseModel | Options")


@dataclass(frozen=True, slots=True, repr=False)
class Options:
    """Options that users build. The repr tells which are set, not what they hold: that may be private.

    Raises:
        ArgumentError: A field is missing, or there is none of that name.
    """

    def __new__(cls, *given: object, **named: object) -> Self:
        """Check which fields are given, as models do; the dataclass would raise a `TypeError`."""
        fields = _fields_of(cls)
        names = [*list(fields)[: len(given)], *named]
        if len(given) > len(fields):
            raise ArgumentError(f"{cls.__name__} has {len(fields)} fields, not {len(given)}")
        wrong = [f"{name} is no option here; check its spelling" for name in named if name not in fields]
        wrong += [f"{name} is missing" for name, needed in fields.items() if needed and name not in names]
        if wrong:
            raise ArgumentError("; ".join(wrong))
        return object.__new__(cls)  # not `super`: with slots, the dataclass is another class than this

    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, object]]:
        # What copies and pickles makes an object without fields first, which the check would refuse.
        return (), {name: getattr(self, name) for name in _fields_of(self)}

    def __repr__(self) -> str:
        given = ", ".join(name for name in _fields_of(self) if getattr(self, name) is not None)
        return f"<{type(self).__name__} {given or 'with defaults'}>"


def build_options(kind: type[BuiltT], given: BuiltT | None, fields: Mapping[str, object]) -> BuiltT:
    """Make one object of an object, keywords, or both; keywords win.

    Args:
        kind: Class of the object: a model or options.
        given: What was passed as one object, or None.
        fields: What was passed as keywords; those that are None count as not passed.

    Raises:
        ArgumentError: A field is missing or has the wrong type, or ``given`` is of another class.
    """
    if given is not None:
        require_instance("options", given, kind, f"a {kind.__name__} or None")
    chosen = {name: value for name, value in fields.items() if value is not None}
    if given is not None:
        known = given.model_fields_set if isinstance(given, BaseModel) else _fields_of(given)
        chosen = {**{name: getattr(given, name) for name in known}, **chosen}
    try:
        return kind(**chosen)
    except ValidationError as error:  # of a model that does not say it in our words
        raise refusal_of(error) from None


def _fields_of(options: Options | type[Options]) -> dict[str, bool]:
    """Names of the fields of options, and whether each has to be given."""
    return {
        item.name: item.default is MISSING and item.default_factory is MISSING for item in dataclass_fields(options)
    }


def refusal_of(error: ValidationError) -> ArgumentError:
    """What pydantic found, in the words of this module.

    Args:
        error: Raised by a model that users build.
    """
    details = error.errors(include_url=False)
    return ArgumentError("; ".join(f"{_named(item['loc'])} {_explained(item)}" for item in details))


def _named(location: tuple[int | str, ...]) -> str:
    head, *rest = location or ("the value",)
    # between the parts, pydantic also names the kinds that it tried
    indexes = [part for part in rest if isinstance(part, int)]
    deeper = "…" if len(indexes) > _DEEPEST else ""
    return f"{head}{''.join(f'[{index}]' for index in indexes[:_DEEPEST])}{deeper}"


_EXPECTED: Final = {
    "bool_type": "True or False",
    "string_type": "a string",
    "string_unicode": "text without lone surrogates, which cannot be sent",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "list_type": "a list",
    "dict_type": "a dict",
    "datetime_type": "a datetime",
    "timezone_aware": "a datetime with a time zone",
    "time_delta_type": "a timedelta",
}


def _explained(item: ErrorDetails) -> str:
    given = f"not {shown(item['input'])}"
    kind = item["type"]
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        return "is no option here; check its spelling"
    if kind == "invalid-json-value" or "[key]" in item["loc"]:
        advice = "; make it a list" if isinstance(item["input"], tuple) else ""
        return f"must be a JSON value ({JSON_KINDS}), {given}{advice}"
    if kind == "literal_error":
        return f"must be one of {str(item.get('ctx', {}).get('expected')).replace(' or ', ', ')}, {given}"
    expected = _EXPECTED.get(kind)
    return f"must be {expected}, {given}" if expected is not None else f"is wrong: {item['msg']}"
