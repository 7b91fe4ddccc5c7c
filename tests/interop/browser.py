"""A headless Chromium with the official browser client in its tabs."""

from __future__ import annotations

import itertools
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal, cast

from interop.chromium import Chromium
from interop.node_script import Fields, NodeScript, ScriptStopped
from interop.official_client import OfficialError, Realm
from interop.values import expect_list, expect_text

DRIVER = Path(__file__).with_name("browser.cjs")


class Tab(Realm):
    """One tab with the official client loaded in its page."""

    def __init__(self, browser: Browser, number: int) -> None:
        super().__init__(lambda command: browser.request({"op": "run", "tab": number, "command": command}))
        self._browser = browser
        self._number = number

    async def reload(self) -> None:
        """Loads the page anew: its clients are gone, what the tab stores stays."""
        await self._browser.request({"op": "reload", "tab": self._number})

    async def titled(self, title: str) -> None:
        """Waits until the page has that title."""
        await self._browser.request({"op": "titled", "tab": self._number, "title": title})

    async def shows(self, text: str) -> None:
        """Waits until an element of the page shows exactly that text."""
        await self._browser.request({"op": "shows", "tab": self._number, "text": text})

    async def hides(self, text: str) -> None:
        """Waits until no element of the page shows exactly that text."""
        await self._browser.request({"op": "hides", "tab": self._number, "text": text})

    async def prompted(self, text: str) -> None:
        """Waits until a field of the page, while it is empty, asks for that."""
        await self._browser.request({"op": "prompted", "tab": self._number, "text": text})

    async def submit(self, text: str) -> None:
        """Types a text into the page's form and sends it."""
        await self._browser.request({"op": "submit", "tab": self._number, "text": text})

    async def resize(self, width: int, height: int) -> None:
        """Gives the tab a window of that size, in pixels."""
        await self._browser.request({"op": "resize", "tab": self._number, "width": width, "height": height})

    async def overflow(self) -> int:
        """Returns by how many pixels something in the page is wider than its place."""
        return cast(int, (await self._browser.request({"op": "overflow", "tab": self._number}))["pixels"])

    async def stored(self) -> list[str]:
        """Returns the keys of the page's session storage."""
        return [expect_text(key) for key in expect_list(await self.request("stored"))]

    async def close(self) -> None:
        """Closes the tab, as a user does: the page is not asked."""
        await self._browser.request({"op": "close", "tab": self._number})
        self.stop(RuntimeError("the tab is closed"))

    async def set_offline(self, offline: bool) -> None:
        """Takes the network from all tabs of this profile, or gives it back."""
        await self._browser.request({"op": "offline", "tab": self._number, "value": offline})


class Browser:
    """A running Chromium."""

    def __init__(self, script: NodeScript) -> None:
        self._tabs: dict[int, Tab] = {}
        self._numbers = itertools.count(1)
        self._script = script
        script.report = self._take
        script.stopped = self._stop

    @classmethod
    @asynccontextmanager
    async def start(cls, node: Path, chromium: Chromium, folder: Path) -> AsyncGenerator[Browser]:
        """Runs one while the block is open.

        Args:
            node: The program that runs the driver.
            chromium: The browser.
            folder: Where the official client and the driver's package are installed.
        """
        command: list[str | Path] = [node, DRIVER, chromium.executable, str(chromium.libraries or "")]
        async with NodeScript.start(command, folder) as script:
            yield cls(script)

    async def visit(self, profile: str, address: str) -> Tab:
        """Opens a tab with any page, in which the official client cannot be driven from here."""
        return await self._open(profile, address)

    async def open(self, profile: str, address: Literal["http", "file", "conversations"] = "http") -> Tab:
        """Opens a tab with the client's page.

        Args:
            profile: Tabs of one profile share storage and network.
            address: Whether the page is served or opened from the disk, or served with the client of Conversations.
        """
        return await self._open(profile, address)

    async def _open(self, profile: str, address: str) -> Tab:
        number = next(self._numbers)
        tab = self._tabs[number] = Tab(self, number)
        await self.request({"op": "open", "tab": number, "profile": profile, "address": address})
        return tab

    async def reset(self) -> list[str]:
        """Closes every tab and forgets all profiles; returns the faults that happened in the tabs."""
        await self.request({"op": "reset"})
        faults = [fault for tab in self._tabs.values() for fault in tab.faults]
        self._tabs.clear()
        return faults

    async def request(self, command: Fields) -> Fields:
        """Sends one command to the driver and returns its answer.

        Raises:
            OfficialError: The browser refused.
        """
        answer = await self._script.request(command)
        if "error" in answer and command["op"] != "run":
            raise OfficialError(str(cast(Fields, answer["error"])["message"]), None, None)
        return answer

    def _take(self, line: Fields) -> None:
        tab = self._tabs.get(cast(int, line["tab"]))
        if tab is not None:
            tab.take(line)

    def _stop(self, reason: ScriptStopped) -> None:
        for tab in self._tabs.values():
            tab.stop(reason)
