"""A plugin for pytest: whatever imports `httpx`, our runtime and our tests alike, gets its successor.

Use it with `pytest -p support.httpx2_for_httpx`, before anything else is imported.
"""

from __future__ import annotations

import httpx2

httpx2.alias_httpx()
