"""Texts of a schema are data in whatever is generated: they arrive unchanged, and none of them becomes code."""

from __future__ import annotations

import ast
import itertools
import json
import re
import shutil
import tokenize
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

import pytest
from jinja2 import Environment, nodes

from support.schemas import GARDEN, diagnose
from support.yaml_edits import Tree, read_tree, write_tree
from twilio_codegen.generator import generate
from twilio_codegen.python.source_text import comment, docstring, formatted, is_unprintable, literal
from twilio_codegen.templates import render
from twilio_codegen.templates.markdown import code, inline

EXTENSIONS = ["admonition", "attr_list", "tables", "pymdownx.superfences"]
"""Those that the site is built with."""

TEMPLATES = Path(render.__file__).parent
PROJECT = Path(__file__).parents[2]

CRAFTED = '"""\nraise SystemExit("ran")\n"""'
TEXTS = [
    r"Numbers such as \d+ and \w{2,}.",
    r"Lies in C:\new\users.",
    r"A character \N{x}, \x, \u12 and \777.",
    'It is called """this""".',
    'Ends with a "quote"',
    '"Begins" with one',
    'Ends with two ""',
    "Ends with a backslash \\",
    'Ends with both \\"',
    'Ends otherwise "\\',
    "{braces} {{more}} {% raw %} {# none #} {0} %s %(x)s $x ${x}",
    "`` `code` `` **bold** :class:`x` | table | <b>&amp;</b>",
    "word" * 200,
    "Größe, 大きさ, 🦜",
    "A 'single' one'",
    CRAFTED,
    f"Ends its docstring.{CRAFTED}",
    "'''\nraise SystemExit('ran')\n'''",
    "one\n\n\n# two\n\n    three",
    "coding: utf-7 +AAo-raise SystemExit('ran')+AAo-",
    "-*- coding=rot13 -*-",
]
MEMBERS = [
    'two "quotes"',
    "it's",
    "back\\slash",
    "ends\\",
    "\\",
    '"',
    "{brace}",
    "{{x}}",
    "{x!r}",
    "a\nb",
    "a\tb",
    "%s %d",
    "Größe 🦜",
    "a b",
    "1a",
    "a.b",
    "a-b",
    "$",
    "#",
    "None",
    "class",
    "'''",
    CRAFTED,
    "</script><!--",
    "a/b?c=d&e#f",
]

Edit = Callable[[str], str]


