"""Telegram, by way of python-telegram-bot."""

import os

# The library is moving its periods from numbers to timedeltas; until it has, it must be told to use them already.
os.environ.setdefault("PTB_TIMEDELTA", "true")
