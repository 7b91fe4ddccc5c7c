"""The schema of Conversations beside the official declarations of 3.0.1: complete, apart from the ledger."""

from __future__ import annotations

import json

import pytest

from support.history import declarations
from support.schemas import CONVERSATIONS
from twilio_codegen.comparing.audit import audit
from twilio_codegen.comparing.declarations import facts_of, read_facts
from twilio_codegen.comparing.deviations import find_deviations
from twilio_codegen.comparing.ledger import load_ledger
from twilio_codegen.reading.schema_loader import load_schema

pytestmark = pytest.mark.timeout(600)  # the first test also installs the packages


def test_the_schema_covers_all_of_3() -> None:
    ledger = load_ledger(CONVERSATIONS / "documented" / "deviations.yaml")

    report = audit(load_schema(CONVERSATIONS), declarations("3.0.1"), ledger)

    assert [finding.deviation.text for finding in report.findings] == []
    assert report.stale == ()
    assert report.unresolved == ()
    assert (report.covered, report.coverage) == (report.declared, 100.0)


def test_the_documented_facts_are_what_the_declarations_say() -> None:
    text = (CONVERSATIONS / "documented" / "twilio-conversations-3.0.1.json").read_text(encoding="utf-8")
    kept, extracted = read_facts(text), declarations("3.0.1")

    assert facts_of(kept) == facts_of(extracted) == json.loads(text)
    assert list(find_deviations(kept, extracted)) == []
    assert list(find_deviations(extracted, kept)) == []
