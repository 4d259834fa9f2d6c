"""The only place where the parts are put together."""

import asyncio
import contextlib
import gc
import importlib.metadata
import logging
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from bot.adapter import Adapter, AdapterError, Answering, Finding, adapter_factory
from bot.answering.engine import Engine
from bot.assistant import Assistant
from bot.clock import Clock, parse_zone
from bot.logs import trace
from bot.records.load import PACKAGED, load
from bot.records.problems import KnowledgeError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.storage.store import Store

log = logging.getLogger(__name__)

PLATFORMS = {"telegram": "TELEGRAM_TOKEN", "discord": "DISCORD_TOKEN"}
"""The platforms that `wsisbot run` serves, each with the variable whose token switches it on."""

TIDYING = 300.0
"""Seconds between two cleanings of the store."""

WARMING = 0.01
"""Seconds between one passage and the next that finds out about itself after the start; there are some thousand of them."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds after which an adapter that broke is started again; doubled from time to time."""


class ServingError(Exception):
    """Some platform cannot be served, or none is set up; each is named with what is wrong and how to mend it."""


def build_assistant(settings: Settings, store: "Store | None" = None) -> Assistant:
    """Load the knowledge that the settings name and give an assistant that answers from it.

    Raises:
        KnowledgeError: the knowledge cannot be used.
    """
    assistant = Assistant(Engine.of(settings.knowledge_dir or PACKAGED), store)
    gc.freeze()  # a full collection would stop some answer for more than a tenth of a second
    return assistant


async def serve(settings: Settings, clock: Clock, stop: asyncio.Event, anew: asyncio.Event) -> None:
    """Serve every platform that has a token until told to stop; one that fails does not stop the others.

    Args:
        settings: What the operator has set.
        clock: Gives the time.
        stop: Set when it is to stop.
        anew: Set when the knowledge is to be loaded anew; cleared once that is begun.

    Raises:
        ServingError: no platform is set up, or one or more could not be served (after the others have ended).
        KnowledgeError: the knowledge cannot be used.
        StorageError: the store cannot be used.
    """
    # SQLAlchemy would make every other command start late.
    from bot.keeping import Reminding  # noqa: PLC0415
    from bot.storage.store import open_store  # noqa: PLC0415

    names = _set_up(settings)
    if not names:
        raise ServingError(f"there is nothing to serve: set {' or '.join(PLATFORMS.values())} to a bot's token (see README)")
    async with open_store(settings, clock) as store:
        for name in names:
            with contextlib.suppress(LookupError):  # which is told when it is to be served
                adapter_factory(name)
        assistant = build_assistant(settings, store)
        assistant.engine.warm_up(clock())
        gc.freeze()  # the platforms' libraries too: what is there by now stays
        platforms: dict[str, Adapter] = {}
        reminding = Reminding(settings, store, clock, assistant, platforms)
        halt = asyncio.Event()  # for the platforms: they close when what is under way on them is delivered
        jobs = (_tidy(store), _warm(assistant.engine), reminding.run(stop, halt), reminding.keep_up(anew))
        tasks = [asyncio.create_task(job) for job in jobs]
        try:
            serving = (_serve_one(name, settings, store, clock, assistant.reply, halt, platforms) for name in names)
            failures = [failure for failure in await asyncio.gather(*serving) if failure]
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)  # none may use the store when it closes
    if failures:
        raise ServingError("\n".join(failures))


async def examine(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    """Look at all that the bot needs, one finding after the other; changes nothing."""
    yield _clock(clock)
    yield _knowledge(settings)
    async for finding in _database(settings, clock):
        yield finding
    names = _set_up(settings)
    if not names:
        yield Finding("platforms", well=False, detail=f"none is set up; set {' or '.join(PLATFORMS.values())} to a bot's token")
    for name in names:
        for finding in await _looked_over(name, settings, clock):
            yield finding


def _set_up(settings: Settings) -> list[str]:
    return [name for name in PLATFORMS if getattr(settings, f"{name}_token")]


async def _serve_one(  # noqa: PLR0913, PLR0917 - the parts of the house meet here
    name: str,
    settings: Settings,
    store: "Store",
    clock: Clock,
    answer: Answering,
    stop: asyncio.Event,
    platforms: dict[str, Adapter],
) -> str | None:
    """Serve one platform, again after a fault of our own; give what the operator has to mend, or None."""
    pause = FIRST_PAUSE
    while not stop.is_set():
        try:
            platforms[name] = adapter_factory(name)(settings, store, clock)
            await platforms[name].run(answer, stop)
        except (AdapterError, LookupError) as error:
            log.error("%s: %s", name, error)
            return f"{name}: {error}"
        except Exception as error:  # noqa: BLE001 - whatever it is, the other platforms and the next try may be well
            log.error("%s broke and is started again in %g s: %s", name, pause, trace(error))
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        else:
            break
        finally:
            platforms.pop(name, None)
    return None


async def _warm(engine: Engine) -> None:
    """Have the passages find out about themselves in pauses between questions, what they else would while somebody waits."""
    for passage in engine.passages:
        passage.warm_up()
        await asyncio.sleep(WARMING)
    gc.freeze()


async def _tidy(store: "Store") -> None:
    from bot.storage.problems import StorageError  # noqa: PLC0415 - as above

    while True:
        await asyncio.sleep(TIDYING)
        try:
            await store.tidy()
        except StorageError as error:
            log.error("%s", error)


async def _database(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    from bot.storage.overseeing import told  # noqa: PLC0415 - as above
    from bot.storage.problems import StorageError  # noqa: PLC0415
    from bot.storage.store import open_store  # noqa: PLC0415

    try:
        async with open_store(settings, clock, upgrade=False) as store:
            await store.check()
            yield Finding("database", well=True, detail="it is sound, its tables are up to date and its key fits")
            found = await store.overdue()
            yield Finding("deliveries", well=found.oldest is None, detail=told(found))
    except StorageError as error:
        yield Finding("database", well=False, detail=str(error))


async def _looked_over(name: str, settings: Settings, clock: Clock) -> list[Finding]:
    from bot.storage.store import closed_store  # noqa: PLC0415 - as above

    try:
        adapter: Adapter = adapter_factory(name)(settings, closed_store(clock), clock)
        return list(await adapter.check())
    except (AdapterError, LookupError) as error:
        return [Finding(name, well=False, detail=str(error))]


def _clock(clock: Clock) -> Finding:
    parse_zone("Europe/Zurich")
    zones = importlib.metadata.version("tzdata")
    return Finding("clock", well=True, detail=f"{clock().isoformat(timespec='seconds')}, time zones of tzdata {zones}")


def _knowledge(settings: Settings) -> Finding:
    folder = settings.knowledge_dir or PACKAGED
    try:
        knowledge = load(folder)
    except KnowledgeError as error:
        return Finding("knowledge", well=False, detail=str(error))
    facts = sum(len(record.facts) for record in knowledge)
    where = "that came with the bot" if folder == PACKAGED else f"from {folder}"
    return Finding("knowledge", well=True, detail=f"{len(knowledge)} records with {facts} facts, {where}")
