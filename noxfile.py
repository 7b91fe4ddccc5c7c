"""Every task of this repository; a bare ``nox`` runs what must be green before a change is merged.

``nox -l`` lists the sessions. Arguments after ``--`` are handed on, for example ``nox -s tests -- -k frames -x``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from shutil import rmtree, which
from typing import NotRequired, TypedDict, cast

import nox

SUPPORTED = ("3.11", "3.12", "3.13", "3.14")
"""The CPython versions that the distribution promises to run on."""

RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"

GATE = (
    "lint",
    "drift",
    "tests",
    "types",
    "schemas",
    "interop",
    "hostile",
    "simulate",
    "fleet",
    "docs",
    "wheel",
    "demo",
)
"""What `gate` runs: first what is over at once, then what takes longest."""

APART = (
    "--ignore=tests/interop",
    "--ignore=tests/packaging",
    "--ignore=tests/compiler/properties",
    "--ignore=tests/fleet_soak",
    "--ignore=tests/simulation/test_restarts.py",
    "--ignore=tests/simulation/test_simulation.py",
)
"""What `tests` leaves to sessions of its own."""

PORTABLE = tuple(
    f"tests/{folder}"
    for folder in (
        *("client", "runtime", "service", "simulation", "docs/examples"),
        *(f"compiler/{part}" for part in ("deprecation", "documents", "extensions", "one_edit", "second_product")),
    )
)
"""Tests of what runs at users': the client, generated code and the embedded service. The rest, such as the compiler's
output or the documentation, is the same on every interpreter."""

FILES = (
    "tests/client/test_proxies.py",
    "tests/runtime/test_hostile_hosts.py",
    "tests/runtime/test_http_libraries.py",
    "tests/runtime/test_media.py",
    "tests/runtime/test_media_downloads.py",
    "tests/runtime/test_media_sources.py",
    "tests/runtime/test_services.py",
)
"""Tests of what the HTTP library does: files, beside the connection."""

BASE = ("tests/runtime", "tests/client")
"""Tests of what the base install brings."""

SEEDS = ("--seeds", "100", "--fresh", "50")
"""With each product: the first hundred seeds of the simulation, and fifty that nobody has tried yet."""

RESTARTS = ("--seeds", "20", "--fresh", "10")
"""The same for a bot that is killed again and again, whose seeds take longer."""

LOCK = Path(".ci/requirements.txt")
"""Exact versions and hashes of everything that the sessions run; `lock` writes it."""

CORES = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1

nox.needs_version = ">=2026.10.20"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.error_on_missing_interpreters = True
nox.options.sessions = ["gate"]

# Installers and Node trust what the operating system trusts: behind a company's proxy their own lists are too short.
for switch in ("UV_SYSTEM_CERTS", "NODE_USE_SYSTEM_CA"):
    os.environ.setdefault(switch, "1")
if "PIP_INDEX_URL" in os.environ:
    os.environ.setdefault("UV_DEFAULT_INDEX", os.environ["PIP_INDEX_URL"])
# The tests start hundreds of programs; without bytecode each of them would compile everything that it imports.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


# ---------------------------------------------------------------------------------------------- interpreters


def _candidates(version: str) -> Iterator[Path]:
    """Yields where CPython ``version`` may be: this interpreter, the search path, the folders of pyenv and uv."""
    if version == RUNNING:
        yield Path(sys.executable)
    name = f"python{version}"
    search_path = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep)]
    for folder in search_path:
        if found := which(name, path=folder):
            yield Path(found)
    pyenv_roots = {Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")}
    pyenv_roots |= {folder.parent for folder in search_path if folder.name == "shims"}
    for root in sorted(pyenv_roots):
        yield from sorted(root.glob(f"versions/{version}.*/bin/{name}"), reverse=True)
    yield from sorted((Path.home() / ".local/share/uv/python").glob(f"cpython-{version}.*/bin/{name}"), reverse=True)


def _runs(interpreter: Path, version: str) -> bool:
    """Tells whether ``interpreter`` starts and is CPython ``version``; a pyenv shim may exist and do neither."""
    script = "import ensurepip, platform, sys, venv; print(platform.python_implementation(), *sys.version_info[:2])"
    try:
        answer = subprocess.run([interpreter, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.stdout.split() == ["CPython", *version.split(".")]


def _find_interpreters() -> dict[str, Path]:
    """Finds the interpreters of this machine; sessions that run side by side take over what was found first."""
    if known := os.environ.get("NOX_INTERPRETERS"):
        return {version: Path(path) for version, path in json.loads(known).items()}
    return {
        version: found
        for version in SUPPORTED
        if (found := next((path for path in _candidates(version) if _runs(path, version)), None))
    }


INTERPRETERS = _find_interpreters()
"""The interpreters of this machine, by version."""

os.environ["NOX_INTERPRETERS"] = json.dumps({version: str(path) for version, path in INTERPRETERS.items()})
for _version, _interpreter in INTERPRETERS.items():
    # nox looks the name up on the search path, where a dead shim may come first.
    if which(f"python{_version}") != str(_interpreter):
        os.environ["PATH"] = f"{_interpreter.parent}{os.pathsep}{os.environ['PATH']}"


# ---------------------------------------------------------------------------------------------- the shared environment

ENVIRONMENT = Path(".nox/environment").absolute()
PROGRAMS = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")


def _install(session: nox.Session) -> None:
    """Installs what is locked, each file with the hash that it must have, and this checkout."""
    session.install("--require-hashes", "-r", str(LOCK))
    session.install("--no-deps", "--no-build-isolation", "-e", ".")


def _run(
    session: nox.Session,
    program: str,
    *arguments: str,
    silent: bool = False,
    success_codes: Sequence[int] = (0,),
    environment: Path = ENVIRONMENT,
) -> None:
    """Runs a program of the shared environment, or of another one."""
    programs = environment / PROGRAMS.name
    env = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "VIRTUAL_ENV": str(environment),
        # Environments that tests make have the same versions in them.
        "UV_CONSTRAINT": str(LOCK.absolute()),
        "NO_MKDOCS_2_WARNING": "1",
    }
    command = (str(programs / program), *arguments)
    session.run(*command, env=env, external=True, silent=silent, success_codes=success_codes)


def _pytest(session: nox.Session, *arguments: str, spread: bool = True, longest: bool = False) -> None:
    """Runs tests in the shared environment, over all cores unless other sessions run meanwhile and end later."""
    # A cache for each session: those that run side by side would write over each other's.
    options = ["-o", f"cache_dir=.pytest_cache/{session.name}"]
    workers = CORES // 2 if session.parallel and not longest else CORES
    if spread and workers > 1:
        options += ["-n", str(workers)]
    if longest:
        # Many files need a compiled schema, and make it once for all of their tests.
        options += ["--dist", "loadfile"]
    if session.parallel:
        options.append("-q")
    _run(session, "pytest", *options, *arguments)


def _files_that_mention(marker: str) -> list[str]:
    """Finds the files with tests that have a marker: collecting all the others takes longer than some tests.

    None is missed: `tests/support/marked_files.py` refuses a test that is marked elsewhere.
    """
    tests = [path for path in Path("tests").rglob("test_*.py") if "node_modules" not in path.parts]
    apart = tuple(option.partition("=")[2] for option in APART)
    marked = [path.as_posix() for path in tests if marker in path.read_text(encoding="utf-8")]
    return sorted(path for path in marked if not path.startswith(apart))


def _shared(*, tags: Sequence[str] = ()) -> Callable[[Callable[[nox.Session], None]], object]:
    """Declares a session that uses the shared environment and may run beside others."""
    return nox.session(venv_backend="none", requires=["environment"], allow_parallel=True, tags=tags)


@nox.session(reuse_venv=True)
def environment(session: nox.Session) -> None:
    """Make the environment that the other sessions share."""
    _install(session)


@nox.session(venv_backend="none")
def gate(session: nox.Session) -> None:
    """Everything that must be green, with the interpreter that nox was started with: several sessions at a time."""
    # One more than there are cores: some spend much of their time waiting.
    jobs = ("--parallel", str(CORES + 1))
    session.run(sys.executable, "-m", "nox", *jobs, "--session", *GATE, external=True)


@_shared()
def lint(session: nox.Session) -> None:
    """Style, formatting, import order, and the direction of the arrows between the packages."""
    _run(session, "ruff", "check", *(session.posargs or ["."]))
    _run(session, "ruff", "format", "--check", *(session.posargs or ["."]))
    _run(session, "python", ".ci/import_contracts.py")
    _run(session, "pre-commit", "validate-config")
    _run(session, "actionlint")


@_shared()
def types(session: nox.Session) -> None:
    """Check all packages and tests with mypy and pyright, both strict, then samples that must fail or pass."""
    _run(session, "mypy", *session.posargs)
    _run(session, "pyright", "--pythonpath", str(PROGRAMS / "python"), *session.posargs)
    _pytest(session, *APART, "-m", "checkers", *_files_that_mention("checkers"))


@_shared()
def generate(session: nox.Session) -> None:
    """Compile ``schema/`` into ``generated/``; with ``-- --check`` only compare and show the difference."""
    arguments = list(session.posargs)
    command = "generate"
    if "--check" in arguments:
        arguments.remove("--check")
        command = "check"
    _run(session, "twilio-codegen", command, *arguments)


@_shared()
def drift(session: nox.Session) -> None:
    """Fail when ``generated/`` is not exactly what ``schema/`` compiles to."""
    _run(session, "twilio-codegen", "check", "--full", *session.posargs)


@_shared()
def tests(session: nox.Session) -> None:
    """Run the tests, in asyncio's debug mode."""
    # In debug mode a callback that holds up the event loop fails its test, see `slow_callbacks` and `blocking_calls` in
    # tests/support.
    selected = ("-m", "not checkers and not commands", "--asyncio-debug", *session.posargs)
    _pytest(session, *APART, *selected, longest=True)


