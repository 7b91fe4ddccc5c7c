"""The official declarations through three generations: every true change is reported, and nothing else.

The lists were made by hand, by reading the declarations side by side. They hold what is public in the sense of
`twilio_codegen.comparing.declarations`: what the entry exports, what stands in its namespaces, and what its members
mention of what is exported elsewhere.
"""

from __future__ import annotations

import pytest

from support.history import Version, declarations
from twilio_codegen.comparing.diff import Change, compare_apis, verdict_of

pytestmark = pytest.mark.timeout(600)  # the first test also installs the packages

FROM_4_TO_5 = {
    # Results that were errors, `any` or an unwieldy object became what really comes.
    ("result-removed", "Channel.add"),
    ("result-removed", "Channel.typing"),
    ("result-removed", "Member.remove"),
    ("result-narrowed", "Message.remove"),
    ("result-narrowed", "Message.updateBody"),
    ("class-removed", "SessionError"),
    # Null where nothing was read yet.
    ("property-nullable", "Channel.lastConsumedMessageIndex"),
    ("property-nullable", "Member.lastConsumedMessageIndex"),
    ("result-nullable", "Channel.getUnconsumedMessagesCount"),
    # Parameters.
    ("parameter-accepts-less", "Channel.getMessages(direction)"),
    ("parameter-accepts-less", "Channel.removeMember(member)"),
    ("parameter-accepts-more", "Channel.sendMessage(message)"),
    ("parameter-accepts-more", "Channel.updateLastConsumedMessageIndex(index)"),
    ("parameter-accepts-more", "Channel.updateUniqueName(uniqueName)"),
    ("parameter-renamed", "Channel.updateFriendlyName(name)"),
    # Properties.
    ("property-added", "Channel.links"),
    ("property-type", "Member.channel"),
    # Options.
    ("option-optional", "Client.ChannelSortingOptions.criteria"),
    ("option-added", "Client.Options.IPMessaging"),
    ("option-added", "Client.Options.disableDeepClone"),
    # The transport that options may hold.
    *(("parameter-added", f"Transport.{verb}(grant)") for verb in ("delete", "get", "post", "put")),
    *(("result-type", f"Transport.{verb}") for verb in ("delete", "get", "post", "put")),
    *(("property-added", f"Result.{name}") for name in ("body", "headers", "status")),
}

FROM_5_TO_6 = {
    # Namespaces are gone; their types stand beside the classes, most under a name made of both.
    *(("class-moved", name) for name in ("Channel.State", "Channel.UpdatedEventArgs", "Client.Options")),
    *(("union-moved", f"Channel.{name}") for name in ("Status", "Type", "UpdateReason")),
    *(("union-moved", f"Member.{name}") for name in ("Type", "UpdateReason")),
    *(("union-moved", f"Message.{name}") for name in ("Type", "UpdateReason")),
    ("union-moved", "User.UpdateReason"),
    *(("class-renamed", f"Channel.{name}") for name in ("LastMessage", "SendMediaOptions")),
    *(("class-renamed", f"Client.{name}") for name in ("ChannelSortingOptions", "CreateChannelOptions")),
    ("union-renamed", "Channel.NotificationLevel"),
    *(("union-renamed", f"Client.{name}") for name in ("ChannelSortingCriteria", "ChannelSortingOrder")),
    *(("union-renamed", f"Client.{name}") for name in ("ConnectionState", "NotificationsChannelType")),
    # What was in a namespace and is no longer exported.
    *(("class-removed", f"{name}.UpdatedEventArgs") for name in ("Member", "Message", "User")),
    ("class-removed", "PushNotification.Descriptor"),
    ("union-removed", "PushNotification.Type"),
    ("union-removed", "Client.LogLevel"),
    ("union-removed", "User.SubscriptionState"),
    # Pages are described by a class of their own, the transport by another package.
    ("class-removed", "Paginator"),
    ("class-added", "RestPaginator"),
    ("class-removed", "Result"),
    ("class-removed", "Transport"),
    # The state of the client.
    ("union-added", "State"),
    ("event-added", "Client event stateChanged"),
    # Strings of other packages.
    ("member-added", 'ConnectionState "unknown"'),
    ("member-added", 'ConnectionState "error"'),
    ("member-removed", 'NotificationsChannelType "gcm"'),
    # The rest.
    ("payload-added", "Client event tokenAboutToExpire"),
    ("event-added", "Channel event memberInvited"),
    ("deprecated", "Client.create"),
    ("method-added", "Client.populateInitRegistrations"),
    ("option-added", "ClientOptions.initRegistrations"),
    ("option-accepts-less", "ClientOptions.httpCacheIntervalOverride"),
    ("class-added", "PushNotificationData"),
    ("property-type", "PushNotification.data"),
}


def changes(old: Version, new: Version) -> list[Change]:
    return compare_apis(declarations(old), declarations(new))


@pytest.mark.parametrize(("old", "new", "expected"), [("4.0.0", "5.0.2", FROM_4_TO_5), ("5.0.2", "6.0.0", FROM_5_TO_6)])
def test_every_true_change_is_reported_and_nothing_else(
    old: Version, new: Version, expected: set[tuple[str, str]]
) -> None:
    found = changes(old, new)

    assert {(change.rule.id, change.subject) for change in found} == expected
    assert len(found) == len(expected)
    assert verdict_of(found) == "major"


def test_renames_say_both_names_as_users_write_them() -> None:
    renamed = {
        change.python_old: change.python_new
        for change in changes("5.0.2", "6.0.0")
        if change.rule.id in ("class-renamed", "union-renamed", "class-moved", "union-moved")
    }

    assert renamed["ClientCreateChannelOptions"] == "CreateChannelOptions"
    assert renamed["ChannelStatus"] == "ChannelStatus"
    assert len(renamed) == 20


@pytest.mark.parametrize("version", ["4.0.0", "5.0.2", "6.0.0"])
def test_nothing_changes_between_a_version_and_itself(version: Version) -> None:
    assert changes(version, version) == []
