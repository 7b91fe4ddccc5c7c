"""Types by meaning: how they are read, and which fits where."""

from __future__ import annotations

import pytest

from twilio_codegen.comparing.assignable import accepts, is_safely_narrower, same_meaning
from twilio_codegen.comparing.declarations import read_type
from twilio_codegen.comparing.from_schema import from_expression
from twilio_codegen.language.type_expressions import TypeExpression

UNIONS = {"Season": ("spring", "autumn"), "HalfYear": ("spring", "autumn"), "Spring": ("spring",)}


@pytest.mark.parametrize(
    ("typescript", "written"),
    [
        ("string", "string"),
        ("string | null", "string?"),
        ("undefined | Array<Bed>", "list[Bed]?"),
        ("Promise<Bed[]>", "list[Bed]"),
        ("any", "json"),
        ("Promise<void>", "none"),
        ("'b' | \"a\" | null", '"a" | "b" | null'),
        ("Paginator<Bed>", "Paginator[Bed]"),
        ("{ bed: Bed; size?: number; }", "{bed: Bed, size: number?}"),
        ("Date | Buffer", "bytes | datetime"),
        ("(string | Bed)[]", "list[Bed | string]"),
        ("Bed.Kind", "Bed.Kind"),
    ],
)
def test_typescript_is_read(typescript: str, written: str) -> None:
    assert str(read_type(typescript)) == written


@pytest.mark.parametrize("written", ["string", "string?", "list[Bed]", "Bed | string", "json", "Paginator[Bed]"])
def test_types_of_schemas_are_read(written: str) -> None:
    assert str(from_expression(TypeExpression.parse(written))) == written


@pytest.mark.parametrize(
    ("wanted", "given", "fits"),
    [
        ("string?", "string", True),
        ("string", "string?", False),
        ("number", "integer", True),
        ("integer", "number", False),
        ("json", "string?", True),
        ("json", "Bed", False),
        ("string", "Season", True),
        ("Season", "string", False),
        ("Season", "HalfYear", True),
        ("Season", "Spring", True),
        ("Spring", "Season", False),
        ("Bed | string", "Bed", True),
        ("list[string?]", "list[string]", False),
    ],
)
def test_what_may_be_passed(wanted: str, given: str, fits: bool) -> None:
    one, other = (from_expression(TypeExpression.parse(text)) for text in (wanted, given))

    assert accepts(one, other, UNIONS) is fits


@pytest.mark.parametrize(
    ("old", "new", "safe"),
    [
        ("string?", "string", True),
        ("number", "integer", True),
        ("Bed | Plant", "Bed", True),
        ("string", "Season", False),
        ("Season", "Spring", False),
        ("json", "string", False),
        ("string", "string?", False),
    ],
)
def test_what_may_come_instead(old: str, new: str, safe: bool) -> None:
    one, other = (from_expression(TypeExpression.parse(text)) for text in (old, new))

    assert is_safely_narrower(one, other, UNIONS) is safe


def test_objects_fit_by_their_fields() -> None:
    small, large = read_type("{ bed: Bed; }"), read_type("{ bed: Bed; size?: number; }")

    assert accepts(small, large, {})
    assert accepts(large, small, {}), "what may be left out may be missing"
    assert not accepts(read_type("{ bed: Bed; size: number; }"), small, {})


def test_aliases_are_what_they_stand_for() -> None:
    season, half = (read_type(name) for name in ("Season", "HalfYear"))

    assert same_meaning(season, half, UNIONS)
    assert same_meaning(season, read_type('"autumn" | "spring"'), UNIONS)
    assert not same_meaning(season, read_type("Spring"), UNIONS)
