# Generated from schema/conversations by `twilio-codegen generate`. Do not edit.
"""``python -m twilio_conversations`` is the command of that name, if one is installed."""

from twilio_realtime.lifetime.command import run_command

if __name__ == "__main__":
    run_command("twilio_conversations")