def garden(prose: Edit = str, data: Edit = str) -> Tree:
    """The small schema with each kind of text changed: what is said about things, and what travels."""

    def line(text: str) -> str:
        return " ".join(prose(text).split())

    tree = read_tree(GARDEN)
    bed = cast("dict[str, dict[str, object]]", tree["resources/bed.yaml"])
    bed["properties"] |= {
        "place": {"type": "string", "derived": {"property": "sid", "suffix": data(".place")}, "doc": "Where it is."},
        "mood": {"type": "string?", "wire": data("the mood"), "none-when": {"standing": data("strange")}, "doc": "x"},
    }
    bed["methods"] |= {
        "ask": {
            "doc": "Ask.",
            "params": {
                "what": {
                    "type": "string",
                    "literals": [data("sand"), data("clay")],
                    "default": data("clay"),
                    "doc": "x",
                },
                "which": {"type": "BedStatus", "default": data("tended"), "doc": "x"},
                "some": {"type": "BedStatus", "allow": [data("tended")], "doc": "x"},
                "sure": {"type": "boolean", "default": True, "doc": "x"},
                "perhaps": {"type": "string?", "default": None, "doc": "x"},
            },
            "requires": [{"property": "standing", "equals": data("tended"), "message": line("it is strange.")}],
            "request": {
                "post": "self",
                "path": [data("path part"), "$what"],
                "query": {data("query"): "$which", data("fixed"): data("value")},
                "body": {
                    data("some"): "$some",
                    data("sure"): {"value": "$sure", "choose": {True: data("yes"), False: data("no")}},
                    data("maybe"): {"value": "$perhaps", "when-none": data("none at all")},
                },
            },
            "returns": "none",
        },
        "fill": {
            "doc": "Fill in.",
            "params": {"what": {"type": "string", "doc": "x"}},
            "request": {"post": "self", "form": {data("field"): "$what", data("other"): data("that")}},
            "returns": "none",
        },
        "find": {
            "doc": "Find.",
            "params": {"height": {"type": "number", "doc": "x"}},
            "collection": {
                "name": "plants",
                "operation": "find",
                "where": {"kind": data("a kind"), "height": "$height"},
            },
            "returns": {"type": "Plant"},
        },
        "reports": {
            "doc": "All reports.",
            "request": {
                "get": "self",
                "pages": {name: data(f"the {name}") for name in ("items", "token", "next", "prev", "meta")},
            },
            "returns": {"type": "Paginator[Report]"},
        },
        "old": {
            "doc": "Old.",
            "request": {"delete": "self"},
            "returns": "none",
            "deprecated": {"since": "1.1.0", "use": line("another one"), "remove-in": "9.0.0"},
        },
    }
    plant = cast("dict[str, dict[str, object]]", tree["resources/plant.yaml"])
    plant["properties"]["kind"] = {"type": "string?", "wire": data("the kind"), "doc": "x"}
    values = cast("dict[str, dict[str, object]]", tree["definitions.yaml"])
    values["values"] |= {
        "Dry": {"doc": "Dry.", "fields": {"since": {"type": "datetime", "wire": data("dry since"), "doc": "x"}}},
        "Wet": {"doc": "Wet.", "fields": {"depth": {"type": "number", "default": 0.5, "doc": "x"}}},
    }
    tree["tagged.yaml"] = {
        "tagged": {
            "Report": {
                "doc": "A report.",
                "tag": "kind",
                "members": {data("dry"): "Dry", data("wet"): "Wet"},
                "other": "OtherReport",
            }
        },
        "options": {
            "GardenOptions": {
                "doc": "Settings.",
                "fields": {
                    "region": {"type": "string?", "doc": "Region."},
                    "mode": {"type": "string?", "literals": [data("slow"), data("fast")], "doc": "Mode."},
                },
            }
        },
    }
    tree["resources/garden.yaml"]["options"] = {"type": "GardenOptions", "region": "region"}
    product = tree["product.yaml"]
    profile = cast("dict[str, object]", product["profile"])
    profile["metadata"] = {data("type"): data("garden")}
    profile["message-types"] = [data("twilio.sync.event")]
    product["title"], product["models-version"] = line("Twilio Garden"), line("twilio-garden 1.0.0")
    words = {"tended", "offered", "strange", "spring", "autumn", "sand", "loam", "clay", "measured", "sown"}
    membership = {"document": "bed", "document-suffix": ".bed"}
    return cast("Tree", _edited(tree, words, membership, prose, data))


def _edited(value: object, words: set[str], keys: Mapping[str, str], prose: Edit, data: Edit) -> object:
    if isinstance(value, dict):
        found: dict[object, object] = {}
        for key, item in cast("dict[object, object]", value).items():
            name = data(key) if isinstance(key, str) and key in words else key
            if key == "doc" and isinstance(item, str):
                found[key] = prose(item)
            elif key == "section" and isinstance(item, str):
                found[key] = " ".join(prose(item).split())
            elif key == "members" and isinstance(item, dict):
                found[key] = {
                    data(str(member)) if str(member) in words else member: prose(str(text))
                    if str(member) in words
                    else text
                    for member, text in cast("dict[object, object]", item).items()
                }
            elif isinstance(key, str) and key in keys and keys[key] == item:
                found[name] = data(str(item))
            else:
                found[name] = _edited(item, words, keys, prose, data)
        return found
    if isinstance(value, list):
        return [_edited(item, words, keys, prose, data) for item in cast("list[object]", value)]
    return data(value) if isinstance(value, str) and value in words else value


def compiled(tree: Tree, folder: Path) -> dict[str, str]:
    """What is made of a schema."""
    schema = write_tree(tree, folder / "garden")
    shutil.copy(GARDEN / "hooks.py", schema)
    assert [problem for problem in diagnose(schema) if problem.severity == "error"] == []
    return generate(schema)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return compiled(garden(), tmp_path_factory.mktemp("plain"))


