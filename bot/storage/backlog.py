"""Changes that nobody waits for: gathered for a moment, and then kept together."""

import asyncio
import logging
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.problems import StorageError

log = logging.getLogger(__name__)

GATHERING: Final = 0.2
"""Seconds for which changes are gathered; so much is forgotten where the process is killed."""

Change = Sequence[tuple[sa.Executable, Mapping[str, Any]]]
"""Commands, each with the values for it."""


class Backlog:
    """Keeps changes soon: each command once for all of them, in the order in which they came.

    For what an answer must not be late for, and what may be lost with the process. Each change has keys of what it is about;
    whoever reads one of these settles it first. What is kept of the same thing later takes the place of what waited.
    """

    def __init__(self, database: Database) -> None:
        """Begin with nothing to keep."""
        self._database = database
        self._changes: dict[Hashable, Change] = {}
        self._keys: set[bytes] = set()
        self._under_way: set[bytes] = set()
        self._one_at_a_time = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def add(self, thing: Hashable, change: Change, *keys: bytes) -> None:
        """Have a change made soon that says all that is to be kept of a thing.

        Changes that share commands have to name them in the same order: each command is run once, for all of them.
        """
        self._changes.pop(thing, None)
        self._changes[thing] = change
        self._keys.update(keys)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._soon())

    async def settle(self, *keys: bytes) -> None:
        """Make the changes now that wait, if one is about any of these keys; without keys, in any case.

        Raises:
            StorageError: the database fails; what waited is lost.
        """
        if not keys or not (self._keys | self._under_way).isdisjoint(keys):
            await self._make()

    async def close(self) -> None:
        """Make the changes that wait; where the database fails they are lost, and nothing is raised."""
        try:
            await self._make()
        except StorageError as error:
            log.error("what talks are about could not be kept: %s", error)

    async def _soon(self) -> None:
        await asyncio.sleep(GATHERING)
        self._task = None  # what comes from now on has a gathering of its own
        await self.close()

    async def _make(self) -> None:
        async with self._one_at_a_time:
            changes, self._changes = self._changes, {}
            self._under_way, self._keys = self._keys, set()
            try:
                if changes:
                    async with self._database.writing() as connection:
                        for command, values in _together(changes.values()).items():
                            await connection.execute(command, values)
            finally:
                self._under_way = set()


def _together(changes: Iterable[Change]) -> dict[sa.Executable, list[Mapping[str, Any]]]:
    """Give each command with the values of all changes; every single one would cost a dozen steps of the driver's thread."""
    commands: dict[sa.Executable, list[Mapping[str, Any]]] = {}
    for change in changes:
        for command, values in change:
            commands.setdefault(command, []).append(values)
    return commands