@_shared()
def simulate(session: nox.Session) -> None:
    """Let clients of each product meet seeded trouble; ``-- --seeds N`` for more, ``-- --product P --seed S`` again."""
    for name, seeds in (("simulation", SEEDS), ("restarts", RESTARTS)):
        _pytest(session, f"tests/simulation/test_{name}.py", *(session.posargs or seeds))


@_shared()
def fleet(session: nox.Session) -> None:
    """Let workers of a small fleet of each product die and stop, and their broker die; `soak` does so for longer."""
    _pytest(session, "tests/fleet_soak", *session.posargs, spread=False)


@_shared()
def schemas(session: nox.Session) -> None:
    """Draw schemas at random and hold the compiler to its promise; ``-- --schemas N``, ``-- --schema-seed S``."""
    _pytest(session, "tests/compiler/properties", *(session.posargs or ["--schemas", "100"]))


@_shared()
def hostile(session: nox.Session) -> None:
    """Attack client and service over loopback and judge how they fare; ``-- --scale 20`` attacks for longer."""
    with session.chdir("tests"):
        _run(session, "python", "-m", "hostile", *session.posargs)


@_shared()
def interop(session: nox.Session) -> None:
    """Let the official JavaScript client judge the local service, in Node and in a browser, alone and with ours."""
    _pytest(session, "tests/interop", *session.posargs, spread=False)


