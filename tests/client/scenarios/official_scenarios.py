"""The scenarios of the official Kotlin client's tests, by number, with the tests that show each of them here.

"Opens only" and the like in the reasons: this client opens existing Sync objects and follows them; everything that
changes something goes through the REST service.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from client.scenarios.table import Entry, NotOurs, shown

__all__ = ["SCENARIOS"]

FRAMES: Final = "runtime/test_frames"
PACKETS: Final = "runtime/test_packets"
CONNECTION: Final = "runtime/test_connection"
TOKENS: Final = "runtime/test_connection_tokens"
MACHINE: Final = "runtime/test_machine"
SUBSCRIPTIONS: Final = "runtime/test_sync_subscriptions"
EVENTS: Final = "runtime/test_sync_events"
VALUES: Final = "runtime/test_sync_changes"
ORDER: Final = "runtime/test_sync_event_order"
OBJECTS: Final = "runtime/test_sync_objects"
REST: Final = "runtime/test_rest"
EDGES: Final = "client/scenarios/test_protocol_edges"
LIFETIME: Final = "client/test_lifetime"
ACCESS: Final = "client/test_access_tokens"
KEYED: Final = "runtime/test_collections_keyed"
ATTEMPTS: Final = "runtime/test_connection_attempts"
IN_FLIGHT: Final = "runtime/test_connection_requests"
CLOSING: Final = "runtime/test_connection_closing"
ANSWERS: Final = "runtime/test_sync_answers"

NO_NETWORK_MONITOR: Final = (
    "a Python process is not told about the network's state; a socket that breaks or stays silent is the sign"
)
NO_SYNC_WRITES: Final = "this client never writes Sync objects; it opens existing ones"
NO_OFFLINE: Final = "this client keeps nothing on disk and starts with a connection only"

FRAMING: Final[Mapping[int, Entry]] = {
    1: shown("a reply without payload", f"{EDGES}::test_the_bytes_of_a_packet", instead="payload_size 0 is written"),
    2: shown(
        "a request with payload",
        f"{EDGES}::test_the_bytes_of_a_packet",
        f"{PACKETS}::test_a_request_as_the_protocol_wants_it",
    ),
    3: shown("no payload_size", f"{FRAMES}::test_good_vectors_are_read"),
    4: shown("line end after the payload", f"{FRAMES}::test_a_trailing_line_end_after_a_payload_changes_nothing"),
    5: shown("an empty message", f"{FRAMES}::test_bad_vectors_are_refused"),
    6: shown("prefix without length", f"{FRAMES}::test_bad_vectors_are_refused"),
    7: shown("length without header", f"{FRAMES}::test_bad_vectors_are_refused"),
    8: shown("no line end before the header", f"{FRAMES}::test_bad_vectors_are_refused"),
    9: shown("announced header too long", f"{FRAMES}::test_bad_vectors_are_refused"),
    10: shown("no id", f"{FRAMES}::test_bad_vectors_are_refused"),
    11: shown("no method", f"{EDGES}::test_a_packet_needs_a_method"),
    12: shown(
        "what is not a packet, while connected",
        f"{CONNECTION}::test_what_is_not_a_packet_is_counted_and_dropped",
        instead="counted, logged and dropped: one bad message is no reason to give a working connection up",
    ),
    13: shown(
        "an unknown method",
        f"{CONNECTION}::test_everything_but_a_reply_is_acknowledged",
        instead="acknowledged and counted",
    ),
    14: shown("lengths are in bytes", f"{FRAMES}::test_good_vectors_are_read", f"{EDGES}::test_the_bytes_of_a_packet"),
    15: shown("one message, one packet", f"{EDGES}::test_a_message_is_exactly_one_packet"),
    16: shown(
        "a payload that contains line ends",
        f"{FRAMES}::test_what_is_encoded_is_decoded",
        f"{FRAMES}::test_good_vectors_are_read",
        instead="cut by size, like the JavaScript client",
    ),
}

CONNECTING: Final[Mapping[int, Entry]] = {
    17: shown("connect", f"{CONNECTION}::test_connecting"),
    18: shown(
        "a request without a connection",
        f"{IN_FLIGHT}::test_queued_requests_go_out_in_order_after_the_listener_was_told",
        f"{IN_FLIGHT}::test_no_connection_in_time",
        f"{ATTEMPTS}::test_refused_for_good",
        instead="waits up to 20 s before the first connection and between connections; fails at once after an end",
    ),
    19: shown(
        "a token before anything else",
        f"{TOKENS}::test_update_before_anything_else_connects",
        instead="the call tells the outcome",
    ),
    20: shown("the socket opens", f"{CONNECTION}::test_connecting", f"{MACHINE}::test_every_pair"),
    21: shown("the socket does not open", f"{ATTEMPTS}::test_attempts_are_spaced_and_problems_reported"),
    22: NotOurs("the network goes while connecting", NO_NETWORK_MONITOR),
    23: shown("closed while connecting", f"{CLOSING}::test_closing_at_any_stage"),
    24: shown("a token while connecting", f"{TOKENS}::test_update_while_opening_uses_the_newer_token_for_init"),
    25: shown("a request while connecting, cancelled", f"{IN_FLIGHT}::test_a_cancelled_request_leaves_nothing_behind"),
    26: shown(
        "waits between attempts",
        f"{ATTEMPTS}::test_attempts_are_spaced_and_problems_reported",
        "runtime/test_backoff::test_delays_stay_within_their_window",
        instead="1 s at least, full jitter, so that clients cut off together do not come back together",
    ),
    27: shown("connect while waiting", f"{ATTEMPTS}::test_connecting_again_does_not_wait"),
    28: shown("closed while waiting", f"{CLOSING}::test_closing_at_any_stage"),
    29: NotOurs("the network comes back while waiting", NO_NETWORK_MONITOR),
    30: shown(
        "a token while waiting",
        f"{TOKENS}::test_update_while_waiting_to_retry_connects_at_once",
        instead="also ends the wait",
    ),
    31: shown("a deadline while waiting", f"{IN_FLIGHT}::test_a_deadline_includes_the_queue"),
    32: NotOurs("waiting without a network", NO_NETWORK_MONITOR),
    33: shown(
        "what becomes of requests when the socket breaks or the connection ends",
        f"{IN_FLIGHT}::test_a_request_in_flight_fails_at_once_and_a_queued_one_waits",
        f"{ATTEMPTS}::test_refused_for_good",
    ),
    34: shown(
        "a queued request outlives failed attempts",
        f"{IN_FLIGHT}::test_a_request_in_flight_fails_at_once_and_a_queued_one_waits",
        "client/test_reconnection::test_requests_wait_for_the_connection",
    ),
    35: shown("the socket breaks", "client/test_reconnection::test_nothing_is_lost_and_nothing_comes_twice"),
    36: NotOurs("the network goes while connected", NO_NETWORK_MONITOR),
    37: shown("closed while connected", f"{CLOSING}::test_closing_says_goodbye"),
    38: shown(
        "a host that cannot prove who it is",
        "runtime/test_websocket::test_a_bad_certificate_is_final",
        f"{ATTEMPTS}::test_an_untrusted_host_is_not_tried_again",
    ),
    39: shown("a life against a real service", f"{LIFETIME}::test_the_block", instead="asks for no account descriptor"),
    40: shown(
        "whose certificates are accepted",
        "runtime/test_trust::test_everybody_shares_one_list_read_beside_the_event_loop",
        "runtime/test_websocket::test_a_bad_certificate_is_final",
        instead="the operating system's list, not one of our own",
    ),
    41: shown(
        "the end of a socket is explained", "runtime/test_websocket::test_text_is_recognised_and_the_end_is_explained"
    ),
    42: shown(
        "nonsense as the first message",
        "service/test_socket::test_garbage",
        f"{ATTEMPTS}::test_an_init_that_will_never_be_accepted_is_not_repeated",
    ),
    43: shown("several clients in one process", f"{LIFETIME}::test_many_clients_of_one_user"),
    44: shown(
        "silence", f"{ATTEMPTS}::test_a_silent_connection_is_given_up", instead="also watched while sending is paused"
    ),
}

INIT: Final[Mapping[int, Entry]] = {
    45: shown("init comes first", f"{IN_FLIGHT}::test_queued_requests_go_out_in_order_after_the_listener_was_told"),
    46: shown("init accepted", f"{CONNECTION}::test_connecting"),
    47: shown("init unanswered", f"{ATTEMPTS}::test_an_unanswered_init_is_tried_again"),
    48: shown(
        "init throttled",
        f"{ATTEMPTS}::test_a_failed_init_is_tried_again",
        f"{ATTEMPTS}::test_a_policy_bounds_the_next_attempt",
    ),
    49: shown("closed during init", f"{CLOSING}::test_closing_at_any_stage"),
    50: shown("the socket breaks during init", f"{MACHINE}::test_every_pair"),
    51: NotOurs("the network goes during init", NO_NETWORK_MONITOR),
    52: shown(
        "a token during init",
        f"{TOKENS}::test_update_during_init_follows_it",
        f"{TOKENS}::test_a_cancelled_update_still_counts",
    ),
    53: shown("a request during init, cancelled", f"{IN_FLIGHT}::test_a_cancelled_request_leaves_nothing_behind"),
    54: shown(
        "a refused token",
        f"{TOKENS}::test_a_refused_token_in_two_frames",
        f"{ACCESS}::test_a_token_that_the_service_refuses",
    ),
    55: shown("what init carries", f"{PACKETS}::test_init_and_update", instead="asks for nothing that it does not use"),
    56: shown("continuation tokens", f"{CONNECTION}::test_the_continuation_token_of_any_reply_is_sent_next_time"),
}

TOKEN: Final[Mapping[int, Entry]] = {
    57: shown("update accepted", f"{TOKENS}::test_update_while_connected"),
    58: shown(
        "update refused", f"{TOKENS}::test_a_refused_update", f"{ACCESS}::test_a_new_token_that_the_service_refuses"
    ),
    59: shown(
        "update while sending is paused",
        f"{TOKENS}::test_update_while_sending_is_paused_waits_for_the_end_of_the_pause",
    ),
    60: shown(
        "the notice that a token ends",
        f"{CONNECTION}::test_everything_but_a_reply_is_acknowledged",
        f"{ACCESS}::test_a_token_runs_out",
    ),
    61: shown("closed because the token ended", f"{TOKENS}::test_an_expired_token_is_announced_and_replaced"),
    62: shown("closed because of a forbidden update", f"{TOKENS}::test_a_forbidden_update_is_no_offload"),
    63: shown("update with nonsense", f"{TOKENS}::test_a_refused_update", f"{ACCESS}::test_a_token_of_another_user"),
    64: shown(
        "update with somebody else's token",
        f"{TOKENS}::test_a_refused_update",
        f"{ACCESS}::test_a_token_of_another_user",
    ),
    65: shown(
        "update with an expired token", f"{TOKENS}::test_a_refused_update", f"{ACCESS}::test_a_token_of_another_user"
    ),
    66: shown("update with a good token", f"{ACCESS}::test_another_token_of_the_same_user"),
    67: shown("update before connecting", f"{TOKENS}::test_update_before_anything_else_connects"),
    68: shown("a token that is never renewed", "service/test_socket::test_expiry", f"{ACCESS}::test_a_token_runs_out"),
    69: shown("the same token again", f"{TOKENS}::test_update_while_connected"),
}

REQUESTS: Final[Mapping[int, Entry]] = {
    70: shown("a request and its answer", f"{IN_FLIGHT}::test_a_request_and_its_reply"),
    71: shown(
        "the connection's own refusal",
        f"{IN_FLIGHT}::test_a_refused_request_is_an_error_and_keeps_the_connection",
        instead="fails the request only, like the JavaScript client",
    ),
    72: shown("no answer in time", f"{IN_FLIGHT}::test_a_deadline_includes_the_queue"),
    73: shown("too many requests", f"{IN_FLIGHT}::test_too_many_requests_pause_sending"),
    74: shown("the end of the pause", f"{IN_FLIGHT}::test_a_policy_sets_the_length_of_the_pause"),
    75: shown("connect during the pause", f"{MACHINE}::test_every_pair"),
    76: shown("closed during the pause", f"{EDGES}::test_closing_while_sending_is_paused"),
    77: shown("the socket breaks during the pause", f"{IN_FLIGHT}::test_a_pause_ends_with_the_connection"),
    78: NotOurs("the network goes during the pause", NO_NETWORK_MONITOR),
    79: shown("a request during the pause", f"{IN_FLIGHT}::test_too_many_requests_pause_sending"),
    80: shown("notifications", f"{CONNECTION}::test_notifications_keep_their_order_and_survive_a_broken_listener"),
    81: shown(
        "a notification without payload",
        f"{CONNECTION}::test_odd_notifications_are_counted_and_dropped",
        instead="acknowledged like any other, counted and dropped",
    ),
    82: shown("ping", f"{CONNECTION}::test_everything_but_a_reply_is_acknowledged"),
    83: shown("a reply to nothing", f"{IN_FLIGHT}::test_a_deadline_includes_the_queue"),
    84: shown(
        "close is acknowledged first",
        f"{ATTEMPTS}::test_an_offload_reconnects_without_waiting_for_a_socket_that_is_gone",
    ),
    85: shown("text instead of JSON", f"{PACKETS}::test_payload_types", f"{PACKETS}::test_a_reply_is_read"),
    86: shown("a reply without HTTP status", f"{PACKETS}::test_a_reply_may_lack_almost_everything"),
    87: shown("requests side by side", f"{IN_FLIGHT}::test_replies_may_come_in_any_order"),
    88: shown("not too many of them", f"{IN_FLIGHT}::test_a_free_place_in_flight_lets_the_next_request_go"),
}

RETRIES: Final[Mapping[int, Entry]] = {
    89: shown(
        "time runs out",
        f"{EDGES}::test_repeats_end_with_an_answer_that_is_final",
        f"{OBJECTS}::test_reading_gives_up_within_ninety_seconds",
        instead="a request that was not answered in its own time is not repeated: the time was the caller's",
    ),
    90: shown("cancelled between attempts", f"{EDGES}::test_a_cancelled_request_is_not_repeated"),
    91: shown(
        "which answers are asked for again",
        f"{EDGES}::test_repeats_end_with_an_answer_that_is_final",
        f"{REST}::test_read_is_repeated",
    ),
    92: shown(
        "success without JSON",
        f"{REST}::test_read_wants_an_object",
        f"{PACKETS}::test_an_unreadable_reply_is_a_response_error",
    ),
    93: shown(
        "which answers are final",
        f"{REST}::test_read_is_not_repeated_in_vain",
        f"{REST}::test_error_bodies_are_read_leniently",
    ),
    94: NotOurs("a conditional write meets a newer revision", NO_SYNC_WRITES),
    95: NotOurs("a write is not authorised", NO_SYNC_WRITES),
}

SUBSCRIBING: Final[Mapping[int, Entry]] = {
    96: shown("subscribe, then unsubscribe", f"{OBJECTS}::test_the_last_user_ends_the_subscription"),
    97: shown("the answer overtakes the reply", f"{ANSWERS}::test_answers_may_come_before_the_reply"),
    98: shown("batches", f"{SUBSCRIPTIONS}::test_batches_follow_the_service"),
    99: shown("no answer", f"{ANSWERS}::test_what_stays_unanswered_is_asked_for_again"),
    100: shown(
        "a reply that says nothing",
        f"{ANSWERS}::test_what_stays_unanswered_is_asked_for_again",
        instead="asked again after a while",
    ),
    101: shown(
        "cancelled by the service",
        f"{ANSWERS}::test_cancelled_by_the_service",
        instead="asked again while somebody listens",
    ),
    102: shown(
        "events reach their object", f"{EVENTS}::test_both_forms_of_events", f"{VALUES}::test_the_life_of_an_item"
    ),
    103: shown("closed before anything was sent", f"{SUBSCRIPTIONS}::test_closed_before_anything_was_sent"),
    104: shown("closed while being established", f"{SUBSCRIPTIONS}::test_closed_while_being_established"),
    105: shown(
        "closed and opened in one breath",
        f"{SUBSCRIPTIONS}::test_closed_and_opened_at_once",
        instead="asked for again: access may have been lost and regained, and the subscription with it",
    ),
    106: shown("opened while being cancelled", f"{SUBSCRIPTIONS}::test_opened_while_being_cancelled"),
    107: shown("a cancellation that is never confirmed", f"{SUBSCRIPTIONS}::test_opened_while_being_cancelled"),
    108: shown("objects of every kind", f"{SUBSCRIPTIONS}::test_objects_opened_together_are_asked_for_together"),
    109: shown("again and again", f"{EDGES}::test_opened_and_closed_again_and_again"),
    110: shown("an object that does not exist", f"{ANSWERS}::test_an_object_removed_while_we_were_away"),
    111: shown(
        "after every connection",
        f"{SUBSCRIPTIONS}::test_every_connection_asks_for_everything",
        "client/test_reconnection::test_again_and_again",
    ),
    112: shown("two users of one object", f"{OBJECTS}::test_the_last_user_ends_the_subscription"),
    113: shown(
        "resume points and interrupted replays",
        f"{ANSWERS}::test_interrupted_replays_go_on_where_they_stopped",
        f"{ANSWERS}::test_other_replay_states_establish_nothing",
        f"{ORDER}::test_nothing_is_admitted_twice_and_the_resume_point_never_falls",
    ),
    114: shown("the request fails", f"{SUBSCRIPTIONS}::test_a_failed_request_is_made_again_later_and_later"),
    115: shown(
        "access ends without a word",
        "client/test_conversation::test_private_channels",
        "client/test_reconnection::test_removed_from_a_channel_meanwhile",
    ),
}

CHANGES: Final[Mapping[int, Entry]] = {
    116: shown("added, updated, removed", f"{VALUES}::test_the_life_of_an_item"),
    117: shown(
        "an update overtakes the addition",
        f"{VALUES}::test_items_never_go_back",
        instead="the addition is announced late, with the newer data: it is news all the same",
    ),
    118: shown("a removal comes late", f"{VALUES}::test_items_never_go_back"),
    119: shown("a removal of what nobody knows", f"{VALUES}::test_items_never_go_back"),
    120: shown("removed and added again", f"{VALUES}::test_the_life_of_an_item"),
    121: shown("removed twice", f"{KEYED}::test_later_items_are_announced_and_objects_stay_the_same"),
    122: NotOurs("the reply to an own write", "own changes go through REST, whose answers never touch a mirror"),
    123: shown("an own change is announced once", "client/test_conversation::test_messages_arrive_in_order"),
    124: shown("documents never go back", f"{VALUES}::test_documents_never_go_back"),
    125: shown("every change of a document", f"{VALUES}::test_every_change_of_a_document_is_announced_in_order"),
    126: shown(
        "many changes at once, with subscriptions coming and going",
        f"{ORDER}::test_exactly_once_whatever_the_service_does",
        "simulation/test_simulation::test_no_seed_finds_a_violation",
    ),
    127: NotOurs("creating objects", NO_SYNC_WRITES),
    128: shown("an unknown name", f"{OBJECTS}::test_what_does_not_exist"),
    129: NotOurs("open or create", NO_SYNC_WRITES),
    130: shown("open already", f"{OBJECTS}::test_sid_and_unique_name_are_one_object"),
    131: shown("several open it at once", f"{OBJECTS}::test_concurrent_openings_share_one_request_and_one_object"),
    132: NotOurs("time to live of objects", NO_SYNC_WRITES),
    133: NotOurs("what creating sends", NO_SYNC_WRITES),
    134: shown(
        "the object is removed",
        f"{VALUES}::test_removal_of_the_object",
        f"{ANSWERS}::test_an_object_removed_while_we_were_away",
    ),
    135: NotOurs("setting an item", NO_SYNC_WRITES),
    136: NotOurs("changing an item that is not there", NO_SYNC_WRITES),
    137: shown(
        "reading an item that is not there",
        f"{OBJECTS}::test_the_next_item_is_not_the_one_asked_for",
        f"{OBJECTS}::test_single_items",
    ),
    138: NotOurs("a mutator that gives up", NO_SYNC_WRITES),
    139: NotOurs("increments at the same time", NO_SYNC_WRITES),
    140: NotOurs("a conflict with another writer", NO_SYNC_WRITES),
    141: shown(
        "queries in every direction", f"{OBJECTS}::test_pages_upwards", f"{OBJECTS}::test_pages_downwards_and_from_gaps"
    ),
    142: shown(
        "what queries send and where they end",
        f"{OBJECTS}::test_pages_upwards",
        f"{OBJECTS}::test_short_answers_make_full_pages",
        instead="without bounds, like the JavaScript client; the item that comes twice is left out",
    ),
    143: NotOurs("ranges of items kept", "this client keeps objects that are in use, not ranges of raw items"),
    144: NotOurs("streams", "Chat has no streams; typing is a notification of its own"),
    145: NotOurs("what replies to writes hold", NO_SYNC_WRITES),
}

CLIENT: Final[Mapping[int, Entry]] = {
    146: shown("the state before anything happened", f"{LIFETIME}::test_the_block"),
    147: shown(
        "states and what they are called",
        "client/test_reconnection::test_trouble_is_announced",
        f"{ACCESS}::test_a_token_that_the_service_refuses",
    ),
    148: shown(
        "denied stays denied",
        f"{CLOSING}::test_closing_at_any_stage",
        f"{MACHINE}::test_closes_are_sorted_by_their_numbers",
    ),
    149: shown(
        "trouble is told once",
        f"{TOKENS}::test_a_refused_update",
        "client/test_reconnection::test_trouble_is_announced",
    ),
    150: shown("shutting down", f"{LIFETIME}::test_shutting_down_twice_and_at_once", f"{LIFETIME}::test_after_the_end"),
    151: shown("a client with nonsense for a token", f"{ACCESS}::test_a_token_that_cannot_be_used"),
    152: NotOurs("starting offline", NO_OFFLINE),
    153: NotOurs("cleaning caches up", NO_OFFLINE),
}

SCENARIOS: Final[Mapping[int, Entry]] = {
    **FRAMING,
    **CONNECTING,
    **INIT,
    **TOKEN,
    **REQUESTS,
    **RETRIES,
    **SUBSCRIBING,
    **CHANGES,
    **CLIENT,
}
"""Every scenario by its number."""
