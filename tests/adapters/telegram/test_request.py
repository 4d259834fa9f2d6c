"""Requests as they go over a real line: what became of one that failed, what is sent, and that no error tells the token."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, TypeVar

import aiohttp.web
import pytest
from telegram import Bot, InputFile
from telegram.error import NetworkError, TelegramError, TimedOut

from adapters.telegram.limiter import Fate, fate
from adapters.telegram.request import AiohttpRequest, proxy_for

TOKEN = "12345:secret"

T = TypeVar("T")

Manners = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]


@contextlib.asynccontextmanager
async def served(manners: Manners) -> AsyncIterator[str]:
    """Give the address of a server that treats every connection like this."""
    async with await asyncio.start_server(manners, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot"


def said(status: str, text: str, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(text)}", *headers, "", text]).encode()


async def asked(reader: asyncio.StreamReader) -> None:
    """Read a whole request; as much of it as there is where the line breaks."""
    with contextlib.suppress(asyncio.IncompleteReadError):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(line.split(": ")[1] for line in head.splitlines() if line.startswith("Content-Length: "))
        await reader.readexactly(int(length))


def answering(status: str, text: str, *headers: str) -> Manners:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        writer.write(said(status, text, "Connection: close", *headers))
        await writer.drain()
        writer.close()

    return answer


async def hanging(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()


async def leaving_early(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readline()
    writer.close()


async def leaving_late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asked(reader)
    writer.close()


async def breaking_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asked(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{")
    await writer.drain()
    writer.close()


REFUSED = answering("400 Bad Request", '{"ok": false, "error_code": 400, "description": "Bad Request: chat not found"}')
LOST: list[Manners] = [
    hanging,
    leaving_early,
    leaving_late,
    breaking_off,
    answering("502 Bad Gateway", "<html>"),
    answering("200 OK", "{}", "no colon"),
]


@contextlib.asynccontextmanager
async def bot_at(address: str) -> AsyncIterator[Bot]:
    """Give a bot with one connection and little patience."""
    async with AiohttpRequest(1, pool=0.1, read=0.5) as request:
        yield Bot(TOKEN, base_url=address, request=request)


async def failures(address: str, requests: int = 1) -> list[TelegramError]:
    """Give how that many requests at once failed."""
    async with bot_at(address) as bot:
        sends = (bot.send_message(1, "x", connect_timeout=0.2) for _ in range(requests))
        sent = await asyncio.gather(*sends, return_exceptions=True)
    return [error for error in sent if isinstance(error, TelegramError)]


@pytest.mark.parametrize("manners", LOST)
async def test_what_was_written_may_have_arrived(manners: Manners) -> None:
    async with served(manners) as address:
        assert [fate(error) for error in await failures(address)] == [Fate.UNKNOWN]


async def test_what_found_no_connection_never_left() -> None:
    async with served(hanging) as address:
        assert sorted(map(fate, await failures(address, 2))) == sorted([Fate.UNKNOWN, Fate.UNSENT])  # the one was taken
    assert list(map(fate, await failures(address))) == [Fate.UNSENT]  # nobody listens there any more
    assert list(map(fate, await failures("http://nowhere.invalid/bot"))) == [Fate.UNSENT]
    async with served(answering("200 OK", "not TLS")) as address:
        assert list(map(fate, await failures(address.replace("http:", "https:")))) == [Fate.UNSENT]


async def test_what_telegram_refuses_is_refused() -> None:
    async with served(REFUSED) as address:
        assert list(map(fate, await failures(address))) == [Fate.REFUSED]


async def test_a_late_answer_is_told_from_a_broken_line() -> None:
    async with served(hanging) as address:
        assert isinstance((await failures(address))[0], TimedOut)
    async with served(leaving_late) as address:
        assert not isinstance((await failures(address))[0], TimedOut)


@pytest.mark.parametrize("manners", LOST)
async def test_no_error_tells_the_token(manners: Manners) -> None:
    async with served(manners) as address:
        addresses = [
            address,
            address.replace("http:", "https:"),
            "http://nowhere.invalid/bot",
            "http://[/bot",
            "ftp://a.example/bot",
        ]
        for one in addresses:
            for error in await failures(one, 2):
                assert isinstance(error, NetworkError)
                assert "secret" not in f"{error!r} {error}"


async def test_a_line_that_was_closed_while_it_was_idle_is_not_written_to() -> None:
    came: list[str] = []
    left = asyncio.Event()

    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        came.append("request")
        writer.write(said("200 OK", '{"ok": true, "result": true}'))
        await writer.drain()
        await left.wait()
        writer.close()
        await writer.wait_closed()

    loop = asyncio.new_event_loop()  # of the server's own, which goes on while the bot's stands still

    async def there(what: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(what, loop))

    running = asyncio.create_task(asyncio.to_thread(loop.run_forever))
    try:
        server = await there(asyncio.start_server(once, "127.0.0.1", 0))
        async with bot_at(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot") as bot:
            assert await bot.delete_message(1, 1)
            loop.call_soon_threadsafe(left.set)
            time.sleep(0.3)  # noqa: ASYNC251 - that the bot's loop hears nothing is the point
            with pytest.raises(TelegramError) as caught:
                await bot.delete_message(1, 2)
            assert fate(caught.value) is Fate.UNSENT
            assert await bot.delete_message(1, 2)  # over a new one
            loop.call_soon_threadsafe(server.close)
        assert came == ["request"] * 2
    finally:
        loop.call_soon_threadsafe(loop.stop)
        await running
        loop.close()


@contextlib.asynccontextmanager
async def taking(taken: list[dict[str, Any]]) -> AsyncIterator[str]:
    """Give the address of a server that notes what it is sent, and sends whoever comes on to another place."""

    async def take(request: aiohttp.web.BaseRequest) -> aiohttp.web.StreamResponse:
        taken.append({"": request.url.path})
        for name, value in (await request.post()).items():
            shown = (value.filename, value.content_type, value.file.read()) if isinstance(value, aiohttp.web.FileField) else value
            taken[-1][name] = shown
        raise aiohttp.web.HTTPTemporaryRedirect("/elsewhere")

    runner = aiohttp.web.ServerRunner(aiohttp.web.Server(take))
    await runner.setup()
    site = aiohttp.web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/bot"
    await runner.cleanup()


async def test_what_is_sent_arrives_as_it_was_and_goes_nowhere_else() -> None:
    taken: list[dict[str, Any]] = []
    text, name = 'a & b = "c" % é 🌊', "Ufer-Treffen (5) ä.ics"
    async with taking(taken) as address, bot_at(address) as bot:
        for request in (bot.send_message(1, text), bot.send_document(1, InputFile(b"BEGIN\r\n", name), caption=text)):
            with pytest.raises(NetworkError) as caught:
                await request
            assert fate(caught.value) is Fate.UNKNOWN
    message, document = taken
    assert message == {"": f"/bot{TOKEN}/sendMessage", "chat_id": "1", "text": text}
    assert document["caption"] == text
    assert document["document"] == (name, "text/calendar", b"BEGIN\r\n")


def test_the_proxy_that_the_operator_has_set_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert proxy_for("https://api.telegram.org") is None
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:3128")
    assert proxy_for("https://api.telegram.org") == "http://127.0.0.1:3128"
    monkeypatch.setenv("no_proxy", "telegram.org")
    assert proxy_for("https://api.telegram.org") is None


async def test_a_request_goes_through_the_proxy() -> None:
    taken: list[dict[str, Any]] = []
    async with taking(taken) as address, AiohttpRequest(1, proxy=address.removesuffix("/bot")) as request:
        status, _ = await request.do_request("http://nowhere.invalid/bot1/getMe", "POST")
    assert status == 307
    assert len(taken) == 1
