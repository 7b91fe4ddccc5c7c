"""What the official JavaScript client does, rule by rule, with the tests that show it here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from client.scenarios.table import Entry, NotOurs, shown

__all__ = ["RULES"]

UPDATES: Final = "client/test_updates"
TALK: Final = "client/test_conversation"
LIFE: Final = "client/scenarios/test_channel_life"
TYPING: Final = "client/scenarios/test_typing"
USERS: Final = "client/scenarios/test_users"
LISTS: Final = "client/scenarios/test_directories"
PUSH: Final = "client/scenarios/test_push"
ARGUMENTS: Final = "client/scenarios/test_argument_rules"
MEMBERSHIPS: Final = "runtime/test_collections_memberships"
CONNECTION: Final = "runtime/test_connection"
REST: Final = "runtime/test_rest"
FAULTS: Final = "client/test_faults"
ACCESS: Final = "client/test_access_tokens"
RECONNECTION: Final = "client/test_reconnection"
INDEXED: Final = "runtime/test_collections_indexed"
KEYED: Final = "runtime/test_collections_keyed"
CONNECTING: Final = "runtime/test_events_connecting"

RULES: Final[Mapping[str, Entry]] = {
    # ------------------------------------------------------------------------------------------ update reasons
    "reasons: once for each change, only if there is one": shown(
        "no event without a reason, no reason twice",
        f"{LIFE}::test_an_event_names_every_reason_once_and_only_if_there_is_one",
    ),
    "reasons: order": shown(
        "which reasons there are",
        f"{UPDATES}::test_edits_of_a_body",
        instead="they come in the schema's order; programs should ask what is among them",
    ),
    "reasons: channel attributes": shown("deep inequality", f"{UPDATES}::test_changes_of_a_channel"),
    "reasons: channel lastConsumedMessageIndex": shown(
        "also to null", f"{UPDATES}::test_a_read_horizon", f"{TALK}::test_read_horizons"
    ),
    "reasons: channel lastMessage": shown(
        "another index or time, or gone",
        f"{UPDATES}::test_a_new_message_changes_the_last_one",
        f"{UPDATES}::test_the_last_message_disappears",
    ),
    "reasons: channel status": NotOurs(
        "the status changes",
        "set before the update is looked at, there as here, so it is never a reason; joined, invited, left are events",
    ),
    "reasons: channel state": shown("deep inequality", f"{LIFE}::test_the_state_of_a_channel"),
    "reasons: channel names, creator, dates, level": shown(
        "different values", f"{UPDATES}::test_changes_of_a_channel", f"{UPDATES}::test_a_notification_level"
    ),
    "reasons: message body": shown("also to the empty text", f"{UPDATES}::test_edits_of_a_body"),
    "reasons: message author and last editor": shown("different names", f"{UPDATES}::test_an_edit_by_another_user"),
    "reasons: message dates": shown("different times", f"{UPDATES}::test_edits_of_a_body"),
    "reasons: message attributes": shown(
        "deep inequality, absent is empty", f"{UPDATES}::test_attributes_of_a_message"
    ),
    "reasons: member fields": shown("attributes, dates, role", f"{UPDATES}::test_attributes_of_a_member"),
    "reasons: member lastConsumedMessageIndex": shown("an index or null", f"{UPDATES}::test_a_read_horizon"),
    "reasons: user fields": shown(
        "name, attributes, presence", f"{USERS}::test_changes_of_somebody_else", f"{USERS}::test_presence"
    ),
    "reasons: own user at the start": shown(
        "the own user's values",
        f"{USERS}::test_values_are_known_before_the_client_is_ready_and_not_announced",
        instead="known before the client is ready, so nothing is announced about values that nobody has seen",
    ),
    "reasons: verified sets": shown(
        "edits, names, horizon, level",
        f"{UPDATES}::test_edits_of_a_body",
        f"{UPDATES}::test_an_edit_by_another_user",
        f"{UPDATES}::test_changes_of_a_channel",
        f"{UPDATES}::test_a_read_horizon",
        f"{UPDATES}::test_a_notification_level",
    ),
    "reasons: attributes that are no JSON": shown(
        "a warning, and an empty object", f"{UPDATES}::test_malformed_attributes"
    ),
    # ------------------------------------------------------------------------------------------ events
    "events: start": shown(
        "added, then joined or invited, once each",
        f"{LIFE}::test_start_announces_what_is_known_once_and_no_members_or_messages",
    ),
    "events: create": shown(
        "added with all its values",
        f"{LIFE}::test_creating_announces_a_complete_channel_once",
        instead="no update before",
    ),
    "events: join": shown("joined", f"{TALK}::test_joining", instead="the call returns once the channel is followed"),
    "events: added by somebody": shown(
        "added, joined", f"{LIFE}::test_added_by_somebody_then_removed_then_added_again"
    ),
    "events: invited": shown("added, invited; later joined", f"{LIFE}::test_accepting_an_invitation"),
    "events: out of a public channel": shown(
        "left, and still up to date", f"{LIFE}::test_leaving_what_is_public_keeps_it_up_to_date"
    ),
    "events: out of a private channel": shown(
        "left, removed, forgotten",
        f"{LIFE}::test_added_by_somebody_then_removed_then_added_again",
        f"{TALK}::test_private_channels",
    ),
    "events: deleted": shown(
        "removed once", f"{LIFE}::test_a_deleted_channel_is_removed_once", f"{MEMBERSHIPS}::test_deleted_after_leaving"
    ),
    "events: found by SID": shown(
        "added, not taking part",
        f"{LIFE}::test_the_members_of_a_public_channel_found_by_look_up_can_be_asked_for",
    ),
    "events: message": shown(
        "typing ends, then channel, then client",
        f"{TYPING}::test_typing_ends_when_the_message_arrives",
        f"{TALK}::test_messages",
    ),
    "events: message changed or removed": shown(
        "only if it was received or read",
        f"{LIFE}::test_an_edit_changes_the_message_that_a_page_has_shown",
        f"{UPDATES}::test_changes_of_messages_never_seen_are_silent_and_shown_when_read",
    ),
    "events: members": shown(
        "joined and left, not those of the beginning",
        f"{TALK}::test_joining",
        f"{KEYED}::test_items_present_are_loaded_and_not_announced",
    ),
    "events: typing": shown(
        "each sign; ends by time or message",
        f"{TYPING}::test_each_sign_is_announced_from_the_inside_out",
        f"{TYPING}::test_typing_ends_by_itself",
    ),
    "events: users": shown(
        "subscribed, unsubscribed, updated",
        f"{USERS}::test_one_too_many_lets_the_oldest_go",
        f"{USERS}::test_changes_of_somebody_else",
    ),
    "events: connection": shown("states and trouble", f"{RECONNECTION}::test_trouble_is_announced"),
    "events: token": shown("about to expire, expired", f"{ACCESS}::test_a_token_runs_out"),
    "events: push": shown("a push notification", f"{PUSH}::test_handling_one_announces_it"),
    "events: outcome of the start": shown(
        "initialized or failed", "client/test_lifetime::test_the_block", f"{FAULTS}::test_a_refused_start"
    ),
    "events: bubbling": shown(
        "from the inside out, at once", f"{UPDATES}::test_changes_bubble_from_message_to_channel_to_client"
    ),
    "events: of the connection come later": shown(
        "events of the connection",
        f"{CONNECTION}::test_a_listener_may_call_back",
        instead="told at once; what a handler causes comes after the event that it was told of",
    ),
    "events: messages flow while the list is open": shown("joined, or read", f"{TALK}::test_reading_without_joining"),
    "events: what is there already": shown(
        "messages of before are not announced",
        f"{LIFE}::test_start_announces_what_is_known_once_and_no_members_or_messages",
    ),
    # ------------------------------------------------------------------------------------------ sources
    "sources: a weaker source": shown(
        "is ignored",
        f"{MEMBERSHIPS}::test_the_map_outranks_the_listing",
        f"{MEMBERSHIPS}::test_a_look_up_does_not_override_the_listing",
    ),
    "sources: in": shown(
        "followed, then announced", f"{MEMBERSHIPS}::test_added_by_somebody", f"{MEMBERSHIPS}::test_invited_then_joined"
    ),
    "sources: out": shown("updated, then announced", f"{MEMBERSHIPS}::test_told_to_be_out_by_an_update"),
    "sources: private and out": shown("forgotten", f"{MEMBERSHIPS}::test_leaving_or_declining_what_is_private"),
    "sources: the same status": shown(
        "a plain update", f"{UPDATES}::test_a_notification_level", f"{UPDATES}::test_a_read_horizon"
    ),
    "sources: unknown": shown("made, opened, announced", f"{MEMBERSHIPS}::test_looking_up_by_key"),
    "sources: tombstones": shown(
        "stay removed", f"{MEMBERSHIPS}::test_what_the_map_removed_before_the_listing_came_stays_removed"
    ),
    "sources: look-up by SID": shown(
        "after the list, in the map, then at the service", f"{MEMBERSHIPS}::test_looking_up_by_key"
    ),
    "sources: look-up by unique name": shown(
        "always at the service", f"{TALK}::test_create_a_channel", "client/test_names::test_unique_names"
    ),
    # ------------------------------------------------------------------------------------------ messages
    "messages: defaults and order": shown(
        "30 from the end, ascending",
        f"{TALK}::test_paging",
        f"{LIFE}::test_pages_are_full_after_messages_that_came_live",
    ),
    "messages: previous is older": shown(
        "whatever the direction",
        f"{INDEXED}::test_pages_from_the_end",
        f"{INDEXED}::test_pages_from_the_beginning_and_from_an_anchor",
    ),
    "messages: one object for each index": shown(
        "pages show it again",
        f"{LIFE}::test_an_edit_changes_the_message_that_a_page_has_shown",
        f"{INDEXED}::test_one_object_for_each_index",
    ),
    "messages: no such page": shown("an error", f"{TALK}::test_paging", "runtime/test_pagination::test_no_neighbour"),
    "messages: subscribed channels": shown("by SID, page by page", f"{LISTS}::test_subscribed_channels_page_by_page"),
    "messages: descriptors": shown(
        "by tokens", f"{LISTS}::test_descriptors", "runtime/test_rest_pages::test_there_and_back"
    ),
    "messages: sending": shown("resolves to the index", f"{TALK}::test_messages"),
    "messages: author": shown("by SID, then by identity, else an error", f"{TALK}::test_the_author_may_be_gone"),
    # ------------------------------------------------------------------------------------------ horizons
    "horizons: update, advance, all, none": shown("and what each returns", f"{TALK}::test_read_horizons"),
    "horizons: open first": shown(
        "calls on a channel that is not followed",
        f"{TALK}::test_read_horizons",
        instead="need no list: they ask the service",
    ),
    # ------------------------------------------------------------------------------------------ users
    "users: own": shown("always followed", f"{USERS}::test_the_own_user_is_there_from_the_start_and_stays"),
    "users: getUser": shown(
        "known, or asked for and announced", f"{USERS}::test_one_object_for_each_user_however_many_ask"
    ),
    "users: first in, first out": shown("in this order", f"{USERS}::test_one_too_many_lets_the_oldest_go"),
    "users: not followed": shown("cannot be changed", f"{USERS}::test_one_too_many_lets_the_oldest_go"),
    "users: reachability": shown("None until known", f"{USERS}::test_presence"),
    # ------------------------------------------------------------------------------------------ REST
    "rest: cache": shown("for as long as the service says", f"{REST}::test_read_is_cached_for_a_while"),
    "rest: typing": shown(
        "not repeated too soon",
        f"{TYPING}::test_a_second_call_soon_after_sends_nothing",
        "runtime/test_transient::test_throttle",
    ),
    "rest: the same name again": shown("no request", f"{UPDATES}::test_the_same_name_again_sends_nothing"),
    "rest: leaving what is not joined": shown("no request", f"{TALK}::test_leaving_what_is_public"),
    # ------------------------------------------------------------------------------------------ replay
    "replay: not by default": shown(
        "what was before is not heard", f"{CONNECTING}::test_connected_during_an_event_hears_the_next_one"
    ),
    "replay: if asked for": shown("the last event", f"{CONNECTING}::test_replay_hands_over_the_last_event_only"),
    # ------------------------------------------------------------------------------------------ sorting
    "sorting: names": shown(
        "without a value last, first when descending",
        f"{LISTS}::test_local_channels_sorted",
        instead="by casefolded text, not by the locale of the machine",
    ),
    "sorting: last message": shown("by its date", f"{LISTS}::test_local_channels_sorted"),
    "sorting: without criteria": shown("as they became known", f"{LISTS}::test_local_channels_sorted"),
    # ------------------------------------------------------------------------------------------ arguments
    "arguments: of the client": shown(
        "refused before anything is sent", f"{ARGUMENTS}::test_of_a_client", f"{ARGUMENTS}::test_of_the_constructor"
    ),
    "arguments: of a channel": shown("refused before anything is sent", f"{ARGUMENTS}::test_of_a_channel"),
    "arguments: of messages, members, users": shown(
        "refused before anything is sent", f"{ARGUMENTS}::test_of_a_message_and_a_member"
    ),
    "arguments: attributes": shown("any JSON value", f"{ARGUMENTS}::test_any_json_value_may_be_attributes"),
    "arguments: media": shown(
        "bytes, files, streams",
        "client/scenarios/test_media::test_from_anything_to_a_file",
        "runtime/test_media::test_what_cannot_be_uploaded",
    ),
    "arguments: push": shown("a plain object", f"{PUSH}::test_what_is_no_push_notification"),
    "arguments: wording and number": NotOurs(
        "wording of the complaints; too many arguments",
        "Python itself counts arguments; ours name the argument, what is expected and what was given",
    ),
    # ------------------------------------------------------------------------------------------ errors
    "errors: requests": shown(
        "status, code and words",
        f"{FAULTS}::test_a_refused_request",
        f"{ARGUMENTS}::test_errors_say_what_the_service_said",
    ),
    "errors: Sync": shown("status, code and words", "runtime/test_sync_objects::test_what_does_not_exist"),
    "errors: of the client": shown("typed as well", f"{TALK}::test_what_does_not_exist"),
    "errors: reachability before the start": shown(
        "an error", "client/test_lifetime::test_shutting_down_what_was_never_started"
    ),
    "errors: calls before the start": shown(
        "calls wait while the client starts",
        "client/test_lifetime::test_shutting_down_what_was_never_started",
        "client/test_lifetime::test_two_starts_are_one",
        instead="a client that nobody has started says so at once",
    ),
}
