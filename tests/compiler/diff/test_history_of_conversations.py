"""The official declarations of Conversations from 2.0.0 to 3.0.1: every true change is reported, and nothing else.

The lists were made by hand, from the names and types that the compiler of TypeScript shows of each version. They hold
what means something in Python: promises that can be cancelled are promises, and any JSON value is declared as `any`
or as an alias of it.
"""

from __future__ import annotations

import pytest

from support.history import Version, declarations
from twilio_codegen.comparing.diff import compare_apis, verdict_of

pytestmark = pytest.mark.timeout(600)  # the first test also installs the packages

FROM_2_0_TO_2_5 = {
    # Rich content and its templates.
    *(
        ("class-added", f"ContentData{name}")
        for name in (
            *("", "Action", "ActionOther", "ActionPhone", "ActionReply", "ActionUrl", "CallToAction", "Card"),
            *("ListItem", "ListPicker", "Location", "Media", "Other", "QuickReply", "Reply", "Text"),
        )
    ),
    ("class-added", "ContentTemplate"),
    ("class-added", "ContentTemplateVariable"),
    ("method-added", "Client.getContentTemplates"),
    ("property-added", "Message.contentSid"),
    ("method-added", "Message.getContentData"),
    ("method-added", "MessageBuilder.setContentTemplate"),
    ("property-added", "UnsentMessage.contentSid"),
    ("property-added", "UnsentMessage.contentVariables"),
    # E-mail: bindings, bodies, histories, recipients.
    *(("class-added", name) for name in ("ConversationBindings", "ConversationEmailBinding")),
    *(("class-added", f"Participant{name}") for name in ("BindingOptions", "Bindings", "EmailBinding")),
    *(("class-added", f"{name}RecipientDescriptor") for name in ("", "Email", "Unknown")),
    ("union-added", "EmailRecipientLevel"),
    ("union-added", "ParticipantEmailLevel"),
    ("member-added", 'ConversationUpdateReason "bindings"'),
    ("member-added", 'ParticipantUpdateReason "bindings"'),
    ("union-opened", "ParticipantType"),
    ("member-added", 'ParticipantType "email"'),
    ("property-added", "Participant.bindings"),
    ("parameter-added", "Conversation.addNonChatParticipant(bindingOptions)"),
    ("method-added", "Conversation.getMessageRecipients"),
    ("method-added", "Message.getMessageRecipients"),
    *(("method-added", f"Message.getEmail{name}") for name in ("Body", "History")),
    *(("method-added", f"MessageBuilder.setEmail{name}") for name in ("Body", "History")),
    ("property-not-null", "UnsentMessage.emailOptions"),
    # Files.
    ("method-removed", "Media.getCachedTemporaryUrl"),
    ("deprecated", "Message.attachTemporaryUrlsFor"),
    ("deprecated", "Message.getMediaByCategory"),
    ("parameter-accepts-more", "Message.attachTemporaryUrlsFor(contentSet)"),
    ("member-added", 'MessageUpdateReason "media"'),
    ("method-added", "Message.getMediaByCategories"),
    *(
        ("method-added", f"{owner}.getTemporaryContentUrlsFor{name}")
        for owner in ("Client", "Message")
        for name in ("Media", "MediaSids")
    ),
    ("method-added", "Message.getTemporaryContentUrlsForAttachedMedia"),
    *(("property-added", f"PushNotificationData.{name}") for name in ("conversationTitle", "media", "mediaCount")),
    ("method-added", "MessageBuilder.buildAndSend"),
    # Limits and metadata.
    ("class-added", "ConversationLimits"),
    ("property-type", "Conversation.limits"),
    ("class-added", "ChannelMetadata"),
    ("method-added", "Message.getChannelMetadata"),
    # What adding somebody answers.
    ("result-added", "Conversation.add"),
    ("result-added", "Conversation.addNonChatParticipant"),
    # What may be null.
    ("result-nullable", "Conversation.getParticipantByIdentity"),
    ("result-nullable", "Conversation.getParticipantBySid"),
    ("result-nullable", "Media.getContentTemporaryUrl"),
    ("result-nullable", "UnsentMessage.send"),
    ("parameter-optional", "Conversation.getParticipantByIdentity(identity)"),
    ("parameter-accepts-more", "Conversation.getParticipantByIdentity(identity)"),
    ("parameter-accepts-more", "Client.create(options)"),
    *(("property-nullable", f"Conversation.{name}") for name in ("friendlyName", "lastMessage", "uniqueName")),
    ("property-nullable", "Media.filename"),
    *(
        ("property-nullable", f"Message.{name}")
        for name in (*("author", "body", "dateCreated", "dateUpdated", "lastUpdatedBy", "media", "participantSid"),)
    ),
    *(
        ("property-nullable", f"Participant.{name}")
        for name in ("dateCreated", "dateUpdated", "identity", "lastReadTimestamp")
    ),
    *(
        ("property-nullable", f"{owner}.{name}")
        for owner in ("PushNotification", "PushNotificationDescriptor")
        for name in ("action", "badge", "body", "sound", "title")
    ),
    *(("property-nullable", f"SendMediaOptions.{name}") for name in ("contentType", "media")),
    *(("property-nullable", f"User.{name}") for name in ("friendlyName", "isNotifiable", "isOnline")),
    # Types.
    *(("property-type", f"Conversation.{name}") for name in ("dateCreated", "dateUpdated")),
    ("property-type", "DetailedDeliveryReceipt.errorCode"),
    ("property-type", "PushNotificationDescriptor.data"),
    # The client.
    ("property-removed", "Client.token"),
    ("property-removed", "Conversation.links"),
    ("parameter-removed", "Client.getSubscribedConversations(args)"),
    ("event-added", "Client event initFailed"),
    ("event-added", "Client event initialized"),
    ("payload-type", "Client event connectionError"),
    ("payload-removed", "Client event tokenAboutToExpire"),
    # Options.
    *(
        ("option-accepts-less", f"ClientOptions.{name}")
        for name in (
            *("Chat", "IPMessaging", "Notification", "Sync", "Twilsock", "backoffConfigOverride", "clientMetadata"),
        )
    ),
    *(
        ("option-added", f"ClientOptions.{name}")
        for name in ("apiUri", "channelMetadataCacheCapacity", "messageRecipientsCacheCapacity", "typingUri")
    ),
}

