"""What every answer waits for: what the chat has chosen, and what the talk is about so far."""

import json
from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa

from bot.storage import rows
from bot.storage.model import ChatSettings, Context
from bot.storage.tables import Instant, chats, talks
from bot.storage.vault import Vault

_ALWAYS = sa.select(sa.literal_column("1").label("always")).subquery()
"""A row beside which others may be missing."""

_CHOSEN = [
    chats.c[name]
    for name in (
        "language",
        "zone",
        "manner",
        "collect",
        "closed",
        "reason",
        "quiet",
        "organisers",
        "discreet",
        "channels",
        "announcements",
    )
]
_WITH_CHAT = _ALWAYS.outerjoin(chats, chats.c.chat == sa.bindparam("chat", type_=sa.LargeBinary))
_TALKING = sa.and_(talks.c.talk == sa.bindparam("talk", type_=sa.LargeBinary), talks.c.at > sa.bindparam("since", type_=Instant))

CHAT: Final = sa.select(*_CHOSEN).select_from(_WITH_CHAT)
"""One row for a chat's digest (`chat`), empty where nothing is kept of it."""

TALK: Final = sa.select(talks.c.context).select_from(_ALWAYS.outerjoin(talks, _TALKING))
"""One row for a talk's digest (`talk`), empty where it is unknown or older than `since`."""

CHAT_AND_TALK: Final = sa.select(*_CHOSEN, talks.c.context).select_from(_WITH_CHAT.outerjoin(talks, _TALKING))
"""Both in one row."""


def settings(vault: Vault, row: Mapping[str, Any]) -> ChatSettings:
    """Give a chat's settings, the defaults where nothing is kept."""
    if row["manner"] is None:
        return ChatSettings()
    return ChatSettings(
        row["language"],
        row["zone"],
        row["manner"],
        row["collect"],
        row["closed"] is None,
        rows.unsealed(vault, row["reason"]),
        row["quiet"],
        rows.unsealed(vault, row["organisers"]),
        row["discreet"],
        tuple(json.loads(vault.unseal(row["channels"]))) if row["channels"] else (),
        rows.unsealed(vault, row["announcements"]),
    )


def context(vault: Vault, row: Mapping[str, Any]) -> Context | None:
    """Give what a talk is about, where that is kept."""
    if row["context"] is None:
        return None
    kept = json.loads(vault.unseal(row["context"]))
    return Context(**{name: tuple(kept.get(name, ())) for name in ("records", "asked", "told", "besides")})
