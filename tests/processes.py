"""The real `wsisbot run` as a process of its own."""

import asyncio
import os
import sys
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

COMMAND = (sys.executable, "-m", "bot")
RUN = (*COMMAND, "run")
LONGEST_START, LONGEST_END = 60.0, 60.0


@dataclass
class Running:
    """A process of the bot.

    Attributes:
        log: The file to which its standard error goes.
        variables: Its environment.
    """

    process: asyncio.subprocess.Process
    log: Path
    variables: dict[str, str]

    @property
    def said(self) -> str:
        """All that it has logged."""
        return self.log.read_text(encoding="utf-8")

    async def ended(self) -> int:
        """Wait until it ends by itself and give its exit code."""
        return await asyncio.wait_for(self.process.wait(), LONGEST_END)

    async def stop(self) -> int:
        """Tell it to stop, as a supervisor does, and give its exit code."""
        if self.process.returncode is None:
            self.process.terminate()
        return await self.ended()

    async def says(self, words: str) -> None:
        """Wait until it has logged some words."""
        async with asyncio.timeout(LONGEST_START):
            while words not in self.said:  # noqa: ASYNC110 - a file cannot be waited for
                await asyncio.sleep(0.02)


async def launch(stack: AsyncExitStack, home: Path, knowledge: Path, command: tuple[str, ...] = RUN, **variables: str) -> Running:
    """Start the bot; it is told to stop when the stack closes. It keeps what it keeps below `home`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WSISBOT_", "TELEGRAM_", "DISCORD_"))}
    given = {
        "WSISBOT_KNOWLEDGE_DIR": str(knowledge),
        "WSISBOT_DATA_DIR": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "HOME": str(home),
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    environment = kept | given | variables
    log = _new_log(home)
    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            *command, env={name: value for name, value in environment.items() if value}, cwd=home, stderr=file, stdout=file
        )
    running = Running(process, log, environment)
    stack.push_async_callback(running.stop)
    return running


def _new_log(home: Path) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    return home / f"log-{len(list(home.glob('log-*')))}"
