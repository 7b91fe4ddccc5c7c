"""The picture on the start page shows what two clients do, each time again."""

from __future__ import annotations

from xml.etree import ElementTree

from docs.two_clients import PICTURE, draw, talk


async def test_the_picture_is_what_happens() -> None:
    drawn = draw(await talk())
    assert ElementTree.fromstring(drawn).tag == "{http://www.w3.org/2000/svg}svg"
    assert PICTURE.read_text(encoding="utf-8") == drawn, "run: python tests/docs/two_clients.py"
