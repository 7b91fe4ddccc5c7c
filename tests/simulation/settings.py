"""What one seed means: who takes part, how the service behaves, how bad things get."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from simulation.network import Weather
from twilio_local.limits import Limits


@dataclass(frozen=True, slots=True)
class Settings:
    """Drawn from a seed.

    Attributes:
        clients: How many of ours take part.
        rooms: How many channels everybody is in all the time.
        seconds: How long there is trouble.
        pause: Mean time between two troubles, in seconds.
        token_seconds: Life of a token.
        paging: Whether clients also read pages meanwhile.
        weather: The network during the trouble.
        limits: The service.
    """

    clients: int
    rooms: int
    seconds: float
    pause: float
    token_seconds: float
    paging: bool
    weather: Weather
    limits: Limits

    @property
    def orderly(self) -> bool:
        """Whether the service delivers everything in order."""
        return not self.weather.reordered and not self.weather.doomed

    @classmethod
    def of(cls, seed: int) -> Settings:
        """The settings that belong to a seed."""
        chance = Random(f"settings {seed}")
        bad_network = chance.random() < 0.4
        return cls(
            clients=chance.choice((1, 2, 2, 3)),
            rooms=chance.choice((1, 2)),
            seconds=chance.uniform(40, 90),
            pause=chance.choice((1, 2.5, 5)),
            token_seconds=chance.choice((3600, 3600, 90, 40)),
            paging=chance.random() < 0.5,
            weather=Weather(
                latency=chance.choice((0.005, 0.05, 0.3)),
                reordered=chance.choice((0.0, 0.1, 0.5)) if bad_network else 0.0,
                doomed=chance.choice((0.0, 0.05)) if bad_network else 0.0,
            ),
            limits=Limits(
                batch=chance.choice((100, 1000)),
                replay_events=chance.choice((3, 20, 1000)),
                page_items=chance.choice((3, 20, 1000)),
                subscription_ttl_seconds=chance.choice((None, None, 12, 30)),
                expiry_warning_seconds=chance.choice((10.0, 240.0)),
            ),
        )
