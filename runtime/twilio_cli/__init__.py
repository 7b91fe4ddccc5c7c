"""The command line of twilio-chat: the one place that knows client, local service and generator."""
