"""The bot before an emulator of the Bot API that others wrote (lo-bot-api-emulator, over real HTTP)."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from lo_bot_api_emulator import CONTRACT, LoBotApiEmulator

from tests.acceptance.telegram.conftest import launch

TOKEN = "7:AAF4k3T0k3nF0rT3st5-0n1y_n0t_4_S3cret"
LONGEST = 30.0

_KNOWN = {"message", "edited_message", "callback_query", "inline_query"}
"""Kinds of updates that the emulator knows, of those that the bot asks for."""

_LATER = {"link_preview_options", "entities", "reply_parameters", "message_thread_id", "allowed_updates", "is_personal", "button"}
"""Parameters of the real Bot API that the emulator may not know."""


class Emulator(LoBotApiEmulator):  # type: ignore[misc]  # published without types
    """The emulator, made to accept what the real Bot API accepts, and to keep what it was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, dict[str, Any]]] = []

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:  # noqa: ANN401 - as the base class
        kept = dict(fields)
        if method == "getUpdates":
            fields["allowed_updates"] = json.dumps(sorted(_KNOWN & set(json.loads(fields.get("allowed_updates", "[]")))))
        else:
            for name in _LATER & set(fields) - _known(method):
                del fields[name]
        result = super().validate(method, fields, uploads)
        if method == "getMe":
            result |= {"username": "emulated_bot", "supports_inline_queries": True}
        if method != "getUpdates":
            self.sent.append((method, kept))
        return result

    def of(self, method: str) -> list[dict[str, Any]]:
        return [fields for name, fields in self.sent if name == method]


def _known(method: str) -> set[str]:
    return set(CONTRACT["methods"].get(method, {}).get("parameters") or ())


@pytest.fixture
async def emulator() -> AsyncIterator[tuple[Emulator, str]]:
    """Give an emulator that listens, and its address."""
    made = Emulator()
    runner = web.AppRunner(made.app())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield made, f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


class Nobody:
    """Stands where `launch` wants a Telegram."""

    token = TOKEN

    def __init__(self, url: str) -> None:
        self.url = url


async def test_questions_commands_buttons_and_searches(emulator: tuple[Emulator, str], tmp_path: Path, tiny_folder: Path) -> None:
    server, url = emulator
    alice = {"id": 5, "is_bot": False, "first_name": "Alice", "language_code": "en"}

    def message(number: int, text: str, **more: object) -> dict[str, Any]:
        place = {"message_id": number, "date": 1_790_000_000, "chat": {"id": 5, "type": "private"}}
        return {**place, "from": alice, "text": text, **more}

    async def until(method: str, count: int) -> list[dict[str, Any]]:
        async with asyncio.timeout(LONGEST):
            while len(server.of(method)) < count:  # noqa: ASYNC110 - the emulator calls nobody
                await asyncio.sleep(0.02)
        return server.of(method)

    async with AsyncExitStack() as stack:
        bot = await launch(stack, Nobody(url), tmp_path / "home", tiny_folder)  # type: ignore[arg-type]
        await server.enqueue_update({"update_id": 1, "message": message(1, "Where is the Coast Summit 2025?")}, token=TOKEN)
        (answer,) = await until("sendMessage", 1)
        assert "Tromsø" in answer["text"]
        await server.enqueue_update({"update_id": 2, "message": message(2, "/define Harbour Union")}, token=TOKEN)
        _, defined = await until("sendMessage", 2)
        assert "league of ferry ports" in defined["text"]
        data = json.loads(answer["reply_markup"])["inline_keyboard"][0][0]["callback_data"]
        pressed = {"id": "9", "from": alice, "chat_instance": "1", "data": data, "message": message(3, answer["text"])}
        await server.enqueue_update({"update_id": 3, "callback_query": pressed}, token=TOKEN)
        await until("answerCallbackQuery", 1)
        await until("sendMessage", 3)
        query = {"id": "8", "from": alice, "query": "harbour forum", "offset": ""}
        await server.enqueue_update({"update_id": 4, "inline_query": query}, token=TOKEN)
        (found,) = await until("answerInlineQuery", 1)
        assert json.loads(found["results"])
        assert await bot.stop() == 0
    refused = [request for request in server.requests if request["status"] not in (200, 409)]
    assert not refused
