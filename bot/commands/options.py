"""The settings of a chat: /settings, /language and /timezone, and their buttons."""

import difflib
import functools
import zoneinfo
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

from babel import Locale

from bot.answering.moments import Speaker
from bot.clock import parse_zone
from bot.commands.lookup import LONGEST_ECHO, usage
from bot.commands.request import Request, note
from bot.languages import dates
from bot.languages.catalogue import catalogue, languages
from bot.languages.dates import locale_of
from bot.languages.objection import ObjectionError
from bot.languages.shown import shortened
from bot.message import Place
from bot.records.dates import UTC
from bot.reminders.schedule import parse_quiet
from bot.reply import Action, Listing, Paragraph, Plain, Reply, Status
from bot.storage.model import Changes, ChatSettings

if TYPE_CHECKING:
    from bot.storage.store import Store

MOST_NEAR = 5
"""Time zones that are offered where none has the name that was given."""

_SEATS = ("Europe/Zurich", "America/New_York", "UTC")
"""Zones of the places where the process meets, offered to those who give none."""

NIGHT = "22:00-07:00"
"""Quiet hours that are offered."""

_NONE = {"none", "off", "default", "-"}
_CLOSE = 0.6


async def show(request: Request, store: "Store", place: Place) -> Reply:
    """Show the settings of the chat, with buttons that change them for those who may."""
    return _page(request, place, await store.chat(place.chat))


async def language(request: Request, store: "Store", place: Place) -> Reply:
    """Set the language of the answers, given by its code or its name; "default" is the bot's own."""
    _, wanted = request.words.gettext, request.argument.casefold()
    if wanted in _NONE:
        return await _changed(request, store, place, language=None)
    names = {name: code for code in languages() for name in _names(code)}
    if wanted in names:
        return await _changed(request, store, place, language=names[wanted])
    known = [Action(native(code), "language", code) for code in languages()]
    listed = ", ".join(f"{action.label} ({action.argument})" for action in known)
    said = _("The languages in which I answer: {languages}.").format(languages=listed)
    return note(request, said, actions=known if place.governed else ())


async def timezone(request: Request, store: "Store", place: Place) -> Reply:
    """Set the time zone in which exact times are shown too, by its IANA name; "none" is the venue's and UTC only."""
    _, wanted = request.words.gettext, request.argument
    if wanted.casefold() in _NONE:
        return await _changed(request, store, place, zone=None)
    zone = zone_named(wanted)
    if zone:
        return await _changed(request, store, place, zone=zone)
    if not wanted:
        said = usage(request, "timezone", *_SEATS)
        return replace(said, language=request.message.language, actions=_zones(_SEATS) if place.governed else ())
    near = zones_near(wanted)
    told = [_("“{words}” is no IANA time zone.").format(words=shortened(wanted, LONGEST_ECHO))]
    told.append(
        _("Near it are: {zones}.").format(zones=", ".join(near)) if near else _("Write for example Europe/Zurich or UTC.")
    )
    return note(request, " ".join(told), actions=_zones(near) if place.governed else ())


async def manner(request: Request, store: "Store", place: Place) -> Reply:
    """Set whether answers are full or short."""
    match request.argument:
        case "full" | "short" as wanted:
            return await _changed(request, store, place, manner=wanted)
        case _:
            return await show(request, store, place)


async def collect(request: Request, store: "Store", place: Place) -> Reply:
    """Set whether the chat's unanswered questions are collected for the curators."""
    if request.argument in {"on", "off"}:
        return await _changed(request, store, place, collect=request.argument == "on")
    return await show(request, store, place)


async def quiet(request: Request, store: "Store", place: Place) -> Reply:
    """Set the hours in which the chat gets no reminder, as in 22:00-07:00; "off" is none."""
    try:
        hours = parse_quiet(request.argument, UTC)
    except ObjectionError as objection:
        return note(request, objection.told(request.words, request.speaker.locale))
    if not request.argument:
        return usage(request, "quiet", "22:00-07:00", "off")
    return await _changed(request, store, place, quiet=f"{hours.start:%H:%M}-{hours.end:%H:%M}" if hours else None)


def zone_named(name: str) -> str | None:
    """Give the IANA time zone of that name, however its letters and blanks are written; None if there is none."""
    return _by_name().get(name.casefold().replace(" ", "_"))


