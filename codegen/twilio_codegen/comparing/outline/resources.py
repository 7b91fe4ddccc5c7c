"""Outlines classes with identity: their properties, events and methods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from twilio_codegen.comparing.api import Api, ApiClass, ApiMethod, ApiParameter
from twilio_codegen.comparing.audit.yaml_text import YamlValue
from twilio_codegen.comparing.comparable import without_errors
from twilio_codegen.comparing.types import NOTHING, NULL, ApiType
from twilio_codegen.language.expansion import reasons_union
from twilio_codegen.lint.events import SESSION_SIGNALS
from twilio_codegen.python.naming import python_name, snake_case
from twilio_codegen.python.reserved_names import CLASS_SCOPE, parameter_names

from .drafts import Entry, FileDraft
from .roles import RESOURCES, Roles
from .sayable import Said, Sayable
from .wording import capitalised, sentence, words

_SIGNALS: Mapping[str, str] = {
    **{capitalised("".join(map(capitalised, name.split("-")))): name for name in SESSION_SIGNALS},
    "StateChanged": "state",
    "ConnectionStateChanged": "phase",
    "ConnectionError": "problem",
}
"""The signal of the session by the name of an event in class style."""
_EMPTY = ("string", "json")
"""Types that have a value for "nothing yet" of their own."""


class ResourceDrafts:
    """Outlines the resources of an API, and collects what they need elsewhere.

    Attributes:
        payloads: Payloads of events by name.
        session: Fields of the first answer of a session.
        left_out: What cannot be said, each with why.
    """

    def __init__(self, api: Api, roles: Roles, sayable: Sayable) -> None:
        self._api = api
        self._roles = roles
        self._sayable = sayable
        self.payloads: dict[str, Entry] = {}
        self.session: dict[str, YamlValue] = {}
        self.left_out: list[str] = []
        self._names: dict[ApiType, str] = {}
        self._repeated: dict[str, set[str]] = {}
        self._bubbles = dict(self._find_bubbles())
        self._drafts = {name: self._outlined(name) for name in roles.named(*RESOURCES)}

    def draft(self, name: str) -> FileDraft:
        """Return the file of a resource."""
        return self._drafts[name]

    def reasons(self, name: str) -> frozenset[str]:
        """Return the properties of a resource that raise an update reason called like them."""
        draft = self._drafts.get(name)
        entries = draft.sections.get("properties", {}) if draft is not None else {}
        return frozenset(key for key, entry in entries.items() if "reason" in entry)

    def _outlined(self, name: str) -> FileDraft:
        item, role = self._roles.classes[name], self._roles.of[name]
        draft = FileDraft(f"resources/{snake_case(name)}.yaml", "Outlined from declarations.")
        draft.head = {"resource": item.python, "doc": sentence(name), "section": item.python}
        if role == "root":
            draft.head["root"] = True
            options = f"{name}Options"
            if self._roles.of.get(options) == "options":
                fields = self._roles.classes[options].fields
                is_text = "region" in fields and fields["region"].type.without_null() == ApiType("string")
                region = {"region": "region"} if is_text else {}
                draft.head["options"] = {"type": self._roles.classes[options].python, **region}
        else:
            draft.head["todo"] = "Find out what it is made of, and what its parts are called on the wire."
            identity = self._roles.identities[name]
            if role != "record":
                owner = self._roles.classes[self._roles.owners[name]].python
                draft.head |= {"owner": owner, "key": {"name": identity, "type": "string"}}
            payload = self._free_name(f"{name}{capitalised(role)}")
            draft.head["mirror"] = {"payload": payload, "kind": role, "doc": f"What a {words(name)} shows."}
            if role == "document":
                other = self._free_name(f"{name}Membership")
                draft.head["membership"] = {"payload": other, "doc": f"What a {words(name)} is to a user."}
        events = dict(self._events(name, item))
        told = any(entry.get("raised-by") == "reasons" for entry in events.values())
        for key, entry in self._properties(name, item, told=told):
            draft.add("properties", key, entry)
        for key, entry in events.items():
            draft.add("events", key, entry)
        for key, method in item.methods.items():
            if (found := self._method(name, item, key, method)) is not None:
                draft.add("methods", key, found)
        return draft

    def _free_name(self, wanted: str) -> str:
        while wanted in self._roles.classes or wanted in self._sayable.unions:
            wanted += "Data"
        return wanted

    # -- properties

    def _properties(self, name: str, item: ApiClass, *, told: bool) -> Iterator[tuple[str, Entry]]:
        role, owner = self._roles.of[name], self._roles.owners.get(name)
        reasons = self._sayable.unions.get(reasons_union(name))
        for key, entry in item.fields.items():
            if entry.source.startswith("typeof "):
                continue  # another name of a static method, which objects have anyway
            doc = sentence(key)
            said = self._sayable.say(entry.type, "property")
            if key == self._roles.identities.get(name):
                source = {} if role == "record" else {"source": "key"}
                yield key, {"type": "string", **source, "identity": True, "doc": doc}
            elif owner is not None and entry.type.without_null() == ApiType(owner) and role != "record":
                yield key, {"type": self._roles.classes[owner].python, "source": "owner", "doc": doc}
            elif said is None:
                kind = entry.source or entry.type
                self.left_out.append(f"{name}.{key}: nothing says where a {kind} comes from")
            elif role == "root":
                yield key, self._of_session(key, said, doc)
            else:
                is_reason = told and reasons is not None and key in reasons.members
                reason = {"reason": key} if is_reason else {}
                kind = said.text if said.text in _EMPTY and not said.nullable else f"{said.text}?"
                yield key, {"type": kind.replace("json?", "json"), "wire": key, **reason, "doc": doc}

    def _of_session(self, key: str, said: Said, doc: str) -> Entry:
        """Return a property of the root: a thing of the session, or a field of its first answer."""
        if key == "version" and said.text == "string":
            return {"type": "string", "source": "version", "doc": doc}
        union = self._sayable.unions.get(said.text)
        if union is not None and set(SESSION_SIGNALS["phase"]) <= set(union.members):
            return {"type": said.text, "source": "session", "doc": doc}
        kind = said.text if said.text == "json" else f"{said.text}?"
        self.session[key] = {"type": kind, "doc": doc}
        return {"type": kind, "source": f"session.{key}", "doc": doc}

    # -- events

    def _events(self, name: str, item: ApiClass) -> Iterator[tuple[str, Entry]]:
        for key, event in item.events.items():
            if key in self._repeated.get(name, ()):
                continue  # it is declared where it happens
            payload = self._payload(name, key, event.type)
            if payload is None:
                self.left_out.append(f"{name} event {key}: its payload {event.source or event.type} cannot be said")
                continue
            entry: Entry = {"payload": payload} if payload else {}
            entry["raised-by"] = self._raised_by(name, key, event.type)
            if above := self._bubbles.get((name, key)):
                entry["bubbles"] = above
            yield key, {**entry, "doc": sentence(key)}

    def _payload(self, owner: str, event: str, kind: ApiType) -> str | None:
        """Return the payload of an event, made if it has no name; empty for none, None if it cannot be said."""
        if kind in (NOTHING, NULL):
            return ""
        kind = kind.without_null()
        fields = self._fields_of(kind)
        if fields is None:
            said = self._sayable.say(kind, "payload")
            return None if said is None or "|" in said.text else said.text
        if kind in self._names:
            return self._names[kind]
        says = {key: self._sayable.say(part, "payload") for key, part in fields.items()}
        if not says or None in says.values():
            return None
        first = next(iter(fields))
        wanted = [ApiType(capitalised(first)), ApiType("list", (ApiType(reasons_union(capitalised(first))),))]
        made = kind.name if kind.name != "object" else f"{owner}{capitalised(event)}"
        if list(fields.values()) == wanted:
            made = f"{capitalised(first)}Updated"
        made = made if kind.name == made else self._free_name(made)
        documented = self._documented_payload(fields)
        whole = _is_problem(fields)  # what a session tells of one are whole numbers
        parts: dict[str, YamlValue] = {
            key: self._payload_field(
                key, fields[key], said._replace(text="integer") if whole and said.text == "number" else said
            )
            for key, said in says.items()
            if said is not None
        }
        also: Entry = {"documented-as": documented} if documented is not None and documented != made else {}
        self.payloads[made] = {"doc": sentence(made), **also, "fields": parts}
        self._names[kind] = made
        return made

    def _payload_field(self, key: str, kind: ApiType, said: Said) -> YamlValue:
        literals = {"literals": list(said.literals)} if said.literals else {}
        return {"type": f"{said.text}?" if NULL in kind.parts else said.text, **literals, "doc": sentence(key)}

    def _fields_of(self, kind: ApiType) -> dict[str, ApiType] | None:
        """Return the fields of an object without identity that handlers receive; None for anything else."""
        if kind.name == "object":
            return dict(kind.fields)
        if self._roles.of.get(kind.name) == "payload":
            return {key: entry.type for key, entry in self._roles.classes[kind.name].fields.items()}
        return None

    def _documented_payload(self, fields: Mapping[str, ApiType]) -> str | None:
        for name in self._roles.named("payload"):
            if {key: entry.type for key, entry in self._roles.classes[name].fields.items()} == fields:
                return name
        return None

    def _raised_by(self, name: str, event: str, kind: ApiType) -> str:
        signal = _SIGNALS.get(capitalised(event))
        if self._roles.of[name] == "root" and signal is not None and self._fits_signal(signal, kind):
            return f"session.{signal}"
        fields = self._fields_of(kind) or {}
        wanted = [ApiType(name), ApiType("list", (ApiType(reasons_union(name)),))]
        if list(fields.values()) == wanted and self._some_property_is_a_reason(name):
            return "reasons"
        return "todo"

    def _fits_signal(self, signal: str, kind: ApiType) -> bool:
        """Return whether what a session tells fits the payload; one that it cannot fill is left to people."""
        wanted = SESSION_SIGNALS[signal]
        if kind in (NOTHING, NULL) or not wanted:
            return kind in (NOTHING, NULL)
        if signal in ("state", "phase"):
            union = self._sayable.unions.get(kind.name)
            return kind == ApiType("string") or (union is not None and set(wanted) <= set(union.members))
        fields = self._fields_of(kind)
        if fields is None:
            return str(kind) == wanted[0] and len(wanted) == 1
        return _is_problem(fields)

    def _some_property_is_a_reason(self, name: str) -> bool:
        union = self._sayable.unions.get(reasons_union(name))
        fields = self._roles.classes[name].fields
        return union is not None and any(key in union.members for key in fields if self._may_be_reason(name, key))

    def _may_be_reason(self, name: str, key: str) -> bool:
        entry = self._roles.classes[name].fields[key]
        other = entry.type.without_null().name
        is_own = key == self._roles.identities.get(name) or other == self._roles.owners.get(name)
        return not is_own and self._sayable.say(entry.type, "property") is not None

    def _find_bubbles(self) -> Iterator[tuple[tuple[str, str], dict[str, YamlValue]]]:
        """Yield the names that the owners have for each event that they repeat; what is deepest comes first."""
        living = self._roles.named("document", "item")
        depths = {name: len(list(self._owners(name))) for name in living}
        for name in sorted(living, key=lambda name: -depths[name]):
            for event in self._roles.classes[name].events:
                if event in self._repeated.get(name, ()):
                    continue
                names: dict[str, YamlValue] = {}
                for owner, called in self._names_above(name, event):
                    self._repeated.setdefault(owner, set()).add(called)
                    names[self._roles.classes[owner].python] = called
                if names:
                    yield (name, event), names

    def _names_above(self, name: str, event: str) -> Iterator[tuple[str, str]]:
        """Yield what the owners call an event, from the nearest on: the same, or with the resource's name before it."""
        kind, below, own = self._roles.classes[name].events[event].type, event, name
        while (owner := self._roles.owners.get(own)) is not None:
            events = self._roles.classes[owner].events
            free = [other for other in events if other not in self._repeated.get(owner, ())]
            candidates = (below, f"{own[:1].lower()}{own[1:]}{capitalised(below)}")
            found = next((other for other in candidates if other in free and events[other].type == kind), None)
            if found is None:
                return
            yield owner, found
            below, own = found, owner

    def _owners(self, name: str) -> Iterator[str]:
        while (name := self._roles.owners.get(name, "")) != "":
            yield name

    # -- methods

    def _method(self, owner: str, item: ApiClass, name: str, method: ApiMethod) -> Entry | None:
        kind = without_errors(method.type)
        returns = self._returns(owner, name, method, kind)
        if returns is None:
            self.left_out.append(f"{owner}.{name}: its result {method.source or kind} cannot be said")
            return None
        params = dict(self._params(f"{owner}.{name}", method))
        answer = self._answer(owner, item, name, method, kind)
        if answer is None:
            note = " It is deprecated; say so with 'deprecated'." if method.deprecated else ""
            answer = {"todo": f"Find out what answers it.{note}"}
        static: Entry = {"static": True} if method.static else {}
        made: Entry = {"params": params} if params else {}
        return {"doc": sentence(name), **static, **made, **answer, "returns": returns}

    def _returns(self, owner: str, name: str, method: ApiMethod, kind: ApiType) -> YamlValue | None:
        if kind in (NOTHING, NULL):
            return "none"
        if kind == ApiType(owner) and not method.static and not name.startswith(("get", "create", "find", "copy")):
            return "self"
        said = self._sayable.say(kind, "result")
        if said is None:
            return None
        nullable = said.nullable and said.text != "json" and not said.text.startswith("Paginator")
        return {"type": f"{said.text}?" if nullable else said.text}

    def _answer(self, owner: str, item: ApiClass, name: str, method: ApiMethod, kind: ApiType) -> Entry | None:
        """Return what answers a method, where that follows from what it is called."""
        if self._roles.of[owner] == "root" and not method.static:
            if name in ("shutdown", "close") and not method.params and kind == NOTHING:
                return {"session": "close"}
            strings = [param.type == ApiType("string") for param in method.params.values()]
            if name == "updateToken" and strings == [True] and (kind == NOTHING or kind == ApiType(owner)):
                return {"session": "update_token"}
        return None

    def _params(self, method: str, declared: ApiMethod) -> Iterator[tuple[str, YamlValue]]:
        for name, item in declared.params.items():
            said = self._sayable.say(item.type, "parameter")
            if said is None and item.optional:
                self.left_out.append(f"{method}({name}): its type {item.source or item.type} cannot be said")
                continue
            yield name, self._param(name, item, said or Said("json"))

    def _param(self, name: str, item: ApiParameter, said: Said) -> YamlValue:
        nullable = (said.nullable or item.optional) and said.text != "json"
        first, bar, rest = said.text.partition(" | ")
        entry: dict[str, YamlValue] = {"type": f"{first}{'?' if nullable else ''}{bar}{rest}"}
        if python_name(name) != snake_case(name) or python_name(name) in CLASS_SCOPE | parameter_names():
            entry["name"] = f"{name}Value"
        if said.literals:
            entry["literals"] = list(said.literals)
        if item.optional:
            entry["default"] = None
        return {**entry, "doc": sentence(name)}


def _is_problem(fields: Mapping[str, ApiType]) -> bool:
    """Return whether an object says what a session tells of a problem."""
    return [str(kind).replace("number", "integer") for kind in fields.values()] == list(SESSION_SIGNALS["problem"])
