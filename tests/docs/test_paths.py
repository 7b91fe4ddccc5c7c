"""Where pages, comments and docstrings say that something is, there it is: files, folders, headings, modules.

So nothing that is moved leaves its old place behind in a text.
"""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from docs.samples import ROOT
from twilio_codegen.output.layout import find_schemas
from twilio_codegen.reference.products import render_references

FOLDERS = (".ci", "benchmarks", "codegen", "docs", "examples", "generated", "runtime", "schema", "tests")
PACKAGES = (
    "twilio_chat",
    "twilio_cli",
    "twilio_codegen",
    "twilio_fleet",
    "twilio_local",
    "twilio_realtime",
    "twilio_testing",
)

NO_MODULES = {
    "twilio_codegen.emitters",  # a group of entry points
    "twilio_fleet.client.count",  # a metric
    "twilio_fleet.client.state",  # a metric
    "twilio_fleet.event.duplicates",  # a metric
    "twilio_fleet.event.lag",  # a metric
    "twilio_fleet.event.published",  # a metric
    "twilio_fleet.event.waiting",  # a metric
    "twilio_fleet.lease.count",  # a metric
    "twilio_fleet.lease.state",  # a metric
    "twilio_local.frames",  # a logger
    "twilio_realtime.twilsock.websocket.wire",  # a logger
    "twilio_realtime.event.lag",  # a metric
    "twilio_realtime.reconnects",  # a metric
    "twilio_realtime.request.duration",  # a metric
}
"""What is named like a module."""

ELSEWHERE: Mapping[str, set[str]] = {
    "CHANGELOG.md": {"llms.txt", "llms-full.txt"},
    "CONTRIBUTING.md": {".nox/environment", "llms.txt"},
    ".ci/llms.py": {"llms.txt", "llms-full.txt"},
    "docs/fleet.md": {"archive.py"},
    "docs/index.md": {"llms.txt", "llms-full.txt"},
    "docs/media.md": {"../../.profile", "application/gzip", "application/octet-stream"},
    "docs/official-client.md": {"index.html"},
    "docs/security.md": {"10.0.0.0/8", "127.0.0.0/8"},
    "docs/regenerating.md": {
        "dist/",
        "package.json",
        "schema/chat/documented/twilio-chat-5.0.2.json",
    },
    "docs/schema.md": {"schemas/moving-from-PRODUCT.json"},
    "codegen/twilio_codegen/cli/api_commands.py": {"schema/PRODUCT"},
    "codegen/twilio_codegen/cli/commands.py": {"generated/PACKAGE"},
    "codegen/twilio_codegen/output/layout.py": {"generated/PACKAGE"},
    "noxfile.py": {"tests/simulation/test_"},
    "pyproject.toml": {"tests/.*/"},
    "tests/compiler/diff/test_command.py": {"schema/garden"},
    "tests/compiler/products/test_discovery.py": {"generated/", "schema/fleet", "schema/fleet/product.yaml"},
    "tests/compiler/products/test_project.py": {"generated/lorry_fleet/events.py"},
    "tests/compiler/test_diagnostics.py": {"schema/a.yaml", "schema/b.yaml", "schema/chat/b.yaml"},
    "tests/compiler/test_generator.py": {"schema/garden"},
}
"""What a file names rightly although it is not in this tree: made by tools, had by others, or no path at all."""

WRITTEN_BY_READERS = re.compile(r"[Ss]ave this [^`.]*`([^`]+)`|title=\"([^\"]+)\"")

LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
PATH = re.compile(r"(?:[\w.*-]+/)+(?:[\w.*-]+)?|[\w-]+\.(?:cfg|html|ini|j2|js|json|lock|md|py|toml|txt|ya?ml)")
PATH_FROM_THE_TOP = re.compile(rf"(?<![\w./@-])(?:{'|'.join(map(re.escape, FOLDERS))})/[\w./*-]*[\w*/]")
MODULE = re.compile(rf"(?<![\w.\"'/-])(?:{'|'.join(PACKAGES)})(?:\.[a-zA-Z_]\w*)+(?![\w\"'])")
COMMAND = re.compile(r"\b(?:pytest|nox -s [\w.-]+ --) ([^`\n]+)")


def names_of_files() -> list[str]:
    """Every file of the project, apart from caches and packages of others."""
    found = [path.name for path in ROOT.iterdir() if path.is_file()]
    for top in FOLDERS:
        for folder, below, names in os.walk(ROOT / top):
            below[:] = [name for name in below if name not in {"__pycache__", "node_modules"}]
            if Path(folder) == ROOT / "docs" / "reference":
                below.clear()  # a session that runs meanwhile may be writing them; see `generated_pages`
                names[:] = [name for name in names if name != "index.md"]
            found += [(Path(folder) / name).relative_to(ROOT).as_posix() for name in names]
    return sorted(found)


FILES = names_of_files()
TREE = {*FILES, *(str(folder) for name in FILES for folder in PurePosixPath(name).parents)}
"""Files, and the folders that hold any."""

