"""Text to index words: the same for questions and for what they are matched against."""

import functools
import re
import threading
import unicodedata
from dataclasses import dataclass

import Stemmer

from bot.languages.lexicon import COMPOUND_NUMERALS, FOLDS, LIGHT_WORDS, STOP_WORDS

_COMPOUND = re.compile(r"\w+(?:[+/&.’'\-‐-―]\w+)*", re.UNICODE)
_PART = re.compile(r"\w+", re.UNICODE)
_POSSESSIVE = re.compile(r"['’]s?$")
_NUMBERED = re.compile(r"(?<![\d/])\d{1,4}/\d{1,4}(?![\d/])")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_BRITISH = re.compile(r"is(ation|ations|ed|e|es|ing|er|ers)$")
_ANNIVERSARY = re.compile(r"\b(wsis)[ -]?\+?[ -]?(05|10|15|20|25)\b(?!\d)", re.IGNORECASE)
_PLUS_YEARS = re.compile(r"([^\W\d_]+)\+\d{1,2}")
_LETTERS_DIGITS = re.compile(r"([^\W\d_]{2,})(\d{1,4})")
_BRANCH = re.compile(r"[^\W\d_]{2,}-[^\W\d_]")
_SLIPPED_SHIFT = re.compile(r"[A-Z]{2}[a-z]{5,}")
"""A word whose second letter was typed before the shift key was let go ("PLenipotentiary"): no acronym."""

_SHORTEST_FOR_FOLD = 6
_SHORTEST_ACRONYM = 2


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        form: As typed, case folded and in Unicode's NFKC form.
        stem: What the index holds.
        weak: A stop word, which says nothing about the subject.
        light: A word that tells what is asked rather than of what.
        acronym: Written with several capitals, as BRICS and gTLD are: never a typing error.
    """

    form: str
    stem: str
    weak: bool = False
    light: bool = False
    acronym: bool = False


def normalised(text: str) -> str:
    """Give a text in NFKC form without control and direction characters, each run of white space one blank."""
    if text.isascii() and text.isprintable():  # most texts, and much the faster way
        return " ".join(text.split())
    plain = unicodedata.normalize("NFKC", text)
    kept = (" " if character.isspace() else character for character in plain if _visible(character))
    return " ".join("".join(kept).split())


def _visible(character: str) -> bool:
    # Cc controls, Cf direction marks and joiners, Cs lone surrogates, Co private use, Cn unassigned
    return character.isspace() or not unicodedata.category(character).startswith("C")


def words(text: str) -> list[Word]:
    """Give a text's words in order: symbols such as A/RES/70/125 as a whole and by their parts."""
    compounds, shouting = _compounds(text)
    return [word for compound in compounds for word in _words_of(compound, shouting)]


def stems(text: str) -> list[str]:
    """Give the stems of a text's telling words, in order and with repeats."""
    compounds, shouting = _compounds(text)
    return [stem for compound in compounds for stem in _stems_of(compound, shouting)]


def _compounds(text: str) -> tuple[list[str], bool]:
    """Give a text's runs of letters and digits with what joins them, and whether it is written in capitals throughout."""
    plain = normalised(text)
    if "wsis" in plain.casefold():
        plain = _ANNIVERSARY.sub(r"\1+\2", plain)
    return _COMPOUND.findall(plain), plain.isupper()


@functools.lru_cache(maxsize=65_536)
def _words_of(compound: str, shouting: bool) -> tuple[Word, ...]:  # noqa: FBT001 - positional for the cache's sake
    bare = _POSSESSIVE.sub("", compound)
    anniversary = _PLUS_YEARS.fullmatch(bare)
    if anniversary:  # WSIS+10 is another thing than WSIS+20, so the number does not stand alone
        whole = bare.casefold()
        return Word(whole, whole), *_split(anniversary[1], shouting)
    numeral = COMPOUND_NUMERALS.get(bare.casefold())
    if numeral:
        return (Word(bare.casefold(), numeral),)
    parts = _PART.findall(bare)
    symbol = _symbol(bare.casefold()) if "/" in bare and len(parts) > 1 else []
    if _BRANCH.fullmatch(bare):  # ITU-D is not all of ITU, nor IGF-D the IGF
        symbol = [Word(bare.casefold(), bare.casefold())]
    return *symbol, *(word for part in parts for word in _split(part, shouting))


@functools.lru_cache(maxsize=65_536)
def _stems_of(compound: str, shouting: bool) -> tuple[str, ...]:  # noqa: FBT001 - as `_words_of`
    return tuple(word.stem for word in _words_of(compound, shouting) if not word.weak)


def _symbol(compound: str) -> list[Word]:
    """Give a document's symbol as a whole: "A/RES/70/125", "A/70/125" and "resolution 70/125" meet in 70/125."""
    if not any(character.isdigit() for character in compound):
        return []  # "and/or": its parts are enough
    whole = [Word(compound, _without_accents(compound))]
    return whole + [Word(short, short) for short in _NUMBERED.findall(compound) if short != compound]


def _split(part: str, shouting: bool) -> list[Word]:  # noqa: FBT001 - as `_words_of`
    """Give a part, in two where letters run into digits: "pp26" is asked for as "PP-26" and "PP 26" too."""
    run = _LETTERS_DIGITS.fullmatch(part)
    return [_word(piece, shouting) for piece in (run.groups() if run else (part,))]


def _word(part: str, shouting: bool) -> Word:  # noqa: FBT001 - as `_words_of`
    form = part.casefold()
    acronym = not shouting and sum(map(str.isupper, part)) >= _SHORTEST_ACRONYM and not _SLIPPED_SHIFT.fullmatch(part)
    folded = FOLDS.get(form, form)
    ordinal = _ORDINAL.fullmatch(folded)
    if ordinal:
        return Word(form, ordinal[1])
    weak = not acronym and (folded in STOP_WORDS or (len(folded) == 1 and folded.isalpha()))
    light = not acronym and (form in LIGHT_WORDS or folded in LIGHT_WORDS)
    return Word(form, stem(folded), weak, light, acronym)


def stem(form: str) -> str:
    """Give the index form of one lower-case word."""
    plain = _without_accents(form)
    if len(plain) >= _SHORTEST_FOR_FOLD:
        plain = _BRITISH.sub(r"iz\1", plain)
    result: str = _stemmer().stemWord(plain)
    return result


def _without_accents(form: str) -> str:
    if form.isascii():
        return form
    pieces = unicodedata.normalize("NFKD", form)
    return "".join(piece for piece in pieces if not unicodedata.combining(piece))


_local = threading.local()


def _stemmer() -> Stemmer.Stemmer:
    # a Stemmer keeps a buffer and must not be shared between threads
    stemmer: Stemmer.Stemmer | None = getattr(_local, "stemmer", None)
    if stemmer is None:
        stemmer = _local.stemmer = Stemmer.Stemmer("english")
    return stemmer


_YEAR_DIGITS = 4


def is_year(stem: str) -> bool:
    """Say whether an index form is a year: four digits."""
    return stem.isdigit() and len(stem) == _YEAR_DIGITS


LIGHT_STEMS = frozenset(stem(word) for word in LIGHT_WORDS)
"""The index forms of the words that tell what is asked."""
