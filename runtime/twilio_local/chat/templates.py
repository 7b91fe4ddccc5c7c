"""Content templates: prepared messages with variables, from which text and rich content are made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, cast

from twilio_realtime.json import JsonObject, JsonValue, as_object, dump_json, parse_json

from ..errors import Refusal
from ..http.paging import Page, read_page
from ..limits import Limits
from ..storage.database import Database, Row
from .stamps import Stamps

__all__ = ["Content", "Template", "Templates"]

_COLUMNS: Final = "t.id, t.sid, t.friendly_name, t.variables, t.variants, t.date_created, t.date_updated"
_RICH: Final = "application/x-vnd.com.twilio.rich."
_VARIABLE: Final = re.compile(r"\{\{([\w.-]{1,64})\}\}")
_VARIANT: Final = re.compile(r"[a-z][a-z0-9-]{0,31}/[a-z][a-z0-9-]{0,31}")


@dataclass(frozen=True, slots=True)
class Content:
    """What a template comes to: the text of the message, and rich content as JSON with its media type."""

    text: str = field(repr=False)
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Template:
    """One template: `variables` with their defaults, `variants` of its content by type, the preferred one first."""

    sid: str
    friendly_name: str
    variables: dict[str, str]
    variants: JsonObject
    date_created: str
    date_updated: str


class Templates:
    """All templates of the service."""

    def __init__(self, database: Database, stamps: Stamps, limits: Limits) -> None:
        self._database = database
        self._stamps = stamps
        self._most = limits.text_bytes

    def add(self, friendly_name: str, variables: Mapping[str, str], variants: JsonObject) -> Template:
        """Make a template.

        Raises:
            Refusal: 400, there is no variant, or one that is no object, or has no type such as ``twilio/text``.
        """
        if not variants:
            raise Refusal(400, 20001, "A template needs a variant")
        for kind, variant in variants.items():
            if not _VARIANT.fullmatch(kind) or not isinstance(variant, dict):
                raise Refusal(400, 20001, "Variants are objects under types such as 'twilio/text'")
        sid, date = self._stamps.sid("HX"), self._stamps.timestamp()
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO templates (sid, friendly_name, variables, variants, date_created, date_updated)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                sid,
                friendly_name,
                dump_json({**variables}),
                dump_json(variants),
                date,
                date,
            )
        return self.find(sid)

    def find(self, sid: str) -> Template:
        """The template with that SID.

        Raises:
            Refusal: 404, there is none.
        """
        row = self._database.row(f"SELECT {_COLUMNS} FROM templates t WHERE t.sid = ?", sid)
        if row is None:
            raise Refusal(404, 20404, "Content template not found")
        return _template(row)

    def content(self, sid: str, values: Mapping[str, str]) -> Content:
        """Fill the preferred variant; variables without a value have their defaults.

        Raises:
            Refusal: 404, there is no such template; 400, the text, or what is filled in, is longer than a text may be.
        """
        template = self.find(sid)
        kind, variant = next(iter(template.variants.items()))
        filled = as_object(_Filling({**template.variables, **values}, self._most).of(variant))
        texts = (filled.get(name) for name in ("body", "title"))
        text = next((one for one in texts if isinstance(one, str)), "")
        if len(text.encode(errors="surrogatepass")) > self._most:
            raise _too_long(self._most)
        data = dump_json({"data": filled}).encode(errors="surrogatepass")
        return Content(text, _RICH + kind.replace("/", ".", 1), data)

    def page(self, token: str | None, size: int) -> Page[Template]:
        """A page of the templates, oldest first."""
        sql = f"SELECT {_COLUMNS} FROM templates t WHERE 1"
        return read_page(self._database, sql, (), _template, token, size, column="t.id")


class _Filling:
    """Puts values in the place of variables, in a bounded size: a template may name the same variable many times."""

    def __init__(self, values: Mapping[str, str], most: int) -> None:
        self._values = values
        self._most = self._left = most

    def of(self, value: JsonValue) -> JsonValue:
        if isinstance(value, str):
            return _VARIABLE.sub(self._value, value)
        if isinstance(value, list):
            return [self.of(one) for one in value]
        if isinstance(value, dict):
            return {name: self.of(one) for name, one in value.items()}
        return value

    def _value(self, found: re.Match[str]) -> str:
        value = self._values.get(found[1], found[0])
        self._left -= len(value)
        if self._left < 0:
            raise _too_long(self._most)
        return value


def _too_long(most: int) -> Refusal:
    return Refusal(400, 20001, f"With its variables filled in, the content is longer than {most} bytes")


def _template(row: Row) -> Template:
    return Template(
        sid=row["sid"],
        friendly_name=row["friendly_name"],
        variables=cast("dict[str, str]", parse_json(row["variables"])),
        variants=cast(JsonObject, parse_json(row["variants"])),
        date_created=row["date_created"],
        date_updated=row["date_updated"],
    )