@_shared()
def wheel(session: nox.Session) -> None:
    """Build the wheel, install it in an empty environment away from the checkout, and use it."""
    _pytest(session, "tests/packaging", *session.posargs, spread=False)


@_shared()
def demo(session: nox.Session) -> None:
    """Show two clients talking through the embedded service, with a cut connection in between."""
    _run(session, "twilio-chat", "demo", *session.posargs)


@_shared()
def live(session: nox.Session) -> None:
    """Ask the real service what we only believe of it, with the API key of the environment; without one only say so."""
    for command in ("twilio-chat", "twilio-conversations"):
        _run(session, command, "doctor", "--live", *session.posargs)


@_shared()
def docs(session: nox.Session) -> None:
    """Build the documentation into ``site/``, any warning is an error; try its commands. ``-- serve`` only shows it."""
    _run(session, "twilio-codegen", "reference")
    _run(session, "mkdocs", *(session.posargs or ["build", "--strict", "--quiet"]))
    if not session.posargs:
        _run(session, "python", ".ci/llms.py", "site")
        _pytest(session, "tests/docs", "-m", "commands", "--site", "site")


COMPARED = ("3.11", "3.13")
"""The interpreters that the figures of docs/performance.md are about."""


@_shared()
def bench(session: nox.Session) -> None:
    """Measure and print, without judging; ``-- [--python 3.13] NAME [ARGUMENTS]``, or ``-- table`` for the page."""
    arguments = list(session.posargs)
    interpreter = RUNNING
    if arguments[:1] == ["--python"]:
        interpreter = arguments[1]
        del arguments[:2]
    name, *arguments = arguments or [""]
    if name == "table":
        for version in COMPARED:
            if version in INTERPRETERS:
                arguments += ["--python", str(_environment_of(session, version) / PROGRAMS.name / "python")]
            else:
                session.warn(f"there is no CPython {version}: the table says nothing of it")
    found = sorted(Path("benchmarks").glob(f"{name or '*'}.py"))
    files = [file for file in found if "__main__" in file.read_text(encoding="utf-8")]
    if not files:
        session.error(f"there is no benchmark {name!r}")
    for file in files:
        # The soak takes long and does judge, the table runs the others: they run when asked for.
        if name or file.stem not in ("soak", "table"):
            _run(session, "python", str(file), *arguments, environment=_environment_of(session, interpreter))