class _Shape(ast.NodeTransformer):
    """Leaves of a module what is code: its texts are taken out, and what their spelling decides."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.copy_location(ast.Constant(""), node) if isinstance(node.value, str) else node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.JoinedStr:
        node.values = [self.visit(part) for part in node.values if not isinstance(part, ast.Constant)]
        return node


def shapes(files: Mapping[str, str]) -> dict[str, str]:
    """The code of each module without its texts."""
    # As bytes, as they are read from files: a comment may say in which encoding the others are to be read.
    modules = {name: text.encode() for name, text in files.items() if name.endswith(".py")}
    return {name: ast.dump(_Shape().visit(ast.parse(code))) for name, code in modules.items()}


def turns(texts: list[str], first: int) -> Edit:
    """Lets each text of a schema be followed by another one of a list, in turn."""
    following = itertools.cycle(texts[first:] + texts[:first])
    return lambda said: f"{said} {next(following)}"


@pytest.mark.parametrize("first", range(0, len(TEXTS), 7))
def test_no_text_becomes_code(tmp_path: Path, plain: dict[str, str], first: int) -> None:
    changed = compiled(garden(turns(TEXTS, first)), tmp_path)

    assert shapes(changed) == shapes(plain)
    assert all(json.loads(content) for name, content in changed.items() if name.endswith(".json"))


def marked(texts: list[str], first: int) -> tuple[Edit, dict[str, str]]:
    """Lets each word of a schema be followed by one of a list, always the same, and says what became of them."""
    following = itertools.cycle(texts[first:] + texts[:first])
    became: dict[str, str] = {}

    def edit(word: str) -> str:
        if word not in became:
            became[word] = word + next(following)
        return became[word]

    return edit, became


@pytest.mark.parametrize("first", range(0, len(MEMBERS), 6))
def test_what_travels_is_spelt_as_it_is(tmp_path: Path, plain: dict[str, str], first: int) -> None:
    edit, became = marked(MEMBERS, first)
    changed = compiled(garden(data=edit), tmp_path)

    assert shapes(changed) == shapes(plain)
    found = {
        node.value
        for name, text in changed.items()
        if name.endswith(".py")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [word for word in became.values() if word not in found and not any(word in text for text in found)] == []


NASTY = [
    *TEXTS,
    *MEMBERS,
    *map(chr, range(0x100)),
    *"\u2028\u2029\u202e\u2066\ufeff\ud800\udfff\ufffe\U0001f99c",
    '\\"' * 3,
]


def test_filters_keep_a_text_and_keep_it_in() -> None:
    for text in NASTY:
        keeps(text)


def keeps(text: str) -> None:
    """Check what each filter makes of a text."""
    words = " ".join(text.split())
    for written in (f'"""{docstring(text)}"""', f'"""Says {docstring(text, 4, reserved=3)}\n    """'):
        assert written.encode()
        (said,) = ast.parse(written).body
        assert isinstance(said, ast.Expr)
        value = ast.literal_eval(said.value)
        assert " ".join(value.removeprefix("Says ").split()) == words
    assert ast.literal_eval(literal(text)) == text
    assert ast.literal_eval(literal({text: [text, None, True, 1.5]})) == {text: [text, None, True, 1.5]}
    assert eval(f'f"{{1}}{formatted(text)}"') == f"1{text}"
    assert ast.parse(f"# {comment(text)}\n".encode()).body == []
    assert tokenize.detect_encoding(iter([f"# {comment(text)}\n".encode()]).__next__)[0] == "utf-8"
    assert all(is_printable(source) for source in (docstring(text), literal(text), comment(text)))


def is_printable(source: str) -> bool:
    """Whether a person sees all of a text, line by line."""
    return not any(is_unprintable(char) for char in source.replace("\n", ""))


SAFE = {"class_name", "comment", "docstring", "formatted", "literal", "python_name", "session_path", "snake_case"}
SPOKEN = {
    *("deprecated", "doc", "documented", "error_meanings", "header", "item_word", "meaning", "message", "owner_word"),
    *("returns_doc", "section", "summary", "tag", "title", "url", "value", "version"),
}
"""What in a template is a text of the schema, whatever it belongs to."""


@pytest.mark.parametrize(
    "path", sorted([*TEMPLATES.glob("*.jinja"), *TEMPLATES.rglob("*.jinja2")]), ids=lambda path: path.name
)
def test_no_template_writes_a_text_without_a_filter(path: Path) -> None:
    environment = Environment(autoescape=False)
    environment.filters |= dict.fromkeys([*SAFE, "wrap"], str)
    tree = environment.parse(path.read_text(encoding="utf-8"))
    spoken = SPOKEN | renamed(tree)
    for output in tree.find_all(nodes.Output):
        for part in output.nodes:
            if isinstance(part, nodes.TemplateData) or (isinstance(part, nodes.Filter) and part.name in SAFE):
                continue
            names = {node.attr for node in part.find_all(nodes.Getattr)} | {
                node.name for node in part.find_all(nodes.Name)
            }
            if isinstance(part, nodes.Getattr):
                names.add(part.attr)
            if isinstance(part, nodes.Name):
                names.add(part.name)
            assert not names & spoken, f"{path.name}:{part.lineno}: {names & spoken}"


def renamed(tree: nodes.Template) -> set[str]:
    """What a template itself calls a text of the schema."""
    found: set[str] = set()
    for assignment in tree.find_all(nodes.Assign):
        target, given = assignment.target, assignment.node
        pairs = [(target, given)]
        if isinstance(target, nodes.Tuple) and isinstance(given, nodes.Tuple):
            pairs = [*zip(target.items, given.items, strict=True)]
        found |= {
            name.name
            for name, value in pairs
            if isinstance(name, nodes.Name) and isinstance(value, nodes.Getattr) and value.attr in SPOKEN
        }
    return found


@pytest.mark.parametrize(
    "char", ["\0", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\u202e", "\u2067", "\ud800"]
)
@pytest.mark.parametrize("where", ["doc", "member", "meaning", "wire", "default"])
def test_what_cannot_be_seen_is_refused_where_it_stands(tmp_path: Path, char: str, where: str) -> None:
    text = json.dumps(f"a{char}b")
    fields = {"doc": "x", "member": "x", "meaning": "x", "wire": "x", "default": "x"} | {where: f"a{char}b"}
    lines = [
        "types:",
        f"  Mark: {{doc: x, members: {{? {text if where == 'member' else 'x'} : {json.dumps(fields['meaning'])}}}}}",
        "values:",
        "  Marked:",
        f"    doc: {json.dumps(fields['doc'])}",
        "    fields:",
        f"      wired: {{type: string, doc: x, wire: {json.dumps(fields['wire'])}}}",
        f"      given: {{type: string, doc: x, default: {json.dumps(fields['default'])}}}",
    ]
    schema = shutil.copytree(GARDEN, tmp_path / "garden")
    (schema / "marks.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    line = {"doc": 5, "member": 2, "meaning": 2, "wire": 7, "default": 8}[where]

    (problem,) = [item for item in diagnose(schema) if item.severity == "error"]

    assert (problem.pos.file, problem.pos.line) == ("marks.yaml", line)
    if char != "\ud800":  # which is no text at all
        assert problem.code == "unprintable-text"
        assert f"U+{ord(char):04X}" in problem.message


def test_what_stands_in_a_list_is_looked_at_too(tmp_path: Path) -> None:
    tree = read_tree(GARDEN)
    bed = cast("dict[str, dict[str, object]]", tree["resources/bed.yaml"])
    for name, message in {"dig": "is \u202e strange.", "rake": "is\nstrange.", "hoe": "is strange."}.items():
        requires = [{"property": "standing", "equals": "tended", "message": message}]
        request = {"post": "self"}
        bed["methods"][name] = {"doc": "x", "requires": requires, "request": request, "returns": "none"}
    schema = write_tree(tree, tmp_path / "garden")
    shutil.copy(GARDEN / "hooks.py", schema)

    assert [item.code for item in diagnose(schema)] == ["unprintable-text", "no-line"]


def test_edited_schemas_hold_what_was_written(tmp_path: Path) -> None:
    texts = [text for text in NASTY if text.encode(errors="ignore").decode() == text]
    tree: Tree = {"a.yaml": {"x": {text: text for text in texts}, "choose": cast("object", {True: [], False: [1, {}]})}}

    assert read_tree(write_tree(tree, tmp_path)) == tree


ACTIVE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[click](javascript:alert(1))",
    "![x](x){ onclick=alert(1) }",
    "a { onclick=alert(1) }",
    "{: onclick=alert(1) }",
    "::: os.path",
    "# A heading",
    "!!! note",
    "``` python",
    "&lt;b&gt;",
    "an `open span <script>",
    "`` `<script>` `` <script>",
    "<!--- hidden",
    '--8<-- "secret"',
]


def test_no_text_becomes_a_part_of_a_page() -> None:
    library = pytest.importorskip("markdown", reason="only the site needs it")
    for text in ACTIVE:
        page = f"{inline(text)}\n\n| a |\n| --- |\n| {inline(text)} |\n| {code(text)} |\n"
        html = str(library.markdown(page, extensions=EXTENSIONS))
        tags = set(re.findall(r"<(\w+)[^>]*>", html))
        attributes = re.findall(r"<\w+ ([^>]*)>", html)

        assert tags <= {"p", "code", "table", "thead", "tbody", "tr", "th", "td"}, (text, html)
        assert attributes == [], (text, html)
    assert code("a ` b") == "`` a ` b ``"
    assert inline("Says `a < b`, as <b>.") == "Says `a < b`, as &lt;b&gt;."
