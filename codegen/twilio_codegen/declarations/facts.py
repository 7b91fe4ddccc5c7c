"""Declarations in the form in which a schema keeps them: plain facts, as in its ``documented`` folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from twilio_codegen.ir import Json
from twilio_codegen.naming import class_name

from .model import Declarations, DeclaredClass, DeclaredMethod, DeclaredUnion

__all__ = ["facts_of", "flattened", "outer_names"]

_DOTTED = re.compile(r"\b[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")


def facts_of(declarations: Declarations) -> dict[str, Json]:
    """Everything public, ready to be written as JSON.

    Args:
        declarations: What was read.

    Returns:
        ``package``, ``version``, ``counts``, ``classes``, ``interfaces`` and ``aliases``; as ``referenced`` the aliases
        of strings that those mention without exporting them.
    """
    sections: dict[str, dict[str, Json]] = {"class": {}, "interface": {}, "alias": {}}
    for name, item in sorted(declarations.classes.items()):
        sections[item.kind][name] = _class_facts(item)
    for name, union in declarations.unions.items():
        sections["alias"][name] = {"literals": list(union.members or ())}
    classes, interfaces = sections["class"], sections["interface"]
    aliases = dict(sorted(sections["alias"].items()))
    referenced: dict[str, Json] = {
        name: {"literals": list(item.members)}
        for name, item in sorted(declarations.hidden.items())
        if isinstance(item, DeclaredUnion) and item.members is not None
    }
    own = [item for item in declarations.classes.values() if item.kind == "class"]
    return {
        "package": declarations.package,
        "version": declarations.version,
        "counts": {
            "classes": len(classes),
            "interfaces": len(interfaces),
            "aliases": len(aliases),
            "unionLiterals": sum(len(union.members or ()) for union in declarations.unions.values()),
            "classProperties": sum(len(item.properties) for item in own),
            "classMethods": sum(len(item.methods) for item in own),
            "classEvents": sum(len(item.events) for item in own),
        },
        "classes": classes,
        "interfaces": interfaces,
        "aliases": aliases,
        "referenced": {"aliases": referenced},
    }


def _class_facts(item: DeclaredClass) -> dict[str, Json]:
    facts: dict[str, Json] = {
        "properties": {
            name: {
                "type": found.type,
                **({"optional": True} if found.optional else {}),
                **({"static": True} if name.startswith("static ") else {}),
            }
            for name, found in item.properties.items()
        }
    }
    if item.kind == "class" or item.methods:
        facts["methods"] = {name: _method_facts(method) for name, method in item.methods.items()}
    if item.kind == "class":
        facts["events"] = {name: event.payload for name, event in item.events.items()}
    return facts


def _method_facts(method: DeclaredMethod) -> dict[str, Json]:
    params: list[Json] = [
        {"name": name, "type": param.type, **({"optional": True} if param.optional else {})}
        for name, param in method.params.items()
    ]
    return {"params": params, "returns": method.returns, **({"static": True} if method.static else {})}


def outer_names(declared: Iterable[str], wanted: Iterable[str]) -> dict[str, str]:
    """What types inside namespaces are called where there are no namespaces.

    ``Channel.Status`` is ``ChannelStatus``; where only ``Status`` is wanted, it is that.

    Args:
        declared: Names with dots.
        wanted: Names of the side that has no namespaces.

    Returns:
        The other name by each name with a dot.
    """
    known = set(wanted)
    names: dict[str, str] = {}
    for name in declared:
        last = name.rpartition(".")[2]
        if last != name:
            joined = class_name(name)
            names[name] = last if joined not in known and last in known else joined
    return names


def flattened(facts: Mapping[str, Json], names: Mapping[str, str]) -> dict[str, Json]:
    """The facts with other names for types, wherever they occur.

    Args:
        facts: As made by `facts_of`.
        names: New name by old name, as made by `outer_names`.
    """

    def rename(value: Json) -> Json:
        if isinstance(value, str):
            return _DOTTED.sub(lambda match: names.get(match[0], match[0]), value)
        if isinstance(value, list):
            return [rename(item) for item in value]
        if isinstance(value, dict):
            return {names.get(key, key): rename(item) for key, item in value.items()}
        return value

    def outside(section: Json) -> Json:
        """Members of unions are values rather than types."""
        entries = section.items() if isinstance(section, dict) else ()
        return {
            names.get(name, name): item if isinstance(item, dict) and "literals" in item else rename(item)
            for name, item in entries
        }

    sections = ("classes", "interfaces", "aliases")
    return {key: outside(value) if key in sections else value for key, value in facts.items()}
