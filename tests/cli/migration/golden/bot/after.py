"""A bot without annotations, as many are: what its objects are follows from events, calls and assignments."""

import asyncio

from twilio_conversations import Client, run


class Bot:
    def __init__(self, client):
        self.client = client
        self.rooms = {}
        self.order = []
        client.on.conversation_added(self.added)
        client.on.conversation_updated.connect(lambda update: self.changed(update))
        client.on("participantJoined", self.joined)

    async def added(self, channel):
        self.rooms[channel.sid] = channel
        self.order.append(channel)
        for who in await channel.get_participants():
            print(who.last_read_message_index, who.conversation.unique_name)  # channel and member stay in comments

    def changed(self, update):
        if "lastReadMessageIndex" in update.update_reasons:
            print(f"channel {update.conversation.unique_name} was read")

    async def joined(self, member):
        user = await member.get_user()
        if user.is_online and user.is_notifiable:
            print("online")

    async def read_all(self):
        for sid, room in self.rooms.items():
            await room.advance_last_read_message_index(3)
        counts = await asyncio.gather(*(room.get_participants_count() for room in self.order))
        newest = sorted(self.order, key=lambda one: one.last_read_message_index or 0)
        page = await self.client.get_subscribed_conversations(page_size=10)
        while page:
            for one in page.items:
                await one.get_unread_messages_count()
            page = await page.next_page() if page.has_next_page else None
        return counts, newest[0].last_read_message_index

    async def create(self):
        made = await self.client.create_conversation(unique_name="x")
        await made.send_message(body="hi")
        return await asyncio.wait_for(made.join(), 3)

    @property
    def first(self):
        return self.order[0]


async def watch(client):
    async for member in client.on.participant_joined:
        print(member.conversation)
    async with client.on.participant_left.expect(where=lambda left: left.conversation.sid == "x") as pending:
        pass
    print(pending.value.conversation)
    match await client.on.conversation_updated.wait(timeout=3):
        case update:
            print(update.conversation)


async def main():
    async with Client("token") as client:
        bot = Bot(client)
        print((await bot.create()).last_read_message_index, await bot.first.get_participants())
        await watch(client)


run(main)
