"""How a question leans on its talk: the words that stand for what was spoken of, or for what lies beside it."""

import re

from bot.answering.asked import any_of
from bot.languages.analysis import LIGHT_STEMS, stems
from bot.records.model import Kind

_REFERS = any_of(
    r"\b(?:it|its|that|this|they|them|their|there|those|these|he|she|him|his|her|then|same|another|both|either|one|others?)\b",
    r"\bthe (?:second|first|last|previous|former|latter)(?: one)?\b",
)
_POINTS = re.compile(
    r"\b(?:it|its|they|them|their|he|she|him|his|her|both)\b|\b(?:this|that|these|those)(?: one| ones)?\s*[?.,!]"
    r"|\b(?:is|was|were|are|did|does|do|at|of|in|for|to|on|about|by) (?:this|that|these|those|there)\b|\bthe same\b|\bone\b"
)
_SEVERAL = re.compile(r"\b(?:they|them|their|theirs|both|each|the (?:two|three))\b")
_IMPLIED = {
    Kind.DOCUMENT: re.compile(
        r"\b(?:published|released|(?:was|is) (?:it|that) out|come out|came out|go out|went out"
        r"|how long is it|how many pages|who wrote|written|dated|adopted)\b"
        r"|\bwhat(?:'s| is| are| was| were)\b.*\babout\b"
        r"|\bwhat (?:does|do|did) (?:it|they) (?:say|ask|contain|call|propose|demand|want|recommend)\b"
    ),
    Kind.MEETING: re.compile(
        r"\b(?:held|take place|took place|taking place|meet|where is it|where will it|how many days)\b"
        r"|\bhow many (?:people |participants )?(?:came|come|attended|turned up|showed up|took part|were there)\b(?! in\b)"
    ),
}
_IT = re.compile(r"\b(?:it|its|they|them|their|he|she|him|his|her)\b")
_ITSELF = re.compile(r"\b(?:it|they|them|he|she|there)\b")
_PERSON = re.compile(r"(?!.*\b(?:do|did|done) (?:that|this|so)\b).*\b(?:he|she|him|her|his|hers)\b")
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those) ((?:\w+ )?\w+)\b")
_CONTINUES = re.compile(
    r"^\W*(?:and|but|also|so|what about|how about|or|plus|then|same for|ok|okay|thanks|great|cool|in that case)\b"
)


_WHICH = re.compile(
    r"\b(?:which|what) (?!(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b)"
    r"((?:(?!(?:of|in|at|on)\b)\w+ ){0,2}\w+)"
)
_ONE = {
    Kind.RESOLUTION: re.compile(r"\bresolution\b"),
    Kind.DOCUMENT: re.compile(r"\b(?:document|paper|report|draft|declaration|agenda|plan|text|compact)\b"),
    Kind.MEETING: re.compile(r"\b(?:meeting|event|conference|session|forum|summit)\b"),
}


def which_one(text: str) -> frozenset[Kind]:
    """Give the kinds of record of which a lower-case question asks which one it is: "which resolution set that up?"."""
    asked = _WHICH.search(text)
    return frozenset(kind for kind, noun in _ONE.items() if asked and noun.search(asked[1]))


def refers_back(text: str) -> bool:
    """Say whether a lower-case question holds a word that may point to what was said before."""
    return bool(_REFERS.search(text)) or continues(text)


def means_several(text: str) -> bool:
    """Say whether a lower-case question holds a word that stands for several that were spoken of ("where are they from?")."""
    return bool(_SEVERAL.search(text))


def implied_kind(text: str) -> Kind | None:
    """Give the kind of record of which alone what a lower-case question says can be said: a deadline is not published."""
    return next((kind for kind, pattern in _IMPLIED.items() if pattern.search(text)), None)


def tells_of_paper(text: str) -> bool:
    """Say whether a lower-case question is of what can be done with a text alone: no term is adopted ("when was it adopted?")."""
    return bool(re.search(r"\b(?:adopted|published|released)\b", text))


def means_it(text: str) -> bool:
    """Say whether a lower-case question holds a word for what was spoken of that no name in it can be meant by."""
    return bool(_IT.search(text))


def names_nothing(text: str) -> bool:
    """Say whether a lower-case question has a word that stands for the whole of what was spoken of ("the day it began")."""
    return bool(_ITSELF.search(text))


def means_the_whole(text: str) -> bool:
    """Say whether a lower-case question is of the thing itself and not of what is due for it ("when was the forum itself?")."""
    return bool(re.search(r"\b(?:itself|themselves|proper)\b", text))


def means_person(text: str) -> bool:
    """Say whether a lower-case question holds a word that stands for one person who was spoken of ("when was she elected?")."""
    return bool(_PERSON.match(text))


