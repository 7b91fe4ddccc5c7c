from __future__ import annotations

from itertools import product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from twilio_realtime.twilsock.connection_errors import ENDED
from twilio_realtime.twilsock.machine import (
    PHASES,
    TIMERS,
    TRANSITIONS,
    Action,
    Event,
    State,
    step,
)
from twilio_realtime.twilsock.status import close_event, init_event, update_event

INITIALISING = [State.INITIALISING, State.INITIALISING_STALE]
LIVE = [State.CONNECTED, State.UPDATING, State.UPDATING_STALE]
WITH_SOCKET = {State.OPENING, *INITIALISING, *LIVE, State.LEAVING}
TIMER_EVENTS = frozenset[Event]().union(*TIMERS.values())
GIVES_UP_SOCKET = {Action.LEAVE_SOCKET, Action.DROP_SOCKET}

EXPECTED: list[tuple[list[State], Event, State, str]] = [
    # connecting
    ([State.NEW, State.WAITING, State.DENIED, State.EXPIRED, State.REFUSED], Event.CONNECT, State.OPENING, "open"),
    ([State.NEW, State.WAITING, State.DENIED, State.EXPIRED], Event.TOKEN_CHANGED, State.OPENING, "open"),
    ([State.WAITING], Event.RETRY_DUE, State.OPENING, "open"),
    ([State.OPENING], Event.SOCKET_OPENED, State.INITIALISING, "opened"),
    ([State.OPENING], Event.OPEN_FAILED, State.WAITING, "open-failed"),
    ([State.OPENING], Event.OPEN_REFUSED, State.REFUSED, "untrusted"),
    ([*INITIALISING, *LIVE], Event.SOCKET_LOST, State.WAITING, "lost"),
    ([State.INITIALISING], Event.INIT_ACCEPTED, State.CONNECTED, "connected"),
    (INITIALISING, Event.INIT_FAILED, State.WAITING, "init-failed"),
    (INITIALISING, Event.INIT_REFUSED, State.REFUSED, "init-refused"),
    (INITIALISING, Event.INIT_TIMED_OUT, State.WAITING, "init-timeout"),
    ([State.INITIALISING], Event.TOKEN_DENIED, State.DENIED, "denied"),
    ([State.INITIALISING], Event.TOKEN_EXPIRED, State.DENIED, "denied-expired"),
    (LIVE, Event.SILENCE, State.WAITING, "silence"),
    # tokens
    (INITIALISING, Event.TOKEN_CHANGED, State.INITIALISING_STALE, "token-behind-init"),
    ([State.INITIALISING_STALE], Event.INIT_ACCEPTED, State.UPDATING, "connected-stale"),
    ([State.CONNECTED], Event.TOKEN_CHANGED, State.UPDATING, "update"),
    ([State.UPDATING, State.UPDATING_STALE], Event.TOKEN_CHANGED, State.UPDATING_STALE, "token-behind-update"),
    ([State.UPDATING], Event.UPDATE_ACCEPTED, State.CONNECTED, "updated"),
    ([State.UPDATING_STALE], Event.UPDATE_ACCEPTED, State.UPDATING, "updated-stale"),
    ([State.UPDATING], Event.TOKEN_DENIED, State.DENIED, "denied"),
    ([State.UPDATING], Event.TOKEN_EXPIRED, State.DENIED, "denied-expired"),
    ([State.UPDATING, State.UPDATING_STALE], Event.UPDATE_FAILED, State.WAITING, "update-failed"),
    ([State.UPDATING, State.UPDATING_STALE], Event.UPDATE_TIMED_OUT, State.WAITING, "update-timeout"),
    *[
        ([State.INITIALISING_STALE, State.UPDATING_STALE], event, State.OPENING, "token-replaced")
        for event in (Event.TOKEN_DENIED, Event.TOKEN_EXPIRED, Event.CLOSE_DENIED, Event.CLOSE_EXPIRED)
    ],
    ([State.UPDATING], Event.CLOSE_EXPIRED, State.OPENING, "token-replaced"),
    # closed by the service
    (
        [State.INITIALISING, State.CONNECTED, State.UPDATING, State.LEAVING],
        Event.CLOSE_DENIED,
        State.DENIED,
        "denied",
    ),
    ([State.INITIALISING, State.CONNECTED, State.LEAVING], Event.CLOSE_EXPIRED, State.EXPIRED, "expired"),
    ([*INITIALISING, *LIVE, State.LEAVING], Event.CLOSE_REFUSED, State.REFUSED, "closed-for-good"),
    ([*INITIALISING, *LIVE], Event.CLOSE_OFFLOADED, State.LEAVING, "offloaded"),
    ([*INITIALISING, *LIVE], Event.CLOSE_OTHER, State.LEAVING, "closed-by-service"),
    ([State.LEAVING], Event.SOCKET_LOST, State.WAITING, "left"),
    ([State.LEAVING], Event.LEAVE_OVER, State.WAITING, "left-late"),
    # staying where we are
    *[([state], Event.LIVED, state, "lived") for state in LIVE],
    *[([state], Event.REQUEST_THROTTLED, state, "throttled") for state in LIVE],
    *[([state], Event.PAUSE_OVER, state, "resumed") for state in LIVE],
    # closed by us
    (
        [State.NEW, State.WAITING, State.EXPIRED, State.REFUSED],
        Event.SHUTDOWN,
        State.CLOSED,
        "closed",
    ),
    ([State.DENIED], Event.SHUTDOWN, State.CLOSED_DENIED, "closed-denied"),
    (sorted(WITH_SOCKET, key=lambda state: state.name), Event.SHUTDOWN, State.CLOSING, "shutdown"),
    ([State.CLOSING], Event.SOCKETS_GONE, State.CLOSED, "closed"),
]
ROWS = {(state, event): (after, code) for states, event, after, code in EXPECTED for state in states}


