"""``python -m twilio_cli`` is the command ``twilio-chat``."""

from .main import run

if __name__ == "__main__":
    run()
