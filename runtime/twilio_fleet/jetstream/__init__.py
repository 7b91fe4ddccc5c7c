"""What needs NATS: streams of events, and of commands with their answers; cursors and leases in key-value buckets."""

try:
    from .broker import Broker
    from .commands import NatsCommands
    from .cursors import NatsCursors
    from .leases import NatsLeases
    from .stream import StreamSink
except ModuleNotFoundError as _missing:
    _absent = (_missing.name or "").partition(".")[0]
    if _absent.startswith("twilio_"):
        raise
    raise ModuleNotFoundError(
        f"{_absent} is not installed; in the clone of twilio-chat run: pip install '.[fleet]'", name=_missing.name
    ) from None

__all__ = ["Broker", "NatsCommands", "NatsCursors", "NatsLeases", "StreamSink"]
