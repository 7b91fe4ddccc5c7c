"""Names that are refused, each where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.schemas import GARDEN, copy_garden, diagnose, garden_resource, write_files

RECORD = "resource: {0}\ndoc: x\nsection: x\nmirror: {{payload: {0}Item, doc: x, kind: record}}\n"
SID = "properties: {sid: {type: string, default: x, identity: true, doc: x}}\n"
OPTIONS = "options:\n  Choices:\n    doc: x\n    fields:\n      {0}: {{type: 'string?', doc: x}}\n"
REFUSED: dict[str, tuple[dict[str, str], str]] = {
    **{
        f"class {name}": ({"more.yaml": f"types:\n  {name}: {{doc: x, members: {{a: A.}}}}\n"}, "more.yaml:2")
        for name in (
            "Field",
            "Resource",
            "Annotated",
            "JsonValue",
            "Context",
            "ClosedError",
            "Literal",
            "Größe",
            "1a",
            '""',
        )
    },
    **{
        f"resource {name}": ({"resources/more.yaml": RECORD.format(name) + SID}, "resources/more.yaml:1")
        for name in (
            "Profile",
            "Models",
            "Blocking",
            "Events",
            "Types",
            "Wire",
            "Class",
            "Self",
            "Globals",
            "BedEvents",
        )
    },
    **{
        f"field {name}": ({"more.yaml": OPTIONS.format(name)}, "more.yaml:5")
        for name in ("__init__", "_a", "größe", "ﬁeld", "1st", "class", "str", "datetime", "modelConfig", "a-b", '""')
    },
    "fields alike": (
        {"more.yaml": OPTIONS.format("fooBar") + "      foo_bar: {type: 'string?', doc: x}\n"},
        "more.yaml:6",
    ),
    "modules alike": (
        {
            "resources/a.yaml": RECORD.format("HTTPServer") + SID,
            "resources/b.yaml": RECORD.format("HttpServer") + SID,
        },
        "resources/b.yaml:1",
    ),
    **{
        f"setting {name}": (
            {
                "more.yaml": OPTIONS.format(name),
                "resources/garden.yaml": garden_resource("garden").replace(
                    "root: true", "root: true\noptions: {type: Choices}"
                ),
            },
            "more.yaml:5",
        )
        for name in ("token", "environment", "baseUrl", "options")
    },
    **{
        f"package {name}": (
            {"product.yaml": (GARDEN / "product.yaml").read_text(encoding="utf-8").replace("twilio_garden", name)},
            "product.yaml:3",
        )
        for name in ("typing", "class", "twilio_realtime", "a.b", "'x; import os'", "Größe")
    },
    **{
        f"link {name}": (
            {"resources/bed.yaml": garden_resource("bed").replace("  plants: {base", f"  {name}: {{base")},
            "resources/bed.yaml:27",
        )
        for name in ("the-plants", "_plants", "größe")
    },
    "a link like a property": (
        {
            "resources/bed.yaml": garden_resource("bed").replace(
                "  title: {type", "  plantsLink: {type: string?, doc: x}\n  title: {type", 1
            )
        },
        "resources/bed.yaml:28",
    ),
    "a spread field like a parameter": (
        {"resources/bed.yaml": garden_resource("bed").replace("      row:", "      tags:").replace("$row", "$tags")},
        "resources/bed.yaml:",
    ),
}


@pytest.mark.parametrize(("files", "place"), REFUSED.values(), ids=REFUSED)
def test_a_name_is_refused_where_it_stands(tmp_path: Path, files: dict[str, str], place: str) -> None:
    schema = write_files(copy_garden(tmp_path), files)

    problems = [item for item in diagnose(schema) if item.severity == "error"]

    named = [item for item in problems if item.code in ("bad-name", "reserved-name", "duplicate-name")]
    assert any(f"{item.pos}:".startswith(place) for item in named), problems
