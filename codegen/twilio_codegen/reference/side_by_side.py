"""Sets the documented members beside their Python forms, with the reason of each difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from twilio_codegen.comparing.api import Api, ApiClass, ApiMethod
from twilio_codegen.comparing.deviations import Deviation, find_deviations
from twilio_codegen.comparing.from_schema import api_of_schema
from twilio_codegen.comparing.ledger import Ledger
from twilio_codegen.language import Schema
from twilio_codegen.python.naming import python_name, snake_case
from twilio_codegen.templates.markdown import code

from .index import PAGINATOR, Index, cell

_PAGES = "RestPaginator"
_BLANK = ApiClass("")
_Member = Literal["property", "method", "event"]
_NOTED_IN_PLACE = ("property", "method", "event", "parameter", "member")


@dataclass(frozen=True, slots=True)
class Row:
    """One member: how JavaScript writes it, how Python does, and what there is to say; all in Markdown."""

    javascript: str
    python: str
    note: str


@dataclass(frozen=True, slots=True)
class Table:
    """The members of one class, interface or alias."""

    name: str
    link: str
    rows: tuple[Row, ...]

    @property
    def has_notes(self) -> bool:
        """Whether there is anything to say about a member."""
        return any(row.note for row in self.rows)


class Comparison:
    """Finds what a schema has less, more or otherwise than documented, with reasons."""

    def __init__(self, schema: Schema, documented: Api | None, ledger: Ledger) -> None:
        self.documented = documented
        self._schema = schema
        found = find_deviations(documented, api_of_schema(schema)) if documented is not None else ()
        self._deviations: dict[str, list[tuple[Deviation, str]]] = {}
        for deviation in found:
            reason = ledger.reasons.get(deviation.text, "")
            self._deviations.setdefault(deviation.owner, []).append((deviation, reason))

    def reason_of(self, owner: str) -> str:
        """Return why a whole class or alias deviates; empty if it does not."""
        reasons = [reason for item, reason in self._deviations.get(owner, ()) if item.what not in _NOTED_IN_PLACE]
        return " ".join(reasons)

    def notes(self, owner: str, name: str, what: _Member) -> list[str]:
        """Return why a member or its parameters deviate, each reason once."""
        kinds = (what, "parameter") if what == "method" else (what,)
        found = self._deviations.get(owner, ())
        reasons = [reason for item, reason in found if item.name == name and item.what in kinds and reason]
        return list(dict.fromkeys(reasons))

    def left_out(self, owner: str) -> dict[str, str]:
        """Return why documented members are missing, by name; not of a property that is a method here."""
        resource = self._schema.resources.get(owner)
        methods = resource.methods if resource is not None else ()
        return {
            item.name: cell(reason)
            for item, reason in self._deviations.get(owner, ())
            if item.kind == "missing"
            and item.what in ("property", "method", "event")
            and (item.what != "property" or item.name not in methods)
        }

    def is_left_out(self, owner: str, name: str, what: str) -> bool:
        """Return whether a documented member is missing."""
        return any(
            (item.kind, item.what, item.name) == ("missing", what, name) for item, _ in self._deviations.get(owner, ())
        )


def side_by_side(schema: Schema, index: Index, comparison: Comparison) -> list[Table]:
    """Compare every documented member with what there is.

    Returns:
        Tables of classes, then interfaces, then aliases; none without declarations.
    """
    documented = comparison.documented
    return list(_Tables(schema, comparison, documented).all(index)) if documented is not None else []


class _Tables:
    def __init__(self, schema: Schema, comparison: Comparison, documented: Api) -> None:
        self._schema = schema
        self._comparison = comparison
        self._documented = documented.classes
        self._others = {union.other.name: union.other for union in schema.tagged.values()}

    def all(self, index: Index) -> Iterator[Table]:
        for entry in (*index.classes, *index.interfaces):
            yield Table(entry.name, entry.link, tuple(self._members(entry.name)))
        for entry in index.aliases:
            yield Table(entry.name, entry.link, tuple(self._alias(entry.name)))

    def _alias(self, name: str) -> Iterator[Row]:
        if name in self._schema.values or name in self._others:
            yield from self._members(name)
            return
        place = f"type-aliases.md#{name}"
        reason = self._comparison.reason_of(name)
        tagged = self._schema.tagged.get(name)
        for member in tagged.members if tagged is not None else self._schema.types[name].members:
            shown = code(f'"{member}"')
            yield Row(shown, f"[{shown}]({place})", cell(reason))

    def _members(self, name: str) -> Iterator[Row]:
        documented = self._documented.get(name, _BLANK)
        for key, field in documented.fields.items():
            for holder in field.held_by:
                yield self._property(name, key, static=holder == "class")
        for key, method in documented.methods.items():
            yield self._method(name, key, method)
        for key in documented.events:
            yield self._event(name, key)
        yield from self._added(name, documented)

    def _property(self, owner: str, name: str, *, static: bool) -> Row:
        script = f"`{owner if static else _variable(owner)}.{name}`"
        python = f"{owner if static else snake_case(owner)}.{python_name(name)}"
        if self._comparison.is_left_out(owner, name, "property"):
            python = self._call(owner, name) if owner in self._schema.resources else ""
        return self._row(owner, name, "property", script, python)

    def _method(self, owner: str, name: str, declared: ApiMethod) -> Row:
        names = ", ".join(f"{key}{'?' if param.optional else ''}" for key, param in declared.params.items())
        script = f"`{owner if declared.static else _variable(owner)}.{name}({names})`"
        python = f"await page.{python_name(name)}()" if owner == _PAGES else self._call(owner, name)
        return self._row(owner, name, "method", script, python)

    def _event(self, owner: str, name: str) -> Row:
        python = f"{snake_case(owner)}.on.{python_name(name)}"
        if self._comparison.is_left_out(owner, name, "event"):
            python = ""
        return self._row(
            owner, name, "event", f'`{_variable(owner)}.on("{name}", …)`', python, f"on.{python_name(name)}"
        )

    def _call(self, owner: str, name: str) -> str:
        """Return how a method is called; empty if it is left out."""
        if (value := self._schema.values.get(owner)) is not None:
            changed = value.copies.get(name)
            return f"{snake_case(owner)}.{python_name(name)}({python_name(changed)})" if changed is not None else ""
        method = self._schema.resources[owner].methods.get(name)
        if method is None:
            return ""
        order = sorted(method.params.items(), key=lambda item: item[1].optional)
        names = ", ".join(python_name(item.name or key) for key, item in order)
        called = owner if method.static else f"{'await ' if method.waits() else ''}{snake_case(owner)}"
        return f"{called}.{python_name(name)}({names})"

    def _added(self, owner: str, documented: ApiClass) -> Iterator[Row]:
        resource = self._schema.resources.get(owner)
        if resource is not None:
            for name in resource.methods:
                if name not in documented.methods:
                    yield self._row(owner, name, "method", "", self._call(owner, name))
            return
        values = self._schema.values.get(owner) or self._schema.options.get(owner)
        for name in values.fields if values is not None else ():
            if name not in documented.fields:
                yield self._row(owner, name, "property", "", f"{snake_case(owner)}.{python_name(name)}")

    def _row(self, owner: str, name: str, what: _Member, script: str, python: str, anchor: str = "") -> Row:
        note = cell(" ".join(self._comparison.notes(owner, name, what)))
        return Row(script, self._link(owner, anchor or python_name(name), python) if python else "left out", note)

    def _link(self, owner: str, anchor: str, python: str) -> str:
        if owner == _PAGES:
            target = PAGINATOR if anchor == "items" else f"{PAGINATOR}.{anchor}"
            return f"[`{python.replace('rest_paginator', 'page')}`][{target}]"
        if owner in self._schema.resources:
            return f"[`{python}`]({snake_case(owner)}.md#{anchor})"
        value = self._schema.values.get(owner) or self._others.get(owner)
        documented = value.documented if value is not None else "interface"
        page = {"alias": "type-aliases.md", "interface": "interfaces.md"}.get(documented, f"{snake_case(owner)}.md")
        return f"[`{python}`]({page}#{owner}.{anchor})"


def _variable(owner: str) -> str:
    return "page" if owner == _PAGES else owner[:1].lower() + owner[1:]
