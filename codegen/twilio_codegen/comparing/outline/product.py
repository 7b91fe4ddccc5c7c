"""Outlines the product as a whole, of which declarations say next to nothing."""

from __future__ import annotations

from twilio_codegen.comparing.api import Api

from .drafts import FileDraft
from .wording import capitalised, words

START = "SessionStart"
"""Wire type of the first answer of a session."""


def product_file(api: Api, product: str, package: str) -> FileDraft:
    """Outline the file of the product."""
    title = capitalised(words(product))
    services = {"socket": "wss", "api": "https", "sync": "https", "registrar": "https"}
    draft = FileDraft("product.yaml", "Who we talk to and how a session starts. Outlined from declarations.")
    draft.head = {
        "product": product,
        "package": package,
        "title": title,
        "models-version": api.title,
        "doc": f"Typed real-time client for {title}.",
        "todo": "The descriptions are made of names: say in your own words what each thing means.",
        "profile": {
            "todo": "Find out the hosts, the grants, the first request with its answer, and the types of messages.",
            "grant": product,
            "token-grants": [product],
            "default-region": "us1",
            "hosts": {name: f"{scheme}://{name}.example.com" for name, scheme in services.items()},
            "bootstrap": {"path": "todo", "payload": START},
            "metadata": {"type": product},
            "message-types": [],
        },
    }
    return draft
