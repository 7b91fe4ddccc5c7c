"""A bot without annotations, as many are: what its objects are follows from events, calls and assignments."""

import asyncio

from twilio_chat import Client, run


class Bot:
    def __init__(self, client):
        self.client = client
        self.rooms = {}
        self.order = []
        client.on.channel_added(self.added)
        client.on.channel_updated.connect(lambda update: self.changed(update))
        client.on("memberJoined", self.joined)
        client.once("channelInvited", self.added)

    async def added(self, channel):
        self.rooms[channel.sid] = channel
        self.order.append(channel)
        for who in await channel.get_members():
            print(who.last_consumed_message_index, who.channel.unique_name)  # channel and member stay in comments

    def changed(self, update):
        if "lastConsumedMessageIndex" in update.update_reasons:
            print(f"channel {update.channel.unique_name} was read")

    async def joined(self, member):
        user = await member.get_user()
        if user.online and user.notifiable:
            print("online")

    async def read_all(self):
        for sid, room in self.rooms.items():
            await room.advance_last_consumed_message_index(3)
        counts = await asyncio.gather(*(room.get_members_count() for room in self.order))
        newest = sorted(self.order, key=lambda one: one.last_consumed_message_index or 0)
        page = await self.client.get_subscribed_channels(page_size=10)
        while page:
            for one in page.items:
                await one.get_unconsumed_messages_count()
            page = await page.next_page() if page.has_next_page else None
        return counts, newest[0].last_consumed_message_index

    async def create(self):
        made = await self.client.create_channel(unique_name="x", is_private=True)
        await made.send_message(message="hi")
        return await asyncio.wait_for(made.join(), 3)

    @property
    def first(self):
        return self.order[0]


async def watch(client):
    async for member in client.on.member_joined:
        print(member.channel)
    async with client.on.member_left.expect(where=lambda left: left.channel.sid == "x") as pending:
        pass
    print(pending.value.channel)
    match await client.on.channel_updated.wait(timeout=3):
        case update:
            print(update.channel)


async def main():
    async with Client("token") as client:
        bot = Bot(client)
        print((await bot.create()).last_consumed_message_index, await bot.first.get_members())
        await watch(client)


run(main)
