"""Answers what the dates of records alone can answer: which of a series is meant, what lay between, how far two lie apart."""

from collections.abc import Callable

from bot.answering.beside import beside
from bot.answering.choosing import pick
from bot.answering.compose import Composer
from bot.answering.edges import dated
from bot.answering.index import Index
from bot.answering.latest import latest, under_way
from bot.answering.listing import bounded_list, of_series
from bot.answering.newer import newest
from bot.answering.order import in_order
from bot.answering.question import Question
from bot.answering.rank import Hit, Ranker
from bot.answering.reference import References
from bot.answering.series import Catalogue
from bot.answering.shelf import Shelf
from bot.records.knowledge import Knowledge
from bot.records.model import Record
from bot.reply import Reply

Read = Callable[[str], Question]
"""What understands a few words of a question as of its moment."""


class Chronicle:
    """The dated records of one knowledge base and its series of meetings."""

    def __init__(self, knowledge: Knowledge, ranker: Ranker, references: References, shelf: Shelf, index: Index) -> None:
        """Take the records, what finds them, what names them, and those with dates on their shelf."""
        names = {record.id: ranker.passages_of(record.id)[0].names for record in knowledge}
        self._series = Catalogue(knowledge, names)
        self._ranker = ranker
        self._named = references.named
        self._shelf = shelf
        self._index = index

    def answer(self, question: Question, read: Read, composer: Composer) -> tuple[Reply | None, Record | None]:
        """Give the reply; where dates do not tell what is asked, the meeting that is meant ("the last IGF"), if any."""

        def find(text: str) -> list[Hit]:
            return self._ranker.rank(read(text), {})

        def named(text: str) -> Record | None:
            said = read(text)
            picked = pick(self._series, said, lambda inner: dated(find(inner)), self._named(said))
            return picked.records[0] if picked and picked.records and not picked.rest else dated(find(text))

        told = in_order(question, named, composer) or newest(question, named, composer) or beside(question, named, composer)
        if told:
            return told, None
        picked = pick(self._series, question, named, self._named(question))
        if picked and picked.plain(question):
            return of_series(composer, question, picked), None
        if picked and picked.step is not None and picked.records:
            return None, picked.records[0]
        last = None if picked else latest(question, self._shelf) or under_way(question, self._shelf)
        if last:
            return None, last
        return bounded_list(self._shelf, question, named, composer, self._index), None
