"""The commands and buttons by name, how they are described, and how a button's command fits into what a platform carries."""

import enum
from dataclasses import dataclass

from bot.reply import Action

LONGEST_WIRE = 64
"""Bytes that a button carries (Telegram's callback data; Discord's custom ids may have 100)."""


class Audience(enum.StrEnum):
    """Who may give a command in a chat of several people."""

    EVERYONE = "everyone"
    ORGANISERS = "organisers"
    """Those who may have reminders posted there."""
    MANAGERS = "managers"
    """Those who may change what holds there."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        name: What is typed behind the slash; for a button its name in code.
        token: What stands for the name where room is short; never changed, for buttons outlive a restart.
        description: What it gives; English, and the key by which a language's catalogue has it.
        argument: What is written behind it, in brackets where it may be left out; likewise. None where there is nothing.
        audience: Who may give it in a chat of several people.
        typed: Whether people can type it; else it is a button's, or asked by a platform itself.
        aside: Whether its button stands below an answer that is to stay: what it gives is a message of its own.
    """

    name: str
    token: str
    description: str
    argument: str | None = None
    audience: Audience = Audience.EVERYONE
    typed: bool = True
    aside: bool = False


def _(message: str) -> str:
    """Mark a sentence for the catalogue; it is looked up where the reader's language is known."""
    return message


_ALL = (
    Command("ask", "q", _("answer a question"), _("QUESTION")),
    Command("next", "n", _("the next deadlines and meetings")),
    Command("deadlines", "d", _("deadlines, of a time or a subject"), _("[WHEN or WORDS]")),
    Command("meetings", "e", _("meetings, of a time or a subject"), _("[WHEN or WORDS]")),
    Command(
        "resolution", "r", _("what a resolution says, also on a subject or in a paragraph"), _("SYMBOL [SUBJECT or PARAGRAPH]")
    ),
    Command("define", "t", _("what a term means"), _("TERM")),
    Command("compare", "k", _("two resolutions or documents side by side"), _("ONE and OTHER [on SUBJECT]")),
    Command("sources", "s", _("the sources behind a record, or behind the last answer"), _("[RECORD]")),
    Command("calendar", "i", _("a calendar file of a record, or of all dates"), _("[RECORD]")),
    Command(
        "remind",
        "rm",
        _("post a reminder of a record, or of your own words, here"),
        _("RECORD LEAD TIMES, or TIME: WORDS"),
        Audience.ORGANISERS,
        aside=True,
    ),
    Command("reminders", "rl", _("this chat's reminders, and what it follows"), audience=Audience.ORGANISERS),
    Command(
        "follow",
        "fo",
        _("be told when records are new or change, and reminded of them"),
        _("WHAT [LEAD TIMES]"),
        Audience.ORGANISERS,
    ),
    Command("help", "h", _("what you can ask and which commands there are")),
    Command("about", "a", _("what this bot is, what it knows and how fresh that is")),
    Command("start", "w", _("begin here")),
    Command("settings", "o", _("the settings of this chat"), audience=Audience.MANAGERS),
    Command("language", "l", _("the language of the answers"), _("[LANGUAGE]"), Audience.MANAGERS),
    Command("timezone", "z", _("the time zone in which exact times are shown too"), _("[ZONE]"), Audience.MANAGERS),
    Command("privacy", "p", _("what is kept about you, how long, and how to have it deleted")),
    Command("mydata", "u", _("a copy of what is kept about you")),
    Command("forgetme", "f", _("delete what is kept about you")),
    Command("quiet", "qh", _("hours in which this chat gets no reminder"), _("22:00-07:00 or off"), Audience.MANAGERS),
    Command("confirm", "ry", _("have a reminder posted as shown"), _("NUMBER"), Audience.ORGANISERS, typed=False),
    Command("pause", "rp", _("pause a reminder"), _("NUMBER"), Audience.ORGANISERS, typed=False),
    Command("cancel", "rc", _("cancel a reminder"), _("NUMBER"), Audience.ORGANISERS, typed=False),
    Command(
        "move", "rv", _("give a reminder other lead times or another time"), _("NUMBER LEAD TIMES or TIME"), Audience.ORGANISERS
    ),
    Command("test", "rt", _("show a reminder now as it will be posted"), _("NUMBER"), Audience.ORGANISERS, typed=False),
    Command("unfollow", "uf", _("follow something no longer"), _("NUMBER"), Audience.ORGANISERS, typed=False),
    Command("more", "m", _("all that is known of a record"), _("RECORD"), typed=False),
    Command("choose", "c", _("the meaning that was meant"), _("RECORD"), typed=False),
    Command("report", "x", _("tell the curators that an answer is wrong"), _("[RECORD]"), typed=False),
    Command("good", "y", _("this answer helped"), _("[RECORD]"), typed=False),
    Command("bad", "b", _("this answer did not help"), _("[RECORD]"), typed=False),
    Command("manner", "v", _("full or short answers"), _("full or short"), Audience.MANAGERS, typed=False),
    Command("collect", "j", _("whether unanswered questions are collected"), _("on or off"), Audience.MANAGERS, typed=False),
    Command("event", "%", _("enter a meeting as an event of this server"), _("MEETING"), Audience.ORGANISERS, typed=False),
    # A platform asks these itself while a person types: the reply's `parts` are facts, its `choices` completions.
    Command("facts", "g", _("single facts that fit some words"), _("WORDS"), typed=False),
    Command("suggest", "+", _("what may stand behind a command"), _("COMMAND WORDS"), typed=False),
)

COMMANDS = {command.name: command for command in _ALL}
"""All commands by name, in the order in which help lists them."""

_LINKED = "r_"
_BY_TOKEN = {command.token: command for command in _ALL}


def wire(action: Action) -> str:
    """Give a button's command as a platform carries it: a token, a colon and the argument.

    Raises:
        ValueError: there is no such command, or the argument is too long.
    """
    if action.command not in COMMANDS:
        raise ValueError(f"{action.command!r} is no command")
    text = f"{COMMANDS[action.command].token}:{action.argument}"
    if len(text.encode()) > LONGEST_WIRE:
        raise ValueError(f"{text!r} has more than {LONGEST_WIRE} bytes; give the button a shorter argument")
    return text


def unwire(text: str) -> tuple[str, str]:
    """Give the command and the argument that `wire` wrote; the argument is as untrusted as anything typed.

    Raises:
        ValueError: it is none of ours: from another bot, from a version of long ago, or made up.
    """
    token, colon, argument = text.partition(":")
    if not colon or token not in _BY_TOKEN or len(text.encode(errors="surrogatepass")) > LONGEST_WIRE:
        raise ValueError(f"{text[:LONGEST_WIRE]!r} is no button of this bot")
    return _BY_TOKEN[token].name, argument


def deep_link(record: str) -> str:
    """Give what a link to the bot carries so that /start leads to a record: letters, digits, _ and - only."""
    return _LINKED + record.replace(".", "_", 1)


def record_behind(payload: str) -> str | None:
    """Give the id of the record to which a link leads; None for a link without a record."""
    kind, mark, slug = payload.removeprefix(_LINKED).partition("_")
    return f"{kind}.{slug}" if mark and payload.startswith(_LINKED) else None


def typed(line: str) -> tuple[str, str] | None:
    """Give the command and the argument of a line that begins with a slash, known or not; None for any other line."""
    word, _, argument = line.strip().partition(" ")
    if not word.startswith("/") or not word[1:].isalnum():
        return None
    return word[1:].casefold(), argument.strip()
