"""What is wrong with what somebody wants: raised where it is found, and put into words in the language of whoever hears it."""

import datetime as dt
from gettext import NullTranslations

from babel import Locale

from bot.languages import dates
from bot.languages.catalogue import SOURCE_LANGUAGE, catalogue


class ObjectionError(ValueError):
    """What somebody wants cannot be had. The sentence says what is wrong and how to mend it; `str` gives it in English."""

    def __init__(self, sentence: str, **values: object) -> None:
        """Take the English sentence, a literal that `make messages` can find, and the values for its {names}."""
        super().__init__(sentence)
        self.sentence, self.values = sentence, values

    def __str__(self) -> str:
        """Give the sentence in English, for logs."""
        return self.told(catalogue(SOURCE_LANGUAGE), dates.locale_of(SOURCE_LANGUAGE))

    def told(self, words: NullTranslations, locale: Locale) -> str:
        """Give the sentence in a language; moments among its values are written as that language writes them."""
        values = {name: _written(value, locale) for name, value in self.values.items()}
        return words.gettext(self.sentence).format(**values)


def _written(value: object, locale: Locale) -> object:
    if isinstance(value, dt.datetime):
        return f"{dates.day(value.date(), locale)}, {dates.clock(value, locale)}"
    return dates.day(value, locale) if isinstance(value, dt.date) else value
