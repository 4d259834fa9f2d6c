"""The fake Discord refuses what Discord refuses, and keeps a record of it."""

from pathlib import Path

import aiohttp
import pytest

from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.schema import SPECIFICATION


def _row(*buttons: dict[str, object]) -> list[dict[str, object]]:
    return [{"type": 1, "components": [{"type": 2, **button} for button in buttons]}]


def _option(name: str, *, required: bool = False, description: str = "x") -> dict[str, object]:
    return {"type": 3, "name": name, "description": description, "required": required}


BAD = {
    "content": ({"content": "x" * 2001}, "content"),
    "astral": ({"content": "\N{BUG}" * 1001}, "content"),
    "title": ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title"),
    "together": ({"embeds": [{"description": "x" * 3001}] * 2}, "embeds"),
    "field": ({"embeds": [{"fields": [{"name": " ", "value": "x"}]}]}, "embeds.0.fields.0.name"),
    "custom id": (
        {"content": "x", "components": _row({"style": 1, "label": "x", "custom_id": "x" * 101})},
        "components.custom_id",
    ),
    "no custom id": ({"content": "x", "components": _row({"style": 1, "label": "x"})}, "components.x"),
    "no label": ({"content": "x", "components": _row({"style": 1, "custom_id": "x"})}, "components.x.label"),
    "twice": ({"content": "x", "components": _row(*[{"style": 1, "label": "x", "custom_id": "x"}] * 2)}, "components"),
    "rows": ({"content": "x", "components": _row({"style": 1, "label": "x", "custom_id": "x"}) * 6}, "components"),
    "nonce": ({"content": "x", "nonce": "x" * 26}, "nonce"),
    "flags": ({"content": "x", "flags": 64}, "flags"),
    "mentions": ({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, "allowed_mentions"),
}
"""Bodies of messages that Discord refuses, and the place in them at fault."""


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("described", [True, False])
async def test_a_broken_message_is_refused_and_recorded(name: str, described: bool, tmp_path: Path) -> None:
    body, place = BAD[name]
    async with FakeDiscord(description=SPECIFICATION if described else tmp_path / "none.json") as server:
        if described and not server.described:
            pytest.skip(f"{SPECIFICATION} is not there")
        general = server.guild("Lounge").text("general")
        answer = await _post(server, f"/channels/{general.id}/messages", body)
        assert (answer["code"], general.messages) == (50035, [])
        assert place in {".".join(map(str, one.problem.at)) for one in server.violations}


async def test_what_only_the_description_rules_out_is_refused() -> None:
    async with FakeDiscord() as server:
        if not server.described:
            pytest.skip(f"{SPECIFICATION} is not there")
        general = server.guild("Lounge").text("general")
        await _post(server, f"/channels/{general.id}/messages", {"content": "x", "tts": "loudly"})
        assert [str(one) for one in server.violations] == [
            "POST /channels/{channel_id}/messages: tts: 'loudly' is not of type 'boolean', 'null'"
        ]


@pytest.mark.parametrize(
    "command",
    [
        {"name": "Ask", "description": "x"},
        {"name": "ask", "description": ""},
        {"name": "ask", "description": "x", "name_localizations": {"tlh": "ghel"}},
        {"name": "ask", "description": "x", "options": [_option("a", required=False), _option("b", required=True)]},
        {"name": "ask", "description": "x", "options": [_option("a"), _option("a")]},
        {"name": "ask", "description": "x", "options": [_option(f"o{n}", description="x" * 100) for n in range(26)]},
        {"name": "About", "type": 3, "description": "none wanted"},
    ],
)
async def test_a_broken_command_is_refused_and_recorded(command: dict[str, object]) -> None:
    async with FakeDiscord() as server:
        answer = await _post(server, f"/applications/{server.world.application}/commands", [command], method="PUT")
        assert answer["code"] == 50035
        assert server.violations
        assert server.world.commands[None] == []


async def test_an_interaction_is_answered_once_in_time_and_while_its_token_lives() -> None:
    async with FakeDiscord() as server:
        alice = server.person("alice")
        general = server.guild("Lounge", alice).text("general")
        application = server.world.application
        await _post(server, f"/applications/{application}/commands", [{"name": "ask", "description": "x"}], method="PUT")
        first, late = alice.slash(general, "ask"), alice.slash(general, "ask")
        assert not first.delivered
        late.within = 0.0
        callback = "/interactions/{}/{}/callback"
        answer = {"type": 4, "data": {"content": "x"}}
        follow_up = f"/webhooks/{application}/{first.token}"

        async def code(path: str, body: object) -> object:
            return (await _post(server, path, body)).get("code")

        assert await code(follow_up, {"content": "too early"}) == 10015
        assert await code(callback.format(late.id, late.token), answer) == 10062
        assert await code(callback.format(first.id, first.token), {"type": 8, "data": {"choices": []}}) == 50035
        assert await code(callback.format(first.id, first.token), answer) is None
        assert await code(callback.format(first.id, first.token), answer) == 40060
        assert await code(follow_up, {"content": "more"}) is None
        first.expire()
        assert await code(follow_up, {"content": "too late"}) == 50027
        assert [message.content for message in general.messages] == ["x", "more"]
        assert (first.acknowledged, late.acknowledged) == (True, False)


async def _post(server: FakeDiscord, path: str, body: object, method: str = "POST") -> dict[str, object]:
    headers = {"Authorization": f"Bot {server.token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.request(method, server.api_url + path, json=body) as answer,
    ):
        told = await answer.json() if answer.status != 204 else {}
        return told if isinstance(told, dict) else {}