def _environment_of(session: nox.Session, version: str) -> Path:
    """Returns the environment with what is locked for an interpreter, and makes it if need be."""
    if version == RUNNING:
        return ENVIRONMENT
    if version not in INTERPRETERS:
        session.error(f"there is no CPython {version} on this machine, but {', '.join(INTERPRETERS)}")
    environment = ENVIRONMENT.with_name(f"environment-{version}")
    stamp = environment / LOCK.name
    if not stamp.exists() or stamp.read_bytes() != LOCK.read_bytes():
        uv, python = str(PROGRAMS / "uv"), str(environment / PROGRAMS.name / "python")
        session.run(uv, "venv", "--quiet", "--clear", "--python", str(INTERPRETERS[version]), str(environment))
        install = (uv, "pip", "install", "--quiet", "--python", python)
        session.run(*install, "--require-hashes", "-r", str(LOCK))
        session.run(*install, "--no-deps", "--no-build-isolation", "-e", ".")
        stamp.write_bytes(LOCK.read_bytes())
    return environment


# ---------------------------------------------------------------------------------------------- beyond the gate


@nox.session(python=[version for version in INTERPRETERS if version != RUNNING], reuse_venv=True, tags=["every"])
def portability(session: nox.Session) -> None:
    """Run what runs at users' on each other CPython from 3.11 to 3.14 that this machine has."""
    absent = [version for version in SUPPORTED if version not in INTERPRETERS]
    session.log(f"interpreters: {', '.join(f'{version} ({path})' for version, path in INTERPRETERS.items())}")
    session.log(f"not on this machine: {', '.join(absent) or 'none'}")
    _install(session)
    session.run("twilio-codegen", "check", "--full")
    session.run("pytest", "-n", "auto", "-m", "not checkers", *(session.posargs or PORTABLE))


