"""Delivers what is due: claims it, commits each step before it is taken, and never leaves an end untold (DESIGN, section 6)."""

import asyncio
import contextlib
import datetime as dt
import functools
import hashlib
import itertools
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.adapter import Adapter, Outcome, Refused, Retry, Sent, Target, Unknown, Withdrawn
from bot.clock import Clock
from bot.logs import trace
from bot.message import ChatKey
from bot.reminders.wording import Writer
from bot.reply import Reply
from bot.storage.booked import Delivery, Step
from bot.storage.deliveries import LEASE, Deliveries
from bot.storage.problems import StorageError
from bot.storage.store import Store

log = logging.getLogger(__name__)

_T = TypeVar("_T")

AT_ONCE = 50
"""Deliveries that are claimed together."""

CHATS_AT_ONCE = 60
"""Chats that are delivered to at once: enough to use Telegram's 30 messages a second, few enough that an answer does not wait
for longer than two seconds behind them. Nothing more of such a chat is claimed, so one that is slow holds up no other."""

CHATS_FREE = 20
"""Where more is due than can be delivered at once, it is claimed when there is room for so many chats again."""

FOLD_AFTER = dt.timedelta(minutes=10)
FOLD_FROM = 3
FOLD_MOST = 10
"""From `FOLD_FROM` on, reminders of one chat that are this late come in one message; or in more, of at most so many each."""

MOST_ATTEMPTS = 5
"""Requests after which a delivery of unknown outcome fails."""

NONCE_LIFE = dt.timedelta(minutes=2)
"""How long a platform that drops doubles by their key surely does so; Discord says "the past few minutes"."""

DROPS_DOUBLES = frozenset({"discord"})

LONGEST_SLEEP = 1.0
"""Seconds: reminders are at most this late, and a clock that is set is noticed as soon."""

RECONNECTING = dt.timedelta(seconds=5)

SOON, LATER = dt.timedelta(seconds=5), 3
"""When a delivery of unknown outcome is tried again, and how many times longer that takes from try to try: three minutes in
all, in which a platform that is ill may get well."""

SET_BACK = dt.timedelta(seconds=2)
"""From here on a clock was set back; less is its ordinary adjustment."""

KEEPING = LEASE / 3
"""How often leases of what is under way begin anew."""

