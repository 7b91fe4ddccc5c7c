"""The commands of the playbook, as they stand there, bring a schema from twilio-chat 5.0.2 to 6.0.0.

They run in a copy of the project in which the schema is as it would have been. What a person decides between them is
done here; what comes out is the schema and the package that are committed.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.history import installed

PROJECT = Path(__file__).parents[3]
PLAYBOOK = PROJECT / "docs" / "regenerating.md"
SECTION = re.compile(r"^## (\d+)\. ", re.MULTILINE)
SCRIPT = re.compile(r"```sh\n(.*?)```", re.DOTALL)
STATE = """\
  State:
    doc: Outcome of a client's start.
    members:
      failed: It could not start.
      initialized: It is ready.

"""
STATE_CHANGED = (
    "  stateChanged: {payload: State, raised-by: session.state, doc: The client is ready or could not start.}\n"
)
GCM = "      gcm: Google Cloud Messaging.\n"
ARCHIVES = {
    "twilio-chat-5.0.2": "twilio-chat-5",
    "twilio-chat-6.0.0": "twilio-chat-6",
    "twilsock-0.12.2": "twilio-chat-6/node_modules/twilsock",
    "twilio-notifications-1.0.5": "twilio-chat-6/node_modules/@twilio/notifications",
}
"""What `npm pack` makes, and where the same is installed; inside another package where versions differ."""

pytestmark = pytest.mark.timeout(600)  # the packages are installed, and the package is generated


def commands(number: int) -> Iterator[str]:
    """The commands of a step."""
    parts = SECTION.split(PLAYBOOK.read_text(encoding="utf-8"))
    step = parts[parts.index(str(number)) + 1]
    for script in SCRIPT.findall(step):
        yield from script.strip().splitlines()


@dataclass
class Checkout:
    """A copy of the project, in a git repository of its own."""

    folder: Path

    def run(self, command: str) -> tuple[int, str]:
        """Runs a command of the playbook: exit code and what it says."""
        program, *arguments = shlex.split(command)
        if program == "twilio-codegen":
            script = "from twilio_codegen.cli import run; run()"
            program, arguments = sys.executable, ["-c", script, *arguments]
        environment = {**os.environ, "PYTHONPATH": str(self.folder / "codegen"), "GIT_PAGER": "cat", **IDENTITY}
        done = subprocess.run(
            [program, *arguments],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    def edit(self, file: str, old: str, new: str) -> None:
        """Does what a person does."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (file, old)
        path.write_text(text.replace(old, new), encoding="utf-8")


IDENTITY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Somebody"), ("EMAIL", "somebody@example.org"))
}


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """The project as it was when 5.0.2 was the newest version, and nothing had taken its place."""
    for part in ("codegen/twilio_codegen", "schema", "generated/twilio_chat"):
        shutil.copytree(PROJECT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__", "conversations"))
    made = Checkout(tmp_path)
    version = "runtime/twilio_realtime/version.py"
    (tmp_path / version).parent.mkdir(parents=True)
    shutil.copy(PROJECT / version, tmp_path / version)
    documented = tmp_path / "schema/chat/documented"
    (documented / "twilio-chat-6.0.0.json").rename(documented / "twilio-chat-5.0.2.json")
    made.edit("schema/chat/product.yaml", "models-version: twilio-chat 6.0.0", "models-version: twilio-chat 5.0.2")
    made.edit("schema/chat/types.yaml", STATE, "")
    made.edit("schema/chat/types.yaml", "      apn: Apple", f"{GCM}      apn: Apple")
    made.edit("schema/chat/resources/client.yaml", STATE_CHANGED, "")
    for command in ("twilio-codegen generate", "git init -q -b main .", "git add .", "git commit -q -m before"):
        assert made.run(command) == (0, "")
    assert made.run("git checkout -q -b next")[0] == 0
    declarations = tmp_path / "build/declarations"
    declarations.mkdir(parents=True)
    for name, place in ARCHIVES.items():
        with tarfile.open(declarations / f"{name}.tgz", "w:gz") as archive:
            archive.add(_package(place), "package")
    return made


def _package(place: str) -> Path:
    """Where a package is installed: where it was looked for, or beside the one that needs it."""
    nested = installed() / place
    return nested if nested.is_dir() else installed() / place.rpartition("node_modules/")[2]


def test_the_commands_do_what_the_playbook_says(checkout: Checkout) -> None:
    (compare,) = commands(2)
    code, told = checkout.run(compare)
    assert (code, told.splitlines()[0]) == (0, "breaking (22)")

    (audit,) = commands(3)
    code, told = checkout.run(audit)
    assert code == 1
    assert "missing: Client event stateChanged: event is missing" in told
    assert "extra: NotificationsChannelType member gcm: is not documented" in told

    write, show, lint = commands(4)
    assert checkout.run(write)[0] == 1
    added = [line for line in checkout.run(show)[1].splitlines() if line.startswith("+ ")]
    assert (
        added == ["+  State:", '+    doc: ""', "+    members:", '+      failed: ""', '+      initialized: ""', "+"][:5]
    )
    code, told = checkout.run(lint)
    assert (code, told.count("the text is empty"), told.count("nothing uses 'State'")) == (1, 3, 1)

    # Steps 4 and 5: meanings, and what needs a decision.
    empty = '  State:\n    doc: ""\n    members:\n      failed: ""\n      initialized: ""\n\n'
    checkout.edit("schema/chat/types.yaml", empty, STATE)
    checkout.edit("schema/chat/types.yaml", GCM, "")
    after = "  connectionStateChanged:"
    checkout.edit("schema/chat/resources/client.yaml", after, f"{STATE_CHANGED}{after}")
    assert checkout.run(lint) == (0, "")
    code, told = checkout.run(audit)
    assert (code, told.splitlines()[-1]) == (0, "coverage: 100.0 %")

    for command in commands(6):
        assert checkout.run(command)[0] == 0, command
    checkout.edit("schema/chat/product.yaml", "models-version: twilio-chat 5.0.2", "models-version: twilio-chat 6.0.0")
    assert checkout.run(audit)[0] == 0
    for path in (PROJECT / "schema" / "chat").rglob("*.json"):
        assert (checkout.folder / path.relative_to(PROJECT)).read_bytes() == path.read_bytes(), path.name

    generate, _, check = commands(7)
    assert checkout.run(check)[0] == 1
    assert checkout.run(generate) == (0, "")
    assert checkout.run(check) == (0, "")
    for path in (PROJECT / "generated" / "twilio_chat").rglob("*"):
        if path.suffix in (".py", ".json") and path.name != ".generated.json":
            assert (checkout.folder / path.relative_to(PROJECT)).read_bytes() == path.read_bytes(), path.name

    plain, markdown, guard = commands(8)
    assert "  event-added: Client event stateChanged (stateChanged)" in checkout.run(plain)[1]
    assert "- `'gcm'` is no `NotificationsChannelType` any more" in checkout.run(markdown)[1]
    code, told = checkout.run(guard)
    assert (code, told.splitlines()[-1]) == (1, "verdict: a major release")


def test_every_command_of_the_compiler_is_tried() -> None:
    known = [command for number in range(2, 9) for command in commands(number)]

    assert len(known) == 13
    assert all(shlex.split(command)[0] in ("twilio-codegen", "git") for command in known)
