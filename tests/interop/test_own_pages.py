"""What the documentation shows for the official client: the script and the page that readers copy."""

from __future__ import annotations

import asyncio
import functools
import re
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from interop.browser import Browser
from interop.node import node_command
from support.processes import finish
from support.rooms import client_of
from twilio_local import LocalService

PAGE = Path(__file__).parents[2] / "docs" / "official-client.md"


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
