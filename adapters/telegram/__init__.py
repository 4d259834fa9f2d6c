"""Telegram as a platform."""

import os

# python-telegram-bot is moving its periods from numbers to timedeltas; until it has, it must be told to use them already.
os.environ.setdefault("PTB_TIMEDELTA", "true")