@pytest.mark.parametrize(("state", "event"), list(product(State, Event)), ids=lambda value: value.name)
def test_every_pair(state: State, event: Event) -> None:
    transition = step(state, event)
    found = None if transition is None else (transition.state, transition.code)
    assert found == ROWS.get((state, event))


def test_codes_stand_for_one_reason_each() -> None:
    reasons: dict[str, set[State]] = {}
    for rows in TRANSITIONS.values():
        for transition in rows.values():
            assert transition.code
            assert transition.reason
            reasons.setdefault(transition.code, set()).add(transition.state)
    staying = {"lived", "throttled", "resumed"}
    assert {code for code, states in reasons.items() if len(states) > 1} == staying


@pytest.mark.parametrize(
    ("status", "code", "event"),
    [
        (200, None, Event.INIT_ACCEPTED),
        (204, None, Event.INIT_ACCEPTED),
        (401, None, Event.TOKEN_DENIED),
        (401, 20101, Event.TOKEN_DENIED),
        (403, None, Event.TOKEN_DENIED),
        (401, 20104, Event.TOKEN_EXPIRED),
        (403, 20104, Event.TOKEN_EXPIRED),
        (410, 51207, Event.TOKEN_EXPIRED),
        (429, None, Event.INIT_FAILED),
        (429, 51202, Event.INIT_FAILED),
        (500, None, Event.INIT_FAILED),
        (408, None, Event.INIT_FAILED),
        (503, None, Event.INIT_FAILED),
        (0, None, Event.INIT_FAILED),
        (400, None, Event.INIT_REFUSED),
        (404, None, Event.INIT_REFUSED),
        (406, 51214, Event.INIT_REFUSED),
        (451, 99999, Event.INIT_REFUSED),
    ],
)
def test_replies_are_sorted_by_their_numbers(status: int, code: int | None, event: Event) -> None:
    assert init_event(status, code) is event
    after_update = {
        Event.INIT_ACCEPTED: Event.UPDATE_ACCEPTED,
        Event.INIT_FAILED: Event.UPDATE_FAILED,
        # The connection that follows begins with the new token, and its init is judged for good.
        Event.INIT_REFUSED: Event.UPDATE_FAILED,
    }
    assert update_event(status, code) is after_update.get(event, event)


