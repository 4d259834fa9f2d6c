"""The limiter: what a server that counts would see, in simulated time."""

import asyncio
import datetime as dt
import itertools
import random
from collections import defaultdict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from adapters.telegram.limiter import BRISK, BURST, PATIENCE, Fate, Limiter, Manner, fate
from adapters.telegram.limits import PER_MINUTE_A_GROUP, PER_SECOND
from adapters.telegram.request import UnsentError

PRIVATE, GROUP = 7, -100200


class SimulatedLoop(asyncio.SelectorEventLoop):
    """An event loop whose time passes at once when nothing else is to be done."""

    def __init__(self) -> None:
        self._simulated = 0.0
        super().__init__()
        select = self._selector.select  # type: ignore[attr-defined]

        def passing(timeout: float | None) -> Any:  # noqa: ANN401 - what the selector gives
            if timeout is None:
                raise RuntimeError("everything waits for ever")
            self._simulated += max(timeout, 0)
            return select(0)

        self._selector.select = passing  # type: ignore[attr-defined]

    def time(self) -> float:
        return self._simulated


def simulate(scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        runner.run(scene())


def now() -> float:
    return asyncio.get_running_loop().time()


@dataclass
class Server:
    """Takes requests after a chance journey, and answers, or fails as it was told to."""

    journey: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - chance, not secrecy
    longest: float = 0.3
    failures: list[TelegramError] = field(default_factory=list)
    seen: list[tuple[float, int | str | None, str]] = field(default_factory=list)

    async def post(self, endpoint: str, data: dict[str, Any]) -> bool:
        await asyncio.sleep(self.journey.uniform(0, self.longest))
        self.seen.append((now(), data.get("chat_id"), data.get("text", endpoint)))
        await asyncio.sleep(self.journey.uniform(0, self.longest))
        if self.failures:
            raise self.failures.pop(0)
        return True

    def times(self, chat: int | str | None = None) -> list[float]:
        return [at for at, whose, _ in self.seen if chat is None or whose == chat]

    def texts(self, chat: int | str) -> list[str]:
        return [text for _, whose, text in self.seen if whose == chat]


def sender(
    limiter: Limiter, server: Server, endpoint: str = "sendMessage", manner: Manner | None = None
) -> Callable[..., Coroutine[Any, Any, Any]]:
    async def send(chat: int | str | None = PRIVATE, text: str = "hello") -> Any:  # noqa: ANN401 - as the limiter
        data = {"chat_id": chat, "text": text} if chat is not None else {"text": text}
        return await limiter.process_request(server.post, (endpoint, data), {}, endpoint, data, manner)

    return send


def still() -> Limiter:
    """Give a limiter without chance."""
    return Limiter(jitter=lambda: 0.0)


def most_within(seconds: float, times: list[float]) -> int:
    """Count the most messages in any half-open span of that length."""
    return max(sum(start <= at < start + seconds for at in times) for start in times)


def test_no_chat_gets_more_than_its_pace_and_nobody_waits_needlessly() -> None:
    async def scene() -> None:
        server = Server()
        send = sender(still(), server)
        await asyncio.gather(*(send(PRIVATE, str(number)) for number in range(40)))
        times = server.times()
        assert most_within(BURST, times) == BURST
        assert server.texts(PRIVATE) == [str(number) for number in range(40)]
        assert times[BURST - 1] < BURST  # a short answer is not held up
        assert times[-1] < 40 * (1 + 2 * server.longest)

    simulate(scene)


@pytest.mark.parametrize("group", [GROUP, str(GROUP), "@channel"])
def test_groups_get_no_more_than_their_minute_holds(group: int | str) -> None:
    async def scene() -> None:
        server = Server()
        send = sender(still(), server)
        await asyncio.gather(*(send(group, str(number)) for number in range(70)))
        times = server.times()
        assert most_within(60, times) == PER_MINUTE_A_GROUP
        assert most_within(BURST, times) <= BURST
        assert times[-1] > 180
        assert server.texts(group) == [str(number) for number in range(70)]

    simulate(scene)


def test_all_chats_together_get_no_more_than_the_bot_may_send() -> None:
    async def scene() -> None:
        server = Server()
        send = sender(still(), server)
        await asyncio.gather(*(send(chat, str(number)) for number in range(3) for chat in range(1, 201)))
        assert most_within(1, server.times()) <= PER_SECOND
        assert len(server.seen) == 600
        assert server.times()[-1] < 600 / PER_SECOND * (1 + 3 * server.longest)
        for chat in range(1, 201):
            assert server.texts(chat) == ["0", "1", "2"]

    simulate(scene)


def test_a_busy_chat_does_not_starve_a_quiet_one() -> None:
    async def scene() -> None:
        server = Server()
        send = sender(still(), server)
        busy = [asyncio.create_task(send(chat)) for _ in range(30) for chat in range(1, 60)]
        await asyncio.sleep(20)
        begun = now()
        await send(1000)
        assert now() - begun < 4
        for task in busy:
            task.cancel()

    simulate(scene)


@pytest.mark.parametrize("endpoint", ["answerCallbackQuery", "answerInlineQuery", "sendChatAction", "getMe", "deleteMessage"])
def test_what_sends_no_message_is_never_held(endpoint: str) -> None:
    async def scene() -> None:
        server = Server(longest=0)
        limiter = still()
        await asyncio.gather(*(sender(limiter, server)() for _ in range(BURST)))
        quick = sender(limiter, server, endpoint)
        await asyncio.gather(*(quick() for _ in range(100)))
        assert now() < 1

    simulate(scene)


def test_edits_count_and_keep_their_place_among_the_messages() -> None:
    async def scene() -> None:
        server = Server()
        limiter = still()
        send, edit = sender(limiter, server), sender(limiter, server, "editMessageText")
        await asyncio.gather(*(one(PRIVATE, str(number)) for number, one in enumerate([send, edit] * 8)))
        assert server.texts(PRIVATE) == [str(number) for number in range(16)]
        assert most_within(BURST, server.times()) == BURST

    simulate(scene)


def test_what_telegram_holds_waits_as_long_as_asked_and_others_do_not() -> None:
    async def scene() -> None:
        server = Server(longest=0.01, failures=[RetryAfter(30)])
        limiter = still()
        send = sender(limiter, server)
        held = [asyncio.create_task(send(PRIVATE, str(number))) for number in range(3)]
        await asyncio.sleep(1)
        await send(8)
        assert now() < 2
        await asyncio.gather(*held)
        assert server.texts(PRIVATE) == ["0", "0", "1", "2"]
        first, second, *_ = server.times(PRIVATE)
        assert 30 <= second - first < 32
        assert limiter.counts["held"] == 1

    simulate(scene)


def test_a_hold_that_nobody_would_wait_for_is_told_at_once_and_remembered() -> None:
    async def scene() -> None:
        server = Server(failures=[RetryAfter(4000)])
        send = sender(still(), server)
        for _ in range(2):
            with pytest.raises(RetryAfter) as told:
                await send()
            assert isinstance(told.value.retry_after, dt.timedelta)
            assert told.value.retry_after.total_seconds() > 3990
        assert len(server.seen) == 1
        assert now() < 5
        await asyncio.sleep(4001)
        await send()

    simulate(scene)


def test_holds_without_end_are_given_up() -> None:
    async def scene() -> None:
        server = Server(failures=[RetryAfter(20) for _ in range(100)])
        with pytest.raises(RetryAfter):
            await sender(still(), server)()
        assert PATIENCE - 25 < now() <= PATIENCE + 1

    simulate(scene)


@pytest.mark.parametrize("manner", [None, Manner.ANSWER])
def test_what_never_left_is_sent_again_until_it_arrives(manner: Manner | None) -> None:
    async def scene() -> None:
        server = Server(failures=[UnsentError("refused") for _ in range(9)])
        limiter = still()
        send = sender(limiter, server, manner=manner)
        await asyncio.gather(send(PRIVATE, "first"), send(PRIVATE, "second"))
        assert server.texts(PRIVATE) == ["first"] * 10 + ["second"]
        assert limiter.counts == {"unsent": 9}

    simulate(scene)


def test_a_connection_that_never_comes_is_given_up() -> None:
    async def scene() -> None:
        server = Server(failures=[UnsentError("refused") for _ in range(999)])
        limiter = still()
        with pytest.raises(NetworkError):
            await sender(limiter, server)()
        assert PATIENCE - 15 < now() < PATIENCE + 1
        begun = now()
        with pytest.raises(NetworkError):
            await sender(limiter, server, "getMe")(None)
        assert now() - begun < BRISK + 1

    simulate(scene)


UNKNOWN = [
    lambda: TimedOut("read"),
    lambda: NetworkError("reset"),
    lambda: NetworkError("Bad Gateway"),
]


@pytest.mark.parametrize("failure", UNKNOWN)
def test_an_answer_that_may_have_arrived_is_sent_once_more_and_counted(failure: Callable[[], NetworkError]) -> None:
    async def scene() -> None:
        server = Server(failures=[failure()])
        limiter = still()
        assert await sender(limiter, server, manner=Manner.ANSWER)()
        assert len(server.seen) == 2
        assert limiter.counts == {"doubled": 1}

        server.failures = [failure(), failure()]
        with pytest.raises(NetworkError):
            await sender(limiter, server, manner=Manner.ANSWER)()
        assert len(server.seen) == 4

    simulate(scene)


@pytest.mark.parametrize("failure", UNKNOWN)
def test_anything_else_that_may_have_arrived_is_not_sent_again(failure: Callable[[], NetworkError]) -> None:
    async def scene() -> None:
        server = Server(failures=[failure()])
        limiter = still()
        with pytest.raises(NetworkError) as told:
            await sender(limiter, server)()
        assert fate(told.value) is Fate.UNKNOWN
        assert len(server.seen) == 1
        assert not limiter.counts

    simulate(scene)


@pytest.mark.parametrize("failure", [BadRequest("message is empty"), Forbidden("blocked"), ChatMigrated(-1009)])
def test_a_refusal_is_told_at_once(failure: TelegramError) -> None:
    async def scene() -> None:
        server = Server(failures=[failure])
        with pytest.raises(type(failure)) as told:
            await sender(still(), server, manner=Manner.ANSWER)()
        assert fate(told.value) is Fate.REFUSED
        assert len(server.seen) == 1

    simulate(scene)


def test_a_task_that_is_cancelled_leaves_no_trace() -> None:
    async def scene() -> None:
        server = Server(failures=[RetryAfter(50)])
        limiter = still()
        send = sender(limiter, server)
        tasks = [asyncio.create_task(send(PRIVATE, str(number))) for number in range(10)]
        await asyncio.sleep(10)  # the first is held, the others stand behind it
        for task in tasks[:9]:
            task.cancel()
        await tasks[9]
        assert server.texts(PRIVATE) == ["0", "9"]

        many = [asyncio.create_task(send(chat)) for chat in range(100, 400)]
        await asyncio.sleep(0.1)
        for task in many:
            task.cancel()
        await asyncio.sleep(BURST)
        begun = now()
        await asyncio.gather(*(send(chat) for chat in range(500, 500 + PER_SECOND)))
        assert now() - begun < 1

    simulate(scene)


def test_quiet_chats_are_forgotten() -> None:
    async def scene() -> None:
        server = Server(longest=0.001)
        limiter = still()
        send = sender(limiter, server)
        for chat in range(1, 3001):
            await send(chat)
            await asyncio.sleep(1)
        assert len(limiter._chats) < 20

    simulate(scene)


@pytest.mark.parametrize("seed", range(5))
def test_a_stormy_day_keeps_every_limit_and_every_order(seed: int) -> None:
    async def scene() -> None:
        chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
        server = Server(chance, longest=0.8)
        send = sender(Limiter(jitter=chance.random), server, manner=Manner.ANSWER)
        chats = [*range(1, 30), *range(-1005, -1000)]
        sent: dict[int | str, list[str]] = defaultdict(list)
        tasks = []
        for number in range(900):
            chat = chance.choice(chats)
            sent[chat].append(str(number))
            tasks.append(asyncio.create_task(send(chat, str(number))))
            await asyncio.sleep(chance.expovariate(20))
            if chance.random() < 0.02:
                server.failures.append(RetryAfter(chance.randint(1, 9)))
            if chance.random() < 0.02:
                server.failures.append(UnsentError("refused"))
        await asyncio.gather(*tasks)
        assert most_within(1, server.times()) <= PER_SECOND
        for chat in chats:
            arrived = [text for text, _ in itertools.groupby(server.texts(chat))]
            assert arrived == sent[chat]
            if sent[chat]:
                assert most_within(BURST, server.times(chat)) <= BURST
            if chat < 0:
                assert most_within(60, server.times(chat)) <= PER_MINUTE_A_GROUP

    simulate(scene)