WRITTEN = [
    name
    for name in FILES
    if not {"golden", "broken", "data", "schemas"} & set(PurePosixPath(name).parts)
    and PurePosixPath(name) != PurePosixPath(__file__).relative_to(ROOT)
]
PAGES = [name for name in WRITTEN if name.endswith(".md")]
SOURCES = [name for name in WRITTEN if name.endswith((".html", ".j2", ".js", ".py", ".toml", ".yaml", ".yml"))]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def in_tree(path: str, *folders: str) -> bool:
    """Whether a path, which may be a pattern and a module without its ending, leads to something from any folder."""
    wanted = [os.path.normpath(PurePosixPath(folder) / path) for folder in folders]
    return any(
        any(fnmatch(one, name) for one in TREE) if "*" in name else name in TREE or f"{name}.py" in TREE
        for name in wanted
    )


def is_known_by_its_end(path: str) -> bool:
    """Whether a path is that of something in the tree, without the folders that the text around it names."""
    return any(f"/{one}".endswith(f"/{path.rstrip('/')}") for one in TREE)


@cache
def generated_pages() -> frozenset[str]:
    """The pages of the reference that are written before the site is built."""
    products = render_references(find_schemas())
    return frozenset(
        ("docs/reference/index.md", *(f"docs/reference/{path}" for item in products for path in item.pages))
    )


def anchors(page: str) -> set[str]:
    """What the headings of a page are called in an address."""
    headings = re.findall(r"^#+ +(.+)$", read(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def dead_links(page: str, text: str) -> Iterator[str]:
    for match in LINK.finditer(text):
        target, _, anchor = match[1].partition("#")
        if re.match(r"\w+:", target):
            continue
        path = os.path.normpath(PurePosixPath(page).parent / target) if target else page
        if path in generated_pages():
            continue  # anchors in these are seen to when the site is built
        if path not in TREE or (anchor and anchor not in anchors(path)):
            yield match[1]


def lost_paths(name: str, text: str) -> Iterator[str]:
    there = {one for match in WRITTEN_BY_READERS.finditer(text) for one in match.groups() if one}
    there |= ELSEWHERE.get(name, set())
    for match in PATH_FROM_THE_TOP.finditer(text):
        # Tables of tests name them from the folder of all tests, whose folders are called like packages, too.
        if match[0] not in there and not in_tree(match[0].rstrip("."), "", "tests"):
            yield match[0]
    if name.endswith(".md"):
        here = str(PurePosixPath(name).parent)
        for match in CODE.finditer(text):
            if not PATH.fullmatch(match[1]) or match[1] in there or PATH_FROM_THE_TOP.fullmatch(match[1]):
                continue
            if not (in_tree(match[1], "", here) or is_known_by_its_end(match[1])):
                yield match[1]


def resolves(name: str) -> bool:
    """Whether a dotted name leads to a module, or to something in one."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError as error:
            if error.name is not None and not name.startswith(error.name):
                return True  # it is there; what it needs comes with an extra that is not installed
            continue
        for attribute in parts[end:]:
            if not hasattr(found, attribute):
                return attribute in getattr(found, "__annotations__", {})
            found = getattr(found, attribute)
        return True
    return False


def lost_modules(text: str) -> Iterator[str]:
    for name in dict.fromkeys(MODULE.findall(text)):
        if name not in NO_MODULES and not resolves(name):
            yield name


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    assert list(dead_links(page, read(page))) == []


@pytest.mark.parametrize("page", PAGES)
def test_paths_in_pages_exist(page: str) -> None:
    assert list(lost_paths(page, read(page))) == []


def test_paths_in_sources_exist() -> None:
    lost = {name: list(lost_paths(name, read(name))) for name in SOURCES}
    assert len(lost) > 300
    assert {name: paths for name, paths in lost.items() if paths} == {}


def test_modules_exist() -> None:
    lost = {name: list(lost_modules(read(name))) for name in (*PAGES, *SOURCES)}
    assert {name: modules for name, modules in lost.items() if modules} == {}


def test_no_command_names_a_folder_and_what_is_in_it() -> None:
    for page in PAGES:
        for match in COMMAND.finditer(read(page)):
            paths = [PurePosixPath(word) for word in match[1].split() if word.startswith("tests")]
            assert not any(one in other.parents for one in paths for other in paths), f"{page}: {match[0]}"


def test_no_merge_was_left_half_done() -> None:
    marker = re.compile("^(?:<{7}|>{7}) ", re.MULTILINE)
    assert [name for name in (*PAGES, *SOURCES) if marker.search(read(name))] == []


def test_what_is_lost_is_noticed() -> None:
    assert list(
        dead_links("README.md", "[a](docs/gone.md), [b](docs/tokens.md#gone), [c](docs/tokens.md#minting)")
    ) == [
        "docs/gone.md",
        "docs/tokens.md#gone",
    ]
    text = (
        "see `runtime/twilio_gone`, tests/gone/test_x.py, `gone.py`, `gone/`, `machine.py`, `twilsock/` and docs/*.md"
    )
    assert list(lost_paths("README.md", text)) == ["runtime/twilio_gone", "tests/gone/test_x.py", "gone.py", "gone/"]
    assert list(lost_modules("from twilio_realtime.gone import x; `twilio_realtime.errors.ArgumentError`")) == [
        "twilio_realtime.gone"
    ]
