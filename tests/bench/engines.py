"""The engines that are compared, each over the same passages of the same tokens."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import bm25s
import numpy as np
import tantivy

from bot.answering.index import K1, B, Bm25, Index
from tests.bench.corpus import Passages


class Searcher(Protocol):
    """An engine over passages."""

    name: str

    def top(self, words: list[str], most: int) -> list[int]:
        """Give the places of the best passages, best first; none that holds no word of the query."""


class Ours:
    """The bot's own index."""

    name = "this bot's Index"

    def __init__(self, passages: Passages) -> None:
        self._index = Index(passages)

    def top(self, words: list[str], most: int) -> list[int]:
        return list(self._index.best(self._index.scores([(word, 1.0) for word in words]), most))


class RankBm25:
    """rank-bm25's own scoring with the bot's idf: the reference."""

    name = "rank-bm25 get_scores"

    def __init__(self, passages: Passages) -> None:
        self._bm25 = Bm25(passages, k1=K1, b=B)

    def top(self, words: list[str], most: int) -> list[int]:
        scores = np.asarray(self._bm25.get_scores(words))
        return [int(place) for place in np.argsort(-scores, kind="stable")[:most] if scores[place] > 0]


class Bm25sScores:
    """bm25s with the same idf, its scores sorted as far as needed."""

    name = "bm25s get_scores"

    def __init__(self, passages: Passages) -> None:
        self._size = len(passages)
        self._bm25: Any = bm25s.BM25(method="lucene", k1=K1, b=B)
        self._bm25.index(passages, show_progress=False)

    def top(self, words: list[str], most: int) -> list[int]:
        scores = np.asarray(self._bm25.get_scores(words))
        places = np.argpartition(-scores, most - 1)[:most] if most < self._size else np.arange(self._size)
        return [int(place) for place in places[np.lexsort((places, -scores[places]))] if scores[place] > 0]


class Bm25sRetrieve(Bm25sScores):
    """bm25s by its own retrieve."""

    name = "bm25s retrieve"

    def top(self, words: list[str], most: int) -> list[int]:
        found = self._bm25.retrieve([words], k=min(most, self._size), show_progress=False)
        places, scores = found.documents[0], found.scores[0]
        return [int(place) for place, score in zip(places, scores, strict=True) if score > 0]


class Tantivy:
    """tantivy in memory; the queries are built of term queries, without its query parser."""

    name = "tantivy (memory)"

    def __init__(self, passages: Passages) -> None:
        builder: Any = tantivy.SchemaBuilder()
        builder.add_text_field("body", stored=False, tokenizer_name="whitespace", index_option="freq")
        builder.add_integer_field("place", stored=True)
        self._schema: Any = builder.build()
        index: Any = tantivy.Index(self._schema)
        writer: Any = index.writer(heap_size=256_000_000, num_threads=1)
        for place, passage in enumerate(passages):
            writer.add_document(tantivy.Document(body=" ".join(passage), place=place))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher: Any = index.searcher()

    def top(self, words: list[str], most: int) -> list[int]:
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "body", word, "freq")) for word in words]
        hits = self._searcher.search(tantivy.Query.boolean_query(terms), most, count=False).hits
        return [int(self._searcher.doc(address)["place"][0]) for _score, address in hits]


class Fts5:
    """SQLite's full-text search in memory, without the text; words go in under names such as n17."""

    name = "SQLite FTS5 (memory)"

    def __init__(self, passages: Passages) -> None:
        self._numbers: dict[str, str] = {}
        self._base = sqlite3.connect(":memory:")
        self._base.execute("CREATE VIRTUAL TABLE passages USING fts5(body, content='')")
        rows = ((place, " ".join(map(self._number, passage))) for place, passage in enumerate(passages))
        self._base.executemany("INSERT INTO passages (rowid, body) VALUES (?, ?)", rows)
        self._base.execute("INSERT INTO passages (passages) VALUES ('optimize')")

    def _number(self, word: str) -> str:
        return self._numbers.setdefault(word, f"n{len(self._numbers)}")

    def top(self, words: list[str], most: int) -> list[int]:
        query = " OR ".join(self._numbers.get(word, "unknown") for word in words)
        rows = self._base.execute("SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?", (query, most))
        return [int(row[0]) for row in rows]


ENGINES: Sequence[Callable[[Passages], Searcher]] = (
    RankBm25,
    Ours,
    Bm25sScores,
    Bm25sRetrieve,
    Tantivy,
    Fts5,
)
"""The reference first."""
