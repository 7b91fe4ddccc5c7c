"""Bodies of methods that are answered in a rarer way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typing_extensions import deprecated

from support.schemas import copy_garden, write_files
from twilio_codegen.generator import generate
from twilio_realtime.blocking.deprecated import Undeprecated

SENDING = """\
  show:
    doc: Send a picture or a text.
    params:
      text: {type: "string? | Picture", default: null, doc: What to send.}
      row: {type: integer, doc: Where.}
    request:
      post: plants
      query: {row: $row}
      body: {said: $text, it: {value: $text, upload: {payload: Stored, sid: at.sid}}}
    only-when: {title: shown}
    settles: joined
    returns: self
"""
SHED = """\
resource: Shed
doc: Where things are kept.
section: Shed
owner: Garden
mirror: {payload: ShedRecord, kind: record, doc: What the service says about it.}
properties:
  sid: {type: string, identity: true, doc: Identifier.}
  title: {type: string?, doc: What it is called.}
  soil: {type: Soil?, merge: partial, when: always, doc: What it stands on.}
methods:
  show:
    doc: Send a picture or a text.
    params: {text: {type: "string? | Picture", default: null, doc: What to send.}}
    request:
      post: beds
      body: {said: $text, it: {value: $text, upload: {payload: Stored, sid: at.sid}}}
    returns: none
  note:
    doc: Write something down.
    params: {notes: {type: json, default: [], doc: What to write.}}
    request: {post: beds, body: {notes: {value: $notes, when-none: omit}}}
    returns: none
  measure:
    doc: Measure it.
    delegate: {to: client, method: measureAll, with: {title: self.title, size: self.sid}}
    returns: none
owner-gets:
  methods:
    measureAll:
      doc: Measure everything.
      params:
        title: {type: string?, default: null, doc: What it is called.}
        size: {type: string, doc: How large it is.}
      request: {post: beds, body: {title: $title, size: $size}}
      returns: none
"""
PICTURE = """\
options: {Picture: {doc: A picture., fields: {file: {type: MediaSource, doc: The file.}}}}
wire: {Stored: {doc: What is stored., fields: {at: {type: Planted, doc: Where it is.}}}}
"""


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    """A schema with files."""
    folder = copy_garden(tmp_path)
    product = (folder / "product.yaml").read_text(encoding="utf-8")
    files = {"product.yaml": product.replace("  metadata:", "  media: beds\n  metadata:"), "picture.yaml": PICTURE}
    return write_files(folder, files)


@pytest.fixture
def shed(garden: Path) -> str:
    return generate(write_files(garden, {"resources/shed.yaml": SHED}))["shed.py"]


def test_a_text_in_place_of_a_file_is_all_that_is_sent(shed: str) -> None:
    _, _, plain = shed.partition("if file is None:")
    text, stored, _ = plain.partition("services.media.upload")

    assert stored
    assert text.count("await self._context.rest.mutate(") == 2
    assert "\n            return\n" in text


def test_a_file_is_sent_on_the_conditions_and_to_the_address_of_a_text(garden: Path) -> None:
    bed = (garden / "resources/bed.yaml").read_text(encoding="utf-8")
    write_files(garden, {"resources/bed.yaml": bed.replace("\nmethods:\n", f"\nmethods:\n{SENDING}")})

    text, stored, file = generate(garden)["bed.py"].partition("file is None:")[2].partition("services.media.upload")

    assert stored
    assert text.count('if self.title != "shown":\n') == 2
    assert text.count('with_query(self._plants_link, {"row": row})') == 2
    assert text.index('"said": ') < text.index('"it": ')
    assert file.index('await self._settled(self.sid, "joined")') < file.index("return self")


def test_a_file_may_be_all_that_is_known_about_a_file(shed: str) -> None:
    text = " ".join(shed.split()).replace("( ", "(").replace(", )", ")").replace(" )", ")")
    assert "upload(needed_link(self._context.configuration.links.beds, 'beds'), file)" in text.replace('"', "'")


def test_a_value_is_laid_over_what_is_there_and_not_over_nothing(shed: str) -> None:
    assert "merge_partial(None, item.soil)" in shed
    assert "merge_partial(self._soil" not in shed


def test_what_is_read_of_an_answer_may_stand_below_it(shed: str) -> None:
    assert re.search(r"read_answer\(\s*wire\.Stored,[^;]*?\)\.at\.sid", shed)


def test_what_has_a_default_by_then_is_not_left_out(shed: str) -> None:
    """Type checkers refuse conditions that always hold."""
    assert '{"notes": notes}' in shed
    assert "**(" not in shed


def test_arguments_of_another_method_go_to_their_parameters(shed: str) -> None:
    """The signature has what must be given first, the schema need not; what may be null there is passed as it is."""
    assert "client.measure_all(title=self.title, size=self.sid)" in shed


def test_a_deprecated_function_needs_no_object() -> None:
    @deprecated("since long ago")
    def double(number: int) -> int:
        return 2 * number

    assert Undeprecated(double)(3) == 6  # pyright: ignore[reportDeprecated]


def test_what_is_forgotten_may_depend_on_what_follows_from_something(tmp_path: Path) -> None:
    garden = copy_garden(tmp_path)
    bed = (garden / "resources/bed.yaml").read_text(encoding="utf-8")
    label = "  label: {type: string, derived: {property: sid, suffix: .x}, doc: Its label.}\n"
    root = (garden / "resources/garden.yaml").read_text(encoding="utf-8")
    write_files(
        garden,
        {
            "resources/bed.yaml": bed.replace("\nproperties:\n", f"\nproperties:\n{label}"),
            "resources/garden.yaml": root.replace("{title: secret}", "{label: b.x}"),
        },
    )

    assert 'return self.label == "b.x"' in generate(garden)["bed.py"]


def test_a_property_may_be_called_like_what_raises_an_event(tmp_path: Path) -> None:
    """The word says what raises it: handlers get what all changes make together, not the object besides."""
    garden = copy_garden(tmp_path)
    plant = (garden / "resources/plant.yaml").read_text(encoding="utf-8")
    reasons = "  reasons: {type: string?, reason: reasons, doc: Why it grows.}\n"
    write_files(garden, {"resources/plant.yaml": plant.replace("\nproperties:\n", f"\nproperties:\n{reasons}")})

    written = generate(garden)["plant.py"]

    assert 'reasons.append("reasons")' in written
    assert re.findall(r"emit\(self\._hub\.updated, (\w+)\)", written) == ["update"]


def test_the_name_of_a_file_may_be_deprecated(garden: Path) -> None:
    """Type checkers tell of every use of what is deprecated."""
    old = "deprecated: {since: 1.0.0, use: another one, remove-in: 9.0.0}"
    bed = (garden / "resources/bed.yaml").read_text(encoding="utf-8")
    named = f"  file: {{type: string, derived: {{property: title, safe-name: sid}}, {old}, doc: Its name.}}\n"
    fetch = """\
  fetch:
    doc: Fetch it.
    params:
      path: {type: Path, doc: Where to.}
      progress: {type: Progress?, default: null, doc: Whom to tell.}
      again: {type: boolean, default: false, doc: Whether to replace it.}
    media: download
    returns: {type: integer}
"""
    bed = bed.replace("\nproperties:\n", f"\nproperties:\n{named}").replace("\nmethods:\n", f"\nmethods:\n{fetch}")
    write_files(garden, {"resources/bed.yaml": bed})

    assert "name=safe_name(self._title, self._sid)" in generate(garden)["bed.py"]
