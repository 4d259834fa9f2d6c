"""What a talk is about: enough to answer "and where is it?", and not a word of what anybody said."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from bot.answering.asked import Asked
from bot.answering.passages import Passage
from bot.answering.question import Question
from bot.records.model import Kind

_KEPT = 2
"""Records of an answer that are remembered when the next one is about others."""

_MOST_BESIDES = 6

_DATA, _KINDS = frozenset(Asked), frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Talk:
    """What an earlier answer was about; nothing but ids and names from closed lists, so that it may be stored.

    Attributes:
        records: The ids of its records, the most important first; an id that the knowledge has no more is passed over.
        asked: What was asked for: names of data and of kinds of record; a name that is none of these is passed over.
        told: The facts that answered, the best first, each as its record's id and its key ("meeting.igf-2025#when").
        besides: The ids of what else was spoken of: named in the answer, or told of before it; the nearest first.
    """

    records: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()

    @classmethod
    def on(cls, records: Iterable[str], question: Question, told: Iterable[Passage] = ()) -> Self:
        """Give the talk that a question leaves behind where these records answered it, with these passages."""
        asked = (*map(str, question.asked), *sorted(map(str, question.kinds)))
        return cls(tuple(records), asked, tuple(one.key for one in told if one.fact))

    def after(self, earlier: "Talk | None") -> "Talk":
        """Give the talk with what was spoken of before it."""
        before = (*earlier.records[:_KEPT], *earlier.besides) if earlier else ()
        besides = [record for record in dict.fromkeys((*self.besides, *before)) if record not in self.records]
        return replace(self, besides=tuple(besides[:_MOST_BESIDES]))

    @property
    def data(self) -> tuple[Asked, ...]:
        """The data that were asked for, the most telling first."""
        return tuple(Asked(name) for name in self.asked if name in _DATA)

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of record that were named."""
        return frozenset(Kind(name) for name in self.asked if name in _KINDS)
