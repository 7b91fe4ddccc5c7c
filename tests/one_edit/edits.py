"""One change of the schema of Chat each, in YAML and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import indent

__all__ = ["EDITS", "Edit"]


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a schema.

    Attributes:
        insertions: Lines to insert by file and by the line that they follow, without its indentation.
        files: New files.
    """

    insertions: Mapping[str, Mapping[str, str]]
    files: Mapping[str, str] = field(default_factory=dict[str, str])

    def apply(self, schema: Path) -> None:
        """Change the files of a schema folder."""
        for name, insertions in self.insertions.items():
            path = schema / name
            lines = path.read_text(encoding="utf-8").splitlines()
            for anchor, text in insertions.items():
                (at,) = [number for number, line in enumerate(lines) if line.startswith(anchor)]
                lines[at + 1 : at + 1] = indent(text, "  ").splitlines()
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        for name, text in self.files.items():
            (schema / name).write_text(text, encoding="utf-8")


EDITS: Mapping[str, Edit] = {
    "union_member": Edit(
        {"types.yaml": {"      muted: Never.": "    mentions: Only for messages that mention the user.\n"}}
    ),
    "message_property": Edit(
        {
            "types.yaml": {"      lastUpdatedBy: Who edited it last.": "    rating: How it is rated.\n"},
            "resources/message.yaml": {
                "properties:": "rating: {type: integer?, wire: rating, reason: rating, doc: How it is rated.}\n"
            },
        }
    ),
    "channel_method": Edit(
        {
            "resources/channel.yaml": {
                "methods:": """\
withdrawInvite:
  doc: Take an invitation back.
  params:
    identity: {type: string, check: non-empty, doc: Identity of the user.}
  request: {delete: invites, path: [$identity]}
  returns: none
  errors: [NotFoundError, ForbiddenError]

"""
            }
        }
    ),
    "member_event": Edit(
        {
            "resources/member.yaml": {
                "events:": (
                    "moodChanged: {payload: Member, bubbles: moodChanged, raised-by: attributes, "
                    "doc: The member is in another mood.}\n"
                )
            },
            "resources/channel.yaml": {
                "events:": (
                    "moodChanged: {payload: Member, bubbles: memberMoodChanged, raised-by: Member.moodChanged, "
                    "doc: A member is in another mood.}\n"
                )
            },
            "resources/client.yaml": {
                "events:": (
                    "memberMoodChanged: {payload: Member, raised-by: Channel.moodChanged, "
                    "doc: A member is in another mood.}\n"
                )
            },
        }
    ),
    "map_resource": Edit(
        {
            "resources/channel.yaml": {
                "  fields:": "  pins: {type: string?, doc: Sync map of the pins.}\n",
                "collections:": "pins: {of: Pin, map: pins, doc: Messages that were pinned., added: pinAdded}\n",
                "events:": "pinAdded: {payload: Pin, raised-by: pins, doc: A message was pinned.}\n",
                "methods:": (
                    "getPins: {doc: The pins., collection: {name: pins, operation: all}, "
                    'returns: {type: "list[Pin]"}}\n'
                ),
            },
        },
        {
            "resources/pin.yaml": """\
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
"""
        },
    ),
}
