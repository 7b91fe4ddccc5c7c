"""`audit --write` restores what was removed, in its place, and leaves the rest alone."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import pytest

from support.history import declarations
from support.schemas import CHAT
from support.yaml_edits import remove_entry
from twilio_codegen.comparing.audit import Report, audit, complete
from twilio_codegen.comparing.ledger import load_ledger
from twilio_codegen.reading.schema_loader import load_schema

pytestmark = pytest.mark.timeout(600)  # the first test also installs the packages

TWENTY: list[tuple[str, tuple[str, ...]]] = [
    ("types.yaml", ("types", "ChannelStatus", "members", "invited")),
    ("types.yaml", ("types", "MemberType", "members", "whatsapp")),
    ("types.yaml", ("types", "ConnectionState", "members", "unknown")),
    ("types.yaml", ("types", "ChannelSortingOrder")),
    ("values.yaml", ("values", "PushNotification", "fields", "title")),
    ("values.yaml", ("values", "CreateChannelOptions", "fields", "uniqueName")),
    ("options.yaml", ("options", "ClientOptions", "fields", "region")),
    ("resources/channel.yaml", ("properties", "friendlyName")),
    ("resources/member.yaml", ("properties", "dateUpdated")),
    ("resources/message.yaml", ("properties", "dateUpdated")),
    ("resources/channel_descriptor.yaml", ("properties", "createdBy")),
    ("resources/media.yaml", ("properties", "contentType")),
    ("resources/channel.yaml", ("events", "memberJoined")),
    ("resources/member.yaml", ("events", "typingEnded", "bubbles", "Client")),
    ("resources/client.yaml", ("events", "channelInvited")),
    ("resources/user.yaml", ("events", "updated", "bubbles")),
    ("resources/channel.yaml", ("events", "removed")),
    ("resources/message.yaml", ("events", "updated")),
    ("resources/member.yaml", ("methods", "updateAttributes")),
    ("resources/channel.yaml", ("methods", "invite", "params", "identity")),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "chat"
    shutil.copytree(CHAT, target)
    return target


def audited(folder: Path) -> Report:
    ledger = load_ledger(CHAT / "documented" / "deviations.yaml")
    return audit(load_schema(folder), declarations("6.0.0"), ledger)


def write(folder: Path) -> list[str]:
    return complete(folder, declarations("6.0.0"), load_ledger(CHAT / "documented" / "deviations.yaml"))


UNDECLARED = ("doc", "cloud-event")
"""What a schema says that no declaration tells."""


def declared(value: object) -> object:
    if isinstance(value, Mapping):
        entries = cast("Mapping[str, object]", value)
        return {key: declared(item) for key, item in entries.items() if key not in UNDECLARED}
    if isinstance(value, list | tuple):
        return [declared(item) for item in cast("Sequence[object]", value)]
    return value


def meaning(folder: Path) -> object:
    """The schema as the compiler has it, without what only it says. The meanings of a union's members are words."""
    dumped = load_schema(folder).model_dump(by_alias=True, exclude_unset=True)
    for name, union in dumped["types"].items():
        # Update reasons stand in the order of the properties, which is a matter of taste.
        reasons = name.endswith("UpdateReason")
        union["members"] = sorted(union["members"]) if reasons else list(union["members"])
    return declared(dumped)


def test_twenty_removed_members_come_back(folder: Path) -> None:
    for file, path in TWENTY:
        remove_entry(folder, file, path)
    damaged = audited(folder)
    assert len(TWENTY) == 20
    # With what they bring: an event its names at the owners, a property its update reason.
    assert {finding.deviation.text for finding in damaged.findings} >= {
        "Client event typingEnded: event is missing",
        "Channel event messageUpdated: event is missing",
        "Client event channelRemoved: event is missing",
        "ChannelUpdateReason member friendlyName: is missing",
    }
    assert len(damaged.findings) > 20
    assert all(finding.addition is not None for finding in damaged.findings)
    assert damaged.coverage < 100

    changed = write(folder)

    assert changed == sorted({file for file, _ in TWENTY})
    restored = audited(folder)
    assert (restored.findings, restored.coverage) == ((), 100.0)
    assert meaning(folder) == meaning(CHAT)


def test_only_lines_of_what_is_new_change(folder: Path) -> None:
    for file, path in TWENTY:
        remove_entry(folder, file, path)
    before = {path: path.read_text(encoding="utf-8").splitlines() for path in folder.rglob("*.yaml")}

    write(folder)

    for changed, lines in before.items():
        now = changed.read_text(encoding="utf-8").splitlines()
        for tag, start, end, *_ in difflib.SequenceMatcher(None, lines, now, autojunk=False).get_opcodes():
            # A mapping that had become empty stands as `{}`, which a block replaces.
            assert tag in ("equal", "insert") or all(line.endswith("{}") for line in lines[start:end]), changed


@pytest.mark.parametrize(("file", "path"), [TWENTY[number] for number in (0, 4, 7, 17, 18, 19)])
def test_each_comes_back_at_its_depth(folder: Path, file: str, path: tuple[str, ...]) -> None:
    remove_entry(folder, file, path)

    write(folder)

    assert meaning(folder) == meaning(CHAT)
    old, new = (
        [line.partition(":")[0] for line in (place / file).read_text(encoding="utf-8").splitlines()]
        for place in (CHAT, folder)
    )
    assert sorted(line for line in new if line.strip() == path[-1]) == sorted(
        line for line in old if line.strip() == path[-1]
    )


@pytest.mark.parametrize("path", [("properties", "friendlyName"), ("properties", "uniqueName", "reason")])
def test_an_update_reason_comes_with_its_property(folder: Path, path: tuple[str, ...]) -> None:
    remove_entry(folder, "resources/channel.yaml", path)

    write(folder)

    assert load_schema(folder).resources["Channel"].properties["uniqueName"].reason == "uniqueName"
    assert meaning(folder) == meaning(CHAT)


def test_what_needs_thought_is_not_written(folder: Path) -> None:
    remove_entry(folder, "resources/channel.yaml", ("methods", "leave"))
    text = (folder / "resources" / "channel.yaml").read_text(encoding="utf-8")

    report = audited(folder)

    assert [finding.deviation.text for finding in report.findings] == ["Channel.leave: method is missing"]
    assert write(folder) == []
    assert (folder / "resources" / "channel.yaml").read_text(encoding="utf-8") == text
