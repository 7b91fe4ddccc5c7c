"""One change of the schema of Chat each, in YAML and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent

__all__ = ["EDITS", "Edit"]


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a schema: lines in one place of one file, or one new file.

    Attributes:
        file: The file.
        text: The lines, without their indentation; for a new file, all of it.
        after: The line that they follow, or its beginning; empty for a new file.
    """

    file: str
    text: str
    after: str = ""

    def apply(self, schema: Path) -> None:
        """Change a schema folder."""
        path = schema / self.file
        if not self.after:
            assert not path.exists()
            path.write_text(self.text, encoding="utf-8")
            return
        lines = path.read_text(encoding="utf-8").splitlines()
        (at,) = [number for number, line in enumerate(lines) if line.startswith(self.after)]
        lines[at + 1 : at + 1] = indent(self.text, "  ").splitlines()
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


EDITS: Mapping[str, Edit] = {
    "union_member": Edit(
        "types.yaml", "    mentions: Only for messages that mention the user.", after="      muted: Never."
    ),
    "message_property": Edit(
        "resources/message.yaml",
        "rating: {type: integer?, wire: rating, reason: rating, doc: How it is rated.}",
        after="properties:",
    ),
    "channel_method": Edit(
        "resources/channel.yaml",
        """\
withdrawInvite:
  doc: Take an invitation back.
  params:
    identity: {type: string, check: non-empty, doc: Identity of the user.}
  request: {delete: invites, path: [$identity]}
  returns: none
  errors: [NotFoundError, ForbiddenError]

""",
        after="methods:",
    ),
    "member_event": Edit(
        "resources/member.yaml",
        """\
moodChanged:
  doc: The member is in another mood.
  payload: Member
  raised-by: attributes
  bubbles: {Channel: moodChanged, Client: memberMoodChanged}
""",
        after="events:",
    ),
    "map_resource": Edit(
        "resources/pin.yaml",
        """\
resource: Pin
doc: A message that was pinned.
section: Pin
owner: Channel
key: {name: sid, type: string}

mirror:
  payload: PinItem
  doc: Item of a channel's Sync map of pins.

properties:
  sid: {type: string, source: key, identity: true, doc: "Identifier, `PN…`."}
  channel: {type: Channel, source: owner, doc: Where it was pinned.}
  messageIndex: {type: integer?, wire: message_index, doc: Which message it is.}
  note: {type: string?, doc: What it says.}

owner-gets:
  fields:
    pins: {type: string?, doc: Sync map of the pins.}
  collections:
    pins: {of: Pin, map: pins, doc: Messages that were pinned., added: pinAdded}
  events:
    pinAdded: {payload: Pin, raised-by: pins, doc: A message was pinned.}
  methods:
    getPins: {doc: The pins., collection: {name: pins, operation: all}, returns: {type: "list[Pin]"}}
""",
    ),
}