FROM_2_5_TO_2_6 = {
    ("method-added", "Client.peekConversationBySid"),
    ("member-added", 'ConnectionState "retrying"'),  # of a package that it depends on
    ("option-added", "ClientOptions.throwErrorsAlways"),
    ("option-added", "CreateConversationOptions.access"),
}


@pytest.mark.parametrize(
    ("old", "new", "expected", "verdict"),
    [
        ("2.0.0", "2.5.0", FROM_2_0_TO_2_5, "major"),
        ("2.5.0", "2.6.5", FROM_2_5_TO_2_6, "major"),
        ("2.6.5", "3.0.1", set[tuple[str, str]](), "none"),
    ],
)
def test_every_true_change_is_reported_and_nothing_else(
    old: Version, new: Version, expected: set[tuple[str, str]], verdict: str
) -> None:
    found = compare_apis(declarations(old), declarations(new))

    assert {(change.rule.id, change.subject) for change in found} == expected
    assert len(found) == len(expected)
    assert verdict_of(found) == verdict


def test_all_of_it_is_read() -> None:
    """Counted by hand, and with the compiler of TypeScript."""
    api = declarations("3.0.1")
    classes = [item for item in api.classes.values() if item.documented == "class"]
    aliases = [item for item in api.classes.values() if item.documented == "alias"]

    assert len(classes) == 18
    assert sum(len(item.methods) for item in classes) == 81
    assert sum(len(field.held_by) for item in classes for field in item.fields.values()) == 113
    assert sum(len(item.events) for item in classes) == 41
    assert sum(item.documented == "interface" for item in api.classes.values()) == 19
    assert len(aliases) + len(api.unions) == 34
    assert sum(len(item.members) for item in api.unions.values()) == 75
