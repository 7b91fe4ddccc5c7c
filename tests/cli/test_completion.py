"""Shells complete the commands, and ask them by what their own scripts for that say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAMS = Path(sys.executable).parent
COMMANDS = ["twilio-chat", "twilio-conversations", "twilio-codegen"]


def ask(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    variable = f"_{program.replace('-', '_').upper()}_COMPLETE"
    given = {variable if name == "wanted" else name: value for name, value in environment.items()}
    return subprocess.run(
        [PROGRAMS / program], env={**os.environ, **given}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("program", "words", "completed"),
    [
        ("twilio-chat", "twilio-chat ser", ["serve"]),
        ("twilio-chat", "twilio-chat serve --data", ["--database"]),
        ("twilio-conversations", "twilio-conversations dem", ["demo"]),
        ("twilio-conversations", "twilio-conversations nothing-like-it", []),
        ("twilio-codegen", "twilio-codegen gen", ["generate"]),
    ],
)
def test_bash(program: str, words: str, completed: list[str]) -> None:
    answer = ask(program, wanted="complete_bash", COMP_WORDS=words, COMP_CWORD=str(len(words.split()) - 1))
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == completed


@pytest.mark.parametrize("program", COMMANDS)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell(program: str, shell: str) -> None:
    answer = ask(program, wanted=f"source_{shell}")
    assert answer.returncode == 0, answer.stderr
    assert program in answer.stdout


def test_a_shell_that_nobody_knows() -> None:
    answer = ask("twilio-chat", wanted="source_nosh")
    assert answer.returncode == 1
    assert answer.stderr.strip() == "Shell nosh not supported."
