"""Message catalogues: every sentence that a user sees is looked up here (GNU gettext, kept with Babel; English is the source)."""

import functools
import gettext
from pathlib import Path

DOMAIN = "wsisbot"
LOCALES = Path(__file__).with_name("locales")
SOURCE_LANGUAGE = "en"


def languages() -> list[str]:
    """Give the codes of the languages in which the bot can answer, English first."""
    translated = sorted(file.parents[1].name for file in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return [SOURCE_LANGUAGE, *translated]


def known_language(code: str) -> str:
    """Give the code of a language back if the bot can answer in it.

    Raises:
        ValueError: as `catalogue`.
    """
    catalogue(code)
    return code


@functools.cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Give a language's messages; English, the language of the code, needs no file.

    Raises:
        ValueError: there are no messages in that language; the message lists those that there are.
    """
    if language == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    if language not in languages():
        message = f"{language!r} is no language of the bot; use one of: {', '.join(languages())}"
        raise ValueError(message)
    return gettext.translation(DOMAIN, LOCALES, [language])
