"""Draws the less usual forms of what every schema has: the same things said in other words, or in other places."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from compiler.properties.drawing import Drawing, Json

__all__ = ["TwistDrawing"]

_MOVED = ("properties", "links", "collections", "events", "notifications", "methods")


class TwistDrawing:
    """Changes and adds to a schema that is drawn otherwise.

    Args:
        drawing: The schema.
        root: Its root.
    """

    def __init__(self, drawing: Drawing, root: Json) -> None:
        self._drawing = drawing
        self._root = root

    def add(self) -> None:
        """Add some of everything that methods may refer to."""
        drawing = self._drawing
        for share, draw in (
            (0.3, self._derived),
            (0.3, self._own),
            (0.3, self._memberships),
            (0.3, self._notified),
            (0.2, self._unused),
            (0.3, self._constants),
            (0.3, self._complete),
            (0.2, self._never_raised),
            (0.3, self._documented),
        ):
            if drawing.chance(share):
                draw()

    def last(self) -> None:
        """Say what is there in other words, once everything is there."""
        drawing = self._drawing
        for share, draw in (
            (0.15, self._named_again),
            (0.5, self._repeated),
            (0.3, self._bubbling),
            (0.2, self._deprecated),
            (0.3, self._shown),
            (0.3, self._moved),
        ):
            if drawing.chance(share):
                draw()

    def _others(self) -> list[Json]:
        return [item for item in self._drawing.resources.values() if item is not self._root]

    def _properties(self, resource: Json) -> dict[str, Json]:
        return cast("dict[str, Json]", resource["properties"])

    def _put(self, resource: Json, item: Json) -> str:
        name = self._drawing.member(str(resource["resource"]))
        self._properties(resource)[name] = {**item, "doc": self._drawing.doc()}
        return name

    def _of_type(self, resource: Json, *kinds: str) -> list[str]:
        found = self._properties(resource).items()
        return [name for name, item in found if item["type"] in kinds and item.get("none-when") is None]

    # -- properties

    def _derived(self) -> None:
        """Properties that follow from others and from the session."""
        drawing = self._drawing
        for resource in self._others():
            texts = self._of_type(resource, "string")
            if not texts:
                continue
            if drawing.chance(0.4):
                named = [*texts, *self._of_type(resource, "string?")]
                derived: Json = {"property": drawing.rng.choice(named), "safe-name": texts[0]}
                kind = "string" if not drawing.risky(0.1) else drawing.type(tagged=False)
                self._put(resource, {"type": kind, "derived": derived})
            if drawing.chance(0.4):
                name = drawing.rng.choice(texts if not drawing.risky(0.2) else list(self._properties(resource)))
                derived = {"property": name, "same-as": "session.sync.ownKey"}
                self._put(resource, {"type": "boolean", "derived": derived})

    def _own(self) -> None:
        collections = cast("dict[str, Json]", self._root["collections"])
        for name, item in collections.items():
            if "own" in cast("Json", item.get("pool", {})):
                self._put(self._root, {"type": item["of"], "source": "own", "collection": name})

    def _shown(self) -> None:
        drawing = self._drawing
        for resource in self._others():
            for item in self._properties(resource).values():
                if not item.get("identity") and drawing.chance(0.2):
                    item["shown"] = True
                if item.get("source", "mirror") == "mirror" and "derived" not in item and drawing.chance(0.2):
                    item.setdefault("merge", "replace")

    # -- collections

    def _memberships(self) -> None:
        drawing = self._drawing
        for item in cast("dict[str, Json]", self._root["collections"]).values():
            if "membership" not in item:
                continue
            source = cast("Json", item["membership"])
            held = drawing.resources[str(item["of"])]
            carried = [
                str(other.get("wire", name)) for name, other in self._properties(held).items()
                if other.get("source") == "membership"
            ]  # fmt: skip
            if drawing.chance(0.6):
                source["rename"] = {f"rest-{at}": name for at, name in enumerate(carried) if drawing.chance(0.7)}
            texts = self._of_type(held, "string")
            if texts and drawing.chance(0.4):
                source["forget-when-out"] = {drawing.rng.choice(texts): drawing.text("plain", 'q"')}
            elif drawing.chance(0.4):
                source["forget-always"] = True
            if drawing.chance(0.4):
                self._uninvited(source, held)

    def _uninvited(self, source: Json, held: Json) -> None:
        """Leave the invitations out."""
        del cast("Json", source["status"])["invited"]
        if not self._drawing.risky(0.3):
            del cast("Json", self._root["events"])[str(source["invited"])]
            del source["invited"]

    def _notified(self) -> None:
        """A property that is true for a while after a notification, and no longer once something is added."""
        drawing = self._drawing
        for number, owner in enumerate(self._others()):
            collections = cast("dict[str, Json]", owner.get("collections", {}))
            for name, item in list(collections.items()):
                held = drawing.resources[str(item["of"])]
                texts = self._of_type(held, "string")
                if "map" not in item or not texts:
                    continue
                events = cast("Json", held.setdefault("events", {}))
                taken = drawing.reserved.setdefault(f"{held['resource']}.on", {"connect"})
                started, ended = drawing.names.of_member(taken), drawing.names.of_member(taken)
                passing = {"source": "transient", "transient": {"started": started, "ended": ended}}
                made = self._put(held, {"type": "boolean", **passing})
                for event in (started, ended):
                    events[event] = {"doc": drawing.doc(), "raised-by": made, "payload": held["resource"]}
                payload = drawing.names.of_class()
                drawing.wire[payload] = {
                    "doc": drawing.doc(),
                    "fields": {
                        "owner": {"type": "string", "wire": "owner-key", "doc": drawing.doc()},
                        "whichOne": {"type": "string", "doc": drawing.doc()},
                        "howLong": {"type": "integer", "default": 3, "doc": drawing.doc()},
                    },
                }  # fmt: skip
                message = f"fleet.below.{number}"
                drawing.messages.append(message)
                cast("Json", owner.setdefault("notifications", {}))[message] = {
                    "doc": drawing.doc(), "payload": payload, "key": "owner", "collection": name,
                    "where": drawing.whom(texts[0], texts[-1]), "property": made, "seconds": "howLong",
                }  # fmt: skip
                for other in collections.values():
                    added = drawing.resources[str(other["of"])]
                    known = self._of_type(added, "string")
                    if known and drawing.chance(0.7):
                        where = {texts[0]: drawing.rng.choice(known)}
                        other["ends"] = {"collection": name, "where": where, "property": made}
                break

    # -- words

    def _unused(self) -> None:
        drawing = self._drawing
        drawing.reasons[f"{drawing.names.of_class()}UpdateReason"] = {
            "doc": drawing.doc(), "members": {"a b": drawing.doc()}, "unused": drawing.doc(),
        }  # fmt: skip
        if drawing.chance(0.5):
            drawing.values[drawing.names.of_class()] = {
                "doc": drawing.doc(), "fields": drawing.fields(2, drawing.received), "unused": drawing.doc(),
            }  # fmt: skip

    def _constants(self) -> None:
        drawing = self._drawing
        for resource in [self._root, *self._others()]:
            kind = drawing.type(tagged=False)
            if not drawing.chance(0.4) or not drawing.has_literal(kind):
                continue
            value = drawing.literal(kind)
            if value is not None or kind.endswith("?"):
                self._put(resource, {"type": kind, "source": "constant", "default": value})

    def _complete(self) -> None:
        """Values that count in updates only when they hold something in each of some fields."""
        drawing = self._drawing
        for resource in self._others():
            mirror = cast("Json", resource["mirror"])
            kind = str(mirror.get("kind", "item"))
            if not drawing.received or not drawing.chance(0.5) or (kind == "record" and not drawing.risky()):
                continue
            held = drawing.rng.choice(drawing.received)
            fields = list(cast("Json", drawing.values[held]["fields"]))
            item: Json = {"type": f"{held}?", "wire": "tank.whole" if kind == "facets" else "the whole"}
            item["update-needs"] = drawing.rng.sample(fields, drawing.rng.randint(1, len(fields)))
            if drawing.chance(0.3):
                item["when"] = "non-null"
            self._put(resource, item)

    def _never_raised(self) -> None:
        for union in self._drawing.reasons.values():
            if "unused" in union:
                continue
            union["members"] = {"never so": self._drawing.doc()}
            union["never-raised"] = {"never so": self._drawing.doc()}

    def _documented(self) -> None:
        drawing = self._drawing
        for payload in drawing.payloads.values():
            if drawing.chance(0.4):
                payload["documented-as"] = drawing.names.of_class()
        for value in drawing.values.values():
            if drawing.chance(0.4):
                value["documented"] = drawing.rng.choice(("interface", "alias", "class"))

    def _named_again(self) -> None:
        """Let something raise an event that something else raises already, with a payload that may be another."""
        drawing = self._drawing
        named: list[tuple[Json, Json, str]] = []
        for holder in drawing.resources.values():
            for item in self._properties(holder).values():
                if "transient" in item:
                    named += [(holder, cast("Json", item["transient"]), key) for key in ("started", "ended")]
            for item in cast("dict[str, Json]", holder.get("collections", {})).values():
                held = drawing.resources[str(item["of"])]
                named += [(holder, item, key) for key in ("added", "removed") if key in item]
                if "pool" in item:
                    named += [(held, cast("Json", item["pool"]), key) for key in ("followed", "unfollowed")]
                if "membership" in item:
                    source = cast("Json", item["membership"])
                    named.append((held, source, "removed"))
                    named += [(holder, source, key) for key in ("added", "joined", "invited", "left") if key in source]
        if not named:
            return
        holder, item, key = drawing.rng.choice(named)
        events = cast("dict[str, Json]", holder["events"])
        own = events.pop(str(item[key]))
        fitting = [name for name, event in events.items() if event.get("payload") == own.get("payload")]
        if drawing.risky(0.3):
            fitting = list(events)
        if fitting:
            item[key] = drawing.rng.choice(fitting)
        else:
            events[str(item[key])] = own

    def _repeated(self) -> None:
        """Let owners repeat events, whatever raises them, and their owners as well."""
        drawing = self._drawing
        for resource in self._others():
            for event in cast("dict[str, Json]", resource.get("events", {})).values():
                bubbles = cast("dict[str, object]", event.setdefault("bubbles", {}))
                owner = drawing.resources.get(str(resource.get("owner")))
                while owner is not None and drawing.chance(0.4):
                    taken = drawing.reserved.setdefault(f"{owner['resource']}.on", {"connect"})
                    bubbles.setdefault(str(owner["resource"]), drawing.names.of_member(taken))
                    owner = drawing.resources.get(str(owner.get("owner")))
                if not bubbles:
                    del event["bubbles"]

    def _bubbling(self) -> None:
        drawing = self._drawing
        for resource in self._others():
            for event in cast("dict[str, Json]", resource.get("events", {})).values():
                bubbles = cast("Json", event.get("bubbles", {}))
                for owner, name in list(bubbles.items()):
                    level: Json = {"event": name}
                    if drawing.chance(0.6):
                        level["doc"] = drawing.doc()
                    if drawing.chance(0.3):
                        level["deprecated"] = drawing.deprecation()
                    bubbles[owner] = level if isinstance(name, str) else name

    def _deprecated(self) -> None:
        drawing = self._drawing
        passed = {
            str(name)
            for resource in drawing.resources.values()
            for method in cast("dict[str, Json]", resource["methods"]).values()
            for key in ("delegate", "get-or-create")
            for one in _listed(method.get(key, {}))
            for name in one.values()
        }
        for resource in drawing.resources.values():
            for name, method in cast("dict[str, Json]", resource["methods"]).items():
                if name in passed and not drawing.risky():
                    continue
                if isinstance(method["returns"], dict) and drawing.chance(0.2):
                    method["returns"]["kind"] = "value"
                for item in cast("dict[str, Json]", method.get("params", {})).values():
                    if "default" in item and "spread" not in item and drawing.chance(0.3):
                        item["deprecated"] = drawing.deprecation()

    def _moved(self) -> None:
        """Let the owner have because of a resource what stood in its own file."""
        drawing = self._drawing
        for resource in self._others():
            owner = drawing.resources.get(str(resource["owner"]))
            if owner is None or resource["mirror"] == {} or drawing.chance(0.5):
                continue
            part: Json = {}
            for section in _MOVED:
                entries = cast("Json", owner.get(section, {}))
                rare = section in ("links", "notifications")
                keeps = section == "properties" or (owner is self._root and not rare)
                keep = set(list(entries)[:1]) if keeps else set[str]()
                share = 0.8 if rare else 0.3
                moved = {name: item for name, item in entries.items() if name not in keep and drawing.chance(share)}
                for name in moved:
                    del entries[name]
                if moved:
                    part[section] = moved
            fields = cast("Json", cast("Json", owner.get("mirror", {})).get("fields", {}))
            moved = {name: item for name, item in fields.items() if drawing.chance(0.5)}
            for name in moved:
                del fields[name]
            if moved:
                part["fields"] = moved
            if part:
                resource["owner-gets"] = part


def _listed(written: object) -> list[Json]:
    """What may stand alone as a list."""
    return cast("list[Json]", written) if isinstance(written, list) else [cast("Json", written)]
