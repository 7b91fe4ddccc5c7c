"""What needs NATS: a JetStream stream that events are handed on to, and cursors and leases in its key-value store."""

try:
    from .broker import Broker
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

__all__ = ["Broker", "NatsCursors", "NatsLeases", "StreamSink"]
