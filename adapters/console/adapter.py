"""Reads lines, has them answered, shows the answers."""

import contextlib
import datetime as dt
import sys
from collections.abc import Callable

from rich.console import Console

from adapters.console.render import render
from bot.adapter import Answering
from bot.clock import system_clock
from bot.commands.catalogue import typed
from bot.languages.catalogue import catalogue
from bot.message import Message

_WIDEST = 100
_PIPED_WIDTH = 100_000  # a line of a pipe is not for the eye: whatever reads it wraps it
_LONGEST_NUMBER = 3
_ENDS = frozenset({"exit", "quit", "bye", ":q"})


class ConsoleAdapter:
    """The terminal as a platform."""

    def __init__(self, *, language: str = "en", zone: str | None = None, clock: Callable[[], dt.datetime] = system_clock) -> None:
        """Write to standard output; colours and links only where it is a terminal."""
        self._language = language
        self._zone = zone
        self._clock = clock
        self._offered: list[tuple[str, str]] = []
        terminal = sys.stdout.isatty()
        probe = Console()
        width = min(probe.width, _WIDEST) if terminal else _PIPED_WIDTH
        self._console = Console(
            width=width,
            highlight=False,
            emoji=False,
            markup=False,
            soft_wrap=not terminal,
            no_color=None if terminal else True,
        )

    async def run(self, answer: Answering) -> None:
        """Answer line after line until the input ends; all of it is one talk, kept in memory."""
        if not sys.stdin.isatty():
            for line in sys.stdin.buffer:
                await self._answer(answer, line.decode("utf-8", errors="replace"))
            return
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401, PLC0415 - editing and history of `input`; absent on Windows
        _ = catalogue(self._language).gettext
        sample = _("When was the Latin America consultation?")
        self._console.print(_("Ask about WSIS+20, for example: {sample}").format(sample=sample))
        self._console.print(_('An empty line is skipped; Ctrl-D or "exit" ends.'), style="dim")
        while True:
            try:
                line = input("\n> ")  # noqa: ASYNC250 - one person, one talk: nothing else could run meanwhile
            except (EOFError, KeyboardInterrupt):
                self._console.print()
                return
            if line.strip().casefold() in _ENDS:
                return
            await self._answer(answer, line)

    async def _answer(self, answer: Answering, line: str) -> None:
        """Answer a line: a question, a command behind a slash, or the number of one of the choices that were offered."""
        if not line.strip():
            return
        text = line.rstrip("\r\n")
        command = self._picked(text) or typed(text) or (None, text)
        await self.show(answer, Message(command[1], self._clock(), self._language, "console", self._zone, command[0]))

    def _picked(self, text: str) -> tuple[str, str] | None:
        number = text.strip()
        if not (number.isascii() and number.isdigit()) or not 1 <= int(number[:_LONGEST_NUMBER]) <= len(self._offered):
            return None
        return self._offered[int(number) - 1]

    async def show(self, answer: Answering, message: Message) -> None:
        """Have a message answered and print the answer."""
        reply = await answer(message)
        self._offered = [(action.command, action.argument) for action in reply.actions[: len(reply.choices)]]
        for piece in render(reply, links=self._console.is_terminal):
            self._console.print(piece)
