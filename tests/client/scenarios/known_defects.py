"""Known defects of the official JavaScript client by number: what happens here instead, and where that is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from client.scenarios.table import Entry, shown

__all__ = ["DEFECTS"]

UPDATES: Final = "client/test_updates"
LIFE: Final = "client/scenarios/test_channel_life"
USERS: Final = "client/scenarios/test_users"
LISTS: Final = "client/scenarios/test_directories"
PUSH: Final = "client/scenarios/test_push"
ARGUMENTS: Final = "client/scenarios/test_argument_rules"
MEMBERSHIPS: Final = "runtime/test_collections_memberships"
CONNECTION: Final = "runtime/test_connection"
TOKENS: Final = "runtime/test_connection_tokens"
SUBSCRIPTIONS: Final = "runtime/test_sync_subscriptions"
REST: Final = "runtime/test_rest"
FAULTS: Final = "client/test_faults"
ACCESS: Final = "client/test_access_tokens"
KEYED: Final = "runtime/test_collections_keyed"
ATTEMPTS: Final = "runtime/test_connection_attempts"
CLOSING: Final = "runtime/test_connection_closing"
IN_FLIGHT: Final = "runtime/test_connection_requests"
LISTING: Final = "runtime/test_membership_listing"
ANSWERS: Final = "runtime/test_sync_answers"

DEFECTS: Final[Mapping[int, Entry]] = {
    1: shown(
        "a refused token makes the start raise; failed is announced once",
        f"{ACCESS}::test_a_token_that_the_service_refuses",
        f"{ACCESS}::test_a_token_that_cannot_be_used",
    ),
    2: shown("a throttled first init only takes longer", f"{FAULTS}::test_a_start_that_succeeds_in_the_end"),
    3: shown(
        "requests in flight fail when we close the socket; the list of the start is read again",
        f"{ATTEMPTS}::test_an_offload_waits_three_seconds_for_the_socket_to_close",
        f"{TOKENS}::test_an_expired_token_is_announced_and_replaced",
        f"{LISTING}::test_a_listing_that_fails_is_read_again",
    ),
    4: shown(
        "reading is repeated after a lost connection",
        f"{REST}::test_read_is_repeated",
        "runtime/test_sync_objects::test_reading_is_repeated",
    ),
    5: shown(
        "an update that meets a lost connection is settled by the next init",
        f"{TOKENS}::test_a_drop_during_update_is_settled_by_the_next_connection",
    ),
    6: shown(
        "an offload does not wait for a socket that is gone",
        f"{ATTEMPTS}::test_an_offload_reconnects_without_waiting_for_a_socket_that_is_gone",
    ),
    7: shown(
        "every part of a path is encoded",
        "client/test_names::test_identities",
        "runtime/test_links::test_segments_survive",
    ),
    8: shown(
        "a device can be registered again",
        "runtime/test_push::test_registered_again_after_unset",
        f"{PUSH}::test_devices",
    ),
    9: shown(
        "the media store is asked again",
        "runtime/test_media::test_reading_a_record_is_repeated",
        "client/scenarios/test_media::test_a_busy_store_is_asked_again_and_a_refusal_is_told",
    ),
    10: shown(
        "the last status survives repeats",
        f"{REST}::test_read_gives_up_with_the_last_error",
        f"{REST}::test_fetch_keeps_the_status",
    ),
    11: shown(
        "pages are full",
        f"{LIFE}::test_pages_are_full_after_messages_that_came_live",
        "runtime/test_sync_objects::test_short_answers_make_full_pages",
    ),
    12: shown(
        "the cache lives as long as it should and ends with a change",
        f"{REST}::test_read_is_cached_for_a_while",
        f"{REST}::test_a_mutation_makes_older_answers_stale",
    ),
    13: shown(
        "coming back shows what is there then",
        f"{LIFE}::test_coming_back_shows_everything_as_it_is_then",
        f"{KEYED}::test_closing_forgets_and_opening_again_shows_what_is_there_then",
    ),
    14: shown(
        "asking for a member opens the members",
        f"{LIFE}::test_the_members_of_a_public_channel_found_by_look_up_can_be_asked_for",
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
        "client/test_secrets::test_nothing_secret_anywhere",
    ),
    20: shown(
        "nothing remains of a request or batch",
        f"{IN_FLIGHT}::test_a_deadline_includes_the_queue",
        f"{SUBSCRIPTIONS}::test_closed_while_being_established",
    ),
    21: shown("the cache is bounded and has no timer", f"{REST}::test_cache_is_bounded"),
    22: shown(
        "a new token and the end are possible in every state",
        f"{CLOSING}::test_closing_at_any_stage",
        f"{TOKENS}::test_update_during_an_offload_is_used_afterwards",
        "runtime/test_machine::test_every_pair",
    ),
    23: shown(
        "a refused subscription is tried on the next connection",
        f"{ANSWERS}::test_a_refused_subscription_is_reported_and_tried_on_the_next_connection",
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
        "runtime/test_push::test_a_refusal_is_raised_and_not_for_ever",
        "runtime/test_push::test_repeated_while_the_service_is_busy",
    ),
    29: shown(
        "there is one tree of errors, and repeats look at its classes",
        "runtime/test_sync_objects::test_reading_is_repeated",
    ),
    30: shown(
        "a deletion carries null, and index 0 is an index",
        f"{REST}::test_delete_sends_null_and_needs_no_answer",
        "runtime/test_sync_objects::test_single_items",
        f"{UPDATES}::test_changes_of_messages_never_seen_are_silent_and_shown_when_read",
    ),
    31: shown(
        "text without a UTF-8 form is refused by name where only UTF-8 will do; unreadable packets are counted",
        f"{ARGUMENTS}::test_of_a_channel",
        "runtime/test_frames::test_a_lone_surrogate_is_carried",
        f"{CONNECTION}::test_what_is_not_a_packet_is_counted_and_dropped",
    ),
    32: shown("received data is left as it is", f"{LIFE}::test_received_data_is_not_changed"),
    33: shown("a payload without alert is read, and a badge of 0 is kept", f"{PUSH}::test_what_apple_delivers"),
    34: shown("silence ends a connection", f"{ATTEMPTS}::test_a_silent_connection_is_given_up"),
    35: shown("a forbidden update is no offload", f"{TOKENS}::test_a_forbidden_update_is_no_offload"),
    36: shown(
        "an init that blames the client is final; unknown closes are reported and reconnect ever more slowly",
        f"{ATTEMPTS}::test_an_init_that_will_never_be_accepted_is_not_repeated",
        f"{ATTEMPTS}::test_other_closes_reconnect_and_are_reported",
        f"{ATTEMPTS}::test_backoff_starts_over_only_after_a_connection_has_lived",
    ),
}
