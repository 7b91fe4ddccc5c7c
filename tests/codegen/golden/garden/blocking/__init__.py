# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""Twilio Garden for programs without asyncio: `twilio_garden` without ``await``.

Begin with `Garden`, in a ``with`` block.

Names are loaded when they are first used, so importing the package is cheap.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..errors import ArgumentError as ArgumentError
    from ..errors import ClosedError as ClosedError
    from ..errors import ConfigurationError as ConfigurationError
    from ..errors import ConflictError as ConflictError
    from ..errors import ConnectionRefused as ConnectionRefused
    from ..errors import DeadlineError as DeadlineError
    from ..errors import DisconnectedError as DisconnectedError
    from ..errors import EventsLostError as EventsLostError
    from ..errors import ExpiredTokenError as ExpiredTokenError
    from ..errors import ForbiddenError as ForbiddenError
    from ..errors import ForeignTokenError as ForeignTokenError
    from ..errors import FrameError as FrameError
    from ..errors import MalformedTokenError as MalformedTokenError
    from ..errors import NotFoundError as NotFoundError
    from ..errors import RealtimeError as RealtimeError
    from ..errors import RefusedTokenError as RefusedTokenError
    from ..errors import RequestError as RequestError
    from ..errors import ResponseError as ResponseError
    from ..errors import StateError as StateError
    from ..errors import ThrottledError as ThrottledError
    from ..errors import TokenError as TokenError
    from ..errors import TokenProviderError as TokenProviderError
    from ..events import Trouble as Trouble
    from ..models import PlantOptions as PlantOptions
    from ..models import Soil as Soil
    from ..types import BedStatus as BedStatus
    from ..types import BedUpdateReason as BedUpdateReason
    from ..types import PlantUpdateReason as PlantUpdateReason
    from ..types import Season as Season
    from .bed import Bed as Bed
    from .events import BedUpdated as BedUpdated
    from .events import BedUpdatedArgs as BedUpdatedArgs
    from .events import PlantUpdated as PlantUpdated
    from .garden import Garden as Garden
    from .pagination import Paginator as Paginator
    from .pagination import RestPaginator as RestPaginator
    from .plant import Plant as Plant

__all__ = [
    "ArgumentError",
    "Bed",
    "BedStatus",
    "BedUpdateReason",
    "BedUpdated",
    "BedUpdatedArgs",
    "ClosedError",
    "ConfigurationError",
    "ConflictError",
    "ConnectionRefused",
    "DeadlineError",
    "DisconnectedError",
    "EventsLostError",
    "ExpiredTokenError",
    "ForbiddenError",
    "ForeignTokenError",
    "FrameError",
    "Garden",
    "MalformedTokenError",
    "NotFoundError",
    "Paginator",
    "Plant",
    "PlantOptions",
    "PlantUpdateReason",
    "PlantUpdated",
    "RealtimeError",
    "RefusedTokenError",
    "RequestError",
    "ResponseError",
    "RestPaginator",
    "Season",
    "Soil",
    "StateError",
    "ThrottledError",
    "TokenError",
    "TokenProviderError",
    "Trouble",
]

_MODULES = {
    "ArgumentError": ".errors",
    "Bed": "bed",
    "BedStatus": ".types",
    "BedUpdateReason": ".types",
    "BedUpdated": "events",
    "BedUpdatedArgs": "events",
    "ClosedError": ".errors",
    "ConfigurationError": ".errors",
    "ConflictError": ".errors",
    "ConnectionRefused": ".errors",
    "DeadlineError": ".errors",
    "DisconnectedError": ".errors",
    "EventsLostError": ".errors",
    "ExpiredTokenError": ".errors",
    "ForbiddenError": ".errors",
    "ForeignTokenError": ".errors",
    "FrameError": ".errors",
    "Garden": "garden",
    "MalformedTokenError": ".errors",
    "NotFoundError": ".errors",
    "Paginator": "pagination",
    "Plant": "plant",
    "PlantOptions": ".models",
    "PlantUpdateReason": ".types",
    "PlantUpdated": "events",
    "RealtimeError": ".errors",
    "RefusedTokenError": ".errors",
    "RequestError": ".errors",
    "ResponseError": ".errors",
    "RestPaginator": "pagination",
    "Season": ".types",
    "Soil": ".models",
    "StateError": ".errors",
    "ThrottledError": ".errors",
    "TokenError": ".errors",
    "TokenProviderError": ".errors",
    "Trouble": ".events",
}


def __getattr__(name: str) -> object:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f".{module}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
