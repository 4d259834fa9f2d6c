"""Numbers the citations of one reply, each place in a source once."""

from bot.records.knowledge import Knowledge
from bot.records.model import Cite, SourceKind
from bot.reply import Citation, Mark


class Citations:
    """The citations of a reply, in the order in which its sentences bring them."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Start without any."""
        self._knowledge = knowledge
        self._numbers: dict[Cite, int] = {}

    def marks(self, cites: list[Cite]) -> tuple[Mark, ...]:
        """Give the marks that stand behind a sentence resting on these places."""
        return tuple(Mark(self._numbers.setdefault(cite, len(self._numbers) + 1)) for cite in dict.fromkeys(cites))

    def all(self) -> tuple[Mark, ...]:
        """Give the marks of all citations so far."""
        return tuple(map(Mark, self._numbers.values()))

    def kinds(self) -> set[SourceKind]:
        """Give the kinds of the sources cited so far."""
        return {self._knowledge.sources[cite.source].kind for cite in self._numbers}

    def listed(self) -> tuple[Citation, ...]:
        """Give the citations in the order of their numbers."""
        return tuple(self._citation(cite, number) for cite, number in self._numbers.items())

    def _citation(self, cite: Cite, number: int) -> Citation:
        source = self._knowledge.sources[cite.source]
        published = str(source.published) if source.published else None
        return Citation(number, source.title, source.publisher, source.symbol, source.url, cite.at, published)
