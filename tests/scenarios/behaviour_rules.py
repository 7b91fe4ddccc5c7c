"""What the official JavaScript client does, rule by rule, with the tests that show it here, and what is done better.

`RULES` are the behaviours to keep, `DEFECTS` the mistakes not to copy; the latter's ``says`` is what happens here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from scenarios.table import Entry, NotOurs, shown

__all__ = ["DEFECTS", "RULES"]

UPDATES: Final = "e2e/test_updates"
TALK: Final = "e2e/test_conversation"
LIFE: Final = "scenarios/test_channel_life"
TYPING: Final = "scenarios/test_typing"
USERS: Final = "scenarios/test_users"
LISTS: Final = "scenarios/test_directories"
PUSH: Final = "scenarios/test_push"
ARGUMENTS: Final = "scenarios/test_argument_rules"
MEMBERSHIPS: Final = "unit/test_collections_memberships"
ITEMS: Final = "unit/test_collections_items"
HANDLERS: Final = "unit/test_events_handlers"
CONNECTION: Final = "unit/test_connection"
TOKENS: Final = "unit/test_connection_tokens"
SUBSCRIPTIONS: Final = "unit/test_sync_subscriptions"
REST: Final = "unit/test_rest"
FAULTS: Final = "e2e/test_faults"
ACCESS: Final = "e2e/test_access_tokens"
RECONNECTION: Final = "e2e/test_reconnection"

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
        "the status is set before the update is looked at, there as here, so the reason never shows; joined, invited and left are events",
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
        "added, no status",
        f"{LIFE}::test_a_public_channel_found_by_look_up_has_no_status_and_its_members_can_be_asked_for",
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
        f"{ITEMS}::test_items_present_are_loaded_and_not_announced",
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
        "initialized or failed", "e2e/test_lifetime::test_the_block", f"{FAULTS}::test_a_refused_start"
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
        "always at the service", f"{TALK}::test_create_a_channel", "e2e/test_names::test_unique_names"
    ),
    # ------------------------------------------------------------------------------------------ messages
    "messages: defaults and order": shown(
        "30 from the end, ascending",
        f"{TALK}::test_paging",
        f"{LIFE}::test_pages_are_full_after_messages_that_came_live",
    ),
    "messages: previous is older": shown(
        "whatever the direction",
        f"{ITEMS}::test_pages_from_the_end",
        f"{ITEMS}::test_pages_from_the_beginning_and_from_an_anchor",
    ),
    "messages: one object for each index": shown(
        "pages show it again",
        f"{LIFE}::test_an_edit_changes_the_message_that_a_page_has_shown",
        f"{ITEMS}::test_one_object_for_each_index",
    ),
    "messages: no such page": shown("an error", f"{TALK}::test_paging", "unit/test_pagination::test_no_neighbour"),
    "messages: subscribed channels": shown("by SID, page by page", f"{LISTS}::test_subscribed_channels_page_by_page"),
    "messages: descriptors": shown(
        "by tokens", f"{LISTS}::test_descriptors", "unit/test_rest_pages::test_there_and_back"
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
        "unit/test_transient::test_throttle",
    ),
    "rest: the same name again": shown("no request", f"{UPDATES}::test_the_same_name_again_sends_nothing"),
    "rest: leaving what is not joined": shown("no request", f"{TALK}::test_leaving_what_is_public"),
    # ------------------------------------------------------------------------------------------ replay
    "replay: not by default": shown(
        "what was before is not heard", f"{HANDLERS}::test_connected_during_an_event_hears_the_next_one"
    ),
    "replay: if asked for": shown("the last event", f"{HANDLERS}::test_replay_hands_over_the_last_event_only"),
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
        "scenarios/test_media::test_from_anything_to_a_file",
        "unit/test_media::test_what_cannot_be_uploaded",
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
    "errors: Sync": shown("status, code and words", "unit/test_sync_objects::test_what_does_not_exist"),
    "errors: of the client": shown("typed as well", f"{TALK}::test_what_does_not_exist"),
    "errors: reachability before the start": shown(
        "an error", "e2e/test_lifetime::test_shutting_down_what_was_never_started"
    ),
    "errors: calls before the start": shown(
        "calls wait while the client starts",
        "e2e/test_lifetime::test_shutting_down_what_was_never_started",
        "e2e/test_lifetime::test_two_starts_are_one",
        instead="a client that nobody has started says so at once",
    ),
}

DEFECTS: Final[Mapping[int, Entry]] = {
    1: shown(
        "a refused token makes the start raise; failed is announced once",
        f"{ACCESS}::test_a_token_that_the_service_refuses",
        f"{ACCESS}::test_a_token_that_cannot_be_used",
    ),
    2: shown("a throttled first init only takes longer", f"{FAULTS}::test_a_start_that_succeeds_in_the_end"),
    3: shown(
        "requests in flight fail when we close the socket; the list of the start is read again",
        f"{CONNECTION}::test_an_offload_waits_three_seconds_for_the_socket_to_close",
        f"{TOKENS}::test_an_expired_token_is_announced_and_replaced",
        f"{MEMBERSHIPS}::test_a_listing_that_fails_is_read_again",
    ),
    4: shown(
        "reading is repeated after a lost connection",
        f"{REST}::test_read_is_repeated",
        "unit/test_sync_objects::test_reading_is_repeated",
    ),
    5: shown(
        "an update that meets a lost connection is settled by the next init",
        f"{TOKENS}::test_a_drop_during_update_is_settled_by_the_next_connection",
    ),
    6: shown(
        "an offload does not wait for a socket that is gone",
        f"{CONNECTION}::test_an_offload_reconnects_without_waiting_for_a_socket_that_is_gone",
    ),
    7: shown(
        "every part of a path is encoded", "e2e/test_names::test_identities", "unit/test_links::test_segments_survive"
    ),
    8: shown(
        "a device can be registered again", "unit/test_push::test_registered_again_after_unset", f"{PUSH}::test_devices"
    ),
    9: shown(
        "the media store is asked again",
        "unit/test_media::test_reading_a_record_is_repeated",
        "scenarios/test_media::test_a_busy_store_is_asked_again_and_a_refusal_is_told",
    ),
    10: shown(
        "the last status survives repeats",
        f"{REST}::test_read_gives_up_with_the_last_error",
        f"{REST}::test_fetch_keeps_the_status",
    ),
    11: shown(
        "pages are full",
        f"{LIFE}::test_pages_are_full_after_messages_that_came_live",
        "unit/test_sync_objects::test_short_answers_make_full_pages",
    ),
    12: shown(
        "the cache lives as long as it should and ends with a change",
        f"{REST}::test_read_is_cached_for_a_while",
        f"{REST}::test_a_mutation_makes_older_answers_stale",
    ),
    13: shown(
        "coming back shows what is there then",
        f"{LIFE}::test_coming_back_shows_everything_as_it_is_then",
        f"{ITEMS}::test_closing_forgets_and_opening_again_shows_what_is_there_then",
    ),
    14: shown(
        "asking for a member opens the members",
        f"{LIFE}::test_a_public_channel_found_by_look_up_has_no_status_and_its_members_can_be_asked_for",
    ),
    15: shown("one object for each user", f"{USERS}::test_one_object_for_each_user_however_many_ask"),
    16: shown("sorting is silent and consistent", f"{LISTS}::test_local_channels_sorted"),
    17: shown(
        "a new channel is announced before anything else about it",
        f"{LIFE}::test_creating_announces_a_complete_channel_once",
    ),
    18: shown(
        "a new token is not hit by the end of the old socket", f"{TOKENS}::test_another_token_after_a_refusal_connects"
    ),
    19: shown(
        "tokens are never logged",
        f"{ACCESS}::test_nothing_confidential_in_the_log",
        f"{CONNECTION}::test_tokens_and_queries_stay_out_of_the_log",
        "e2e/test_secrets::test_nothing_secret_anywhere",
    ),
    20: shown(
        "nothing remains of a request or batch",
        f"{CONNECTION}::test_a_deadline_includes_the_queue",
        f"{SUBSCRIPTIONS}::test_closed_while_being_established",
    ),
    21: shown("the cache is bounded and has no timer", f"{REST}::test_cache_is_bounded"),
    22: shown(
        "a new token and the end are possible in every state",
        f"{TOKENS}::test_closing_at_any_stage",
        f"{TOKENS}::test_update_during_an_offload_is_used_afterwards",
        "unit/test_machine::test_every_pair",
    ),
    23: shown(
        "a refused subscription is tried on the next connection",
        f"{SUBSCRIPTIONS}::test_a_refused_subscription_is_reported_and_tried_on_the_next_connection",
    ),
    24: shown(
        "a channel that cannot be opened is tried again, or the look-up tells why",
        f"{FAULTS}::test_a_channel_that_cannot_be_read_at_the_start",
        f"{MEMBERSHIPS}::test_looking_up_what_cannot_be_opened_tells_why",
    ),
    25: shown(
        "changes of one channel are worked off in order, each announced once",
        f"{LIFE}::test_many_changes_of_one_membership_at_once_are_announced_in_order",
        f"{MEMBERSHIPS}::test_changes_of_one_entry_in_order_and_others_meanwhile",
    ),
    26: shown(
        "dates that are missing stay unknown, each by itself", f"{LIFE}::test_dates_that_are_missing_stay_unknown"
    ),
    27: shown(
        "ids of batches are unique, Retry-After is honoured, throttled changes are repeated",
        f"{SUBSCRIPTIONS}::test_batches_follow_the_service",
        f"{REST}::test_retry_after_is_honoured",
        f"{REST}::test_a_repeated_mutation_keeps_its_id_and_finds_its_result",
    ),
    28: shown(
        "registering gives up, at once when refused",
        "unit/test_push::test_a_refusal_is_raised_and_not_for_ever",
        "unit/test_push::test_repeated_while_the_service_is_busy",
    ),
    29: shown(
        "there is one tree of errors, and repeats look at its classes",
        "unit/test_sync_objects::test_reading_is_repeated",
    ),
    30: shown(
        "a deletion carries null, and index 0 is an index",
        f"{REST}::test_delete_sends_null_and_needs_no_answer",
        "unit/test_sync_objects::test_single_items",
        f"{UPDATES}::test_changes_of_messages_never_seen_are_silent_and_shown_when_read",
    ),
    31: shown(
        "text without a UTF-8 form is refused by name; unreadable packets are counted",
        f"{ARGUMENTS}::test_of_a_channel",
        "unit/test_frames::test_a_lone_surrogate_cannot_be_sent",
        f"{CONNECTION}::test_what_is_not_a_packet_is_counted_and_dropped",
    ),
    32: shown("received data is left as it is", f"{LIFE}::test_received_data_is_not_changed"),
    33: shown("a payload without alert is read, and a badge of 0 is kept", f"{PUSH}::test_what_apple_delivers"),
    34: shown("silence ends a connection", f"{CONNECTION}::test_a_silent_connection_is_given_up"),
    35: shown("a forbidden update is no offload", f"{TOKENS}::test_a_forbidden_update_is_no_offload"),
    36: shown(
        "an init that blames the client ends the connection; unknown closes reconnect at growing distances and are reported",
        f"{CONNECTION}::test_an_init_that_will_never_be_accepted_is_not_repeated",
        f"{CONNECTION}::test_other_closes_reconnect_and_are_reported",
        f"{CONNECTION}::test_backoff_starts_over_only_after_a_connection_has_lived",
    ),
}
