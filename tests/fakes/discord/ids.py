"""Snowflakes: the numbers by which Discord calls everything, rising with time."""

import datetime as dt
import time
from collections.abc import Iterator

EPOCH = 1_420_070_400_000
"""Milliseconds of the Unix epoch at which Discord's snowflakes begin (reference: Snowflakes)."""

TIME_BITS = 22
"""Below the milliseconds: worker, process and a running number."""


def _rising() -> Iterator[int]:
    millisecond = 0
    while True:
        millisecond = max(time.time_ns() // 1_000_000 - EPOCH, millisecond + 1)
        yield millisecond << TIME_BITS


_numbers = _rising()


def snowflake() -> int:
    """Give a number greater than all before; each has a millisecond to itself, so that neighbours fall into different shards."""
    return next(_numbers)


def born(number: int) -> dt.datetime:
    """Give the moment that a snowflake tells, in UTC."""
    return dt.datetime.fromtimestamp(((number >> TIME_BITS) + EPOCH) / 1000, dt.UTC)


def stamp(moment: dt.datetime) -> str:
    """Write a moment as Discord does."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")
