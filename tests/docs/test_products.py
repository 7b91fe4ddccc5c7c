"""The documentation has a reference for each product; their pages do not collide."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.checkout import PRODUCTS, PROJECT, Checkout
from twilio_codegen.errors import DeclarationError
from twilio_codegen.output.layout import find_schemas
from twilio_codegen.reference.products import overview, render_references


def test_each_product_has_a_folder(tmp_path: Path) -> None:
    checkout = Checkout.with_second_product(tmp_path / "checkout")
    schemas = sorted(path.parent for path in (checkout.folder / "schema").glob("*/product.yaml"))

    products = render_references(schemas)

    assert sorted(product.folder for product in products) == PRODUCTS
    pages = [page for product in products for page in product.pages]
    assert len(pages) == len(set(pages))
    chat, fleet = (next(product for product in products if product.folder == name) for name in ("chat", "fleet"))
    for product in products:
        table = [product.beside_javascript] if product.documented else []
        assert sorted([*product.order, *table]) == sorted(product.pages)
    assert (chat.documented, fleet.documented) == (True, False)
    page = overview(products)
    assert (
        "| [Twilio Chat](chat/index.md) | `twilio_chat` | twilio-chat 6.0.0: [side by side](chat/javascript.md) |"
        in page
    )
    assert "| [Lorry Fleet](fleet/index.md) | `lorry_fleet` | lorry-fleet 2.0.0 |" in page


def test_declarations_of_two_versions_are_refused(tmp_path: Path) -> None:
    checkout = Checkout.with_second_product(tmp_path / "checkout")
    documented = checkout.folder / "schema" / "chat" / "documented"
    (documented / "twilio-chat-5.0.2.json").write_text("{}", encoding="utf-8")

    with pytest.raises(DeclarationError, match=r"twilio-chat-5\.0\.2\.json, twilio-chat-6\.0\.0\.json; keep one"):
        render_references([documented.parent])


def test_the_products_of_this_project_are_documented() -> None:
    folders = [product.folder for product in render_references(find_schemas())]
    assert sorted(folders) == [path.name for path in sorted((PROJECT / "schema").iterdir()) if path.is_dir()]
    assert folders.index("conversations") < folders.index("chat")  # it took its place


@pytest.mark.commands
def test_the_site_of_two_products_is_built(tmp_path: Path) -> None:
    checkout = Checkout.with_second_product(tmp_path / "checkout")
    assert checkout.compiler("generate", "--product", "fleet") == (0, "", "")
    assert checkout.compiler("reference") == (0, "", "")

    done = checkout.python("-m", "mkdocs", "build", "--strict", "--quiet")

    assert done.returncode == 0, done.stdout + done.stderr
    reference = checkout.folder / "site" / "reference"
    assert {*PRODUCTS, "index.html", "signals.html"} <= {path.name for path in reference.iterdir()}
    page = (reference / "fleet" / "fleet.html").read_text(encoding="utf-8")
    assert "Lorry Fleet" in page
    assert "../chat/client.html" in page  # the navigation has both
