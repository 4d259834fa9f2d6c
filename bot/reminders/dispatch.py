"""Delivers what is due: claims it, commits each step before it is taken, and never leaves an end untold (DESIGN, section 6)."""

import asyncio
import datetime as dt
import itertools
import logging
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.adapter import Adapter, Outcome, Refused, Retry, Sent, Target, Unknown, Withdrawn
from bot.clock import Clock
from bot.message import ChatKey
from bot.reminders.wording import Writer
from bot.reply import Reply
from bot.storage.booked import Delivery, Step
from bot.storage.deliveries import Deliveries
from bot.storage.problems import StorageError
from bot.storage.store import Store

log = logging.getLogger(__name__)

AT_ONCE = 50
"""Deliveries that are claimed together; they are done long before their lease ends."""

FOLD_AFTER = dt.timedelta(minutes=10)
FOLD_FROM = 3
"""From this many on, reminders of one chat that are this late come in one message."""

MOST_ATTEMPTS = 5
"""Requests after which a delivery of unknown outcome fails."""

NONCE_LIFE = dt.timedelta(minutes=2)
"""How long a platform that drops doubles by their key surely does so; Discord says "the past few minutes"."""

DROPS_DOUBLES = frozenset({"discord"})

LONGEST_SLEEP = 1.0
"""Seconds: reminders are at most this late, and a clock that is set is noticed as soon."""

RECONNECTING = dt.timedelta(seconds=5)
"""When to look again whether a platform is connected."""

AFTER_FAULT = dt.timedelta(minutes=1)
"""When to try again what a fault of ours stood in the way of."""

