"""Numbers of paragraphs: who asks for paragraph 98 of a resolution is not told what stands in another one."""

import re
from collections.abc import Callable, Collection

from bot.answering.passages import Passage, Stems
from bot.answering.question import Question
from bot.answering.rank import Hit
from bot.languages.analysis import stems

_NAMED = re.compile(
    r"\b(?:paragraphs?|paras?\.?|op)\s?(\d{1,3}\b(?:(?:,? and |, ?| to |\s?[-\u2013]\s?)\d{1,3}\b)*)", re.IGNORECASE
)
_BEGINS = re.compile(r"^\W*(?:(?:show|give|quote|what's|what is|read)(?: me)? )?(?:the )?(?:text of )?(?:paragraph|para|op)\b")
"""Nothing but a paragraph is asked for."""

_OF_TEXT = re.compile(
    r"\b(?:paragraphs?|paras?\.?|op)\s?[\d, \u2013-]*\d (?:of|in|from) (?:the |its |that |this )?((?:[\w+/&.-]+ ?){1,5})",
    re.IGNORECASE,
)
"""Of which text a paragraph is."""

_RANGE = re.compile(r"(\d+)(?:(?: to |\s?[-\u2013]\s?)(\d+))?")
# "the task force of paragraph 67" is a name; who asks what such a body did does not ask for the paragraph
_CONTENT = re.compile(
    r"\b(?:say|says|said|ask|asks|call|calls|request|requests|state|states|read|reads|deal|deals|provide|provides|contain|contains"
    r"|about|on|in|text|mean|means|decide|decides|cover|covers)\b"
)


def numbers_in(text: str) -> frozenset[int]:
    """Give the numbers of the paragraphs that a text names, alone, in lists and in ranges ("paragraphs 69 to 71 and 80")."""
    found: set[int] = set()
    for run in _NAMED.findall(text):
        for first, last in _RANGE.findall(run):
            found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)


_POINT = re.compile(r"\b(?:clause|point|passage) (\d{1,3})\b|\b(\d{1,3})(?:st|nd|rd|th) (?:clause|point|paragraph|passage)\b")


def points_in(lower: str) -> frozenset[int]:
    """Give the numbers of the paragraphs that a lower-case question may name, also as points or clauses ("the 39th point")."""
    return numbers_in(lower).union(int(one or other) for one, other in _POINT.findall(lower))


def at_paragraphs(question: Question, hits: list[Hit], named: Callable[[Stems], Collection[str]]) -> list[Hit]:
    """Give the hits that may answer a question for the content of numbered paragraphs: those that name one of them.

    Any other question keeps all its hits. A symbol in the question has to be one that the hit has too, and where the question
    says of which text the paragraph is, the hit has to be of that one.

    Args:
        question: What is asked.
        hits: What was found for it.
        named: Gives the ids of the records that have a name among some stems.
    """
    wanted = numbers_in(question.plain)
    if not wanted or not (_CONTENT.search(question.plain) or _BEGINS.match(question.plain)):
        return hits
    symbols = {stem for stem in question.own if "/" in stem}
    text = _OF_TEXT.search(question.plain)
    texts = set(named(frozenset(stems(text[1])))) if text else set()
    return [
        hit
        for hit in hits
        if wanted & paragraphs_of(hit.passage)
        and symbols <= hit.passage.held
        and (not texts or texts & {hit.passage.record.id, *hit.passage.within})
    ]


def paragraphs_of(passage: Passage) -> frozenset[int]:
    """Give the numbers of the paragraphs that a passage, its record's names or the places of its citations name."""
    record, fact = passage.record, passage.fact
    told: list[str] = [*record.naming]
    if fact is not None:
        told = [*told, fact.text, *(cite.at for cite in fact.cite)]
    return frozenset().union(*map(numbers_in, told))
