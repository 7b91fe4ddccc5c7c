# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""What the runtime must know about Twilio Garden."""

from twilio_realtime.profile import ProductProfile
from twilio_realtime.version import VERSION

__all__ = ["PROFILE"]

PROFILE = ProductProfile(
    grant="garden",
    token_grants=("garden",),
    default_region="us1",
    hosts={
        "socket": "wss://tsock.{region}.example.com/v3/wsconnect",
        "api": "https://garden.{region}.example.com",
        "sync": "https://cds.{region}.example.com",
        "registrar": "https://ers.{region}.example.com",
    },
    bootstrap_path="Garden/v1/Start",
    metadata={
        "type": "garden",
    },
    message_types=("twilio.sync.event",),
    version=VERSION,
)
