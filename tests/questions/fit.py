"""Fits the weights of the signals on the `tune` questions and prints them (`make fit`); `hold` is never looked at.

Two sets of weights. *Ranking*: the candidate passages of a question compete in a softmax; a candidate is right where an answer
composed from it would be judged right, and the weights are those under which the right ones get the most of the probability,
then moved one by one as long as more questions have a right candidate first. *Doubts*: a logistic regression on the best
passage's signals tells whether it is an answer at all. Its wrong examples are the questions that must be refused, and every
other question with the records that answer it taken out of the candidates.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.compose import Composer
from bot.answering.decide import DOUBTS
from bot.answering.engine import Engine, Talk
from bot.answering.moments import Speaker
from bot.answering.parts import take_apart
from bot.answering.question import Question as Asked
from bot.answering.rank import WEIGHTS, Hit
from bot.answering.signals import Signals
from bot.clock import parse_instant
from bot.languages.catalogue import catalogue
from bot.languages.dates import locale_of
from bot.records.load import load
from tests.questions.evaluate import answer_of, faults
from tests.questions.split import TUNE, Question, read

CANDIDATES = 25
REFUSAL = 4.0
"""What a question that must be refused counts among the doubts: a wrong answer harms more than none."""

TAKEN_OUT = 0.25
"""What a question counts whose answering records were taken out: another record may answer it as well."""

NEAR = 0.01
"""How strongly the weights are held to the prior ones."""

STEPS = (1.0, 0.5, 0.25, 0.5, 0.25, 0.1)
"""How far a weight is moved in each round of the search."""

SOFT = 0.1
"""What the log probability counts beside the number of questions."""

NEGATIVE = {"elsewhen", "focus", "proper", "outside", "untyped"}
FREE = {"whole", "kind", "bare", "always"}
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A question's candidates: their signals, which are right, their records, and whether it must be refused."""

    signals: Matrix
    right: Matrix
    records: list[str]
    refused: bool


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
    first = [hit, *(other for other in hits if other is not hit)]
    reply = Composer(engine.knowledge, speaker).answer(asked, first, 1)
    return float(not faults(question, answer_of(reply)))


def rank_gradient(weights: Matrix, example: Example) -> Matrix:
    """Give the gradient of the log probability of the right candidates."""
    scores = example.signals @ weights
    odds = np.exp(scores - scores.max())
    share = odds / odds.sum()
    good = share * example.right
    gradient: Matrix = (good / max(float(good.sum()), 1e-12) - share) @ example.signals
    return gradient


def worth(rows: list[Example], weights: Matrix) -> float:
    """Give the number of questions with a right candidate first, and a little for the probability of the right ones."""
    first, sure = 0.0, 0.0
    for row in rows:
        scores = row.signals @ weights
        odds = np.exp(scores - scores.max())
        first += float(row.right[int(np.argmax(scores))])
        sure += float(np.log(max(float((odds * row.right).sum() / odds.sum()), 1e-6)))
    return first + SOFT * sure


def searched(rows: list[Example], weights: Matrix) -> Matrix:
    """Move one weight after the other as long as more questions have a right candidate first; the softmax tells equals apart."""
    best, most = weights.copy(), worth(rows, weights)
    signs = np.array([0 if name in FREE else -1 if name in NEGATIVE else 1 for name in Signals._fields])
    for step in STEPS:
        for place in range(len(best)):
            for way in (step, -step):
                tried = best.copy()
                tried[place] += way
                if signs[place] * tried[place] >= 0 and worth(rows, tried) > most:
                    best, most = tried, worth(rows, tried)
                    break
    return best


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


def fit(engine: Engine, questions: list[Question]) -> tuple[Signals, Signals]:
    """Give the weights of the ranking and of the doubts."""
    rows = list(examples(engine, questions))
    ranked = [row for row in rows if row.right.any() and not row.right.all()]

    def rank_pull(now: Matrix) -> Matrix:
        total: Matrix = np.sum([rank_gradient(now, row) for row in ranked], axis=0)
        return total / len(ranked)

    weights = climbed(rank_pull, np.array(engine.ranker.weights))
    # from the weights in use or from the softmax's, whichever ends better
    weights = max(
        (searched(ranked, start) for start in (np.array(engine.ranker.weights), weights)), key=lambda end: worth(ranked, end)
    )
    signals, right, count = (np.array(column) for column in zip(*doubt_rows(rows, weights), strict=True))

    def doubts_gradient(now: Matrix) -> Matrix:
        chance = 1 / (1 + np.exp(-signals @ now))
        pull: Matrix = ((right - chance) * count) @ signals / count.sum()
        return pull

    doubts = climbed(doubts_gradient, np.array(DOUBTS))
    return _rounded(weights), _rounded(doubts)


def _rounded(weights: Matrix) -> Signals:
    return Signals(*(round(float(value), 2) for value in weights))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2)
    rounds = parser.parse_args().rounds
    knowledge, questions = load(), read(TUNE)
    weights, doubts = WEIGHTS, DOUBTS
    for _ in range(rounds):
        weights, doubts = fit(Engine(knowledge, weights, doubts), questions)
    for title, found in (("ranking", weights), ("doubts", doubts)):
        sys.stdout.write(f"{title}\n")
        for name, value in zip(Signals._fields, found, strict=True):
            sys.stdout.write(f"    {name}={value},\n")


if __name__ == "__main__":
    main()
