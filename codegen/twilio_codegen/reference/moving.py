"""Writes the page about moving from one product to another, name by name."""

from __future__ import annotations

from dataclasses import dataclass

from twilio_codegen.comparing.api import ApiClass, ApiMethod, ApiPart
from twilio_codegen.documents.moving import MoveTable
from twilio_codegen.language import Move, Schema
from twilio_codegen.templates.render import render

__all__ = ["moving_page"]


@dataclass(frozen=True, slots=True)
class _Row:
    """What becomes of one name.

    Attributes:
        old: How programs write it now, with its type.
        new: How they write it then; empty if they do not.
        note: Why they do not, or what is different.
    """

    old: str
    new: str
    note: str


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    rows: list[_Row]


def moving_page(old: Schema, new: Schema, move: Move) -> str:
    """Write the page.

    Args:
        old: The product that programs move from.
        new: The product that they move to.
        move: How.
    """
    table = MoveTable(old, new, move)
    classes = [_members(table, name) for name in table.old.classes if table.names.get(name) is not None]
    unions = [_strings(table, name) for name in table.old.unions if table.names.get(name) is not None]
    return render(
        "reference/moving.md.jinja",
        {
            "old_product": old.product,
            "new_product": new.product,
            "guide": move.guide.strip(),
            "names": _names(table),
            "classes": [section for section in classes if section.rows],
            "unions": unions,
        },
    )


def _names(table: MoveTable) -> list[_Row]:
    return [
        _Row(f"`{name}`", f"`{to}`" if to is not None else "", "" if to is not None else table.why(name))
        for name, to in table.names.items()
    ]


def _members(table: MoveTable, name: str) -> _Section:
    described = table.old.classes[name]
    to = table.names[name] or ""
    after = table.new.classes.get(to)
    rows = [
        _row(table, f"{name}.{member}", part, _part_of(after, table.parts[f"{name}.{member}"].to))
        for parts in (described.fields, described.methods, described.events)
        for member, part in parts.items()
    ]
    return _Section(name if name == to else f"{name} → {to}", rows)


def _part_of(described: ApiClass | None, name: str | None) -> ApiPart | None:
    if described is None or name is None:
        return None
    return described.fields.get(name) or described.methods.get(name) or described.events.get(name)


def _row(table: MoveTable, key: str, old: ApiPart, new: ApiPart | None) -> _Row:
    said = table.parts[key].entry
    if new is None:
        return _Row(_written(old), "", table.why(key))
    notes = [said.note if said is not None and said.note else table.retyped(old, new)]
    if isinstance(old, ApiMethod):
        for name, param in old.params.items():
            inner = table.parts[f"{key}({name})"]
            if inner.to is None:
                notes.append(f"`{param.identifier}` is gone: {table.why(inner.key)}")
            elif inner.entry is not None and inner.entry.note:
                notes.append(inner.entry.note)
    return _Row(_written(old), _written(new), " ".join(filter(None, notes)))


def _written(part: ApiPart) -> str:
    if isinstance(part, ApiMethod):
        params = ", ".join(item.identifier for item in part.params.values())
        return f"`{part.identifier}({params})` → `{part.annotation or 'None'}`"
    return f"`{part.identifier}`: `{part.annotation or 'None'}`"


def _strings(table: MoveTable, name: str) -> _Section:
    rows: list[_Row] = []
    for word in table.old.unions[name].members:
        key = f"{name}.{word}"
        to = table.parts[key].to
        rows.append(
            _Row(f'`"{word}"`', f'`"{to}"`' if to is not None else "", "" if to is not None else table.why(key))
        )
    to_union = table.names[name] or ""
    known = {table.parts[f"{name}.{word}"].to for word in table.old.unions[name].members}
    for word in table.new.unions[to_union].members:
        if word not in known:
            like = table.move.new.get(f"{name}.{word}")
            rows.append(_Row("", f'`"{word}"`', f'new; most like `"{like}"`' if like is not None else "new"))
    return _Section(name if name == to_union else f"{name} → {to_union}", rows)
