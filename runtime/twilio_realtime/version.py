"""What this code is distributed as; the build reads the version from here, too."""

__all__ = ["DISTRIBUTION", "VERSION"]

DISTRIBUTION = "twilio-chat"
VERSION = "0.1.0"
