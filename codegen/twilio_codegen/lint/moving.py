"""Whether it is said of every name of another product what becomes of it, and whether what is said is so."""

from __future__ import annotations

import re

from twilio_codegen.language import Move, Schema
from twilio_codegen.language.moving import MovePart, PartKind, name_parts, parts_of, reworded, successors
from twilio_codegen.python.naming import python_name
from twilio_codegen.reading.diagnostics import Diagnostic, suggestion
from twilio_codegen.reading.positions import Position

__all__ = ["check_move"]

_USED = re.compile(r"\{\}\.(\w+)|\bone\.(\w+)")
"""Members that an expression uses: of the object, and of what it calls `one`."""


def check_move(move: Move, old: Schema, new: Schema) -> list[Diagnostic]:
    """Check how programs for one product move to another.

    Args:
        move: What is said.
        old: The product that programs move from.
        new: The product that they move to.

    Returns:
        Every problem, sorted by place.
    """
    checker = _Checker(move, old, new)
    checker.check()
    return sorted(set(checker.problems))


class _Checker:
    def __init__(self, move: Move, old: Schema, new: Schema) -> None:
        self.problems: list[Diagnostic] = []
        self._move = move
        self._old = old
        self._new = new
        self._after = parts_of(new)
        self._parts = {part.key: part for part in successors(old, new, move)}

    def check(self) -> None:
        for part in self._parts.values():
            if part.said is None:
                self._report(
                    self._move.key_at("names"),
                    "unsaid",
                    f"it is not said what becomes of '{part.key}'; write `to`, or `gone` with the reason",
                )
        for key in self._move.names:
            self._check_entry(key)
        for key, like in self._move.new.items():
            self._check_new(key, like)
        used = {word for part in self._parts.values() if part.said == "words" for word in self._words_in(part)}
        for word in self._move.words:
            if word not in used:
                self._report(self._move.key_at("words", word), "unused", f"no name follows from the word '{word}'")

    def _report(self, pos: Position, code: str, message: str) -> None:
        self.problems.append(Diagnostic(pos, code, message))

    def _words_in(self, part: MovePart) -> set[str]:
        name = name_parts(part.key)[-1]
        return {
            word
            for word in self._move.words
            if reworded(name, {other: new for other, new in self._move.words.items() if other != word}) != part.to
        }

    def _check_entry(self, key: str) -> None:
        entry = self._move.names[key]
        part = self._parts.get(key)
        if part is None:
            hint = suggestion(key, list(self._parts))
            self._report(self._move.key_at("names", key), "unknown-name", f"there is no '{key}' in {self._title}{hint}")
            return
        if part.said == "owner":
            message = f"'{key}' goes with what it belongs to; remove it"
            self._report(self._move.key_at("names", key), "unused", message)
            return
        if entry.to is None and entry.gone is None and part.said is not None and not entry.note.strip():
            self._report(entry.pos, "wrong-value", f"nothing is said of '{key}'; remove it")
        if entry.gone is not None and not entry.gone.strip():
            self._report(entry.at("gone"), "wrong-value", f"say why '{key}' is gone, and what to do")
        if entry.to is not None:
            self._check_target(key, entry.to, part, entry.at("to"))
        guarded = entry.guarded
        if guarded is not None:
            for form, text in (("value", guarded.value), ("there", guarded.there), ("absent", guarded.absent)):
                self._check_written(text, entry.at("guarded", form))
        for number, written in enumerate(entry.write):
            if part.kind != "method":
                self._report(entry.at("write"), "wrong-value", f"'{key}' is no method; nothing is written instead")
            for form, text in (("awaited", written.awaited), ("blocking", written.blocking)):
                self._check_written(text, entry.at("write", number, form))

    @property
    def _title(self) -> str:
        return self._old.product.title

    def _check_target(self, key: str, to: str, part: MovePart, pos: Position) -> None:
        names = name_parts(key)
        valid = list(self._valid(names, part.kind))
        if to not in valid:
            of = f" {part.kind}" if part.kind != "name" else ""
            where = self._new.product.title
            self._report(pos, "unknown-name", f"there is no{of} '{to}' in {where} for '{key}'{suggestion(to, valid)}")
        elif to in (names[-1], reworded(names[-1], self._move.words)) and names[-1] not in set(valid) - {to}:
            self._report(pos, "unused", f"'{to}' follows for '{key}'; remove it")

    def _valid(self, names: tuple[str, ...], kind: PartKind) -> list[str]:
        if kind == "name":
            return list(self._after)
        owner = self._parts[names[0]].to or ""
        if kind == "parameter":
            method = self._parts[f"{names[0]}.{names[1]}"].to or ""
            found = self._new.resources[owner].methods.get(method) if owner in self._new.resources else None
            return list(found.params) if found is not None else []
        return [name for name, of in self._after.get(owner, {}).items() if of == kind]

    def _check_new(self, key: str, like: str) -> None:
        owner, _, member = key.partition(".")
        pos = self._move.at("new", key)
        union = self._old.types.get(owner)
        to = self._parts[owner].to if owner in self._parts else None
        if union is None or to is None:
            self._report(self._move.key_at("new", key), "unknown-name", f"'{owner}' is no union of both products")
            return
        if member not in self._new.types[to].members:
            valid = list(self._new.types[to].members)
            message = f"there is no '{member}' in {to}{suggestion(member, valid)}"
            self._report(self._move.key_at("new", key), "unknown-name", message)
        elif any(part.to == member for part in self._parts.values() if part.key.startswith(f"{owner}.")):
            self._report(self._move.key_at("new", key), "wrong-value", f"'{member}' is not new in {to}")
        if like not in union.members:
            self._report(pos, "unknown-name", f"there is no '{like}' in {owner}{suggestion(like, list(union.members))}")

    def _check_written(self, text: str, pos: Position) -> None:
        known = {python_name(name) for members in self._after.values() for name in members}
        for match in _USED.finditer(text):
            name = match[1] or match[2]
            if name not in known:
                self._report(pos, "unknown-name", f"nothing in {self._new.product.title} is called '{name}'")
        if "{}" not in text:
            self._report(pos, "wrong-value", "the expression needs `{}` for the object")
