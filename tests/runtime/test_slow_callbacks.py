"""What holds up the event loop is found, and nothing else is taken for it."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from support.processes import finish

PROGRAM = """
import asyncio, gc, time
from support import slow_callbacks
from support.slow_callbacks import SlowCallbacks

slow_callbacks.yardstick = lambda: pace

pace = 0.01

def busy(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass

async def busy_step():
    await asyncio.sleep(0)
    busy(0.15)

class Refuse:
    def __init__(self):
        self.me = self
    def __del__(self):
        busy(0.15)

def collects():
    Refuse()
    gc.collect()

async def main():
    global pace
    loop = asyncio.get_running_loop()
    for act in (
        lambda: loop.call_soon(busy, 0.15),
        lambda: loop.create_task(busy_step()),
        lambda: loop.call_soon(busy, 0.01),
        lambda: loop.call_soon(time.sleep, 0.15),
        lambda: loop.call_soon(collects),
    ):
        kept = act()
        await asyncio.sleep(0.001)
        print(len(watch.take()))
    pace = 0.02  # on a busy machine
    loop.call_soon(busy, 0.15)
    await asyncio.sleep(0.001)
    print(len(watch.take()))
    watch.uninstall()
    loop.call_soon(busy, 0.15)
    await asyncio.sleep(0.001)
    print(len(watch.take()))

watch = SlowCallbacks()
watch.install()
asyncio.run(main())
"""


async def test_callbacks_that_are_busy() -> None:
    tests = Path(__file__).parents[1]
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", PROGRAM, cwd=tests, stdout=PIPE)
    said, _ = await finish(process)
    assert said.split() == ["1", "1", "0", "0", "0", "0", "0"]
