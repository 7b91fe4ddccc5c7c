"""What the files of a release say about the project and cannot be written down here: where it lives.

The build takes the address from the environment variable `PROJECT_ADDRESS`, which the release workflow sets to that of
the repository that it runs in. Links of the README lead there, since a package index shows it without the files beside
it; without an address they are plain text rather than links that lead nowhere.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from hatchling.metadata.plugin.interface import MetadataHookInterface

__all__ = ["ProjectAddress", "index_readme", "project_urls"]

VERSION = re.compile(r'^VERSION = "(.+)"$', re.MULTILINE)
LINK = re.compile(r"\[([^\]]+)\]\((?!https?://)([^)\s]+)\)")
HIDDEN = re.compile(r"<!---.*?-->\n*", re.DOTALL)
CODE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


class ProjectAddress(MetadataHookInterface):
    """Adds the project's URLs and the README as a package index shows it."""

    def update(self, metadata: dict[str, object]) -> None:
        """Fill in the fields that `pyproject.toml` calls dynamic."""
        root = Path(self.root)
        found = VERSION.search((root / "runtime/twilio_realtime/version.py").read_text(encoding="utf-8"))
        if found is None:
            raise ValueError("runtime/twilio_realtime/version.py says no VERSION")
        address = os.environ.get("PROJECT_ADDRESS", "").rstrip("/")
        if address and (urlsplit(address).scheme != "https" or not urlsplit(address).netloc):
            raise ValueError(f"PROJECT_ADDRESS must be an https address, not {address!r}")
        readme = (root / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": index_readme(readme, address, found[1])}
        metadata["urls"] = project_urls(address, found[1])


def index_readme(text: str, address: str, version: str) -> str:
    """Return the README as a package index shows it: with absolute links, without what only tests read.

    Args:
        text: The README of the repository.
        address: Where the repository is; empty if that is not known.
        version: Version of the release, whose files the links lead to.
    """

    def absolute(link: re.Match[str]) -> str:
        words, target = link.groups()
        if not address:
            return words
        place = f"{address}{target}" if target.startswith("#") else f"{address}/blob/v{version}/{target}"
        return f"[{words}]({place})"

    text = HIDDEN.sub("", text)
    pieces: list[str] = []
    end = 0
    for code in CODE.finditer(text):
        pieces += [LINK.sub(absolute, text[end : code.start()]), code[0]]
        end = code.end()
    return "".join([*pieces, LINK.sub(absolute, text[end:])])


def project_urls(address: str, version: str) -> dict[str, str]:
    """Return the links that a package index shows beside the description.

    Args:
        address: Where the repository is; empty if that is not known, and then there are none.
        version: Version of the release.
    """
    if not address:
        return {}
    files = f"{address}/blob/v{version}"
    return {
        "Homepage": address,
        "Documentation": f"{files}/docs/index.md",
        "Changelog": f"{files}/CHANGELOG.md",
        "Source": address,
        "Issues": f"{address}/issues",
        "Security": f"{files}/SECURITY.md",
    }
