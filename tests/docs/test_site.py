"""The site as it is built: every page in a browser, every link and anchor, and the places where code may break."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from html import unescape
from pathlib import Path, PurePosixPath
from typing import TypedDict, cast
from urllib.parse import unquote, urldefrag

import pytest

from docs.samples import ROOT
from interop.chromium import find_chromium
from interop.node import install_packages, node_command

pytestmark = [pytest.mark.commands, pytest.mark.timeout(1200)]

DRIVER = Path(__file__).with_name("site.cjs")


class Found(TypedDict):
    """What the browser says."""

    pages: int
    complaints: list[str]


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site: what ``--site`` names, else built anew."""
    given = cast("str | None", request.config.getoption("--site", default=None))
    if given is not None:
        return ROOT / given
    folder = tmp_path_factory.mktemp("site")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    for command in (
        ["-c", "from twilio_codegen.cli import run; run()", "reference"],
        ["-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        [".ci/llms.py", str(folder)],
    ):
        python = [sys.executable, *command]
        done = subprocess.run(python, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> Mapping[str, str]:
    """The HTML of each page by its path."""
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}


@pytest.mark.browser
def test_nothing_sticks_out_and_no_script_fails(site: Path) -> None:
    """At 1280 and 360 pixels: tables and blocks of code scroll, the page does not, and the console has no error."""
    try:
        chromium = find_chromium()
    except RuntimeError as error:
        pytest.skip(str(error))
    packages = install_packages() / "node_modules"
    command: list[str | Path] = [node_command(), DRIVER, chromium.executable, str(chromium.libraries or ""), site]
    environment = {**os.environ, "NODE_PATH": str(packages)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=1000, check=False)
    assert done.returncode == 0, done.stderr
    found = cast("Found", json.loads(done.stdout))
    assert found["complaints"] == []
    assert found["pages"] == len([*site.rglob("*.html")])


def test_every_link_leads_somewhere(site: Path, pages: Mapping[str, str]) -> None:
    ids = {name: {unescape(one) for one in re.findall(r'\bid="([^"]+)"', html)} for name, html in pages.items()}
    dead: set[tuple[str, str]] = set()
    for name, html in pages.items():
        if name == "404.html":
            continue  # its addresses begin where the site is published
        for link in re.findall(r'<a\b[^>]*\bhref="([^"]+)"', html):
            target, anchor = urldefrag(unquote(unescape(link)))
            if re.match(r"\w+:", target) or target in (".", ""):
                target = name if target in ("", ".") else ""
            else:
                target = os.path.normpath(PurePosixPath(name).parent / target)
            if not target:
                continue
            if not (site / target).exists() or (anchor and anchor not in ids.get(target, {anchor})):
                dead.add((name, link))
    assert sorted(dead) == []


def test_no_markup_of_another_language_is_shown(pages: Mapping[str, str]) -> None:
    for name, html in pages.items():
        words = re.sub(
            r"<pre\b.*?</pre>|<code\b.*?</code>|<script\b.*?</script>|<style\b.*?</style>", "", html, flags=re.DOTALL
        )
        shown = re.sub(r"<[^>]+>", "", words)
        assert not re.search(
            r"``|:(?:class|meth|func|attr|mod|ref|exc|data):|^\s*\.\. \w+::|::\s*$", shown, re.MULTILINE
        ), name


def test_code_ends_a_line_behind_parts_of_names(pages: Mapping[str, str]) -> None:
    page = pages["reference/conversations/conversation.html"]
    assert "<code>friendly_<wbr>name</code>" in page
    blocks = "".join(re.findall(r"<pre\b.*?</pre>", page, re.DOTALL))
    assert "add_non_chat_participant" in re.sub(r"</?(?:span|a)\b[^>]*>", "", blocks)
    assert "<wbr>" not in blocks


def test_language_models_get_every_page(site: Path, pages: Mapping[str, str]) -> None:
    """`llms.txt` has the form that https://llmstxt.org asks for, and leads to the pages as Markdown."""
    index = (site / "llms.txt").read_text(encoding="utf-8")
    assert re.match(r"# twilio-chat for Python\n\n> \w.+\n\n## Start\n\n- \[", index)
    listed = re.findall(r"^- \[[^\]]+\]\(([^)]+)\)(?:: .+)?$", index, re.MULTILINE)
    assert len(listed) == len(re.findall(r"^- ", index, re.MULTILINE))
    assert sorted(listed) == sorted(name.replace(".html", ".md") for name in pages if name != "404.html")
    assert index.index("\n## Optional\n") > index.index("(reference/errors.md)")

    full = (site / "llms-full.txt").read_text(encoding="utf-8")
    for path in listed:
        text = (site / path).read_text(encoding="utf-8")
        assert text.startswith("# "), path
        assert text in full, path
        assert not re.search(r"^::: |^--8<-- |<!--- (?:hidden|not run)|\{ [#.:]\S+ \}", text, re.MULTILINE), path
    assert "async def wait(*, where: Callable[[T], bool] | None = None, timeout: float | None = None) -> T: ..." in full
    assert "def echo(client: Client) -> None:" in (site / "gallery.md").read_text(encoding="utf-8")
