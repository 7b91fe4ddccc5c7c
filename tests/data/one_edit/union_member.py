"""A member that the union did not have travels both ways."""

import asyncio
import logging

from support.newer_service import third_notification_level
from twilio_chat import Client
from twilio_chat.types import NotificationLevel
from twilio_local import LocalService


def loud(level: NotificationLevel) -> bool:
    # A comparison with a string that is no member is an error of types.
    return level == "mentions"


class NoWarnings(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        raise AssertionError(record.getMessage())


async def main() -> None:
    logging.getLogger("twilio_realtime").addHandler(NoWarnings(logging.WARNING))
    async with LocalService() as service, Client(service.token("alice"), base_url=service.base_url) as alice:
        room = await (await alice.create_channel()).join()
        async with room.on.updated.expect() as updated:
            await room.set_user_notification_level("mentions")
        assert updated.value.update_reasons == ("notificationLevel",)
        assert loud(room.notification_level)


with third_notification_level("mentions"):
    asyncio.run(main())
