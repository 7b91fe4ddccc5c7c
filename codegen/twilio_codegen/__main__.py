"""``python -m twilio_codegen`` is the command ``twilio-codegen``."""

from .cli import run

if __name__ == "__main__":
    run()
