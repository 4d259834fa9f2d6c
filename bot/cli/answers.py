"""An answer as JSON, in the stable form on which others build (documented in README.md)."""

import datetime as dt
from dataclasses import asdict
from typing import Any

from bot.message import Message
from bot.reply import Reply


def as_json(reply: Reply, message: Message, *, name: str | None, elapsed_ms: float) -> dict[str, Any]:
    """Give a reply as plain JSON values; everything but `elapsed_ms` is the same on every run."""
    return {
        "id": name,
        "question": message.text,
        **_content(reply),
        "parts": [{"question": part.question, **_content(part)} for part in reply.parts],
        "now": instant(message.now),
        "elapsed_ms": round(elapsed_ms, 1),
    }


def _content(reply: Reply) -> dict[str, Any]:
    return {
        "language": reply.language,
        "status": str(reply.status),
        "text": reply.text,
        "citations": [asdict(citation) for citation in reply.citations],
        "records": list(reply.records),
        "choices": [asdict(choice) for choice in reply.choices],
        "nearest": [asdict(near) for near in reply.nearest],
        "confidence": reply.confidence,
        "as_of": reply.as_of.isoformat() if reply.as_of else None,
    }


def instant(moment: dt.datetime) -> str:
    """Give an instant in ISO 8601 with Z."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
