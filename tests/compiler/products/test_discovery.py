"""A product is a folder of ``schema/``: bare commands of the compiler find all of them, ``--product`` chooses one."""

from __future__ import annotations

import json
import shutil

import pytest

from support.checkout import PACKAGES, PRODUCTS, SECOND_PACKAGE, Checkout

KNOWN = ", ".join(PRODUCTS)
VERIFY = (
    "from twilio_codegen.generator import verify_generated; result = verify_generated();"
    "print(result.up_to_date, result.compiled, result.diff.count('\\n'))"
)


def test_bare_commands_do_all_products(compiled: Checkout) -> None:
    assert (compiled.second / "py.typed").is_file()
    assert compiled.compiler("check") == (0, "", "")
    assert compiled.compiler("check", "--product", "fleet") == (0, "", "")
    assert compiled.compiler("lint") == (0, "", "")
    assert compiled.compiler("lint", "--format", "json") == (0, "[]\n", "")
    assert compiled.python("-c", VERIFY).stdout == "True False 0\n"


def test_a_stale_product_is_found_wherever_it_stands(checkout: Checkout) -> None:
    (checkout.second / "types.py").write_text("x = 1\n", encoding="utf-8")

    code, diff, told = checkout.compiler("check")
    assert code == 1
    assert diff.startswith(f"# in generated/{SECOND_PACKAGE}\n--- a/types.py\n")
    assert told == f"{checkout.second} is not up to date; run: twilio-codegen generate\n"
    assert checkout.compiler("check", "--product", "chat") == (0, "", "")
    code, _, told = checkout.compiler("check", "--product", "fleet")
    assert (code, told.endswith("run: twilio-codegen generate --product fleet\n")) == (1, True)
    assert checkout.python("-c", VERIFY).stdout.startswith("False True ")

    assert checkout.compiler("generate", "--product", "chat")[0] == 0
    assert checkout.compiler("check")[0] == 1
    assert checkout.compiler("generate", "--product", "fleet")[0] == 0
    assert checkout.compiler("check")[0] == 0


def test_each_product_is_looked_at_whatever_is_wrong_with_another(checkout: Checkout) -> None:
    chat, fleet = (checkout.folder / "schema" / name / "product.yaml" for name in ("chat", "fleet"))
    fleet.write_text(fleet.read_text(encoding="utf-8") + "values: {Pot: {doc: A pot.}}\n", encoding="utf-8")
    chat.write_text(chat.read_text(encoding="utf-8") + "types: [\n", encoding="utf-8")

    expected = [
        "schema/chat/product.yaml",
        "schema/conversations/moving/chat.yaml",  # which is compared with what it takes the place of
        "schema/fleet/product.yaml",
    ]

    code, listed, _ = checkout.compiler("lint", "--format", "json")
    assert (code, [item["file"] for item in json.loads(listed)]) == (2, expected)
    code, _, told = checkout.compiler("check")
    assert code == 2
    assert [line.partition(":")[0] for line in told.splitlines()] == expected


def test_a_product_without_a_package_is_a_problem_of_its_own(checkout: Checkout) -> None:
    product = checkout.folder / "schema" / "fleet" / "product.yaml"
    product.write_text(product.read_text(encoding="utf-8").replace("package: lorry_fleet\n", ""), encoding="utf-8")

    code, told, _ = checkout.compiler("lint")
    assert code in (1, 2)
    assert [line.partition(":")[0] for line in told.splitlines()] == ["schema/fleet/product.yaml"]


@pytest.mark.parametrize("written", ["package: 'lorry_fleet'", '"package": "lorry_fleet"', "package:\n  lorry_fleet"])
def test_the_package_may_be_written_in_any_way_of_yaml(checkout: Checkout, written: str) -> None:
    product = checkout.folder / "schema" / "fleet" / "product.yaml"
    product.write_text(
        product.read_text(encoding="utf-8").replace("package: lorry_fleet", written), encoding="utf-8", newline="\n"
    )

    assert checkout.compiler("generate", "--product", "fleet") == (0, "", "")
    assert checkout.compiler("check") == (0, "", "")
    assert sorted(path.name for path in (checkout.folder / "generated").iterdir()) == PACKAGES


def test_a_product_is_called_like_its_folder(checkout: Checkout) -> None:
    product = checkout.folder / "schema" / "fleet" / "product.yaml"
    product.write_text(
        product.read_text(encoding="utf-8").replace("product: fleet\n", "product: lorries\n"), encoding="utf-8"
    )
    line = product.read_text(encoding="utf-8").splitlines().index("product: lorries") + 1

    message = "the product of the folder 'fleet' is called 'lorries'; write 'fleet' here, or rename the folder"
    assert checkout.compiler("lint")[:2] == (1, f"schema/fleet/product.yaml:{line}:10: {message}\n")
    assert checkout.compiler("generate", "--product", "fleet")[0] != 0


def test_two_products_cannot_share_a_package(checkout: Checkout) -> None:
    shutil.copytree(checkout.folder / "schema" / "fleet", checkout.folder / "schema" / "vans")

    for command in ("generate", "check", "lint"):
        code, output, told = checkout.compiler(command)
        assert (code, output) == (2, "")
        assert told == (
            "the products fleet and vans both name the package lorry_fleet; "
            "give one of them another in its product.yaml\n"
        )


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("check --product vans", "there is no product 'vans' in {folder}/schema; known: {known}"),
        ("check --product ''", "there is no product '' in {folder}/schema; known: {known}"),
        ("lint --product .", "there is no product '.' in {folder}/schema; known: {known}"),
        (
            "generate --product chat --schema schema/chat",
            "--schema names a folder and --product one of schema/; give only one of them",
        ),
        (
            "generate --output out",
            "--output is the folder of one package; name its product with --product: {known}",
        ),
        ("audit lib.d.ts", "there are several products ({known}); choose one with --product"),
        ("diff main", "there are several products ({known}); choose one with --product"),
    ],
)
def test_what_cannot_be_meant_is_one_line(compiled: Checkout, command: str, expected: str) -> None:
    arguments = [word.strip("'") for word in command.split(" ")]

    code, output, told = compiled.compiler(*arguments)

    assert (code, output) == (2, "")
    assert told == f"{expected.format(folder=compiled.folder, known=KNOWN)}\n"


def test_commands_about_one_product_take_the_one_that_is_named(checkout: Checkout) -> None:
    assert checkout.compiler("diff", "schema/fleet", "schema/fleet")[0] == 0
    (checkout.folder / "lib.d.ts").write_text("export declare class Fleet {}\n", encoding="utf-8")

    _, told, _ = checkout.compiler("audit", "lib.d.ts", "--product", "fleet")

    assert "Fleet" in told
    assert "Channel" not in told
