"""What `wsisbot doctor` sees of a Telegram bot: token, name, modes, commands, webhook."""

from urllib.parse import urlsplit

from telegram import Bot, User
from telegram.error import InvalidToken, TelegramError

from adapters.telegram import menu
from adapters.telegram.errors import reason
from adapters.telegram.reaching import REVOKED
from bot.adapter import Finding


async def look_over(bot: Bot, webhook_url: str | None) -> list[Finding]:
    """Look at everything that can be seen from outside; changes nothing."""
    try:
        async with bot:
            return [*_person(bot.bot), await _commands(bot), await _webhook(bot, webhook_url)]
    except InvalidToken:
        return [Finding("Telegram: token", well=False, detail=REVOKED)]
    except TelegramError as error:
        return [Finding("Telegram: connection", well=False, detail=f"Telegram cannot be reached ({reason(error)})")]


def _person(me: User) -> list[Finding]:
    privacy = (
        "off: the bot is sent everything that is written in its groups, and need not be; @BotFather, /setprivacy, Enable"
        if me.can_read_all_group_messages
        else "on: in groups the bot sees only what is meant for it"
    )
    inline = "on" if me.supports_inline_queries else f"off; to switch it on: @BotFather, /setinline, @{me.username}"
    groups = "can be added" if me.can_join_groups else "cannot be added; to allow it: @BotFather, /setjoingroups, Enable"
    guests = "on" if me.supports_guest_queries else "off; @BotFather can switch it on in the bot's settings"
    return [
        Finding("Telegram: token", well=True, detail="accepted"),
        Finding("Telegram: name", well=True, detail=f"@{me.username} ({me.first_name}, number {me.id})"),
        Finding("Telegram: privacy mode", well=not me.can_read_all_group_messages, detail=privacy),
        Finding("Telegram: groups", well=bool(me.can_join_groups), detail=groups),
        Finding("Telegram: inline mode", well=True, detail=inline),
        Finding("Telegram: guest questions", well=True, detail=guests),
    ]


async def _commands(bot: Bot) -> Finding:
    old = await menu.outdated(bot)
    detail = f"not up to date for: {', '.join(old)}; the next start of the bot mends that" if old else "up to date"
    return Finding("Telegram: commands", well=True, detail=detail)


async def _webhook(bot: Bot, wanted: str | None) -> Finding:
    info = await bot.get_webhook_info()
    if not info.url:
        detail = "none, as long polling wants it" if not wanted else "none yet; the next start of the bot sets it"
        return Finding("Telegram: webhook", well=True, detail=detail)
    state = f"set to {urlsplit(info.url).hostname}, {info.pending_update_count} updates waiting"
    if info.url != (wanted or ""):
        state += "; the settings want another one, or none, and the next start of the bot sees to that"
    if info.last_error_message:
        state += f"; the last call failed: {info.last_error_message}"
    return Finding("Telegram: webhook", well=not info.last_error_message, detail=state)
