"""The fixtures that users get by installing the distribution, tried in runs of pytest of their own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.patience import PATIENCE

GUIDE = Path(__file__).parents[2] / "docs" / "testing.md"

FILES_OF_THE_GUIDE = re.compile(r'```python title="(?P<name>\w+\.py)"\n(?P<code>.*?)```', re.DOTALL)

# Plugins that load some of what the tests below look for.
OTHERS = ("-p", "no:anyio", "-p", "no:hypothesispytest")

BOTH_SCOPES = """
import pytest

@pytest.mark.asyncio(loop_scope="module")
async def test_other_loop(twilio_chat_client):
    with pytest.raises(RuntimeError, match="another event loop"):
        await twilio_chat_client("alice")
"""

PLAIN = """
import sys

def test_nothing_is_loaded():
    ours = {"twilio_local", "twilio_chat", "twilio_conversations", "twilio_realtime"}
    assert not {*ours, "starlette", "pydantic", "httpx"} & set(sys.modules)
"""

WANTING = """
def test_service(twilio_service):
    raise AssertionError("not reached")

def test_client(twilio_chat_client):
    raise AssertionError("not reached")

def test_client_of_conversations(twilio_conversations_client):
    raise AssertionError("not reached")

def test_former_service(twilio_chat_service):
    raise AssertionError("not reached")

def test_former_client(twilio_client):
    raise AssertionError("not reached")
"""

BLOCKING = """
def test_leaves_clients_open(twilio_blocking_service, twilio_chat_blocking_client):
    clients = [twilio_chat_blocking_client(name) for name in ("alice", "bob", "alice")]
    assert twilio_blocking_service.sessions == ("alice", "bob", "alice")
    assert [client.connection_state for client in clients] == ["connected"] * 3

def test_has_a_service_of_its_own(twilio_chat_blocking_service, twilio_blocking_service):
    assert twilio_blocking_service.sessions == ()
    assert twilio_chat_blocking_service is twilio_blocking_service
"""

CLOSING = """
import pytest

@pytest.mark.asyncio
async def test_leaves_clients_open(twilio_service, twilio_chat_client):
    clients = [await twilio_chat_client(name) for name in ("alice", "bob", "alice")]
    assert twilio_service.sessions == ("alice", "bob", "alice")
    assert [client.connection_state for client in clients] == ["connected"] * 3

@pytest.mark.asyncio
async def test_has_a_service_of_its_own(twilio_service):
    assert twilio_service.sessions == ()
"""

BOTH_PRODUCTS = """
import pytest

@pytest.mark.asyncio
async def test_they_meet_in_one_room(twilio_service, twilio_chat_client, twilio_conversations_client):
    alice, bob = await twilio_chat_client("alice"), await twilio_conversations_client("bob")
    assert twilio_service.sessions == ("alice", "bob")
    room = await (await alice.create_channel(unique_name="lobby")).join()
    same = await (await bob.get_conversation_by_unique_name("lobby")).join()
    async with same.on.message_added.expect() as heard:
        await room.send_message("hello")
    assert (same.sid, heard.value.body) == (room.sid, "hello")
"""

PLAIN_CONVERSATIONS = """
def test_client(twilio_blocking_service, twilio_conversations_blocking_client):
    alice = twilio_conversations_blocking_client("alice")
    assert (alice.connection_state, twilio_blocking_service.sessions) == ("connected", ("alice",))
"""

FORMER_NAMES = """
import pytest

@pytest.mark.asyncio
async def test_former_names(twilio_service, twilio_chat_service, twilio_client):
    assert twilio_chat_service is twilio_service
    alice = await twilio_client("alice")
    assert (alice.connection_state, twilio_service.sessions) == ("connected", ("alice",))

class TestOwnService:
    @pytest.fixture
    async def twilio_chat_service(self):
        from twilio_local import LocalService
        async with LocalService() as service:
            yield service

    @pytest.mark.asyncio
    async def test_replaced(self, twilio_chat_service, twilio_chat_client):
        await twilio_chat_client("alice")
        assert twilio_chat_service.sessions == ("alice",)
"""


def run(folder: Path, *arguments: str) -> str:
    """What pytest prints about the tests in a folder; warnings are errors."""
    command = [sys.executable, "-W", "error", "-m", "pytest", "-p", "no:looptime", "-p", "no:cacheprovider", *arguments]
    settings = "[pytest]\npythonpath = .\n"
    if "no:asyncio" not in arguments:
        settings += "asyncio_default_fixture_loop_scope = function\n"
    (folder / "pytest.ini").write_text(settings)
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False)
    return result.stdout + result.stderr


def write_guide(folder: Path) -> None:
    files = {match["name"]: match["code"] for match in FILES_OF_THE_GUIDE.finditer(GUIDE.read_text(encoding="utf-8"))}
    for name, code in files.items():
        (folder / name).write_text(code)


@pytest.mark.parametrize("mode", [[], ["--asyncio-mode=strict"], ["--asyncio-mode=auto"]], ids=str)
def test_examples_of_the_guide(tmp_path: Path, mode: list[str]) -> None:
    write_guide(tmp_path)
    assert " 5 passed in " in run(tmp_path, *mode)


def test_clients_are_closed_and_services_separate(tmp_path: Path) -> None:
    (tmp_path / "test_closing.py").write_text(CLOSING)
    (tmp_path / "test_scopes.py").write_text(BOTH_SCOPES)
    assert " 3 passed in " in run(tmp_path, "--asyncio-mode=strict")


def test_clients_of_both_products(tmp_path: Path) -> None:
    (tmp_path / "test_both.py").write_text(BOTH_PRODUCTS)
    (tmp_path / "test_plain.py").write_text(PLAIN_CONVERSATIONS)
    assert " 2 passed in " in run(tmp_path, "--asyncio-mode=strict")


def test_former_names_of_fixtures(tmp_path: Path) -> None:
    (tmp_path / "test_former.py").write_text(FORMER_NAMES)
    assert " 2 passed in " in run(tmp_path, "--asyncio-mode=auto")


def test_tests_that_want_nothing_load_nothing(tmp_path: Path) -> None:
    (tmp_path / "test_plain.py").write_text(PLAIN)
    assert " 1 passed in " in run(tmp_path, *OTHERS)


def test_without_pytest_asyncio(tmp_path: Path) -> None:
    (tmp_path / "test_plain.py").write_text(PLAIN)
    (tmp_path / "test_wanting.py").write_text(WANTING)
    (tmp_path / "test_without_asyncio.py").write_text(BLOCKING)
    said = run(tmp_path, *OTHERS, "-p", "no:asyncio")
    assert " 3 passed, 5 errors in " in said
    fixtures = ("service", "chat_client", "conversations_client", "chat_service", "client")
    for fixture in (f"twilio_{name}" for name in fixtures):
        assert f"{fixture} needs pytest-asyncio; run: pip install pytest-asyncio" in said