_STORE_PAUSE = dt.timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a dispatcher works with: the store and its deliveries, the platforms that are connected, the words, the clock."""

    store: Store
    deliveries: Deliveries
    adapters: Mapping[str, Adapter]
    writer: Writer
    clock: Clock


class Dispatcher:
    """Delivers for some platforms; several may work on one store at once."""

    def __init__(self, parts: Parts) -> None:
        """Take the parts."""
        self._parts = parts
        self._chats: dict[int, asyncio.Task[None]] = {}
        self._held: set[int] = set()
        self._room = asyncio.Event()
        self._latest: dt.datetime | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until told to stop; then finish what is under way, and give back what was only claimed."""
        keeping = asyncio.create_task(self._keep())
        try:
            while not stop.is_set():
                await self._wait(stop, await self._step())
            try:
                await self._parts.deliveries.release()
            except StorageError as error:
                log.error("claims stay with us for a minute: %s", error)
            await self._settled()
        finally:
            tasks = [keeping, *self._chats.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def round(self) -> int:
        """Deliver what is due now, chat by chat in order, and give how many deliveries were looked at."""
        count = await self._claim(AT_ONCE)
        await self._settled()
        return count

    async def _step(self) -> float:
        """Claim what is due as far as there is room, and give for how many seconds nothing is to be done then."""
        self._room.clear()
        most = min(AT_ONCE, CHATS_AT_ONCE - len(self._chats))
        try:
            await self._look_at_clock()
            if self._platforms and await self._claim(most) < most:
                return await self._until_next()
        except StorageError as error:
            log.error("reminders wait: %s", error)
            return _STORE_PAUSE.total_seconds()
        except Exception as error:  # noqa: BLE001 - whatever it is, reminders must go on when it has passed
            log.error("reminders wait, something broke: %s", trace(error))
            return _STORE_PAUSE.total_seconds()
        return LONGEST_SLEEP if len(self._chats) > CHATS_AT_ONCE - CHATS_FREE or not self._platforms else 0.0

    async def _claim(self, most: int) -> int:
        """Claim what is due, have it delivered chat by chat, and give how many deliveries that are."""
        if not self._platforms:
            return 0
        claimed = await self._parts.deliveries.claim(self._parts.clock(), self._platforms, most, list(self._chats))
        for row, group in itertools.groupby(sorted(claimed, key=_order), key=lambda one: one.row):
            chat = list(group)
            self._held.update(one.id for one in chat)
            self._chats[row] = task = asyncio.create_task(self._chat(chat))
            task.add_done_callback(functools.partial(self._done, row, chat))
        return len(claimed)

    def _done(self, row: int, group: Sequence[Delivery], _: asyncio.Task[None]) -> None:
        del self._chats[row]
        self._held.difference_update(one.id for one in group)
        if len(self._chats) <= CHATS_AT_ONCE - CHATS_FREE:
            self._room.set()

    async def _settled(self) -> None:
        """Wait until nothing is under way."""
        while self._chats:
            await asyncio.gather(*self._chats.values())

    async def _keep(self) -> None:
        """Hold what waits for a platform's limits, however long that takes."""
        while True:
            await asyncio.sleep(KEEPING.total_seconds())
            if self._held:
                with contextlib.suppress(StorageError):  # whoever needs the store says so
                    await self._parts.deliveries.keep(list(self._held), self._parts.clock())

    async def _look_at_clock(self) -> None:
        """Undo, for a start and after the clock was set back, what has been put too far off."""
        now = self._parts.clock()
        if self._latest is None or now < self._latest - SET_BACK:
            if self._latest is not None:
                log.warning("the clock was set back by %s", self._latest - now)
            count = await self._parts.deliveries.rewind(now)
            if count:
                log.warning("%d deliveries were put off by a clock that was ahead; they come when they are due", count)
            self._latest = now
        self._latest = max(self._latest, now)

    async def _until_next(self) -> float:
        look = await self._parts.deliveries.next_look(self._platforms, list(self._chats))
        if look is None:
            return LONGEST_SLEEP
        return min(max((look - self._parts.clock()).total_seconds(), 0.0), LONGEST_SLEEP)

    async def _wait(self, stop: asyncio.Event, seconds: float) -> None:
        """Wait, but not longer than until told to stop, or until there is room again where there was none."""
        signs = [stop]
        if len(self._chats) > CHATS_AT_ONCE - CHATS_FREE:
            signs.append(self._room)
        waiting = [asyncio.create_task(sign.wait()) for sign in signs]
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()

    @property
    def _platforms(self) -> list[str]:
        """The platforms that are connected now."""
        return sorted(self._parts.adapters)

    # --- One chat ---

    async def _chat(self, group: Sequence[Delivery]) -> None:
        """Deliver one chat's, in order; those that are over are dropped, many late ones become one message."""
        try:
            zone = await self._zone(group[0].target.chat)
            wanted = [one for one in group if not await self._over(one)]
            now = self._parts.clock()
            for _, of_target in itertools.groupby(wanted, key=lambda one: one.target):
                mine = list(of_target)
                late = [one for one in mine if one.reminder and now - one.due > FOLD_AFTER]
                if len(late) < FOLD_FROM:
                    late = []
                for start in range(0, len(late), FOLD_MOST):
                    await self._post(late[start : start + FOLD_MOST], zone)
                for one in mine:
                    if one not in late:
                        await self._post([one], zone)
        except StorageError as error:
            log.error("the reminders of a chat wait for a minute: %s", error)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not end the others
            log.error("the reminders of a chat broke, and wait for a minute: %s", trace(error))

    async def _over(self, delivery: Delivery) -> bool:
        """End a delivery that is of no use any more, or that may have arrived and is not to be repeated; say whether it ended."""
        now = self._parts.clock()
        if not _ambiguous(delivery):
            if now < delivery.use_by:
                return False
            await self._ended(delivery, Step.EXPIRED, reason="it was of no use any more")
        elif now >= delivery.use_by or not (_may_repeat(delivery) or self._drops_double(delivery)):
            await self._fail(delivery, "nobody knows whether it arrived")
        else:
            return False
        return True

    def _drops_double(self, delivery: Delivery) -> bool:
        """Say whether the platform itself drops a repetition, by the key of the first try."""
        begun = delivery.begun or self._parts.clock() - NONCE_LIFE
        fresh = abs(self._parts.clock() - begun) < NONCE_LIFE
        return fresh and delivery.folded_into is None and delivery.target.chat.platform in DROPS_DOUBLES

    async def _post(self, group: Sequence[Delivery], zone: ZoneInfo | None) -> None:
        """Post one message for one delivery, or for several that are late."""
        *along, delivery = group
        now, writer = self._parts.clock(), self._parts.writer
        repeated = any(_ambiguous(one) and (along or not self._drops_double(one)) for one in group)
        try:
            reply = (
                writer.folded(group, now, zone, repeated=repeated)
                if along
                else writer.reminder(delivery, now, zone, repeated=repeated)
            )
        except Exception as error:  # noqa: BLE001 - the organiser is told, rather than nobody
            log.error("delivery %s cannot be put into words: %s", delivery.id, trace(error))
            for one in group:
                await self._fail(one, "it could not be put into words; the log says why")
            return
        outcome = await self._request(delivery, along, reply, repeated=repeated)
        if along and isinstance(outcome, Withdrawn | Refused):  # each for its own reason
            for one in group:
                await self._post([one], zone)
            return
        await self._settle(delivery, along, outcome)

    async def _request(self, delivery: Delivery, along: Sequence[Delivery], reply: Reply, *, repeated: bool) -> Outcome:
        begun = False

        async def begin() -> bool:
            nonlocal begun
            now = self._parts.clock()
            begun = await self._parts.deliveries.begin(delivery, now, repeated=repeated, along=along) or begun
            return begun

        adapter = self._parts.adapters.get(delivery.target.chat.platform)
        if adapter is None:
            return Retry(RECONNECTING, "the platform is not connected")
        try:
            return await adapter.deliver(delivery.target, reply, _key([*along, delivery]), begin)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not end the others
            log.error("delivery %s broke: %s", delivery.id, error if isinstance(error, StorageError) else trace(error))
            if begun:
                return Unknown(type(error).__name__)
            return Retry(_STORE_PAUSE if isinstance(error, StorageError) else SOON, type(error).__name__)

    async def _settle(self, delivery: Delivery, along: Sequence[Delivery], outcome: Outcome) -> None:
        now = self._parts.clock()
        match outcome:
            case Sent(message):
                await self._ended(delivery, Step.SENT, message=message, along=along)
            case Withdrawn():
                await self._ended(delivery, Step.CANCELLED, reason="it was not wanted any more")
            case Retry(after, reason):
                # This try did not arrive; an earlier one may have.
                for step, group in _parted([*along, delivery]):
                    await self._put_off(group, now + after, reason, step, unsent=True)
            case Unknown(reason):
                risky = [one for one in (delivery, *along) if not _may_repeat(one)]
                for one in risky:
                    await self._fail(one, f"nobody knows whether it arrived ({reason})")
                rest = [one for one in (*along, delivery) if one not in risky]
                if rest:
                    pause = SOON * LATER ** max(one.attempts for one in rest)
                    await self._put_off(rest, now + pause, reason, Step.UNKNOWN)
            case Refused(reason, gone):
                if gone:
                    await self._kept(lambda: self._parts.store.close_chat(delivery.target.chat, reason))
                await self._fail(delivery, reason)

    async def _put_off(
        self, group: Sequence[Delivery], until: dt.datetime, reason: str, step: Step, *, unsent: bool = False
    ) -> None:
        *along, delivery = group
        put_off = self._parts.deliveries.put_off
        await self._kept(lambda: put_off(delivery, until, reason, step, along=along, unsent=unsent))

    async def _ended(
        self,
        delivery: Delivery,
        step: Step,
        *,
        message: str | None = None,
        reason: str | None = None,
        along: Sequence[Delivery] = (),
    ) -> bool:
        end, now = self._parts.deliveries.end, self._parts.clock()
        return await self._kept(lambda: end(delivery, step, now, message=message, reason=reason, along=along))

    async def _kept(self, commit: Callable[[], Awaitable[_T]]) -> _T:
        """Commit what became of a delivery, and try again until the store takes it: nobody else knows."""
        told = False
        while True:
            try:
                return await commit()
            except StorageError as error:
                if not told:
                    log.error("what became of a delivery cannot be kept yet: %s", error)
                told = True
                await asyncio.sleep(_STORE_PAUSE.total_seconds())

    async def _fail(self, delivery: Delivery, reason: str) -> None:
        """End a delivery that cannot arrive, and tell the organiser in private why."""
        now = self._parts.clock()
        ended = await self._ended(delivery, Step.FAILED, reason=reason)
        booking = delivery.reminder.booking if delivery.reminder else None
        if not ended or booking is None or booking.author is None:
            return
        private = ChatKey(delivery.target.chat.platform, booking.author)
        if private == delivery.target.chat:
            return
        notice = {
            "what": "failed",
            "reason": reason,
            "record": booking.record,
            "title": booking.text,
            "language": booking.language,
        }
        post, use_by = self._parts.deliveries.post, now + dt.timedelta(days=3)
        await self._kept(lambda: post(Target(private), f"f{delivery.id}", notice, now, use_by))

    async def _zone(self, chat: ChatKey) -> ZoneInfo | None:
        settings = await self._parts.store.chat(chat)
        return ZoneInfo(settings.zone) if settings.zone else None


def _ambiguous(delivery: Delivery) -> bool:
    """Say whether an earlier try may have arrived."""
    return delivery.step in {Step.SENDING, Step.UNKNOWN}


def _parted(group: Sequence[Delivery]) -> Iterator[tuple[Step, list[Delivery]]]:
    """Part deliveries of which the last try did not arrive by what they are then."""
    for step, ambiguous in ((Step.UNKNOWN, True), (Step.PLANNED, False)):
        those = [one for one in group if _ambiguous(one) is ambiguous]
        if those:
            yield step, those


def _may_repeat(delivery: Delivery) -> bool:
    wanted = delivery.reminder is None or delivery.reminder.booking.repeat
    return wanted and delivery.attempts < MOST_ATTEMPTS


def _key(group: Sequence[Delivery]) -> str:
    """Give the key of a message: the delivery's own, or one that no other group has."""
    if len(group) == 1:
        return group[0].key
    return "g" + hashlib.sha256("\n".join(one.key for one in group).encode()).hexdigest()[:24]


def _order(delivery: Delivery) -> tuple[int, str, dt.datetime, int]:
    return delivery.row, delivery.target.topic or "", delivery.due, delivery.id