def definite(text: str) -> frozenset[str]:
    """Give the stems of the telling words behind an article in a lower-case question: "the panel" may have been spoken of."""
    return frozenset(stem for phrase in _DEFINITE.findall(text) for stem in stems(phrase)) - LIGHT_STEMS


_NOUNS = re.compile(r"\b(?:the|this|that|these|those|its|their|his|her) ((?:(?:last|final|opening|closing) )?[^\W\d]+)\b")
_KIND_NOUNS = {
    Kind.RESOLUTION: "resolution",
    Kind.DOCUMENT: "document paper report",
    Kind.MEETING: "meeting event conference session summit consultation",
    Kind.DEADLINE: "deadline",
}
NOUN_KINDS = {frozenset([stem]): kind for kind, nouns in _KIND_NOUNS.items() for stem in stems(nouns)}
"""The kind of record that a noun stands for, by its stem: "the meeting" behind a deadline is the one that it is for."""

SERIAL = frozenset(stems("paragraph paragraphs para article chapter day"))
"""What is counted within a record."""

_TELLING_NOUNS = frozenset(stems("plan"))
_NO_NOUNS = LIGHT_STEMS - _TELLING_NOUNS | frozenset(stems("second third fourth fifth year commission"))


_OWN = re.compile(r"\b(?:its|their|his|her) ([^\W\d]+)\b")


def own_nouns(text: str) -> list[frozenset[str]]:
    """Give the stems of each noun that a lower-case question says is of what was spoken of: "when is its report due?"."""
    return [frozenset(stems(phrase)) for phrase in _OWN.findall(text)]


def definite_nouns(text: str) -> list[frozenset[str]]:
    """Give the stems of each noun right behind an article in a lower-case question: "which years does the plan cover?"."""
    found = (frozenset(stems(phrase)) for phrase in _NOUNS.findall(text))
    return [phrase for phrase in found if not phrase <= _NO_NOUNS]


def points_back(text: str) -> bool:
    """Say whether a lower-case question holds a word that stands for something it does not name ("did it decide anything?")."""
    return bool(_POINTS.search(text))


def continues(text: str) -> bool:
    """Say whether a lower-case question begins as the continuation of a talk ("and ...", "what about ...")."""
    return bool(_CONTINUES.search(text))


_EDITION = r"(?:one|year|edition|session|time|meeting|paper|draft|version|revision|text|document|resolution|forum|event)"
_CAME = r"\bwh(?:at|o|ich)(?: one)? (?:came|comes|went|goes|was|is|followed) (?:there )?(?:right |just |directly )?"
_AND = r"^\W*(?:and |but )?(?:what about |how about )?(?:the )?(?:one )?(?:right |just |directly )?"
_ENDS = r"(?: (?:that|it|this|these|those|then|one|him|her|them))?(?:'s)?(?: as \w+)?\W*$"
_BEFORE = any_of(
    rf"\bthe {_EDITION} (?:(?:a|one) (?:year|session|edition) )?(?:before|earlier|prior)\b",
    rf"{_AND}(?:a|one) (?:year|session|edition) (?:before|earlier){_ENDS}",
    rf"\bthe (?:previous|preceding|earlier) {_EDITION}\b",
    r"\b(?:the|a|its|and) (?:previous|preceding|earlier|old) (?:version|draft|revision|text)\b",
    rf"{_CAME}before{_ENDS}",
    rf"{_AND}(?:before|previous|preceding|earlier){_ENDS}",
    r"\bbefore (?:him|her)\b|\bpredecessors?\b",
)
_AFTER = any_of(
    rf"\bthe {_EDITION} (?:(?:a|one) (?:year|session|edition) )?(?:after|later)\b",
    rf"{_AND}(?:a|one) (?:year|session|edition) (?:after|later|on){_ENDS}",
    rf"\bthe (?:following|subsequent) {_EDITION}\b",
    r"\b(?:the|a|its|and) (?:next|following|later|new) (?:version|draft|revision|text)\b",
    r"^\W*and then\W*$",
    rf"{_CAME}(?:after|next|afterwards|later){_ENDS}",
    rf"{_AND}(?:after|next|following|afterwards){_ENDS}",
    r"\bwh(?:at|en|ich|ere|o) was the next(?: \w+)?\W*$",  # in the past: what comes next "is" it
    r"\bwhat followed\b|\bafter (?:him|her)\b|\bsuccessors?\b",
)


_ORDINAL = re.compile(r"\b(?:a|the) (?:second|third|fourth|fifth|sixth|\d+(?:nd|rd|th)) (?:one|edition|time)\b")


def means_another(text: str) -> bool:
    """Say whether a lower-case question is of another one of a series, by its number ("will there be a second one?")."""
    return bool(_ORDINAL.search(text))


def step_of(text: str) -> int:
    """Give -1 where a lower-case question asks for the one before what was spoken of, 1 for the one after, else 0."""
    return -1 if _BEFORE.search(text) else 1 if _AFTER.search(text) else 0
