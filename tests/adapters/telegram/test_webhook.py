"""The webhook's door; the rest of it is tried before the whole bot."""

import socket

import aiohttp

from adapters.telegram.webhook import SECRET_HEADER, WebhookServer


class Crowded:
    """Stands in the place of the intake."""

    full = True

    def take(self, data: object) -> None:
        raise AssertionError(data)


async def test_what_cannot_be_worked_on_now_stays_with_telegram() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = WebhookServer("https://bot.example/in", port, "secret", Crowded())  # type: ignore[arg-type]
    server.open()
    try:
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"http://127.0.0.1:{port}/in", json={"update_id": 1}, headers={SECRET_HEADER: "secret"}) as answer,
        ):
            assert answer.status == 503
    finally:
        await server.close()
