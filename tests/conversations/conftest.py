"""A service in this process, clients of Conversations, and the conversation in which they meet."""

from support.conversation_rooms import alice, bob, connect, conversation, shared
from support.rooms import impatient, service

__all__ = ["alice", "bob", "connect", "conversation", "impatient", "service", "shared"]