def zones_near(name: str) -> list[str]:
    """Give the time zones whose city or whole name is like what was written, the likest first."""
    wanted, known = name.casefold().replace(" ", "_"), _by_name()
    cities: dict[str, list[str]] = {}
    for folded, zone in known.items():
        cities.setdefault(folded.rpartition("/")[2], []).append(zone)
    alike = [zone for city in difflib.get_close_matches(wanted, cities, MOST_NEAR, _CLOSE) for zone in cities[city]]
    alike += [known[folded] for folded in difflib.get_close_matches(wanted, known, MOST_NEAR, _CLOSE)]
    return list(dict.fromkeys(alike))[:MOST_NEAR]


@functools.cache
def _by_name() -> dict[str, str]:
    """Give the zones of places, and UTC; abbreviations such as EST stand for several and are none of them."""
    zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return {zone.casefold(): zone for zone in ["UTC", *zones]}


def native(code: str) -> str:
    """Give the name of a language in that language."""
    return str(Locale.parse(code).get_display_name(code)).capitalize()


def _names(code: str) -> Iterator[str]:
    yield code
    yield native(code).casefold()
    yield str(Locale.parse(code).get_display_name("en")).casefold()


def _zones(names: tuple[str, ...] | list[str]) -> tuple[Action, ...]:
    return tuple(Action(name, "timezone", name) for name in names)


def _who_may(request: Request) -> str:
    return request.words.gettext(
        "Only this chat's organisers can change its settings: its administrators, or on a server those who may manage it."
    )


async def _changed(request: Request, store: "Store", place: Place, **changes: Unpack[Changes]) -> Reply:
    """Change settings, if who asks may, and show them all in the language that now holds."""
    if not place.governed:
        return note(request, _who_may(request), discreet=True)
    chat = await store.change_chat(place.chat, place.kind, **changes)
    code = chat.language or request.message.language
    zone = parse_zone(chat.zone) if chat.zone else None
    speaker = Speaker(catalogue(code), locale_of(code), request.speaker.now, zone)
    renewed = replace(request, message=replace(request.message, language=code, zone=chat.zone), speaker=speaker)
    return _page(renewed, place, chat, renewed.words.gettext("Changed."))


def _page(request: Request, place: Place, chat: ChatSettings, lead: str = "") -> Reply:
    _ = request.words.gettext
    unset = _("not set; exact times are those at the venue and UTC")
    told = (
        _("Language: {language}").format(language=native(chat.language or request.message.language)),
        _("Time zone: {zone}").format(zone=_now_in(chat.zone, request.speaker) if chat.zone else unset),
        _("Answers: full, with all that bears on the question") if chat.manner == "full" else _("Answers: short, one statement"),
        _("Unanswered questions: collected for the curators, without names")
        if chat.collect
        else _("Unanswered questions: not collected"),
        _("No reminders: {hours}").format(hours=chat.quiet) if chat.quiet else _("Reminders: at any hour"),
    )
    blocks = (
        *((Paragraph((Plain(lead),)),) if lead else ()),
        Paragraph((Plain(_("The settings of this chat:")),)),
        Listing(tuple((Plain(text),) for text in told)),
        *(() if place.governed else (Paragraph((Plain(_who_may(request)),)),)),
    )
    return Reply(Status.CHAT, blocks, request.message.language, actions=_buttons(request, chat) if place.governed else ())


def _now_in(zone: str, speaker: Speaker) -> str:
    now = speaker.now.astimezone(parse_zone(zone))
    there = f"{dates.day(now.date(), speaker.locale)}, {dates.clock(now, speaker.locale)}"
    return speaker.words.gettext("{zone}, where it is {time}").format(zone=zone, time=there)


def _buttons(request: Request, chat: ChatSettings) -> tuple[Action, ...]:
    _ = request.words.gettext
    spoken = chat.language or request.message.language
    other_manner = ("short", _("Short answers")) if chat.manner == "full" else ("full", _("Full answers"))
    other = ("off", _("Stop collecting questions")) if chat.collect else ("on", _("Collect unanswered questions"))
    return (
        *(Action(native(code), "language", code) for code in languages() if code != spoken),
        Action(_("Time zone"), "timezone"),
        *((Action(_("No time zone"), "timezone", "none"),) if chat.zone else ()),
        Action(other_manner[1], "manner", other_manner[0]),
        Action(other[1], "collect", other[0]),
        Action(_("Reminders at any hour"), "quiet", "off") if chat.quiet else Action(_("No reminders at night"), "quiet", NIGHT),
    )
