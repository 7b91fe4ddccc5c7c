"""Lists the names of the reference in their order, and where each is described."""

from __future__ import annotations

import re
from dataclasses import dataclass

from twilio_codegen.language import Schema
from twilio_codegen.models.json_schema import OTHER_DOC
from twilio_codegen.python.naming import snake_case
from twilio_codegen.python.runtime_errors import RUNTIME_ERRORS
from twilio_codegen.templates.markdown import inline

PAGINATOR = "twilio_realtime.requests.pagination.Paginator"
"""Where the runtime's class for pages is described."""

RENEWABLE = "twilio_realtime.mirror.transient.Renewable"
PENDING_PAGE = "twilio_realtime.requests.pagination.PendingPage"
"""Where what becomes such a page is described."""

_WORD = re.compile(r"\"[^\"]*\"|[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of the index.

    Attributes:
        name: The name.
        target: Where it is described: a page with an anchor, or what mkdocs-autorefs finds.
        doc: What it is, in a sentence or two.
    """

    name: str
    target: str
    doc: str

    @property
    def link(self) -> str:
        """The name as a link, in Markdown."""
        return f"[{self.name}]({self.target})" if ".md" in self.target else f"[{self.name}][{self.target}]"


class Index:
    """Every documented name of one schema.

    Attributes:
        aliases: Type aliases, sorted.
        interfaces: Interfaces, sorted.
        classes: Classes, sorted.
        payloads: What handlers receive, beyond those that are documented as interfaces.
    """

    def __init__(self, schema: Schema) -> None:
        others = ((item.other.name, item.other, name) for name, item in schema.tagged.items())
        values = [
            *((name, item.documented, item.doc) for name, item in schema.values.items()),
            *((name, item.documented, item.doc or OTHER_DOC.format(name=of)) for name, item, of in others),
        ]
        aliases = {name: item.doc for name, item in schema.types.items()}
        aliases |= {name: item.doc for name, item in schema.tagged.items()}
        aliases |= {name: doc for name, documented, doc in values if documented == "alias"}
        interfaces = {name: doc for name, documented, doc in values if documented == "interface"}
        interfaces |= {name: item.doc for name, item in schema.options.items()}
        interfaces |= {item.documented_as: item.doc for item in schema.payloads.values() if item.documented_as}
        classes = {name: doc for name, documented, doc in values if documented == "class"}
        classes |= {name: item.doc for name, item in schema.resources.items()}
        self.aliases = [Entry(name, f"type-aliases.md#{name}", _first(doc)) for name, doc in sorted(aliases.items())]
        self.interfaces = [
            Entry(name, f"interfaces.md#{name}", _first(doc)) for name, doc in sorted(interfaces.items())
        ]
        self.classes = sorted(
            [
                *(Entry(name, f"{snake_case(name)}.md#{name}", _first(doc)) for name, doc in classes.items()),
                Entry("RestPaginator", PAGINATOR, "One page of results, with ways to its neighbours."),
            ],
            key=lambda entry: entry.name,
        )
        self.payloads = [
            Entry(name, f"payloads.md#{name}", inline(item.doc))
            for name, item in sorted(schema.payloads.items())
            if not item.documented_as
        ]
        self._targets = {
            entry.name: entry for entry in (*self.aliases, *self.interfaces, *self.classes, *self.payloads)
        }
        for name, item in schema.payloads.items():
            if item.documented_as:
                self._targets[name] = Entry(name, f"interfaces.md#{item.documented_as}", item.doc)
        self._targets["Paginator"] = Entry("Paginator", PAGINATOR, "")
        self._targets["Renewable"] = Entry("Renewable", RENEWABLE, "")
        self._targets["PendingPage"] = Entry("PendingPage", PENDING_PAGE, "")

    def linked(self, annotation: str) -> str:
        """Write an annotation for a cell of a table, each name of the index as a link."""
        parts: list[str] = []
        at = 0
        for match in _WORD.finditer(annotation):
            entry = self._targets.get(match[0])
            if entry is not None:
                parts += [_plain(annotation[at : match.start()]), entry.link]
                at = match.end()
        return "".join([*parts, _plain(annotation[at:])])

    def error(self, name: str) -> str:
        """Write an exception of the runtime with its meaning, in Markdown."""
        return f"[{name}][twilio_realtime.errors.{name}]: {RUNTIME_ERRORS[name]}"


def cell(text: str) -> str:
    """Escape text for a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_|\[\]<>])", r"\\\1", text)


def _first(doc: str) -> str:
    return cell(inline(doc.partition("\n\n")[0]))
