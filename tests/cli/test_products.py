"""The command line is one application for all products: an entry point chooses which, and only a seam knows it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from typer.testing import CliRunner

import twilio_cli
from twilio_cli import main
from twilio_cli.commands import application
from twilio_cli.products import CHAT, choose, chosen, chosen_product
from twilio_cli.products.chat import ChatProduct

OTHER = replace(CHAT, name="made-up", title="Made Up", room="parlour", rooms="parlours")


@pytest.fixture
def other() -> Iterator[None]:
    """This process is the command of another product."""
    choose(OTHER)
    yield
    choose(CHAT)


def test_only_the_seam_imports_a_product() -> None:
    root = Path(twilio_cli.__file__).parent
    importing = {
        (path.relative_to(root).as_posix(), package)
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.ImportFrom)
        and not node.level
        and (package := (node.module or "").partition(".")[0]) in ("twilio_chat", "twilio_conversations")
    }
    assert importing == {
        (f"products/{product}{part}.py", f"twilio_{product}")
        for product in ("chat", "conversations")
        for part in ("", "_records", "_scene")
    }


def test_the_entry_point_of_a_command_is_a_function_of_its_name() -> None:
    (entry,) = entry_points(group="console_scripts", name=CHAT.name)
    assert entry.value in ("twilio_cli.main:twilio_chat", "twilio_cli.main:run")
    assert callable(main.twilio_chat)


def test_the_product_is_loaded_when_it_is_needed() -> None:
    script = (
        "import sys, twilio_cli.commands as commands; print('twilio_chat' in sys.modules);"
        "from twilio_cli.products import chosen_product; print(type(chosen_product()).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "ChatProduct"]


def test_chat_is_meant_unless_something_else_is_chosen() -> None:
    assert chosen() is CHAT
    assert isinstance(chosen_product(), ChatProduct)
    assert chosen_product() is chosen_product()


def test_the_application_has_the_names_of_its_product(other: None) -> None:
    app = application(OTHER)
    shown = CliRunner().invoke(app, ["--help"], prog_name=OTHER.name).stdout
    assert "Unofficial Made Up client for Python" in shown
    assert "parlours" in shown
    example = CliRunner().invoke(app, ["join", "--help"], prog_name=OTHER.name).stdout
    assert "Example: made-up join general" in example
    assert "twilio-chat" not in shown + example
    assert CliRunner().invoke(app, ["--version"], prog_name=OTHER.name).stdout.startswith("made-up ")


def test_what_is_missing_is_said_in_the_words_of_the_product(other: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TWILIO_TOKEN", raising=False)
    found = CliRunner().invoke(application(OTHER), ["parlours"], prog_name=OTHER.name)
    assert found.exit_code == 1
    assert "(made-up token --identity NAME makes one)" in found.stderr
