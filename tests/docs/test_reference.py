"""The reference and the table for those who come from JavaScript have every documented member."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest

from support.schemas import CHAT
from twilio_codegen.comparing.declarations import read_declarations, read_facts
from twilio_codegen.comparing.ledger import Ledger, load_ledger
from twilio_codegen.language import Json
from twilio_codegen.python.naming import python_name, snake_case
from twilio_codegen.reading.schema_loader import load_schema
from twilio_codegen.reference import render_reference

FACTS_TEXT = (CHAT / "documented" / "twilio-chat-6.0.0.json").read_text(encoding="utf-8")
FACTS = cast("Mapping[str, Json]", json.loads(FACTS_TEXT))
SECTIONS = ("aliases", "interfaces", "classes")
PAGINATOR = "RestPaginator"


def entries(value: Json | Mapping[str, Json], key: str) -> Mapping[str, Json]:
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, dict) else {}


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return load_ledger(CHAT / "documented" / "deviations.yaml")


@pytest.fixture(scope="module")
def pages(ledger: Ledger) -> Mapping[str, str]:
    return render_reference(load_schema(CHAT), read_facts(FACTS_TEXT), ledger)


def members(owner: Mapping[str, Json]) -> list[tuple[str, str]]:
    """Each documented member of one class, interface or alias: what it is, and its name."""
    found = [
        (what, name.removeprefix("static "))
        for what in ("properties", "methods", "events")
        for name in entries(owner, what)
    ]
    return found + [("literals", str(name)) for name in cast("list[str]", owner.get("literals", []))]


DOCUMENTED = [
    (section, owner, what, name)
    for section in SECTIONS
    for owner, spec in entries(FACTS, section).items()
    for what, name in members(cast("Mapping[str, Json]", spec))
]


def page_of(section: str, owner: str) -> str:
    return {"aliases": "type-aliases.md", "interfaces": "interfaces.md"}.get(section, f"{snake_case(owner)}.md")


def part(page: str, heading: str) -> str:
    """What stands under the heading of a class, interface or alias."""
    found = re.search(rf"^#+ {heading} .*?(?=^#+ \w+ {{ #[A-Z]|\Z)", page, re.DOTALL | re.MULTILINE)
    assert found is not None, heading
    return found[0]


def test_all_documented_members_are_known_to_these_tests() -> None:
    assert len(entries(FACTS, "classes")) == 10
    assert len(entries(FACTS, "interfaces")) == 7
    assert len(entries(FACTS, "aliases")) == 15
    kinds = [(section, what) for section, _, what, _ in DOCUMENTED]
    assert kinds.count(("classes", "properties")) == 88
    assert kinds.count(("classes", "methods")) == 60
    assert kinds.count(("classes", "events")) == 41
    assert kinds.count(("interfaces", "properties")) == 36
    assert kinds.count(("aliases", "literals")) == 57


@pytest.mark.parametrize("section", SECTIONS)
def test_each_documented_member_is_in_the_reference(pages: Mapping[str, str], section: str) -> None:
    for found_in, owner, what, name in DOCUMENTED:
        if found_in != section or owner == PAGINATOR:
            continue
        text = part(pages[page_of(section, owner)], owner)
        if what == "literals":
            assert f'| `"{name}"` | ' in text, (owner, name)
            continue
        left_out = f"\n| `{name}` | " in text.partition("Left out:")[2]
        forms = {
            "methods": (f"### {python_name(name)} {{ #{python_name(name)} }}",),
            "events": (f"{{ #on.{python_name(name)} }}",),
            "properties": (
                f"`{python_name(name)}`{{ #{python_name(name)} }}",
                f"`{python_name(name)}`{{ #{owner}.{python_name(name)} }}",
            ),
        }[what]
        if (owner, name) == ("Client", "parsePushNotification"):
            forms = (
                f"### {python_name(name)} {{ #{python_name(name)} }}",
            )  # declared there as a method and as a property
        assert any(form in text for form in forms) != left_out, (owner, what, name)


@pytest.mark.parametrize("section", SECTIONS)
def test_each_documented_member_is_in_the_table(pages: Mapping[str, str], section: str) -> None:
    for found_in, owner, what, name in DOCUMENTED:
        if found_in != section:
            continue
        variable = "page" if owner == PAGINATOR else owner[:1].lower() + owner[1:]
        written = {
            "properties": rf"`({variable}|{owner})\.{name}`",
            "methods": rf"`({variable}|{owner})\.{name}\([^`]*\)`",
            "events": rf'`{variable}\.on\("{name}", …\)`',
            "literals": rf'`"{re.escape(name)}"`',
        }[what]
        rows = re.findall(rf"^\| {written} \| .*$", part(pages["javascript.md"], owner), re.MULTILINE)
        assert rows, (owner, what, name)


def test_each_member_left_out_says_why(pages: Mapping[str, str], ledger: Ledger) -> None:
    rows = [line for line in pages["javascript.md"].splitlines() if "| left out |" in line]
    missing = [text for text in ledger.reasons if text.endswith("is missing") and "parameter" not in text]
    # One of them has the form of a method here.
    assert len(rows) == len(missing) - 1
    reasons = {" ".join(reason.split()) for reason in ledger.reasons.values()}
    for row in rows:
        assert row.rpartition("| left out | ")[2].removesuffix(" |") in reasons, row


def test_each_deviation_is_explained_somewhere(pages: Mapping[str, str], ledger: Ledger) -> None:
    everything = "\n".join(pages.values())
    for text, reason in ledger.reasons.items():
        assert " ".join(reason.split()) in everything, text


def test_the_index_has_classes_first(pages: Mapping[str, str]) -> None:
    headings = re.findall(r"^## (.+)$", pages["index.md"], re.MULTILINE)
    assert headings == ["Classes", "Interfaces", "Type aliases", "Ours"]
    for section, heading in zip(reversed(SECTIONS), headings, strict=False):
        listed = re.findall(
            r"^\| \[(\w+)\]", pages["index.md"].partition(f"## {heading}")[2].partition("\n## ")[0], re.MULTILINE
        )
        extra = {"PushNotificationType"}
        assert [name for name in listed if name not in extra] == sorted(entries(FACTS, section))


def test_each_member_of_a_union_has_a_meaning(pages: Mapping[str, str]) -> None:
    rows = re.findall(r'^\| `"[\w.]+"` \| (.*) \|$', pages["type-aliases.md"], re.MULTILINE)
    assert len(rows) == 57 + 4
    assert all(rows)


def test_another_product_has_a_reference_without_official_facts() -> None:
    schema = load_schema(CHAT.parents[1] / "tests" / "compiler" / "second_product" / "schema")
    pages = render_reference(schema, None, Ledger({}, {}))
    for name, resource in schema.resources.items():
        page = pages[f"{snake_case(name)}.md"]
        assert all(f"{{ #{python_name(member)} }}" in page for member in (*resource.properties, *resource.methods))
        assert all(f"{{ #on.{python_name(event)} }}" in page for event in resource.events)
    assert not re.search("channel|message", "".join(pages.values()), re.IGNORECASE)


@pytest.mark.parametrize("product", ["schema/chat", "tests/compiler/second_product/schema"])
def test_signatures_are_python(product: str) -> None:
    pages = render_reference(load_schema(CHAT.parents[1] / product), None, Ledger({}, {}))
    blocks = [block for page in pages.values() for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL)]
    signatures = [block for block in blocks if re.match(r"(async )?def ", block)]

    assert signatures
    for signature in signatures:
        function = ast.parse(f"{signature.rstrip()}: ...").body[0]
        assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        assert function.returns is not None
        names = {node.id for node in ast.walk(function.returns) if isinstance(node, ast.Name)}
        assert "Annotation" not in names, signature


def test_tagged_unions_stand_beside_javascript(tmp_path: Path) -> None:
    schema = load_schema(CHAT.parents[1] / "tests" / "compiler" / "second_product" / "schema")
    (tmp_path / "lib.d.ts").write_text("export declare class Anything {}", encoding="utf-8")
    pages = render_reference(schema, read_declarations([tmp_path / "lib.d.ts"]), Ledger({}, {}))

    assert schema.tagged
    for name, tagged in schema.tagged.items():
        table = part(pages["javascript.md"], name)
        assert all(f'`"{tag}"`' in table for tag in tagged.members)


def test_arguments_and_results_have_types(pages: Mapping[str, str]) -> None:
    page = pages["channel.md"]
    assert "| `notification_level` | [NotificationLevel](type-aliases.md#NotificationLevel) | " in page
    assert "*Returns:* list\\[[Member](member.md#Member)\\]" in page
    assert re.search(
        r"^\*Returns:\* \[PendingPage\]\[[\w.]+\]\\\[\[Message\]\(message\.md#Message\)\\\]\. ", page, re.MULTILINE
    )


def test_the_blocking_classes_have_a_page(pages: Mapping[str, str]) -> None:
    page = pages["blocking.md"]
    assert "from twilio_chat.blocking import Channel" in page
    assert "def get_messages(" in page
    assert re.search(r"\) -> Paginator\[Message\]", page)
    assert not re.search(r"\basync\b|\bawait\b(?!`)", page)
