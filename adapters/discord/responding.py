"""Gives interactions their one response: at once where the answer is quick, else a sign of life first, within Discord's time."""

import asyncio
import enum
import io
import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord.utils import MISSING

from adapters.discord.errors import FAILURES, Code, code_of, over, reason
from adapters.discord.render import Rendered, render
from adapters.discord.spot import Interaction
from bot.reply import Attachment, Reply

log = logging.getLogger(__name__)

LONG = 1.2
"""Seconds after which an answer is announced by "thinking": well within the three that Discord gives."""

CROWD = 24
"""Interactions under way from which on every new one is announced at once: what waits its turn must not run out of time."""

AT_ONCE = 4
"""Answers that are worked out at the same time; signs of life go before them."""


class Manner(enum.Enum):
    """How an interaction is responded to."""

    OPEN = enum.auto()
    """By a message that everybody sees."""
    SECRET = enum.auto()
    """By a message for the asker's eyes alone."""
    INSTEAD = enum.auto()
    """By changing the message with the button."""


@dataclass(frozen=True, slots=True)
class Response:
    """What an interaction is responded with.

    Attributes:
        reply: What is said, for the plain form where Discord refuses the other.
        rendered: The message.
        items: Menus of Discord's own kinds below the buttons.
    """

    reply: Reply
    rendered: Rendered
    items: Callable[[], Sequence[discord.ui.Item[Any]]] = tuple

    def view(self) -> discord.ui.View | None:
        """Give what stands below the message; None for nothing."""
        items = self.items()
        if not (self.rendered.buttons or items):
            return None
        view = self.rendered.buttons.view()
        for item in items:
            view.add_item(item)
        return view


class Responder:
    """Responds, and counts what is under way."""

    def __init__(self) -> None:
        """Begin with nothing under way."""
        self._under_way = 0
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def respond(
        self, interaction: Interaction, manner: Manner, work: Coroutine[Any, Any, Response]
    ) -> tuple[Response, int] | None:
        """Respond with what some work gives; give it with the number of the message, or None where Discord refuses.

        The work is done in any case. What cannot be told any more is noted in the log.
        """
        self._under_way += 1
        task = asyncio.create_task(self._in_turn(work))
        try:
            if self._under_way < CROWD:
                await asyncio.wait((task,), timeout=LONG)
            if not task.done():
                await _announce(interaction, manner)
            response = await task
            number = await _send(interaction, manner, response)
        except FAILURES as error:
            (log.info if over(error) else log.warning)("an interaction could not be answered: %s", reason(error))
            await asyncio.wait((task,))
            return None
        finally:
            self._under_way -= 1
        return response, number

    async def _in_turn(self, work: Coroutine[Any, Any, Response]) -> Response:
        async with self._turns:
            return await work


async def _announce(interaction: Interaction, manner: Manner) -> None:
    thinking = manner is not Manner.INSTEAD
    await interaction.response.defer(thinking=thinking, ephemeral=manner is Manner.SECRET)


async def _send(interaction: Interaction, manner: Manner, response: Response) -> int:
    try:
        return await _sent(interaction, manner, response)
    except discord.HTTPException as error:
        if code_of(error) != Code.BAD_FORM:
            raise
        log.warning("a message was refused (%s); sending it as plain text", reason(error))
        plain = render(response.reply, embeds=False, pressable=False)
        return await _sent(interaction, manner, Response(response.reply, plain))


async def _sent(interaction: Interaction, manner: Manner, response: Response) -> int:
    rendered, view = response.rendered, response.view()
    if interaction.response.is_done():
        message = await interaction.edit_original_response(
            content=rendered.content or None, embeds=rendered.embeds, attachments=files(rendered.attachments), view=view
        )
        return message.id
    if manner is Manner.INSTEAD:
        changed = await interaction.response.edit_message(
            content=rendered.content or None, embeds=rendered.embeds, attachments=files(rendered.attachments), view=view
        )
        return (changed.message_id if changed else None) or 0
    sent = await interaction.response.send_message(
        rendered.content or None,
        embeds=rendered.embeds,
        files=files(rendered.attachments),
        view=view or MISSING,
        ephemeral=manner is Manner.SECRET,
        suppress_embeds=not rendered.embeds,
    )
    return sent.message_id or 0


def files(attachments: Sequence[Attachment]) -> list[discord.File]:
    """Give files as discord.py takes them."""
    return [discord.File(io.BytesIO(one.content), one.name) for one in attachments]
