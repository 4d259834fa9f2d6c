"""Retrieval alone: how long each engine takes for the ten best passages, query by query in turns, in one process."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.corpus import Passages, Queries, packaged, written_stems, zipf
from tests.bench.engines import ENGINES, Searcher
from tests.bench.report import heading, number, one_core, quantile, table, times

MOST = 10
WARM_UP = 5
SIZES = {1_000: 400, 3_000: 400, 10_000: 200, 100_000: 100}
"""Synthetic passages, and how many queries of each sort."""

QUICK = {1_000: 100, 3_000: 100, 10_000: 60}


@dataclass
class Series:
    """What one engine took for one sort of queries, in milliseconds, and what it found."""

    name: str
    built: float
    taken: list[float] = field(default_factory=list)
    found: list[list[int]] = field(default_factory=list)


def measure(*, quick: bool) -> None:
    """Measure today's passages and synthetic ones of growing number."""
    heading("1. Retrieval alone: the ten best passages")
    with one_core() as where:
        print(f"\nThe process is {where}. Milliseconds a query; the engines take turns, query by query.")
        print("Faster: the median of get_scores divided by the engine's. Same ten: queries with get_scores' very order.")
        print("bm25s scores in 32 bits, so near ties fall otherwise; tantivy and FTS5 have a BM25 of their own.")
        queries = written_stems()
        _compare("Today's packaged passages", packaged(), {"stems of the written questions": queries})
        for size, many in (QUICK if quick else SIZES).items():
            source = zipf()
            passages = source.passages(size)
            sorts = {
                "5 to 9 words as they fall, frequent ones too": source.queries(many, frequent=True),
                "3 to 6 words outside the 100 most frequent": source.queries(many, frequent=False),
            }
            _compare("SYNTHETIC passages (Zipf, s = 1.07, some 60 words each)", passages, sorts)


def _compare(title: str, passages: Passages, sorts: dict[str, Queries]) -> None:
    engines: list[tuple[Searcher, float]] = []
    for engine in ENGINES:
        begin = time.perf_counter()
        engines.append((engine(passages), time.perf_counter() - begin))
    for sort, queries in sorts.items():
        _print(f"{title}: {len(passages):,}; {len(queries)} queries: {sort}", _in_turns(engines, queries))


def _in_turns(engines: Sequence[tuple[Searcher, float]], queries: Queries) -> list[Series]:
    """Put each query to all engines before the next; who begins changes, as the first finds the caches cold."""
    runs = [(engine, Series(engine.name, built)) for engine, built in engines]
    for query in queries[:WARM_UP]:
        for engine, _ in runs:
            engine.top(query, MOST)
    for turn, query in enumerate(queries):
        first = turn % len(runs)
        for engine, series in (*runs[first:], *runs[:first]):
            begin = time.perf_counter()
            found = engine.top(query, MOST)
            series.taken.append(1000 * (time.perf_counter() - begin))
            series.found.append(found)
    return [series for _, series in runs]


def _print(title: str, runs: Sequence[Series]) -> None:
    reference = runs[0]
    usual = quantile(reference.taken, 0.5)
    rows = []
    for series in runs:
        median = quantile(series.taken, 0.5)
        same = sum(mine == theirs for mine, theirs in zip(series.found, reference.found, strict=True))
        rows.append(
            (
                series.name,
                number(median),
                number(quantile(series.taken, 0.99)),
                times(usual / median),
                f"{same / len(series.found):.0%}",
                number(series.built),
            )
        )
    table(title, ("engine", "p50 ms", "p99 ms", "faster", "same ten", "built in s"), rows)
