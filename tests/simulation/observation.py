"""What a client is told about one room, and what it should have been told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from simulation.products import MessageUpdated, PersonUpdated, Room, RoomUpdated, person_of, watch_people
from simulation.service import Service
from twilio_local.sync.store import SyncEvent
from twilio_realtime.json import JsonValue

Note = tuple[str, Hashable, JsonValue]
"""What happened (``added``, ``updated``, ``removed``), to which item, and what it is since then."""


class Observation:
    """Writes down the events of one room."""

    def __init__(self, room: Room, service: Service) -> None:
        self.room = room
        self._service = service
        self._messages_since = _last(service.message_events(room.sid))
        self._members_since = _last(service.member_events(room.sid))
        self._document_since = _last(service.document_events(room.sid))
        self.messages: list[Note] = []
        self.members: list[Note] = []
        self.names: list[JsonValue] = []
        self._first_name = room.friendly_name
        on = room.on
        on.message_added.connect(lambda message: self.messages.append(("added", message.index, message.body)))
        on.message_removed.connect(lambda message: self.messages.append(("removed", message.index, None)))
        on.message_updated.connect(self._message_updated)
        on.updated.connect(self._updated)
        watch_people(
            room,
            joined=lambda person: self.members.append(("added", person.sid, None)),
            left=lambda person: self.members.append(("removed", person.sid, None)),
            updated=self._member_updated,
        )

    def _message_updated(self, event: MessageUpdated) -> None:
        if "body" in event.update_reasons:
            self.messages.append(("updated", event.message.index, event.message.body))

    def _member_updated(self, event: PersonUpdated) -> None:
        if "attributes" in event.update_reasons:
            person = person_of(event)
            self.members.append(("updated", person.sid, str(person.attributes)))

    def _updated(self, event: RoomUpdated) -> None:
        if "friendlyName" in event.update_reasons:
            self.names.append(self.room.friendly_name)

    def complaints(self, *, orderly: bool, exact: bool) -> list[str]:
        """What is wrong with what was heard.

        Args:
            orderly: Whether the service delivered everything in order.
            exact: Whether, besides, nothing was read that could anticipate an event.
        """
        service, sid = self._service, self.room.sid
        found: list[str] = []
        true_messages: list[Note] = [
            (event.change.removeprefix("item_"), event.key, None if "removed" in event.change else event.data["text"])
            for event in service.message_events(sid)
            if event.id > self._messages_since
        ]
        true_members: list[Note] = [
            (event.change.removeprefix("item_"), event.key, None)
            for event in service.member_events(sid)
            if event.id > self._members_since
        ]
        for what, heard, truth in (
            ("messages", self.messages, true_messages),
            ("members", [note for note in self.members if note[0] != "updated"], _without_updates(true_members)),
        ):
            found += [f"{what}: {text}" for text in _compare(heard, truth, orderly=orderly, exact=exact)]
        names = [self._first_name] + [
            event.data.get("friendlyName") for event in service.document_events(sid) if event.id > self._document_since
        ]
        changes = [name for n, name in enumerate(names) if n and name != names[n - 1]]
        if self.names != changes if exact else not _is_subsequence(self.names, changes):
            found.append(f"names went from {self.names} instead of {changes}")
        return found


def _compare(heard: list[Note], truth: list[Note], *, orderly: bool, exact: bool) -> list[str]:
    if exact:
        return [] if heard == truth else [_difference(heard, truth)]
    found: list[str] = []
    if orderly and _without_updates(heard) != _without_updates(truth):
        found.append(_difference(_without_updates(heard), _without_updates(truth)))
    found += [f"{note} was announced {count} times" for note, count in Counter(heard).items() if count > 1]
    for key in {note[1] for note in truth} | {note[1] for note in heard}:
        of_key = [note for note in heard if note[1] == key]
        true_of_key = [note for note in truth if note[1] == key]
        if not _is_subsequence([note for note in of_key if note[0] == "updated"], true_of_key):
            found.append(f"{key} was updated as {of_key} instead of {true_of_key}")
        if not _is_subsequence([note[0] for note in of_key if note[0] != "updated"], [note[0] for note in true_of_key]):
            found.append(f"{key} went as {of_key} instead of {true_of_key}")
        # An addition that was overtaken by the removal is not announced any more; nothing else may be missing.
        kinds, true_kinds = ({note[0] for note in notes} for notes in (of_key, true_of_key))
        if "added" in true_kinds - kinds and "removed" not in true_kinds:
            found.append(f"{key} was never announced")
    return found


def _without_updates(notes: Sequence[Note]) -> list[Note]:
    return [(what, key, None) for what, key, _ in notes if what != "updated"]


def _difference(heard: Sequence[Note], truth: Sequence[Note]) -> str:
    place = next((n for n, (one, other) in enumerate(zip(heard, truth, strict=False)) if one != other), None)
    if place is None:
        place = min(len(heard), len(truth))
    return (
        f"{len(heard)} events instead of {len(truth)}; at {place} {heard[place : place + 3]} "
        f"instead of {truth[place : place + 3]}"
    )


def _is_subsequence(part: Sequence[object], whole: Sequence[object]) -> bool:
    rest = iter(whole)
    return all(any(one == other for other in rest) for one in part)


def _last(events: Sequence[SyncEvent]) -> int:
    return events[-1].id if events else -1
