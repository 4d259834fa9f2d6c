"""`wsisbot run` with a stopwatch: from an update's arrival to the moment at which its answer is handed to the limiter.

Usage: python -m tests.bench.measured FILE (which is written when it ends)
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from adapters.telegram import adapter
from adapters.telegram.intake import Intake
from adapters.telegram.limiter import Limiter, Made
from bot.cli import main

arrived: dict[tuple[int, int], float] = {}
"""When a message came in, by its chat and number."""

taken: list[float] = []
"""Seconds that the answers took."""

processor: list[float] = []
"""The process's own processor time when an answer was handed over."""


class TimedIntake(Intake):
    """Notes when an update came in."""

    def take(self, data: dict[str, Any]) -> None:
        message = data.get("message", {})
        arrived[message.get("chat", {}).get("id"), message.get("message_id")] = time.perf_counter()
        super().take(data)


class TimedLimiter(Limiter):
    """Notes when an answer was handed over."""

    async def process_request(self, *given: Any, **named: Any) -> Made:  # noqa: ANN401 - as the base class
        data = named["data"]
        if named["endpoint"] == "sendMessage" and data.get("reply_parameters"):
            begun = arrived.pop((data["chat_id"], data["reply_parameters"].message_id), None)
            if begun is not None:
                taken.append(time.perf_counter() - begun)
                processor.append(time.process_time())
        return await super().process_request(*given, **named)


if __name__ == "__main__":
    file = Path(sys.argv.pop())
    vars(adapter).update(Intake=TimedIntake, Limiter=TimedLimiter)
    try:
        main(["run"])
    finally:
        file.write_text(json.dumps({"taken": taken, "processor": processor}), encoding="utf-8")
