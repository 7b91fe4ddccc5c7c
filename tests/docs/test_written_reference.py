"""What `twilio-codegen reference` writes: pages, and their places in the navigation."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from docs.samples import ROOT
from twilio_codegen.cli.commands import app
from twilio_codegen.output.layout import find_schemas
from twilio_codegen.reference.products import ProductReference, render_references
from twilio_codegen.reference.site import navigation, write_reference

EXTENSION = "twilio_codegen.reference.code_breaks"


@pytest.fixture(scope="module")
def products() -> list[ProductReference]:
    return render_references(find_schemas())


def made_up(folder: str, *names: str, documented: bool = False) -> ProductReference:
    pages = {f"{folder}/{name}": f"# {name}\n" for name in names}
    return ProductReference(f"{folder}: all", folder, f"{folder} 1.0.0", folder, pages, documented)


def test_the_navigation_of_this_project_has_every_page(products: list[ProductReference]) -> None:
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert config == navigation(config, products), "run: twilio-codegen reference"
    for product in products:
        assert all(f" reference/{path}\n" in config for path in product.pages)


def test_the_command_writes_the_pages(tmp_path: Path, products: list[ProductReference]) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)

    done = CliRunner().invoke(app, ["reference", "--docs", str(docs)])

    assert (done.exit_code, done.output) == (0, "")
    written = {path.relative_to(docs / "reference").as_posix() for path in docs.rglob("*.md")}
    assert written == {"index.md", *(path for product in products for path in product.pages)}
    channel = (docs / "reference" / "chat" / "channel.md").read_text(encoding="utf-8")
    assert channel.startswith("# Channel { #Channel }\n")
    assert channel.endswith("<!-- Generated from schema/chat by `twilio-codegen reference`. Do not edit. -->\n")
    again = write_reference(products, docs)
    assert (again.changed, again.removed, again.unchanged) == ((), (), len(written) + 1)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["reference", "--docs", str(tmp_path / "gone")])
    assert done.exit_code == 2
    assert done.stderr.endswith("gone; name that of the documentation with --docs\n")


def test_pages_that_are_no_longer_made_go_and_others_stay(tmp_path: Path) -> None:
    write_reference([made_up("one", "a.md", "b.md"), made_up("two", "a.md")], tmp_path)
    by_hand = tmp_path / "reference" / "two" / "notes.md"
    by_hand.write_text("# Notes\n", encoding="utf-8")

    written = write_reference([made_up("one", "b.md")], tmp_path)

    reference = tmp_path / "reference"
    assert written.removed == (reference / "one" / "a.md", reference / "two" / "a.md")
    assert {path.relative_to(reference).as_posix() for path in reference.rglob("*.md")} == {
        "index.md",
        "one/b.md",
        "two/notes.md",
    }


def test_only_what_is_marked_in_the_navigation_is_written() -> None:
    before = (
        "nav:\n"
        "  - Beside:\n"
        "      # side by side: written by `twilio-codegen reference`\n"
        "      - old: old.md\n"
        "      # end of what is written\n"
        "  - Mine: mine.md\n"
        "  # reference: written by `twilio-codegen reference`\n"
        "  # end of what is written\n"
    )
    names = ("index.md", "interfaces.md", "type-aliases.md", "payloads.md", "blocking.md")
    after = navigation(before, [made_up("one", *names, "javascript.md", "door.md", documented=True)])
    assert after == (
        "nav:\n"
        "  - Beside:\n"
        "      # side by side: written by `twilio-codegen reference`\n"
        '      - "Side by side": reference/one/javascript.md\n'
        "      # end of what is written\n"
        "  - Mine: mine.md\n"
        "  # reference: written by `twilio-codegen reference`\n"
        "  - Overview: reference/index.md\n"
        '  - "one: all":\n'
        "      - Overview: reference/one/index.md\n"
        "      - reference/one/door.md\n"
        "      - reference/one/interfaces.md\n"
        "      - reference/one/type-aliases.md\n"
        "      - reference/one/payloads.md\n"
        "      - reference/one/blocking.md\n"
        "  # end of what is written\n"
    )
    assert navigation(after, [made_up("one", *names, "javascript.md", "door.md", documented=True)]) == after
    assert navigation("nav: [index.md]\n", [made_up("one")]) == "nav: [index.md]\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`friendly_name`", "<p><code>friendly_<wbr>name</code></p>"),
        ("`client.on.message_added(…)`", "<p><code>client.<wbr>on.<wbr>message_<wbr>added(…)</code></p>"),
        ("`f(x)` and a_b", "<p><code>f(<wbr>x)</code> and a_b</p>"),
        ("`__enter__` `1.` `a...b`", "<p><code>__<wbr>enter__</code> <code>1.</code> <code>a...<wbr>b</code></p>"),
        ("    plain_block.of(code)", "<pre><code>plain_block.of(code)\n</code></pre>"),
        ("a <code>raw_name</code>", "<p>a <code>raw_<wbr>name</code></p>"),
    ],
)
def test_code_may_end_a_line_behind_parts_of_names(text: str, html: str) -> None:
    library = pytest.importorskip("markdown", reason="only the site needs it")
    from twilio_codegen.reference.code_breaks import breakable

    assert str(library.markdown(text, extensions=[EXTENSION])) == html
    assert breakable(html) == html
