# Generated from schema/garden by `twilio-codegen generate`. Do not edit.
"""Changes that other programs can have made for a user: objects with the same methods, which are called elsewhere.

A worker of a fleet carries them out with `COMMANDS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from twilio_realtime.commands import AnyCommand, Asked, Command, CommandCaller, Commanded

from .bed import Bed
from .garden import Garden
from .models import PlantOptions

__all__ = ["COMMANDS", "BedCommands", "GardenCommands"]


class _GardenPlace(Asked):
    """The user's own client."""


class _BedPlace(_GardenPlace):
    bed: Annotated[str, Field(min_length=1)]


async def _find_bed(client: Garden, at: _BedPlace) -> Bed:
    owner = client
    return await owner.get_bed(at.bed)


class _BedPlantArguments(Asked):
    options: PlantOptions | None
    row: int | None = None


async def _bed_plant(client: Garden, at: _BedPlace, given: _BedPlantArguments) -> str:
    found = await _find_bed(client, at)
    return await found.plant(options=given.options, row=given.row)


_BED_PLANT: Final = Command(
    "Bed.plant",
    Garden,
    _BedPlace,
    _BedPlantArguments,
    TypeAdapter[str](str),
    _bed_plant,
)


class _BedRenameArguments(Asked):
    title: str


async def _bed_rename(client: Garden, at: _BedPlace, given: _BedRenameArguments) -> str:
    found = await _find_bed(client, at)
    return (await found.rename(title=given.title)).sid


_BED_RENAME: Final = Command(
    "Bed.rename",
    Garden,
    _BedPlace,
    _BedRenameArguments,
    TypeAdapter[str](str),
    _bed_rename,
)

COMMANDS: Final[Mapping[str, AnyCommand]] = {
    "Bed.plant": _BED_PLANT,
    "Bed.rename": _BED_RENAME,
}
"""Everything that can be asked for, by documented name of class and method."""


class GardenCommands(Commanded):
    """Methods of `Garden`, which are called where somebody serves the user.

    Every method raises what the method of that name raises there, `ArgumentError` before anything is sent, and what the
    caller raises when nobody has answered. Of a method with the same `command_id` again, the answer is that of the
    first time; `within` is in how many seconds somebody has to begin with it.

    Args:
        caller: Has commands carried out.
        identity: The user.
    """

    def __init__(self, caller: CommandCaller, identity: str) -> None:
        super().__init__(caller, identity, {})


class BedCommands(Commanded):
    """Methods of `Bed`, which are called where somebody serves the user.

    Every method raises what the method of that name raises there, `ArgumentError` before anything is sent, and what the
    caller raises when nobody has answered. Of a method with the same `command_id` again, the answer is that of the
    first time; `within` is in how many seconds somebody has to begin with it.

    Args:
        caller: Has commands carried out.
        identity: The user.
        bed: Identifier.
    """

    def __init__(self, caller: CommandCaller, identity: str, bed: str) -> None:
        super().__init__(
            caller,
            identity,
            {
                "bed": bed,
            },
        )

    async def plant(
        self,
        options: PlantOptions | None,
        row: int | None = None,
        *,
        command_id: str | None = None,
        within: float | None = None,
    ) -> str:
        """Plant something.

        Args:
            options: Everything about it.
            row: Which row it stands in; None leaves that to the gardener.
            command_id: See above.
            within: See above.
        """
        return await self._call(
            _BED_PLANT,
            {
                "options": options,
                "row": row,
            },
            command_id,
            within,
        )

    async def rename(self, title: str, *, command_id: str | None = None, within: float | None = None) -> str:
        """Change the title.

        Args:
            title: The new one.
            command_id: See above.
            within: See above.

        Returns:
            What identifies it: its `sid`.
        """
        return await self._call(
            _BED_RENAME,
            {
                "title": title,
            },
            command_id,
            within,
        )
