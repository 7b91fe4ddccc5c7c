"""The runtime knows no product: its text names nothing that only one of them has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import twilio_realtime

PRODUCT_WORDS = {
    "channel",
    "channels",
    "chat",
    "conversation",
    "conversations",
    "member",
    "members",
    "participant",
    "participants",
    "roster",
}
PRODUCT_NAMES = {"messageadded", "messageremoved", "messageupdated", "typingstarted", "typingended"}

ALLOWED: dict[str, str] = {
    "channel_type": "field of the push registrar's requests, the same for every product",
    "channeltype": "the same field in the registrar's own spelling",
    "member": "as a bare lower-case word: one string of a documented union, or whoever belongs to something",
    "members": "the same, several",
    "known_member": "a string of a documented union",
    "require_member": "a string of a documented union",
    "_unknown_members": "strings that no documented union has",
    "_max_unknown_members": "strings that no documented union has",
    "reportunknownmembertype": "a rule of the type checker",
}
"""Identifiers, in lower case, that contain such a word and yet are not the product's, each with the reason."""

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def product_words(text: str) -> Iterator[str]:
    for identifier in IDENTIFIER.findall(text):
        if identifier.lower() in ALLOWED and identifier not in {"Member", "Members"}:
            continue
        words = [word.lower() for word in WORD.findall(identifier)]
        if PRODUCT_WORDS.intersection(words) or any(name in "".join(words) for name in PRODUCT_NAMES):
            yield identifier


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("class Channel:", ["Channel"]),
        ("def on_message_added(self)", ["on_message_added"]),
        ('"messageAdded"', ["messageAdded"]),
        ("openChannels HTTPMember", ["openChannels", "HTTPMember"]),
        ("registration(channel_type=token_kind)", []),
        ("chatter remember message", []),
        ("a Member, not a member of a union", ["Member"]),
        ("member_joined(memberLeft)", ["member_joined", "memberLeft"]),
    ],
)
def test_words_are_recognised(text: str, found: list[str]) -> None:
    assert list(product_words(text)) == found


def test_runtime_names_no_product() -> None:
    root = Path(twilio_realtime.__file__).parent
    found = [
        f"{path.relative_to(root)}:{number}: {word}"
        for path in sorted(root.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for word in product_words(line)
    ]
    assert found == [], "say it in the schema, or add a protocol word to ALLOWED with its reason"
