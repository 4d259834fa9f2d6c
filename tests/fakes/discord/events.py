"""A server's scheduled events."""

import datetime as dt
from dataclasses import dataclass, field

from tests.fakes.discord.errors import Json
from tests.fakes.discord.ids import snowflake
from tests.fakes.discord.world import Guild, User

SCHEDULED, ACTIVE, COMPLETED, CANCELLED = 1, 2, 3, 4
"""Statuses (reference: Guild Scheduled Event)."""

EXTERNAL = 3
"""The entity type of an event that takes place outside Discord."""


@dataclass(eq=False)
class ScheduledEvent:
    """An event in a server's list."""

    guild: Guild
    creator: User
    name: str
    start: dt.datetime
    end: dt.datetime | None
    place: str | None
    description: str | None = None
    status: int = SCHEDULED
    id: int = field(default_factory=snowflake)

    def change(self, body: Json) -> None:
        """Take over what a request says; what it does not say stays."""
        self.name = body.get("name", self.name)
        self.description = body.get("description", self.description)
        self.status = body.get("status", self.status)
        if "scheduled_start_time" in body:
            self.start = dt.datetime.fromisoformat(body["scheduled_start_time"])
        if body.get("scheduled_end_time"):
            self.end = dt.datetime.fromisoformat(body["scheduled_end_time"])
        if body.get("entity_metadata"):
            self.place = body["entity_metadata"].get("location")

    @property
    def over(self) -> bool:
        """Whether it ended or was called off."""
        return self.status in {COMPLETED, CANCELLED}
