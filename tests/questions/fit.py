"""Fits the weights of the signals and prints them (`make fit`); `hold` is never looked at.

Two sets of weights. *Ranking*: the candidate passages of a question compete in a softmax, and the weights are those under
which the right ones get the most of the probability; a candidate is right where an answer composed from it would be judged
right. The questions are those of `tune` and the example questions that are held back from the index, each set counting as
much as the other. *Doubts*: a logistic regression on the best passage's signals tells whether it is an answer at all. Its
wrong examples are the questions of `tune` that must be refused, and every other one with the records that answer it taken out
of the candidates. With --folds the weights are fitted on all of `tune` but one part, which is then answered with them.
"""

import argparse
import hashlib
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.compose import Composer
from bot.answering.decide import Limits
from bot.answering.engine import Engine, Talk
from bot.answering.moments import Speaker
from bot.answering.parts import take_apart
from bot.answering.question import Question as Asked
from bot.answering.rank import Hit
from bot.answering.signals import Signals
from bot.clock import parse_instant
from bot.languages.catalogue import catalogue
from bot.languages.dates import locale_of
from bot.records.knowledge import Knowledge
from bot.records.load import load
from tests.questions.evaluate import answer_of, faults
from tests.questions.held_back import HeldBack, held_back
from tests.questions.split import TUNE, Question, read

CANDIDATES = 25
REFUSAL = 4.0
"""What a question that must be refused counts among the doubts: a wrong answer harms more than none."""

TAKEN_OUT = 0.25
"""What a question counts whose answering records were taken out: another record may answer it as well."""

NEAR = 0.01
"""How strongly the weights are held to those in use."""

LIMITS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
"""Limits of the confidence for which the right answers and the kept refusals are printed."""

ASKED = parse_instant("2026-11-21T12:00:00Z")
"""When the example questions are asked."""

NEGATIVE = {"act", "aside", "amount", "elsewhen", "focus", "proper", "outside", "untyped"}
FREE = {"whole", "kind", "bare", "always"}
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A question's candidates: their signals, which are right, their records, and whether it must be refused."""

    signals: Matrix
    right: Matrix
    records: list[str]
    refused: bool = False


def examples(engine: Engine, questions: list[Question]) -> Iterator[Example]:
    """Give the candidates of each question that is one question."""
    talks: dict[str, Talk] = {}
    for question in questions:
        now = parse_instant(question["now"])
        talk = talks.get(question["conversation"]) if question["conversation"] else None
        _, new = engine.answer(question["question"], now, talk=talk)
        if question["manner"] not in {"chat", "double"}:
            parts = take_apart(question["question"])
            around = engine.reader.read(parts.around, now) if parts.around else None
            asked, near = engine.in_talk(engine.reader.read(parts.questions[0], now), around, talk)
            hits = engine.ranker.rank(asked, near)[:CANDIDATES]
            refused = question["manner"].startswith("refusal")
            right = np.zeros(len(hits)) if refused else np.array([_right(engine, question, asked, hits, hit) for hit in hits])
            if hits:
                records = [hit.passage.record.id for hit in hits]
                yield Example(np.array([hit.signals for hit in hits]), right, records, refused)
        if question["conversation"] and new:
            talks[question["conversation"]] = new


def _right(engine: Engine, question: Question, asked: Asked, hits: list[Hit], hit: Hit) -> float:
    speaker = Speaker(catalogue("en"), locale_of("en"), parse_instant(question["now"]))
    reply = Composer(engine.knowledge, speaker).answer(asked, _first(hits, hit), 1)
    return float(not faults(question, answer_of(reply)))


def own_examples(knowledge: Knowledge) -> Iterator[Example]:
    """Give the candidates of the example questions, each kept from the index while it is asked."""
    left, asks = held_back(knowledge)
    engine = Engine(left)
    speaker = Speaker(catalogue("en"), locale_of("en"), ASKED)
    for ask in asks:
        asked = engine.reader.read(ask.text, ASKED)
        hits = engine.ranker.rank(asked, {})[:CANDIDATES] if asked.terms else []
        if hits:
            right = np.array([float(_tells(Composer(left, speaker), asked, _first(hits, hit), ask)) for hit in hits])
            yield Example(np.array([hit.signals for hit in hits]), right, [hit.passage.record.id for hit in hits])


def _tells(composer: Composer, asked: Asked, hits: list[Hit], ask: HeldBack) -> bool:
    """Say whether the answer from the first hit tells what answers an example question."""
    if hits[0].passage.record.id != ask.record.id or ask.fact is None:
        return hits[0].passage.record.id == ask.record.id
    return ask.fact.text in composer.answer(asked, hits, 1).text


def _first(hits: list[Hit], hit: Hit) -> list[Hit]:
    return [hit, *(other for other in hits if other is not hit)]


class Contest:
    """The candidates of many questions side by side, as far as right and wrong ones compete."""

    def __init__(self, rows: list[Example]) -> None:
        rows = [row for row in rows if row.right.any() and not row.right.all()]
        shape = len(rows), max(len(row.signals) for row in rows)
        self.signals = np.zeros((*shape, len(Signals._fields)))
        self.right, self.there = np.zeros(shape), np.zeros(shape, dtype=bool)
        for place, row in enumerate(rows):
            self.signals[place, : len(row.signals)] = row.signals
            self.right[place, : len(row.signals)] = row.right
            self.there[place, : len(row.signals)] = True

    def scores(self, weights: Matrix) -> Matrix:
        scores: Matrix = np.where(self.there, self.signals @ weights, -np.inf)
        return scores

    def pull(self, weights: Matrix) -> Matrix:
        """Give the gradient of the mean log probability of the right candidates."""
        scores = self.scores(weights)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        share = odds / odds.sum(axis=1, keepdims=True)
        good = share * self.right
        good /= np.maximum(good.sum(axis=1, keepdims=True), 1e-12)
        pull: Matrix = np.einsum("qc,qcs->s", good - share, self.signals) / len(self.signals)
        return pull

    def first(self, weights: Matrix) -> float:
        """Give the share of questions with a right candidate first."""
        best = self.scores(weights).argmax(axis=1)
        return float(self.right[np.arange(len(best)), best].mean())