@nox.session(venv_backend="uv", tags=["every"])
def oldest(session: nox.Session) -> None:
    """Run the tests with the oldest dependencies that ``pyproject.toml`` admits."""
    session.install("--resolution", "lowest-direct", "-e", ".[test]")
    quick = ("-m", "not checkers and not commands", "-n", "auto")
    session.run("pytest", *APART, *quick, *session.posargs)
    # The compiler needs newer ones of some that the client alone does not.
    project = nox.project.load_toml("pyproject.toml")["project"]
    session.install(*(requirement.replace(">=", "==") for requirement in project["dependencies"]))
    session.run("pytest", *quick, *(session.posargs or BASE))


@nox.session(venv_backend="uv", tags=["every"])
def zensical(session: nox.Session) -> None:
    """Build the documentation into ``site/`` with the successor of mkdocs-material, and judge it in a browser."""
    # The one that this was tried with: its releases change what it warns of.
    session.install("-e", ".[docs,test]", "zensical==0.0.73")
    session.run("twilio-codegen", "reference")
    session.run("zensical", "build", "--clean", "--strict", *session.posargs)
    session.run("python", ".ci/llms.py", "site")
    session.run("pytest", "tests/docs/test_site.py", "--site", "site")


@_shared(tags=["every"])
def successor(session: nox.Session) -> None:
    """Run the tests of files with httpx2 in the place of httpx, with which all other sessions run them."""
    _pytest(session, "-p", "support.httpx2_for_httpx", *(session.posargs or FILES))


@_shared()
def neighbours(session: nox.Session) -> None:
    """Resolve the base install beside twenty popular packages, and say who clashes; ``-- PACKAGE …`` for others.

    What others release today decides, so it judges no change: it runs when asked for.
    """
    _run(session, "python", ".ci/neighbours.py", *session.posargs)


@_shared(tags=["every"])
def simulate_more(session: nox.Session) -> None:
    """Let clients of each product meet trouble, and bots of each be killed, with seeds that nobody has tried yet."""
    for name, count in (("simulation", "200"), ("restarts", "100")):
        _pytest(session, f"tests/simulation/test_{name}.py", *(session.posargs or ["--seeds", "0", "--fresh", count]))


@_shared()
def durability(session: nox.Session) -> None:
    """Kill a durable consumer a hundred times over 20,000 messages; ``-- --kills N --kill-seed S`` for others."""
    with session.chdir("tests"):
        many = ["--kills", "100", "--messages", "20000", "--rooms", "20"]
        _run(session, "pytest", "durability", "-s", *(session.posargs or many))


@_shared()
def soak(session: nox.Session) -> None:
    """Soak a fleet of each product, for minutes; ``-- --soak-product P --soak-seed S`` does one again."""
    _run(session, "pytest", "tests/fleet_soak", "-s", "--soak-long", *session.posargs)


@_shared()
def schemas_more(session: nox.Session) -> None:
    """Hold the compiler to its promise with five hundred schemas that nobody has tried yet."""
    _pytest(session, "tests/compiler/properties", *(session.posargs or ["--schemas", "0", "--fresh-schemas", "500"]))


class Vulnerability(TypedDict):
    """A vulnerability, as pip-audit reports it."""

    id: str
    fix_versions: list[str]


class AuditedPackage(TypedDict):
    """A package, as pip-audit reports it: without vulnerabilities if it could not be looked up."""

    name: str
    version: NotRequired[str]
    vulns: NotRequired[list[Vulnerability]]


class AuditReport(TypedDict):
    """What pip-audit reports."""

    dependencies: list[AuditedPackage]


