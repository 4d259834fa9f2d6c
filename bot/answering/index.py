"""BM25 over passages: rank-bm25's statistics, scored through postings so that the cost follows the matches and not the corpus.

The ranking is that of rank-bm25's own ``get_scores`` with the idf mended as below (a test compares the two).
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

K1 = 1.5
B = 0.75

Scores = NDArray[np.float64]
Places = NDArray[np.int32]


class Bm25(BM25Okapi):  # type: ignore[misc]  # rank-bm25 has no types
    """rank-bm25's Okapi with the idf of Lucene, ``ln(1 + (N - n + 0.5) / (n + 0.5))``.

    Okapi's own idf is negative for a word in more than half of the passages, and rank-bm25 then lifts it above that of rarer
    words (its epsilon floor); in a knowledge base on one subject "WSIS" is such a word.
    """

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        counts = np.fromiter(nd.values(), dtype=np.float64, count=len(nd))
        values = np.log1p((self.corpus_size - counts + 0.5) / (counts + 0.5))
        self.idf = dict(zip(nd, values.tolist(), strict=True))


class Index:
    """Passages by word: for each word the passages that hold it and what it adds to their scores."""

    def __init__(self, passages: Sequence[Sequence[str]]) -> None:
        """Index passages given as lists of stems; a repeated stem weighs more, an empty passage is never found."""
        self.size = len(passages)
        self.idf: dict[str, float] = {}
        self._postings: dict[str, tuple[Places, Scores]] = {}
        if any(passages):  # rank-bm25 divides by the average length
            self._build([[sys.intern(word) for word in passage] for passage in passages])
        self.rarest = float(np.log1p((self.size + 0.5) / 0.5))

    def _build(self, passages: list[list[str]]) -> None:
        statistics = Bm25(passages, k1=K1, b=B)
        self.idf = statistics.idf
        lengths = np.asarray(statistics.doc_len, dtype=np.float64)
        norms = K1 * (1 - B + B * lengths / statistics.avgdl)
        places: dict[str, list[int]] = defaultdict(list)
        counts: dict[str, list[int]] = defaultdict(list)
        for place, frequencies in enumerate(statistics.doc_freqs):
            for word, count in frequencies.items():
                places[word].append(place)
                counts[word].append(count)
        for word, where in places.items():
            at = np.asarray(where, dtype=np.int32)
            often = np.asarray(counts[word], dtype=np.float64)
            # the order of the operations is get_scores' own, so that the sums agree to the last bit
            self._postings[word] = at, self.idf[word] * (often * (K1 + 1) / (often + norms[at]))

    def __contains__(self, word: str) -> bool:
        """Say whether any passage holds the word."""
        return word in self._postings

    def weight(self, word: str) -> float:
        """Give a word's idf; one that no passage holds counts as the rarest."""
        return self.idf.get(word, self.rarest)

    def scores(self, query: Iterable[tuple[str, float]]) -> Scores:
        """Give every passage's score for words with weights; 0 where no word is found."""
        total: Scores = np.zeros(self.size)
        for word, weight in query:
            posting = self._postings.get(word)
            if posting is not None:
                places, adds = posting
                total[places] += adds if weight == 1 else adds * weight  # a word's places are distinct
        return total

    def best(self, scores: Scores, most: int) -> list[int]:
        """Give the places of the highest scores above 0, best first, ties in the order of the passages."""
        if most < self.size:
            candidates = np.argpartition(-scores, most - 1)[:most] if most else np.empty(0, dtype=np.intp)
            if candidates.size:  # ties at the edge: take all, then cut, so that the order is always the same
                candidates = np.flatnonzero(scores >= scores[candidates].min()) if scores[candidates].min() > 0 else candidates
        else:
            candidates = np.arange(self.size)
        found = candidates[scores[candidates] > 0]
        ordered = found[np.lexsort((found, -scores[found]))]
        return [int(place) for place in ordered[:most]]
