"""What the tests of the runtime begin with: a signal, a Sync service, a collection of memberships."""

from support.fake_sync import sync
from support.membership_world import world
from support.signals import dispatcher, failures, signal

__all__ = ["dispatcher", "failures", "signal", "sync", "world"]