@_shared(tags=["every"])
def audit(session: nox.Session) -> None:
    """Look for known vulnerabilities in what is locked, where the data about them can be reached."""
    report = Path(session.create_tmp()) / "audit.json"
    report.unlink(missing_ok=True)
    options = ("--require-hashes", "--disable-pip", "--progress-spinner", "off", "--timeout", "30")
    arguments = ("-r", str(LOCK), *options, "-f", "json", "-o", str(report))
    # It ends in the same way for a vulnerability and for data that cannot be reached; the report tells them apart.
    _run(session, "pip-audit", *arguments, success_codes=(0, 1), silent=True)
    packages: list[AuditedPackage] = []
    if report.exists():
        packages = cast("AuditReport", json.loads(report.read_text(encoding="utf-8")))["dependencies"]
    looked_up = [package for package in packages if "vulns" in package]
    if not looked_up:
        session.log("the data about vulnerabilities cannot be reached from here: nothing was audited")
        return
    vulnerable = [(package, found) for package in looked_up for found in package.get("vulns", [])]
    for package, found in vulnerable:
        fixed = ", ".join(found["fix_versions"]) or "no version yet"
        session.warn(f"{package['name']} {package.get('version')}: {found['id']}, mended in {fixed}")
    if vulnerable:
        session.error("update what has a vulnerability: nox -s lock")
    session.log(f"{len(looked_up)} of {len(packages)} packages looked up, no known vulnerability")


@_shared(tags=["every"])
def release(session: nox.Session) -> None:
    """Make the files of a release in ``dist/``, check and try them in empty environments. Nothing is uploaded."""
    dist = Path("dist")
    rmtree(dist, ignore_errors=True)
    _run(session, "python", "-m", "build", "--installer", "uv", "--outdir", str(dist))
    built = sorted(dist.iterdir())
    _run(session, "twine", "check", "--strict", *map(str, built))
    elsewhere = Path(session.create_tmp()).absolute()
    for file in built:
        programs = _empty_environment(session, elsewhere / file.suffix[1:])
        # As users do: without the versions that are locked.
        session.run(
            str(PROGRAMS / "uv"),
            "pip",
            "install",
            "--quiet",
            "--python",
            str(programs / "python"),
            f"{file.absolute()}[cli]",
        )
        with session.chdir(elsewhere):
            for program in ("twilio-chat", "twilio-conversations"):
                session.run(str(programs / program), "demo", external=True)
    programs = _empty_environment(session, elsewhere / "base")
    session.run(
        str(PROGRAMS / "uv"),
        "pip",
        "install",
        "--quiet",
        "--python",
        str(programs / "python"),
        str(built[0].absolute()),
    )
    sbom = ("--output-reproducible", "--of", "JSON", "-o", str(dist / "sbom.cdx.json"), str(programs / "python"))
    _run(session, "cyclonedx-py", "environment", *sbom)
    (dist / "release-notes.md").write_text(_release_notes(built[0].name.split("-")[1]), encoding="utf-8")


def _empty_environment(session: nox.Session, folder: Path) -> Path:
    """Makes an environment with nothing in it and returns its folder of programs."""
    session.run(str(PROGRAMS / "uv"), "venv", "--quiet", "--clear", "--python", sys.executable, str(folder))
    return folder / PROGRAMS.name


def _release_notes(version: str) -> str:
    """Takes what the changelog says of a version, or of what has no version yet."""
    sections = Path("CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[1:]
    for heading in (f"[{version}]", "[Unreleased]"):
        for section in sections:
            if section.startswith(heading):
                return section.partition("\n")[2].strip() + "\n"
    raise ValueError(f"CHANGELOG.md says nothing of {version}")


@nox.session(reuse_venv=True)
def lock(session: nox.Session) -> None:
    """Resolve the newest versions of what the sessions run, for all interpreters, and write them with their hashes."""
    session.install("uv")
    extras = ("--extra", "dev", "--extra", "docs")
    # Nothing of the machine stands in the file: neither where its packages came from nor how it was called.
    bare = ("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links")
    which_ones = ("--universal", "--python-version", SUPPORTED[0], "--generate-hashes", "--upgrade")
    session.run(
        str(PROGRAMS / "uv"),
        "pip",
        "compile",
        "pyproject.toml",
        *extras,
        *which_ones,
        *bare,
        "--quiet",
        "-o",
        str(LOCK),
    )