@pytest.mark.parametrize(
    ("status", "code", "event"),
    [
        (308, None, Event.CLOSE_OFFLOADED),
        (308, 51232, Event.CLOSE_DENIED),
        (401, 20101, Event.CLOSE_DENIED),
        (403, None, Event.CLOSE_DENIED),
        (406, 51214, Event.CLOSE_REFUSED),
        (410, 51207, Event.CLOSE_EXPIRED),
        (417, None, Event.CLOSE_REFUSED),
        (429, None, Event.CLOSE_OTHER),
        (500, None, Event.CLOSE_OTHER),
        (451, None, Event.CLOSE_OTHER),
        (0, None, Event.CLOSE_OTHER),
    ],
)
def test_closes_are_sorted_by_their_numbers(status: int, code: int | None, event: Event) -> None:
    assert close_event(status, code) is event


def test_every_state_has_a_phase_and_its_timers() -> None:
    assert set(PHASES) == set(TIMERS) == set(TRANSITIONS) == set(State)
    for state, timers in TIMERS.items():
        assert timers == TRANSITIONS[state].keys() & TIMER_EVENTS


class Life(RuleBasedStateMachine):
    """Any events in any order: what is promised about sockets, waits and tokens holds."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State.NEW
        self.socket = False
        self.init_sent = False
        self.waiting_for_retry = False
        self.newest_token = 0
        self.token_on_the_wire = 0

    @rule(event=st.sampled_from([event for event in Event if event not in TIMER_EVENTS]))
    def happen(self, event: Event) -> None:
        self.apply(event)

    @rule(data=st.data())
    @precondition(lambda self: bool(TIMERS[self.state]))
    def time_passes(self, data: st.DataObject) -> None:
        self.apply(data.draw(st.sampled_from(sorted(TIMERS[self.state], key=lambda event: event.name))))

    def apply(self, event: Event) -> None:
        before, transition = self.state, step(self.state, event)
        if event is Event.TOKEN_CHANGED:
            self.newest_token += 1
        if transition is None:
            return
        self.state = transition.state
        self.waiting_for_retry = False
        for action in transition.actions:
            self.act(action, event)
        if self.state in ENDED and before not in ENDED:
            assert Action.FAIL_WAITING in transition.actions
        if Action.REPORT_END in transition.actions:
            assert self.state in ENDED

    def act(self, action: Action, event: Event) -> None:
        match action:
            case Action.OPEN_SOCKET:
                assert not self.socket
                self.socket, self.init_sent = True, False
            case Action.LEAVE_SOCKET | Action.DROP_SOCKET:
                assert self.socket
                self.socket = False
            case Action.SEND_INIT:
                assert self.socket
                assert not self.init_sent
                self.init_sent = True
                self.token_on_the_wire = self.newest_token
            case Action.SEND_UPDATE:
                assert self.init_sent
                self.token_on_the_wire = self.newest_token
            case Action.GO_LIVE:
                assert event is Event.INIT_ACCEPTED
            case Action.SETTLE_TOKEN:
                assert self.token_on_the_wire == self.newest_token
            case Action.SCHEDULE_RETRY:
                self.waiting_for_retry = True
            case _:
                pass

    @invariant()
    def a_socket_exists_only_while_it_is_used(self) -> None:
        assert self.socket == (self.state in WITH_SOCKET)

    @invariant()
    def waiting_means_that_an_end_is_set(self) -> None:
        assert self.waiting_for_retry == (self.state is State.WAITING)

    @invariant()
    def connected_means_with_the_newest_token(self) -> None:
        if self.state is State.CONNECTED:
            assert self.token_on_the_wire == self.newest_token


Life.TestCase.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
TestLife = Life.TestCase
