"""The page of examples has each of them, from its file."""

from __future__ import annotations

import re

from docs.samples import ROOT


def test_every_example_is_included() -> None:
    page = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
    included = set(re.findall(r'^--8<-- "(examples/.+\.py)"$', page, re.MULTILINE))
    assert included == {path.relative_to(ROOT).as_posix() for path in (ROOT / "examples").rglob("*.py")}
