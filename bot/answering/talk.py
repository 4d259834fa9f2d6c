"""What a talk is about: enough to answer "and where is it?", and not a word of what anybody said."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from bot.answering.asked import Asked
from bot.answering.passages import Passage
from bot.answering.question import Question
from bot.records.model import Kind

_DATA, _KINDS = frozenset(Asked), frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Talk:
    """What an earlier answer was about; nothing but ids and names from closed lists, so that it may be stored.

    Attributes:
        records: The ids of its records, the most important first; an id that the knowledge has no more is passed over.
        asked: What was asked for: names of data and of kinds of record; a name that is none of these is passed over.
        told: The facts that answered, the best first, each as its record's id and its key ("meeting.igf-2025#when").
    """

    records: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    @classmethod
    def on(cls, records: Iterable[str], question: Question, told: Iterable[Passage] = ()) -> Self:
        """Give the talk that a question leaves behind where these records answered it, with these passages."""
        asked = (*map(str, question.asked), *sorted(map(str, question.kinds)))
        return cls(tuple(records), asked, tuple(f"{one.record.id}#{one.fact.key}" for one in told if one.fact))

    @property
    def data(self) -> tuple[Asked, ...]:
        """The data that were asked for, the most telling first."""
        return tuple(Asked(name) for name in self.asked if name in _DATA)

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of record that were named."""
        return frozenset(Kind(name) for name in self.asked if name in _KINDS)
