"""A whole answer: from the text of a message to the cited reply, over knowledge of growing size."""

import gc
import time
from collections.abc import Sequence

from bot.answering.engine import Engine, Talk
from bot.answering.passages import passages_of
from bot.records.load import load
from tests.bench.corpus import Written, mistyped, written
from tests.bench.report import heading, number, one_core, quantile, table, times
from tests.bench.synthetic import enlarged

SIZES = (0, 3_000, 10_000, 100_000)
"""Passages; 0 means those of today."""

LARGE = 100_000
"""From here on half of the questions do."""

WARM_UP = 20

Taken = list[tuple[float, Written]]


def measure(*, quick: bool) -> None:
    """Measure answers over the packaged knowledge, and over the same with synthetic records added."""
    heading("2. A whole answer (Engine.answer)")
    rows: list[tuple[str, ...]] = []
    slowest: list[str] = []
    usual = 0.0
    with one_core() as where:
        print(f"\nThe process is {where}. Milliseconds a question; each is asked once, follow-ups within their talk.")
        for size in SIZES[:-1] if quick else SIZES:
            engine, passages, built = _engine(size)
            before = _collections()
            taken = _ask_all(engine, _questions(every=4 if quick else 2 if size >= LARGE else 1))
            usual = usual or quantile([time_ for time_, _ in taken], 0.5)
            what = f"{passages:,}" + (" partly synthetic" if size else " today's")
            rows += _rows(what, taken, usual, built)
            worst, question = max(taken, key=lambda pair: pair[0])
            swept = _collections() - before
            slowest.append(f"  {passages:,}: {number(worst)} ms for {question.text!r} (full collections: {swept})")
            del engine
            gc.collect()
    head = ("passages", "questions", "many", "p50 ms", "p99 ms", "slowest ms", "p50 to today's", "Engine() s")
    table("Answers to the written questions (tests/questions/tune.jsonl)", head, rows)
    print("\nThe slowest, and how many full garbage collections fell into the series:\n" + "\n".join(slowest))


def _engine(size: int) -> tuple[Engine, int, float]:
    knowledge = enlarged(load(), size) if size else load()
    passages = sum(1 for _ in passages_of(knowledge))
    gc.collect()
    begin = time.perf_counter()
    engine = Engine(knowledge)
    return engine, passages, time.perf_counter() - begin


def _collections() -> int:
    """Give how often Python has gone through all its objects for garbage; whatever is asked then waits."""
    return int(gc.get_stats()[-1]["collections"])


def _questions(every: int) -> list[Written]:
    """Give the questions and every fourth again with typing errors; a talk is taken whole or not at all."""
    questions = written()
    talks = list(dict.fromkeys(question.talk or question.text for question in questions))
    kept = set(talks[::every])
    chosen = [question for question in questions if (question.talk or question.text) in kept]
    return [*chosen, *mistyped(chosen)]


def _ask_all(engine: Engine, questions: Sequence[Written]) -> Taken:
    for question in questions[-WARM_UP:]:  # what is read when first needed: the catalogue, the dictionary
        engine.answer(question.text, question.now, language=question.language)
    talks: dict[str, Talk | None] = {}
    taken: Taken = []
    for question in questions:
        before = talks.get(question.talk) if question.talk else None
        begin = time.perf_counter()
        _, after = engine.answer(question.text, question.now, language=question.language, talk=before)
        taken.append((1000 * (time.perf_counter() - begin), question))
        if question.talk:
            talks[question.talk] = after
    return taken


def _rows(what: str, taken: Taken, usual: float, built: float) -> list[tuple[str, ...]]:
    sorts = {
        "all": [time_ for time_, _ in taken],
        "mistyped": [time_ for time_, question in taken if question.mistyped],
        "in talks": [time_ for time_, question in taken if question.talk],
    }
    return [
        (
            what if sort == "all" else "",
            sort,
            str(len(series)),
            number(quantile(series, 0.5)),
            number(quantile(series, 0.99)),
            number(max(series)),
            times(quantile(series, 0.5) / usual),
            number(built) if sort == "all" else "",
        )
        for sort, series in sorts.items()
        if series
    ]
