"""Items by index that nobody keeps alive: found while somebody holds them; what is left of others is bounded."""

from __future__ import annotations

import gc
import tracemalloc
import weakref

from hypothesis import given
from hypothesis import strategies as st

from twilio_realtime.collections.weak_items import WeakItems

MANY = 20_000
SMALL = 200
"""Kilobytes."""


class Item:
    """Something that can be referred to weakly."""

    __slots__ = ("__weakref__",)


def test_what_is_held_is_found() -> None:
    items: WeakItems[Item] = WeakItems()
    held = {index: Item() for index in (0, 15, 16, 10**15)}
    for index, item in held.items():
        items.put(index, item)
    assert {index: items.get(index) for index in held} == held
    assert items.get(1) is items.get(17) is items.get(10**15 + 1) is None


def test_what_nobody_holds_is_gone() -> None:
    items: WeakItems[Item] = WeakItems()
    item = Item()
    items.put(3, item)
    there = weakref.ref(item)
    del item
    gc.collect()
    assert there() is None
    assert items.get(3) is items.pop(3) is None
    again = Item()
    items.put(3, again)
    assert items.get(3) is again


def test_what_is_forgotten_is_found_no_more() -> None:
    items: WeakItems[Item] = WeakItems()
    one, other = Item(), Item()
    items.put(1, one)
    items.put(2, other)
    assert items.pop(1) is one
    assert items.get(1) is items.pop(1) is None
    assert items.get(2) is other
    items.clear()
    assert items.get(2) is None


@given(st.lists(st.tuples(st.sampled_from(("put", "pop", "let go", "clear")), st.integers(0, 40)), max_size=60))
def test_as_a_dictionary(steps: list[tuple[str, int]]) -> None:
    items: WeakItems[Item] = WeakItems()
    held: dict[int, Item] = {}
    for step, index in steps:
        if step == "put":
            held[index] = Item()
            items.put(index, held[index])
        elif step == "pop":
            assert items.pop(index) is held.pop(index, None)
        elif step == "let go":
            held.pop(index, None)
        else:
            items.clear()
            held.clear()
    assert [items.get(index) for index in range(41)] == [held.get(index) for index in range(41)]


def test_what_is_left_of_those_that_are_gone_is_bounded() -> None:
    items: WeakItems[Item] = WeakItems()
    held = [Item() for _ in range(10)]
    for index, item in enumerate(held):
        items.put(index * MANY, item)
    gc.collect()
    tracemalloc.start()
    try:
        for index in range(MANY):
            items.put(10 * MANY + index, Item())
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken < SMALL * 1024
    assert [items.get(index * MANY) for index in range(10)] == held
