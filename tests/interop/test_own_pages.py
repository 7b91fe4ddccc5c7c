"""Pages that readers copy: what the documentation shows for the official client, and the example `web_app`."""

from __future__ import annotations

import asyncio
import functools
import os
import re
import socket
import sys
import threading
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from interop.browser import Browser
from interop.node import node_command
from support.processes import finish
from support.rooms import client_of
from support.service_process import ServiceProcess
from twilio_local import LocalService

PAGE = Path(__file__).parents[2] / "docs" / "official-client.md"
WEB_APP = Path(__file__).parents[2] / "examples" / "web_app" / "app.py"
PHONE = (360, 640)


def sample(language: str) -> str:
    """The one sample in a language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return str(found)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Generator[str]:
    """Serve a folder as `python -m http.server` does."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


async def test_the_script_of_the_guide(official_installation: Path, service: LocalService, tmp_path: Path) -> None:
    """The script that the guide shows for Node runs, twice, against a fresh service."""
    (tmp_path / "node_modules").symlink_to(official_installation / "node_modules")
    (tmp_path / "talk.cjs").write_text(sample("javascript"), encoding="utf-8")
    environment = {"SERVICE": service.base_url.removeprefix("http://"), "TWILIO_TOKEN": service.token("alice")}
    for _ in range(2):
        process = await asyncio.create_subprocess_exec(
            node_command(), "talk.cjs", cwd=tmp_path, env=environment, stdout=asyncio.subprocess.PIPE
        )
        said, _ = await finish(process)
        assert said == "alice: hello\n"


async def test_the_page_of_the_guide(
    official_installation: Path, service: LocalService, browser: Browser, tmp_path: Path
) -> None:
    """The page that the guide shows works with a Python client in the same room, and on a service that is not new."""
    (tmp_path / "node_modules").symlink_to(official_installation / "node_modules")
    (tmp_path / "index.html").write_text(sample("html"), encoding="utf-8")
    with served(tmp_path) as address:
        host = service.base_url.removeprefix("http://")
        page = await browser.visit("alice", f"{address}/index.html#{service.token('alice')}@{host}")
        await page.titled("alice")
        async with client_of(service, "bob") as bob:
            room = await (await bob.get_channel_by_unique_name("general")).join()
            await room.send_message("hello")
            await page.shows("bob: hello")
            async with room.on.message_added.expect(where=lambda message: message.is_own is False) as answer:
                await page.submit("hello bob")
            assert (answer.value.author, answer.value.body) == ("alice", "hello bob")
        again = await browser.visit("carol", f"{address}/index.html#{service.token('carol')}@{host}")
        await again.shows("alice: hello bob")


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def web_app(service_port: int, port: int) -> AsyncGenerator[str]:
    """Run the example `web_app` while the block is open; gives its address."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, WEB_APP),
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "TWILIO_BASE_URL": f"http://127.0.0.1:{service_port}", "PORT": str(port)},
    )
    assert process.stderr is not None
    said = b""
    try:
        while b"running on" not in said:
            said = await process.stderr.readline()
            assert said, "the application has ended"
        # Nobody reads on: what it logs of a few visits fits into the pipe.
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        await finish(process)


async def test_the_web_example(browser: Browser, tmp_path: Path) -> None:
    """The example works on a phone, says why a name is refused, and lives through the loss of either server."""
    file, port = tmp_path / "chat.db", free_port()
    process = await ServiceProcess.prepare(file)
    service_port = await process.start(0)
    async with web_app(service_port, port) as address:
        bob, carol = await browser.visit("bob", address), await browser.visit("carol", address)
        await bob.resize(*PHONE)
        await bob.submit("x" * 41)
        await bob.shows("A name has 1 to 40 characters, and this one has 41.")
        await bob.submit("host")
        await bob.shows("host is the name of the host; choose another one.")
        await bob.submit("bob")
        await carol.submit("carol")
        for tab in (bob, carol):
            await tab.prompted("Write a message…")
        await carol.submit("hello")
        await bob.shows("carol hello")
        await bob.submit("w" * 2_000)
        await carol.shows(f"bob {'w' * 2_000}")
        await bob.shows(f"bob {'w' * 2_000}")
        assert await bob.overflow() == 0

        standby = await ServiceProcess.prepare(file)
        await process.kill()
        for tab in (bob, carol):
            await tab.shows("The service is away; what you write may have to wait.")
        process = standby
        assert await process.start(service_port) == service_port
        for tab in (bob, carol):
            await tab.hides("The service is away; what you write may have to wait.")
        await carol.submit("are you still there?")
        await bob.shows("carol are you still there?")
    await bob.shows("The page's server cannot be reached. Trying again…")
    async with web_app(service_port, port):
        for tab in (bob, carol):
            await tab.hides("The page's server cannot be reached. Trying again…")
            await tab.prompted("Write a message…")
        await bob.submit("back again")
        await carol.shows("bob back again")
        await bob.shows("bob back again")  # once: what is shown twice is no single element
    await process.kill()
