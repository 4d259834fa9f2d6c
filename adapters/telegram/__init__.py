"""Telegram, by way of python-telegram-bot."""

import os

# Spans of time as timedelta: without it python-telegram-bot warns of the old form whenever Telegram asks to wait.
os.environ.setdefault("PTB_TIMEDELTA", "true")
