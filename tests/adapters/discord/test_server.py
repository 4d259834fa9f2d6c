"""The page of a server's settings, however many languages there are to choose from."""

import pytest

from adapters.discord import server
from adapters.discord.limits import MOST_ROWS
from adapters.discord.render import render
from adapters.discord.responding import Response
from bot.reply import Action, Paragraph, Plain, Reply, Status
from bot.storage.model import ChatSettings

CHOSEN = ChatSettings(discreet=True, channels=("1", "2"), announcements="3", organisers="4")


@pytest.mark.parametrize("languages", [0, 4, 12])
@pytest.mark.parametrize("chat", [ChatSettings(), CHOSEN])
async def test_it_has_room_for_its_menus_and_the_button_of_openness(languages: int, chat: ChatSettings) -> None:
    actions = [Action(f"Language {number}", "language", f"l{number}") for number in range(languages)]
    actions += [Action("Time zone", "timezone"), Action("Short answers", "manner", "short")]
    reply = Reply(Status.CHAT, (Paragraph((Plain("The settings:"),)),), actions=tuple(actions))
    rendered = server.pressable(render(server.told(reply, chat)), chat, "en")
    view = Response(reply, rendered, lambda: server.menus(chat, "en")).view()
    assert view is not None
    rows = view.to_components()
    assert len(rows) == min(MOST_ROWS, 4 + (languages > 2))
    ids = [part["custom_id"] for row in rows for part in row["components"]]
    assert {server.CHANNELS, server.ANNOUNCEMENTS, server.ORGANISERS} < set(ids)
    assert {server.DISCREET_ON, server.DISCREET_OFF} & set(ids)
    assert "v:short" in ids
