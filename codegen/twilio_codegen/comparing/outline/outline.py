"""Puts the outline of a schema together, and leaves out what the language cannot say until `lint` accepts the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from twilio_codegen.comparing.api import Api, outer_names
from twilio_codegen.comparing.declarations import facts_of
from twilio_codegen.errors import CodegenError, DeclarationError, SchemaError
from twilio_codegen.lint import load_linted
from twilio_codegen.lint.events import UNDECIDED
from twilio_codegen.reading.diagnostics import Diagnostic

from .definitions import definitions
from .drafts import FileDraft
from .drafts import Path as Place
from .product import product_file
from .resources import ResourceDrafts
from .roles import RESOURCES, roles_of
from .sayable import Sayable

_WRONG_CAUSES = frozenset({"never-emitted", "payload-mismatch", "unknown-cause"})
_UNUSED = "Nothing that is declared speaks of it."


@dataclass(slots=True)
class Outline:
    """A first schema.

    Attributes:
        title: The package and the version that it was made from.
        files: Its files by name, as they are written.
        left_out: What is declared and is not in it, each with why.
        declared: Number of classes, aliases and their members that are declared.
    """

    title: str
    files: dict[str, str] = field(default_factory=dict[str, str])
    left_out: list[str] = field(default_factory=list[str])
    declared: int = 0


def outline_of(api: Api, product: str, package: str) -> Outline:
    """Outline a schema.

    Args:
        api: The official declarations.
        product: Name of the product.
        package: Name of the Python package that will be generated.

    Returns:
        The outline, which `lint` accepts.

    Raises:
        DeclarationError: Nothing that is declared could be what a session starts with, or it has a name that no
            generated package can have.
    """
    api = api.renamed(outer_names([*api.classes, *api.unions], ()))
    roles = roles_of(api)
    if not roles.root:
        raise DeclarationError(f"{api.title} declares no class with methods or events that a session could start with")
    sayable = Sayable(api, roles)
    resources = ResourceDrafts(api, roles, sayable)
    drafts = [product_file(api, product, package), *definitions(api, roles, sayable, resources)]
    drafts += [resources.draft(name) for name in roles.named(*RESOURCES)]
    left_out = [*resources.left_out]
    left_out += [f"{name}: a class that the language has no word for" for name in roles.named("none")]
    drafts = _accepted([draft for draft in drafts if not draft.is_empty()], left_out)
    left_out = sorted(set(left_out))
    if left_out:
        drafts[0].about += "\n\nLeft out, since no word of the language says it or nothing tells where it comes from:"
        drafts[0].about += "".join(f"\n- {line}" for line in left_out)
    facts = json.dumps(facts_of(api), indent=1, ensure_ascii=False) + "\n"
    name = re.sub(r"[^A-Za-z0-9.]+", "-", f"{api.name}-{api.version}").strip("-") or "declarations"
    files = {draft.name: draft.text() for draft in drafts} | {f"documented/{name}.json": facts}
    declared = len(api.classes) + len(api.unions) + sum(len(item.members) for item in api.classes.values())
    return Outline(api.title, files, left_out, declared)


def write_outline(outline: Outline, folder: Path) -> None:
    """Write an outline.

    Raises:
        CodegenError: There is a schema already, or a file cannot be written.
    """
    if folder.is_dir() and any(folder.rglob("*.yaml")):
        raise CodegenError(f"{folder} holds a schema already; 'audit --write' adds to it what it lacks")
    try:
        for name, text in outline.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CodegenError(f"{folder} cannot be written: {error.strerror}") from error


def _accepted(drafts: list[FileDraft], left_out: list[str]) -> list[FileDraft]:
    """Return the drafts without what `lint` refuses, and note that."""
    while True:
        problems = list(_problems(drafts))
        serious = [problem for problem in problems if problem.severity == "error"] or problems
        if not serious:
            return drafts
        drafts = _without(drafts, serious, left_out)


def _problems(drafts: list[FileDraft]) -> Iterator[Diagnostic]:
    with TemporaryDirectory(prefix="twilio-codegen-") as folder:
        for draft in drafts:
            path = Path(folder) / draft.name
            path.parent.mkdir(exist_ok=True)
            path.write_text(draft.text(), encoding="utf-8", newline="\n")
        try:
            found = load_linted(Path(folder))[1]
        except SchemaError as error:
            found = list(error.diagnostics)
    yield from (problem for problem in found if problem.severity != "note")


def _without(drafts: list[FileDraft], problems: list[Diagnostic], left_out: list[str]) -> list[FileDraft]:
    """Remove what some problems are about."""
    files = {draft.name: draft for draft in drafts}
    lines = {draft.name: draft.lines() for draft in drafts}
    gone: set[str] = set()
    done: set[tuple[str, Place]] = set()
    for problem in problems:
        draft = files.get(problem.pos.file)
        if draft is None:
            raise DeclarationError(f"no schema can be made of these declarations: {problem.line}")
        place = lines[draft.name][problem.pos.line - 1][1]
        if (draft.name, place) in done:
            continue
        done.add((draft.name, place))
        if not place:
            if "resource" not in draft.head or draft.head.get("root"):
                raise DeclarationError(f"no schema can be made of these declarations: {problem.line}")
            gone.add(draft.name)
            left_out.append(f"{draft.head['resource']}: {problem.line}")
        elif not _explained(draft, place, problem):
            place = place if place[2:3] != ("params",) else place[:2]
            draft.remove(place)
            if problem.code != "unused" or place[0] in ("types", "values", "options", "tagged"):
                left_out.append(f"{_label(draft, place)}: {problem.line}")
    return [draft for draft in drafts if draft.name not in gone and not draft.is_empty()]


def _explained(draft: FileDraft, place: Place, problem: Diagnostic) -> bool:
    """Say why something is there that nothing uses, or that nothing raises, instead of leaving it out."""
    entry = draft.sections.get(place[0], {}).get(place[1])
    if entry is None:
        return False
    if problem.code == "unused" and place[0] in ("types", "values") and "unused" not in entry:
        entry["unused"] = _UNUSED
        return True
    if problem.code in _WRONG_CAUSES and place[0] == "events" and entry.get("raised-by") != UNDECIDED:
        entry["raised-by"] = UNDECIDED
        return True
    if problem.code == "unheard" and "reason" in entry:
        del entry["reason"]
        return True
    if problem.code == "never-raised" and len(place) == 4:
        given = entry.get("never-raised")
        known = given if isinstance(given, dict) else {}
        entry["never-raised"] = {**known, place[3]: "It is not known what raises it."}
        return True
    return False


def _label(draft: FileDraft, place: Place) -> str:
    owner = draft.head.get("resource")
    names = [place[1], *place[3:4]]
    if isinstance(owner, str):
        return f"{owner}{' event ' if place[0] == 'events' else '.'}{place[1]}"
    return ".".join(names)
