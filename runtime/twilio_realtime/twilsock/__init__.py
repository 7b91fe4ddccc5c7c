"""Twilio's WebSocket protocol: packets, the state machine, and a connection that keeps itself alive."""
