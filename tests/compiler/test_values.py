"""Types and expressions are values: nothing looks for anything in the Python that the compiler writes."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

import twilio_codegen
from twilio_codegen.python.code import Code, call, code, imported, joined
from twilio_codegen.python.types import Annotation

COMPILER = Path(twilio_codegen.__file__).parent
SEARCHES = {"endswith", "find", "index", "partition", "removeprefix", "removesuffix", "replace", "rpartition", "split"}
WRITERS = ("python/code.py", "python/types.py", "templates/render.py")
"""The modules that see the source of a value; reference and documents show it to people."""


def test_an_expression_mentions_what_its_parts_mention() -> None:
    made = call("read_answer", imported("Report"), code("{}.{}", "self", "kept"))

    assert made.text == "read_answer(Report, self.kept)"
    assert made.mentions == {"read_answer", "Report"}
    assert joined([made, "x"]).mentions == made.mentions


def test_a_type_mentions_what_it_holds() -> None:
    held = Annotation("Report", frozenset({"Report"}), nullable=True)

    assert held.inside("Paginator") == Annotation("Paginator[Report | None]", frozenset({"Paginator", "Report"}))
    assert held.required().text == "Report"


@pytest.mark.parametrize("made", [Code("x"), Annotation("int")])
def test_a_value_does_not_become_text_by_accident(made: object) -> None:
    with pytest.raises(TypeError):
        str(made)
    with pytest.raises(TypeError):
        f"{made} | None"


def test_only_what_renders_sees_the_source_of_a_value() -> None:
    found: list[str] = []
    for path in sorted(COMPILER.rglob("*.py")):
        if path.relative_to(COMPILER).as_posix() in WRITERS or {"reference", "documents"} & {*path.parts}:
            continue
        text = path.read_text(encoding="utf-8")
        if not re.search(r"\b(Annotation|Code)\b", text):
            continue
        found += [
            f"{path.relative_to(COMPILER)}:{node.lineno}: {ast.unparse(node)}"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Attribute) and node.attr in ("bare", "text")
        ]

    assert found == []


@pytest.mark.parametrize("path", sorted(COMPILER.rglob("*.jinja")), ids=lambda path: path.name)
def test_no_template_searches_in_a_text(path: Path) -> None:
    tree = Environment(autoescape=False).parse(path.read_text(encoding="utf-8"))

    called = {node.node.attr for node in tree.find_all(nodes.Call) if isinstance(node.node, nodes.Getattr)}
    contained = [
        node.lineno
        for node in tree.find_all(nodes.Compare)
        if isinstance(node.expr, nodes.Const) and any(operand.op == "in" for operand in node.ops)
    ]
    assert not called & SEARCHES
    assert not contained
