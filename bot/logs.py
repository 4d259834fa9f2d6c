"""The log: lines for people or JSON objects for machines, on standard error; no secret gets through, whoever logs it."""

import datetime as dt
import json
import logging
import re
import sys
import traceback
from collections.abc import Iterable
from typing import Literal

HIDDEN = "[hidden]"

_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{30,}|[A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,}")
"""What Telegram's and Discord's tokens look like, also those that are in no setting of ours."""

_SHORTEST = 6
"""Characters from which on a secret is looked for: a shorter one would blot out half of the log."""


class Redacting(logging.Formatter):
    """Writes a record and hides secrets in all of it, the text of errors included."""

    def __init__(self, secrets: Iterable[str], form: str | None = None) -> None:
        """Hide these, and whatever looks like a token."""
        super().__init__(form)
        known = sorted((re.escape(secret) for secret in secrets if len(secret) >= _SHORTEST), key=len, reverse=True)
        self._secret = re.compile("|".join([*known, _TOKEN.pattern]))

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        return self._secret.sub(HIDDEN, self.written(record))

    def written(self, record: logging.LogRecord) -> str:
        """Give the line with everything still in it."""
        return super().format(record)


class Lines(Redacting):
    """Lines for people."""

    def __init__(self, secrets: Iterable[str]) -> None:
        """Hide these."""
        super().__init__(secrets, "%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802 - the base class's
        """Give the moment in UTC."""
        return _moment(record)


class Objects(Redacting):
    """JSON objects for machines, one a line."""

    def written(self, record: logging.LogRecord) -> str:
        """Give the object."""
        entry = {"at": _moment(record), "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            entry["error"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def set_up(form: Literal["text", "json"], secrets: Iterable[str]) -> None:
    """Send everything that is logged from now on to standard error, in that form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Objects(secrets) if form == "json" else Lines(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.captureWarnings(capture=True)


def trace(error: BaseException) -> str:
    """Give what an error is and where it came from, without its text, for that may quote what somebody wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join([type(error).__name__, *(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames))])


def _moment(record: logging.LogRecord) -> str:
    return dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