_STORE_PAUSE = 5.0


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

    @property
    def _platforms(self) -> list[str]:
        """The platforms that are connected now."""
        return sorted(self._parts.adapters)

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until told to stop; then finish what is under way, and give back what was only claimed."""
        while not stop.is_set():
            try:
                busy = await self.round()
                pause = 0.0 if busy else await self._until_next()
            except StorageError as error:
                log.error("reminders wait: %s", error)
                pause = _STORE_PAUSE
            except Exception:
                log.exception("a fault of ours; the reminders go on")
                pause = _STORE_PAUSE
            if pause:
                await _wait(stop, pause)
        try:
            await self._parts.deliveries.release()
        except StorageError as error:
            log.error("claims stay with us for a minute: %s", error)

    async def round(self) -> int:
        """Deliver what is due now, chat by chat in order, and give how many deliveries were looked at."""
        if not self._platforms:
            return 0
        claimed = await self._parts.deliveries.claim(self._parts.clock(), self._platforms, AT_ONCE)
        by_chat = itertools.groupby(sorted(claimed, key=_order), key=lambda one: one.target)
        await asyncio.gather(*(self._chat(list(group)) for _, group in by_chat))
        return len(claimed)

    async def _until_next(self) -> float:
        look = await self._parts.deliveries.next_look(self._platforms)
        if look is None:
            return LONGEST_SLEEP
        return min(max((look - self._parts.clock()).total_seconds(), 0.0), LONGEST_SLEEP)

    async def _chat(self, group: list[Delivery]) -> None:
        """Deliver one chat's, in order; those that are over are dropped, many late ones become one message."""
        now = self._parts.clock()
        useful = []
        for delivery in group:
            if delivery.step is Step.CLAIMED and now >= delivery.use_by:
                await self._parts.deliveries.end(delivery, Step.EXPIRED, now, reason="it was of no use any more")
            else:
                useful.append(delivery)
        late = [one for one in useful if one.step is Step.CLAIMED and one.reminder and now - one.due > FOLD_AFTER]
        if len(late) >= FOLD_FROM:
            useful = [one for one in useful if one not in late]
            await self._guarded(self._fold(late), late)
        for delivery in useful:
            await self._guarded(self._one(delivery), [delivery])

    async def _guarded(self, work: Awaitable[None], group: Sequence[Delivery]) -> None:
        """Keep a fault of ours from ending other deliveries; what it hit is tried again later."""
        try:
            await work
        except StorageError:
            raise
        except Exception:
            log.exception("deliveries %s could not be worded or settled", [one.id for one in group])
            for delivery in group:
                await self._parts.deliveries.put_off(
                    delivery, self._parts.clock() + AFTER_FAULT, "a fault of ours", delivery.step
                )

    async def _fold(self, late: Sequence[Delivery]) -> None:
        carrier = late[-1]
        zone = await self._zone(carrier.target.chat)
        reply = self._parts.writer.folded(late, self._parts.clock(), zone)
        outcome = await self._request(carrier, reply, repeated=False)
        await self._settle(carrier, outcome)
        now = self._parts.clock()
        for delivery in late[:-1]:
            if isinstance(outcome, Sent):
                await self._parts.deliveries.end(delivery, Step.FOLDED, now, into=carrier.id)
            else:
                await self._parts.deliveries.put_off(delivery, now + dt.timedelta(seconds=1), "its message waits")

    async def _one(self, delivery: Delivery) -> None:
        repeated = False
        if delivery.step in {Step.SENDING, Step.UNKNOWN}:
            now = self._parts.clock()
            fresh = delivery.begun is not None and now - delivery.begun < NONCE_LIFE
            if not (fresh and delivery.target.chat.platform in DROPS_DOUBLES):
                if not _may_repeat(delivery):
                    await self._fail(delivery, "nobody knows whether it arrived")
                    return
                repeated = True
        zone = await self._zone(delivery.target.chat)
        reply = self._parts.writer.reminder(delivery, self._parts.clock(), zone, repeated=repeated)
        await self._settle(delivery, await self._request(delivery, reply, repeated=repeated))

    async def _request(self, delivery: Delivery, reply: Reply, *, repeated: bool) -> Outcome:
        async def begin() -> bool:
            return await self._parts.deliveries.begin(delivery, self._parts.clock(), repeated=repeated)

        adapter = self._parts.adapters.get(delivery.target.chat.platform)
        if adapter is None:
            return Retry(RECONNECTING, "the platform is not connected")
        try:
            return await adapter.deliver(delivery.target, reply, delivery.key, begin)
        except StorageError:
            raise
        except Exception as error:  # a fault of ours must not end the others, and nobody knows how far it came
            log.exception("delivery %s broke", delivery.id)
            return Unknown(f"{type(error).__name__}")

    async def _settle(self, delivery: Delivery, outcome: Outcome) -> None:
        deliveries, now = self._parts.deliveries, self._parts.clock()
        match outcome:
            case Sent(message):
                await deliveries.end(delivery, Step.SENT, now, message=message)
            case Withdrawn():
                await deliveries.end(delivery, Step.CANCELLED, now, reason="it was not wanted any more")
            case Retry(after, reason):
                await deliveries.put_off(delivery, now + after, reason)
            case Unknown(reason) if _may_repeat(delivery):
                await deliveries.put_off(delivery, now + dt.timedelta(seconds=5), reason, Step.UNKNOWN)
            case Unknown(reason):
                await self._fail(delivery, f"nobody knows whether it arrived ({reason})")
            case Refused(reason, gone):
                if gone:
                    await self._parts.store.close_chat(delivery.target.chat, reason)
                await self._fail(delivery, reason)

    async def _fail(self, delivery: Delivery, reason: str) -> None:
        """End a delivery that cannot arrive, and tell the organiser in private why."""
        now = self._parts.clock()
        ended = await self._parts.deliveries.end(delivery, Step.FAILED, now, reason=reason)
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
        await self._parts.deliveries.post(Target(private), f"f{delivery.id}", notice, now, now + dt.timedelta(days=3))

    async def _zone(self, chat: ChatKey) -> ZoneInfo | None:
        settings = await self._parts.store.chat(chat)
        return ZoneInfo(settings.zone) if settings.zone else None


def _may_repeat(delivery: Delivery) -> bool:
    wanted = delivery.reminder is None or delivery.reminder.booking.repeat
    return wanted and delivery.attempts < MOST_ATTEMPTS


def _order(delivery: Delivery) -> tuple[str, str, str, dt.datetime, int]:
    target = delivery.target
    return target.chat.platform, target.chat.id, target.topic or "", delivery.due, delivery.id


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
