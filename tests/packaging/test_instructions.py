"""Until there is a release, whoever wants to install this has a clone: no guide and no message asks an index for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FROM_AN_INDEX = re.compile(r"""\b(install|add)\b[^\n`]*[ '"](twilio-chat|\{DISTRIBUTION\})(?=[\['"`\s]|$)""")
READ_BY_USERS = [
    path
    for folder, pattern in [
        (".", "*.md"),
        ("docs", "**/*.md"),
        ("examples", "**/*"),
        ("benchmarks", "**/*"),
        ("runtime", "**/*.py"),
        ("generated", "**/*.py"),
        ("codegen", "**/*.py"),
    ]
    for path in (ROOT / folder).glob(pattern)
    if path.is_file() and path.suffix in {".md", ".py", ".html", ".js", ".txt"}
]


def test_nothing_is_installed_from_an_index() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in READ_BY_USERS
        for match in FROM_AN_INDEX.finditer(path.read_text(encoding="utf-8"))
    ]
    assert len(READ_BY_USERS) > 100
    assert not found


@pytest.mark.parametrize(
    "text",
    [
        "pip install twilio-chat",
        'pip install "twilio-chat[cli]"',
        "run: pip install '{DISTRIBUTION}[otel]'",
        "uv add twilio-chat",
        "python -m pip install -q twilio-chat\n",
    ],
)
def test_such_an_instruction_would_be_found(text: str) -> None:
    assert FROM_AN_INDEX.search(text)