def doubt_rows(rows: list[Example], weights: Matrix) -> Iterator[tuple[Matrix, float, float]]:
    """Give the best candidate's signals, whether it is right, and what it counts."""
    for row in rows:
        order = np.argsort(-(row.signals @ weights), kind="stable")
        best = int(order[0])
        yield row.signals[best], float(row.right[best]), REFUSAL if row.refused else 1.0
        answering = {record for record, right in zip(row.records, row.right, strict=True) if right}
        left = [int(place) for place in order if row.records[place] not in answering]
        if left and not row.refused and answering:
            yield row.signals[left[0]], 0.0, TAKEN_OUT


def climbed(gradient: Callable[[Matrix], Matrix], prior: Matrix, steps: int = 800) -> Matrix:
    """Give the weights by gradient ascent (Adam) from the prior ones, each kept on its side of zero."""
    weights, mean, square = prior.copy(), np.zeros_like(prior), np.zeros_like(prior)
    signs = np.array([0 if name in FREE else -1 if name in NEGATIVE else 1 for name in Signals._fields])
    for step in range(1, steps + 1):
        pull = gradient(weights) - NEAR * (weights - prior)
        mean, square = 0.9 * mean + 0.1 * pull, 0.999 * square + 0.001 * pull**2
        weights += 0.03 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        weights = np.where(signs * weights < 0, 0, weights)
    return weights


def fit(engine: Engine, rows: list[Example], own: Contest) -> tuple[Signals, Signals]:
    """Give the weights of the ranking and of the doubts, beginning from the engine's."""
    tune = Contest(rows)
    weights = climbed(lambda now: tune.pull(now) + own.pull(now), np.array(engine.ranker.weights))
    signals, right, count = (np.array(column) for column in zip(*doubt_rows(rows, weights), strict=True))

    def doubts_gradient(now: Matrix) -> Matrix:
        chance = 1 / (1 + np.exp(-signals @ now))
        pull: Matrix = ((right - chance) * count) @ signals / count.sum()
        return pull

    return _rounded(weights), _rounded(climbed(doubts_gradient, np.array(engine.doubts)))


def _rounded(weights: Matrix) -> Signals:
    return Signals(*(round(float(value), 2) for value in weights))


def right(engine: Engine, questions: list[Question], asked: Iterable[str]) -> tuple[int, int]:
    """Give how many of the questions with these ids are right, and how many of these are refusals kept."""
    talks: dict[str, Talk] = {}
    good = kept = 0
    wanted = set(asked)
    for question in questions:
        talk = talks.get(question["conversation"]) if question["conversation"] else None
        reply, new = engine.answer(question["question"], parse_instant(question["now"]), talk=talk)
        if question["conversation"] and new:
            talks[question["conversation"]] = new
        if question["id"] in wanted and not faults(question, answer_of(reply)):
            good += 1
            kept += question["manner"].startswith("refusal")
    return good, kept


def folds(knowledge: Knowledge, questions: list[Question], own: Contest, number: int) -> tuple[int, int]:
    """Give what is right where each part of the questions is answered with weights fitted on the others.

    A part holds whole talks, and all questions of which the same record is found first.
    """
    engine = Engine(knowledge)
    parts: dict[int, set[str]] = defaultdict(set)
    talks: dict[str, Talk] = {}
    for question in questions:
        talk = talks.get(question["conversation"]) if question["conversation"] else None
        reply, new = engine.answer(question["question"], parse_instant(question["now"]), talk=talk)
        if question["conversation"] and new:
            talks[question["conversation"]] = new
        near = [*reply.records, *(near.record for near in reply.nearest), question["id"]]
        key = question["conversation"] or near[0]
        parts[hashlib.sha256(key.encode()).digest()[0] % number].add(question["id"])
    found = []
    for part in parts.values():
        rows = list(examples(engine, [question for question in questions if question["id"] not in part]))
        weights, doubts = fit(engine, rows, own)
        found.append(right(Engine(knowledge, weights, doubts), questions, part))
    return sum(good for good, _ in found), sum(kept for _, kept in found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=0, help="only cross-validate, with this many parts")
    number = parser.parse_args().folds
    out = sys.stdout.write
    knowledge, questions = load(), read(TUNE)
    own = Contest(list(own_examples(knowledge)))
    if number:
        good, kept = folds(knowledge, questions, own, number)
        out(f"cross-validated: {good} of {len(questions)} right, {kept} refusals kept\n")
        return
    engine = Engine(knowledge)
    rows = list(examples(engine, questions))
    weights, doubts = fit(engine, rows, own)
    for title, found in (("ranking", weights), ("doubts", doubts)):
        out(f"{title}\n" + "".join(f"    {name}={value},\n" for name, value in zip(Signals._fields, found, strict=True)))
    shares = [contest.first(np.array(weights)) for contest in (Contest(rows), own)]
    out("a right candidate first: tune {:.1%}, example questions {:.1%}, as far as there is one\n".format(*shares))
    ids = [question["id"] for question in questions]
    for limit in LIMITS:
        good, kept = right(Engine(knowledge, weights, doubts, Limits(confidence=limit)), questions, ids)
        out(f"limit {limit}: {good} of {len(questions)} right, {kept} refusals kept\n")


if __name__ == "__main__":
    main()
