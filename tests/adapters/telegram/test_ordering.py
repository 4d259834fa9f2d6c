"""One after the other within a chat, side by side between chats."""

import asyncio

import pytest
from telegram import Update

from adapters.telegram.ordering import ChatOrder
from tests.fakes.telegram.world import World


@pytest.fixture
def world() -> World:
    return World()


def updates(world: World) -> list[Update]:
    """Give the updates that wait."""
    return [Update.de_json(update, None) for update in world.updates.pending.values()]


async def test_a_chat_waits_for_itself_and_not_for_others(world: World) -> None:
    alice, bob = world.crowd(2)
    for person in (alice, alice, bob, alice):
        await person.sends(person.chat, "?")
    order, done = ChatOrder(), []
    gates = [asyncio.Event() for _ in range(4)]

    async def work(number: int) -> None:
        await gates[number].wait()
        done.append(number)

    tasks = [asyncio.create_task(order.process_update(update, work(i))) for i, update in enumerate(updates(world))]
    for number in (3, 1, 2):
        gates[number].set()
    await tasks[2]
    assert done == [2]
    gates[0].set()
    await asyncio.gather(*tasks)
    assert done == [2, 0, 1, 3]


async def test_an_error_does_not_hold_up_what_comes_after(world: World) -> None:
    (alice,) = world.crowd(1)
    await alice.sends(alice.chat, "?")
    await alice.sends(alice.chat, "?")
    order, done = ChatOrder(), []

    async def work(number: int) -> None:
        if number == 0:
            raise RuntimeError
        done.append(number)

    tasks = [asyncio.create_task(order.process_update(update, work(i))) for i, update in enumerate(updates(world))]
    await asyncio.gather(*tasks, return_exceptions=True)
    assert done == [1]
    assert not order._turns
    assert not order._waiting


async def test_buttons_do_not_wait(world: World) -> None:
    (alice,) = world.crowd(1)
    post = await alice.sends(alice.chat, "?")
    await alice.presses(post, data="m:x")
    order, never = ChatOrder(), asyncio.Event()
    pressed = asyncio.Event()

    async def press() -> None:
        pressed.set()

    question, button = updates(world)
    task = asyncio.create_task(order.process_update(question, never.wait()))
    await asyncio.wait_for(order.process_update(button, press()), 5)
    assert pressed.is_set()
    assert order.current_concurrent_updates == 1
    await order.shutdown()  # what is still under way is given up
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_it_says_when_it_is_full(world: World) -> None:
    (alice,) = world.crowd(1)
    await alice.sends(alice.chat, "?")
    order, gate = ChatOrder(1), asyncio.Event()
    task = asyncio.create_task(order.process_update(updates(world)[0], gate.wait()))
    await asyncio.sleep(0)
    assert order.full
    gate.set()
    await task
    assert not order.full
