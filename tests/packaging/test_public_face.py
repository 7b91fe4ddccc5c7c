"""What strangers see first: links, forms, workflows, the container. What can be tried is tried."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import cast

import pytest
from ruamel.yaml import YAML

from support.patience import PATIENCE
from twilio_realtime.version import VERSION

sys.path.insert(0, str(Path(__file__).parents[2]))
from hatch_build import index_readme, project_urls

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ADDRESS = "https://forge.example/someone/chat"
"""Where the project does not live."""

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def read(path: Path) -> dict[str, object]:
    return cast("dict[str, object]", YAML(typ="safe").load(path.read_text(encoding="utf-8")))  # pyright: ignore[reportUnknownMemberType]


def commands(value: object) -> list[str]:
    """Every `run` of a workflow, line by line."""
    if isinstance(value, dict):
        found = cast("dict[str, object]", value)
        own = [found["run"]] if isinstance(found.get("run"), str) else []
        return [*map(str, own), *(line for each in found.values() for line in commands(each))]
    if isinstance(value, list):
        return [line for each in cast("list[object]", value) for line in commands(each)]
    return []


@pytest.mark.parametrize("name", ["README.md", "SECURITY.md", "CONTRIBUTING.md", "CODE_OF_CONDUCT.md"])
def test_links_lead_to_files(name: str) -> None:
    links = LINK.findall((ROOT / name).read_text(encoding="utf-8"))
    missing = [
        link
        for link in links
        if not link.startswith(("https://", "#")) and not (ROOT / link.partition("#")[0]).exists()
    ]
    assert links
    assert not missing


def test_on_an_index_links_lead_to_the_files_of_the_release() -> None:
    shown = index_readme(README, ADDRESS, VERSION)
    for link in LINK.findall(shown):
        assert link.startswith("https://"), link
    assert f"]({ADDRESS}/blob/v{VERSION}/docs/quickstart.md)" in shown
    assert f"]({ADDRESS}#install)" in shown
    assert "hidden:" not in shown
    assert "in_background" not in shown
    assert "not run:" not in shown


def test_without_an_address_nothing_leads_nowhere() -> None:
    shown = index_readme(README, "", VERSION)
    assert not [link for link in LINK.findall(shown) if not link.startswith("https://")]
    assert "- Quickstart, then guides" in shown
    assert project_urls("", VERSION) == {}


def test_code_is_left_alone() -> None:
    code = "```python\nmade[name](argument)\n```"
    assert index_readme(f"[a](b.md)\n{code}\n[c](d.md)", ADDRESS, "1") == (
        f"[a]({ADDRESS}/blob/v1/b.md)\n{code}\n[c]({ADDRESS}/blob/v1/d.md)"
    )


def test_urls() -> None:
    found = project_urls(ADDRESS, VERSION)
    assert {"Homepage", "Documentation", "Changelog", "Source", "Issues"} <= found.keys()
    for url in found.values():
        assert url.startswith(ADDRESS)
        _, in_a_file, file = url.partition(f"/blob/v{VERSION}/")
        assert not in_a_file or (ROOT / file).is_file()


def test_workflows_are_sound() -> None:
    assert WORKFLOWS
    found = subprocess.run(
        [Path(sys.executable).parent / "actionlint", *WORKFLOWS], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_the_gate_is_the_command_of_the_readme() -> None:
    (gate,) = (line for line in README.splitlines() if line.endswith("&& .venv/bin/nox"))
    told = commands(read(ROOT / ".github" / "workflows" / "gate.yml"))
    assert gate in told
    assert gate in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    supported = [line.rpartition(" ")[2] for line in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", line)]
    text = (ROOT / ".github" / "workflows" / "gate.yml").read_text(encoding="utf-8")
    assert json.dumps(supported) in text


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_may_do_little_and_name_sessions_that_exist(workflow: Path) -> None:
    assert read(workflow)["permissions"] == {"contents": "read"}
    sessions = set(re.findall(r"^def (\w+)\(session", (ROOT / "noxfile.py").read_text(encoding="utf-8"), re.MULTILINE))
    asked = {name for line in commands(read(workflow)) for name in re.findall(r"nox -s (\w+)", line)}
    assert asked <= sessions


def test_continuous_integration_tries_what_is_beyond_the_gate() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "nox", "-l", "-t", "every", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    sessions = {session["name"] for session in json.loads(told.stdout)}
    assert {"oldest", "successor", "release"} <= sessions


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_forms_are_complete(form: Path) -> None:
    found = read(form)
    assert found["name"]
    assert found["description"]
    questions = [part for part in cast("list[dict[str, object]]", found["body"]) if part["type"] != "markdown"]
    assert questions
    ids = [part["id"] for part in questions]
    assert len(ids) == len(set(map(str, ids)))
    assert all(cast("dict[str, object]", part["attributes"])["label"] for part in questions)
    assert {part["type"] for part in questions} <= {"textarea", "input", "dropdown", "checkboxes"}


def test_the_citation_is_of_this_version() -> None:
    found = read(ROOT / "CITATION.cff")
    assert str(found["version"]) == VERSION
    assert found["license"] == PROJECT["license"]
    assert found["authors"] == [{"name": author["name"]} for author in PROJECT["authors"]]


def test_the_development_container_installs_extras_that_exist() -> None:
    found = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    (extras,) = re.findall(r"\.\[([\w,]+)\]", found["postCreateCommand"])
    assert set(extras.split(",")) <= PROJECT["optional-dependencies"].keys()
    assert (ROOT / ".devcontainer" / found["build"]["dockerfile"]).is_file()


def container_command() -> list[str]:
    (command,) = re.findall(r"^CMD (\[.*\])$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    return cast("list[str]", json.loads(command))


def test_the_container_gets_what_it_installs() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    built = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    for name in (*built["sdist"]["include"], "/pyproject.toml"):
        assert f"!{name.removeprefix('/')}" in ignored


def test_what_the_container_runs_starts_and_ends_in_order(tmp_path: Path) -> None:
    program, *arguments = container_command()
    compose = read(ROOT / "compose.yaml")
    service = cast("dict[str, dict[str, dict[str, object]]]", compose)["services"]["twilio"]
    needed = cast("dict[str, str]", service["environment"])
    assert all(value.startswith(f"${{{name}:?") for name, value in needed.items())
    kinds = {"TWILIO_ACCOUNT_SID": "AC", "TWILIO_API_KEY_SID": "SK", "TWILIO_SERVICE_SID": "IS"}
    given = {name: kind + "0" * 32 for name, kind in kinds.items()} | {"TWILIO_API_KEY_SECRET": "s" * 32}
    assert given.keys() == needed.keys()
    changed = ["0" if one == "8765" else one.replace("/data", str(tmp_path)) for one in arguments]
    running = subprocess.Popen(
        [Path(sys.executable).parent / program, *changed, "--json"],
        env={**os.environ, **given},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout is not None
        assert json.loads(running.stdout.readline())
    finally:
        running.terminate()
        _, complaint = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0, complaint
    assert (tmp_path / "service.sqlite").is_file()
