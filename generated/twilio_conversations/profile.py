# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""What the runtime must know about Twilio Conversations."""

from twilio_realtime.profile import ProductProfile
from twilio_realtime.version import VERSION

__all__ = ["PROFILE"]

PROFILE = ProductProfile(
    grant="ip_messaging",
    token_grants=(
        "chat",
        "ip_messaging",
    ),
    default_region="us1",
    hosts={
        "socket": "wss://tsock.{region}.twilio.com/v3/wsconnect",
        "api": "https://aim.{region}.twilio.com",
        "sync": "https://cds.{region}.twilio.com",
        "registrar": "https://ers.{region}.twilio.com/v1/registrations",
    },
    bootstrap_path="Client/v2/Configuration",
    metadata={
        "type": "conversations",
    },
    message_types=(
        "twilio.ipmsg.typing_indicator",
        "twilio.sync.event",
        "com.twilio.rtd.cds.document",
        "com.twilio.rtd.cds.list",
        "com.twilio.rtd.cds.map",
    ),
    version=VERSION,
)
