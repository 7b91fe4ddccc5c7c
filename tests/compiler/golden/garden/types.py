# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""The documented unions.

Each is a `Literal`; `typing.get_args` gives its members. A value that the service sends and that is not listed here
passes through as it is, with one warning in the log.
"""

from typing import Literal

__all__ = [
    "BedStatus",
    "BedUpdateReason",
    "PlantUpdateReason",
    "Season",
]

BedStatus = Literal[
    "tended",
    "offered",
    "strange",
]
"""What a user is to a bed.

* ``tended``: Takes care of it.
* ``offered``: Was asked to.
* ``strange``: Neither.
"""

BedUpdateReason = Literal[
    "title",
    "soil",
    "weather",
]
"""What changed about a bed.

* ``title``: Its title.
* ``soil``: What it is made of.
* ``weather``: What fell on it.
"""

PlantUpdateReason = Literal["height",]
"""What changed about a plant.

* ``height``: Height, in metres.
"""

Season = Literal[
    "spring",
    "autumn",
]
"""A part of the year.

* ``spring``: Things sprout.
* ``autumn``: Things fall.
"""
