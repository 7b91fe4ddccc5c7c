"""The schema beside the official declarations: complete for 6.0.0, and exactly as far from 5.0.2 as that is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.history import Version, declarations, package
from support.schemas import CHAT
from twilio_codegen.comparing.audit import Report, audit
from twilio_codegen.comparing.declarations import facts_of, read_declarations, read_facts
from twilio_codegen.comparing.deviations import find_deviations
from twilio_codegen.comparing.ledger import load_ledger
from twilio_codegen.reading.schema_loader import load_schema

pytestmark = pytest.mark.timeout(600)  # the first test also installs the packages

UNLIKE_5 = {
    "ConnectionState member unknown: is not documented",
    "ConnectionState member error: is not documented",
    "ClientLogLevel: alias is missing",
    "NotificationsChannelType member gcm: is missing",
    "UserSubscriptionState: alias is missing",
    "State: alias is not documented",
    "Client event tokenAboutToExpire: event is number, documented as none",
    "Client event stateChanged: event is not documented",
    "PushNotification.data: property is PushNotificationData, documented as json",
    "ClientOptions.httpCacheIntervalOverride: property is duration, documented as string",
    "MemberUpdatedEventArgs: class is missing",
    "MessageUpdatedEventArgs: class is missing",
    "UserUpdatedEventArgs: class is missing",
    "Paginator: class is missing",
    "PushNotificationDescriptor: class is missing",
    "Result: class is missing",
    "Transport: class is missing",
    "PushNotificationData: class is not documented",
    "RestPaginator: class is not documented",
}
"""What 6.0.0 has otherwise than 5.0.2, as far as the schema follows it; see `tests/compiler/diff/test_history.py`."""


def audited(version: Version) -> Report:
    ledger = load_ledger(CHAT / "documented" / "deviations.yaml")
    return audit(load_schema(CHAT), declarations(version), ledger)


def test_the_schema_covers_all_of_6() -> None:
    report = audited("6.0.0")

    assert report.findings == ()
    assert report.stale == ()
    assert report.unresolved == ()
    assert (report.covered, report.coverage) == (report.declared, 100.0)


def test_the_schema_differs_from_5_exactly_where_6_does() -> None:
    report = audited("5.0.2")

    assert {finding.deviation.text for finding in report.findings} == UNLIKE_5
    assert 80 < report.coverage < 90
    assert report.stale == (), "the ledger was made for 6.0.0"


def test_both_places_of_a_difference_are_told() -> None:
    found = {finding.deviation.text: finding for finding in audited("5.0.2").findings}

    changed = found["PushNotification.data: property is PushNotificationData, documented as json"]
    assert changed.declared_at is not None
    assert changed.declared_at.file.endswith("lib/pushnotification.d.ts")
    text = (package("5.0.2") / "lib" / "pushnotification.d.ts").read_text(encoding="utf-8")
    assert "data: Object" in text.splitlines()[changed.declared_at.line - 1]
    assert changed.schema_at is not None
    line = (CHAT / changed.schema_at.file).read_text(encoding="utf-8").splitlines()[changed.schema_at.line - 1]
    assert line.strip().startswith("data: {type: PushNotificationData")


def test_the_documented_facts_are_what_the_declarations_say() -> None:
    text = (CHAT / "documented" / "twilio-chat-6.0.0.json").read_text(encoding="utf-8")
    kept, extracted = read_facts(text), declarations("6.0.0")

    assert facts_of(kept) == facts_of(extracted) == json.loads(text)
    assert list(find_deviations(kept, extracted)) == []
    assert list(find_deviations(extracted, kept)) == []


def test_a_single_file_is_enough_apart_from_strings_of_other_packages(tmp_path: Path) -> None:
    lonely = tmp_path / "lib.d.ts"
    lonely.write_bytes((package("6.0.0") / "builds" / "lib.d.ts").read_bytes())
    ledger = load_ledger(CHAT / "documented" / "deviations.yaml")

    report = audit(load_schema(CHAT), read_declarations([lonely]), ledger)

    assert report.findings == ()
    assert report.unresolved == ("ConnectionState", "NotificationsChannelType")
