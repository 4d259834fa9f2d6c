"""No secret gets into the log, whoever logs it."""

import json
import logging
import sys

import pytest

from bot.logs import HIDDEN, Lines, Objects, Redacting, trace

SECRET = "correct horse battery"
TELEGRAM = "1234567890:AAF4k3T0k3nF0rT3st5-0n1y_n0t_4_S3cret"
DISCORD = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs3dD"


def record(message: str, *arguments: object, error: Exception | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("wsisbot.test", logging.ERROR, __file__, 1, message, arguments, info)


@pytest.mark.parametrize("formatter", [Lines([SECRET]), Objects([SECRET])])
@pytest.mark.parametrize("secret", [SECRET, TELEGRAM, DISCORD])
def test_secrets_are_hidden_wherever_they_stand(formatter: Redacting, secret: str) -> None:
    try:
        int(secret)
    except ValueError as error:
        line = formatter.format(record("POST https://api.telegram.org/bot%s/getMe", secret, error=error))
    assert secret not in line
    assert line.count(HIDDEN) >= 2
    assert "/getMe" in line


def test_an_object_is_one_line_of_json() -> None:
    entry = json.loads(Objects([]).format(record("two\nlines with %s", "“quotes”")))
    assert entry["message"] == "two\nlines with “quotes”"
    assert entry["level"] == "ERROR"
    assert entry["at"].endswith("Z")


def test_a_trace_tells_where_and_not_what() -> None:
    try:
        int("Zephyrine")
    except ValueError as error:
        told = trace(error)
    assert told.startswith("ValueError < ")
    assert "test_logs.py" in told
    assert "Zephyrine" not in told
    assert sys.exc_info() == (None, None, None)
