"""The records and sources that were loaded, with their look-ups; immutable."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from bot.records.model import Kind, Matter, Record, RelationName, Source, Synonym

_BEFORE_AND_AFTER: tuple[tuple[RelationName, ...], tuple[RelationName, ...]] = (
    ("follows", "supersedes"),
    ("precedes", "superseded-by"),
)
"""The relations to what came before a record, and to what came after it."""


class Knowledge:
    """All records and sources by id, the thesaurus, the matters outside, and the relations of records followed both ways."""

    def __init__(
        self,
        records: Iterable[Record],
        sources: Iterable[Source],
        synonyms: Iterable[Synonym] = (),
        matters: Iterable[Matter] = (),
    ) -> None:
        """Take records and sources whose ids are unique and whose references hold (the loader sees to both)."""
        self.records = {record.id: record for record in sorted(records, key=lambda record: record.id)}
        self.sources = {source.id: source for source in sorted(sources, key=lambda source: source.id)}
        self.synonyms = tuple(synonyms)
        self.matters = tuple(matters)

    def __iter__(self) -> Iterator[Record]:
        """Give the records in the order of their ids."""
        return iter(self.records.values())

    def __len__(self) -> int:
        """Give the number of records."""
        return len(self.records)

    def of_kind(self, *kinds: Kind) -> list[Record]:
        """Give the records of these kinds in the order of their ids."""
        return [record for record in self if record.kind in kinds]

    @cached_property
    def _neighbours(self) -> dict[str, dict[str, None]]:
        # a dict as an ordered set: answers must not depend on hash order
        found: dict[str, dict[str, None]] = {key: {} for key in self.records}
        for record in self:
            for targets in record.relations.values():
                for target in targets:
                    found[record.id][target] = None
                    found[target][record.id] = None
        return found

    def beside(self, record_id: str, step: int) -> list[str]:
        """Give the ids of the records that come right before one (step -1) or right after it (step 1); with step 0 none."""
        if not step:
            return []
        mine, theirs = _BEFORE_AND_AFTER if step < 0 else _BEFORE_AND_AFTER[::-1]
        told = [other for name in mine for other in self.records[record_id].relations.get(name, ())]
        telling = [
            other
            for other in self.neighbours(record_id)
            if any(record_id in self.records[other].relations.get(name, ()) for name in theirs)
        ]
        return list(dict.fromkeys([*told, *telling]))

    def series(self, record_id: str) -> list[str]:
        """Give the ids of the other records of a series: those before and after a record, the ones beside these, and so on."""
        found = {record_id: None}
        newest = [record_id]
        while newest:
            beside = [other for one in newest for step in (-1, 1) for other in self.beside(one, step)]
            newest = [other for other in dict.fromkeys(beside) if other not in found]
            found |= dict.fromkeys(newest)
        kind = self.records[record_id].kind
        return [other for other in list(found)[1:] if self.records[other].kind is kind]

    def neighbours(self, record_id: str) -> list[str]:
        """Give the ids of the records that a record points to or that point to it."""
        return list(self._neighbours.get(record_id, ()))
