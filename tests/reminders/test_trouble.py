"""What becomes of reminders when the store fails at the worst moment: nothing is lost or doubled, and the log says why."""

import asyncio
import contextlib
import datetime as dt
import resource
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.message import ChatKey
from bot.reminders import dispatch
from bot.storage.booked import Step
from bot.storage.store import open_store
from tests.databases import Postgres, Watch, naming
from tests.reminders.stage import Stage

ELSEWHERE = ChatKey("telegram", "9")
LONGEST = 30


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "_STORE_PAUSE", dt.timedelta(seconds=0.1))
    monkeypatch.setattr(dispatch, "LONGEST_SLEEP", 0.05)


@contextlib.asynccontextmanager
async def running(stage: Stage) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(stage.dispatcher().run(stop))
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(LONGEST):
            await task


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONGEST):
        while not true():  # noqa: ASYNC110 - whatever it is
            await asyncio.sleep(0.02)


async def test_a_server_that_is_gone_for_a_while(tiny_folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    server, watch = Postgres(), Watch()
    try:
        async with open_store(naming(server.new_database()), watch) as store:
            stage = Stage(store, watch, tiny_folder)
            await stage.book(text="First")
            await stage.book(1, ELSEWHERE, text="Second")
            stage.telegram.after = lambda: asyncio.to_thread(server.halt)
            async with running(stage):
                await until(lambda: "cannot be kept yet" in caplog.text and "reminders wait" in caplog.text)
                watch.forward(minutes=1)
                await asyncio.sleep(0.3)
                assert len(stage.telegram.texts) == 1
                await asyncio.to_thread(server.resume)
                await until(lambda: len(stage.telegram.texts) == 2)
            assert [text.splitlines()[-1] for text in stage.telegram.texts] == ["First", "Second"]
            assert not any("repeated" in text for text in stage.telegram.texts)
            assert [*await stage.ends(), *await stage.ends(ELSEWHERE)] == [(Step.SENT, None)] * 2
    finally:
        server.stop()
    assert "wait until the server" in caplog.text or "see whether the server runs" in caplog.text


async def test_a_disk_that_is_full_for_a_while(tmp_path: Path, tiny_folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    file, watch = tmp_path / "wsisbot.sqlite3", Watch()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    async with open_store(naming(f"sqlite:///{file}"), watch) as store:
        stage = Stage(store, watch, tiny_folder)
        await stage.book(text="First")
        await stage.book(1, ELSEWHERE, text="Second")

        async def fill() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1, before[1]))

        stage.telegram.after = fill
        try:
            async with running(stage):
                await until(lambda: "cannot be kept yet" in caplog.text)
                watch.forward(minutes=1)
                await until(lambda: "reminders wait" in caplog.text)
                assert len(stage.telegram.texts) == 1
                resource.setrlimit(resource.RLIMIT_FSIZE, before)
                await until(lambda: len(stage.telegram.texts) == 2)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert not any("repeated" in text for text in stage.telegram.texts)
        assert [*await stage.ends(), *await stage.ends(ELSEWHERE)] == [(Step.SENT, None)] * 2
    assert "disk" in caplog.text


async def test_one_row_that_is_damaged_holds_up_no_other(
    tmp_path: Path, tiny_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    watch = Watch()
    async with open_store(naming(f"sqlite:///{tmp_path}/wsisbot.sqlite3"), watch) as store:
        stage = Stage(store, watch, tiny_folder)
        number = await stage.book(text="Damaged")
        await stage.book(text="Whole")
        async with store._database.writing() as connection:
            await connection.execute(sa.text("UPDATE reminders SET text = x'00' WHERE id = :id"), {"id": number})
        assert await stage.dispatcher().round() == 1
        assert [text.splitlines()[-1] for text in stage.telegram.texts] == ["Whole"]
    assert "cannot be read" in caplog.text
