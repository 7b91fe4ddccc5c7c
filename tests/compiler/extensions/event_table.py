"""An example of an emitter: a Markdown table of all events, for a wiki or a README.

It would be offered by a distribution of its own, in its ``pyproject.toml``::

    [project.entry-points."twilio_codegen.emitters"]
    event-table = "event_table:event_table"
"""

from __future__ import annotations

from collections.abc import Mapping

from twilio_codegen.language import Event, Schema
from twilio_codegen.python.naming import python_name

__all__ = ["event_table"]


def event_table(schema: Schema) -> Mapping[str, str]:
    """Returns the table as the file ``EVENTS.md``."""
    rows = [
        f"| `{resource.resource}` | `{name}` | `on.{python_name(name)}` | {_payload(event)} | {event.doc} |"
        for resource in schema.resources.values()
        for name, event in resource.events.items()
    ]
    head = ["| emitter | event | in Python | payload | when |", "| --- | --- | --- | --- | --- |"]
    return {"EVENTS.md": "\n".join([f"# Events of {schema.product.title}", "", *head, *rows]) + "\n"}


def _payload(event: Event) -> str:
    return "none" if event.payload is None else f"`{event.payload}`"
