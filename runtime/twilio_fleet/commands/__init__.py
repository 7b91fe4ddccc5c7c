"""Commands: changes that another program asks for, which whoever serves the user carries out, each once."""

from .calling import Caller
from .documents import LARGEST, LONGEST_ID, LONGEST_WAIT
from .serving import CommandServer
from .store import CommandStore, Hints

__all__ = ["LARGEST", "LONGEST_ID", "LONGEST_WAIT", "Caller", "CommandServer", "CommandStore", "Hints"]
