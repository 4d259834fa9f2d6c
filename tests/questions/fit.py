"""Fits the weights of the signals and prints them (`make fit`); `hold` is never looked at.

Two sets of weights. *Ranking*: the candidate passages of a question compete in a softmax, and the weights are those under
which the right ones get the most of the probability; a candidate is right where an answer composed from it would be judged
right. The questions are those of `tune` and the example questions that are held back from the index, each set counting as
much as the other. *Doubts*: a logistic regression on the best passage's grounds tells whether it is an answer at all. Its
wrong examples are the questions of `tune` that must be refused, the curators' unanswered example questions, each kept from the
index while it is asked (the thing is known, but not what is asked of it), and the questions of elsewhere.txt, which are about
something else. With --folds the weights are fitted on all of
`tune` but one part, which is then answered with them.
"""

import argparse
import hashlib
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.answering.compose import Composer
from bot.answering.decide import Limits
from bot.answering.doubts import Grounds
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
from bot.records.model import Kind
from tests.questions.evaluate import answer_of, faults
from tests.questions.held_back import HeldBack, held_back
from tests.questions.split import TUNE, Question, read

CANDIDATES = 25
REFUSAL = 4.0
"""What a question that must be refused counts among the doubts: a wrong answer harms more than none."""

ELSEWHERE = Path(__file__).with_name("elsewhere.txt")
"""Questions about something else, one a line."""

IN_VAIN = 0.3
"""What an unanswered example question counts among the doubts."""

AWAY = 1.0
"""What a question about something else counts among them."""

NEAR = 0.01
"""How strongly the weights of the ranking are held to those in use."""

SMALL = 0.0003
"""How strongly the weights of the doubts are held to none."""

LIMITS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
"""Limits of the confidence for which the right answers and the kept refusals are printed."""

ASKED = parse_instant("2026-11-21T12:00:00Z")
"""When the example questions are asked."""

NEGATIVE = {
    *("abroad", "act", "amount", "aside", "elsewhen", "focus", "proper", "outside", "untyped"),
    *("edition", "misnumbered", "numbered", "numberless", "rival", "strange", "unasked", "undetailed"),
    *("unanswerable", "uncounted", "undue", "unfocused", "unnamed", "undone", "unset", "lacking", "mere", "vain"),
}
KEPT = {"recent"}
"""Set by judgement (see bot/answering/rank.py) and left as it is."""

FREE = {"whole", "kind", "bare", "always"}
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A question's candidates: their signals, which are right, and whether it must be refused."""

    engine: Engine
    asked: Asked
    hits: list[Hit]
    right: Matrix
    refused: bool = False

    @cached_property
    def signals(self) -> Matrix:
        """The signals of each candidate."""
        return np.array([hit.signals for hit in self.hits])

    def judged(self, weights: Signals) -> tuple[Grounds, float] | None:
        """Give the grounds of the candidate that is best under some weights, and whether it is right; None for a known gap."""
        weighed = [replace(hit, score=hit.signals.weighed(weights)) for hit in self.hits]
        order = sorted(range(len(weighed)), key=lambda place: -weighed[place].score)
        if weighed[order[0]].passage.record.kind is Kind.GAP:
            return None
        return self.engine.judge.grounds(self.asked, [weighed[place] for place in order]), float(self.right[order[0]])


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
            asked, near = engine.references.resolved(engine.reader.read(parts.questions[0], now), around, talk)
            hits = engine.ranker.rank(asked, near)[:CANDIDATES]
            refused = question["manner"].startswith("refusal")
            right = np.zeros(len(hits)) if refused else np.array([_right(engine, question, asked, hits, hit) for hit in hits])
            if hits:
                yield Example(engine, asked, hits, right, refused)
        if question["conversation"] and new:
            talks[question["conversation"]] = new


def _right(engine: Engine, question: Question, asked: Asked, hits: list[Hit], hit: Hit) -> float:
    speaker = Speaker(catalogue("en"), locale_of("en"), parse_instant(question["now"]))
    reply = Composer(engine.knowledge, speaker).answer(asked, _first(hits, hit), 1)
    return float(not faults(question, answer_of(reply)))


def own_examples(knowledge: Knowledge) -> Iterator[Example]:
    """Give the candidates of the example questions, each kept from the index while it is asked."""
    left, asks = held_back(knowledge)
    yield from _asked_of(Engine(left), [ask for ask in asks if ask.answered])


def vain_examples(knowledge: Knowledge) -> Iterator[Example]:
    """Give the candidates of the unanswered example questions, each kept from the index while it is asked."""
    left, asks = held_back(knowledge)
    yield from _asked_of(Engine(left), [ask for ask in asks if not ask.answered])


def elsewhere_examples(engine: Engine) -> Iterator[Example]:
    """Give the candidates of questions about something else."""
    for line in ELSEWHERE.read_text(encoding="utf-8").splitlines():
        asked = engine.reader.read(line, ASKED)
        hits = engine.ranker.rank(asked, {})[:CANDIDATES] if asked.terms else []
        if hits:
            yield Example(engine, asked, hits, np.zeros(len(hits)), refused=True)


def _asked_of(engine: Engine, asks: list[HeldBack]) -> Iterator[Example]:
    speaker = Speaker(catalogue("en"), locale_of("en"), ASKED)
    for ask in asks:
        asked = engine.reader.read(ask.text, ASKED)
        hits = engine.ranker.rank(asked, {})[:CANDIDATES] if asked.terms else []
        if hits:
            kept = ask.fact is None or ask.fact.key in {fact.key for fact in engine.knowledge.records[ask.record.id].facts}
            known = ask.answered and kept
            composer = Composer(engine.knowledge, speaker)
            right = np.array([float(known and _tells(composer, asked, _first(hits, hit), ask)) for hit in hits])
            yield Example(engine, asked, hits, right, not known)


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


def doubt_rows(rows: Iterable[Example], weights: Signals, refusal: float) -> Iterator[tuple[Grounds, float, float]]:
    """Give the grounds of each question's best candidate, whether it is right, and what it counts."""
    for row in rows:
        judged = row.judged(weights)
        if judged:
            yield *judged, refusal if row.refused else 1.0


def climbed(
    gradient: Callable[[Matrix], Matrix], prior: Matrix, near: float, fields: tuple[str, ...], steps: int = 800
) -> Matrix:
    """Give the weights by gradient ascent (Adam) from the prior ones, each kept on its side of zero."""
    weights, mean, square = prior.copy(), np.zeros_like(prior), np.zeros_like(prior)
    kept = np.array([name in KEPT for name in fields])
    signs = np.array([0 if name in FREE else -1 if name in NEGATIVE else 1 for name in fields])
    for step in range(1, steps + 1):
        pull = gradient(weights) - near * (weights - prior)
        mean, square = 0.9 * mean + 0.1 * pull, 0.999 * square + 0.001 * pull**2
        weights += 0.03 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        weights = np.where(kept, prior, np.where(signs * weights < 0, 0, weights))
    return weights


def fit_ranking(engine: Engine, rows: list[Example], own: Contest) -> Signals:
    """Give the weights of the ranking, beginning from the engine's."""
    tune = Contest(rows)
    prior = np.array(engine.ranker.weights)
    return Signals(*_rounded(climbed(lambda now: tune.pull(now) + own.pull(now), prior, NEAR, Signals._fields)))


def fit_doubts(rows: list[Example], vain: list[Example], weights: Signals) -> Grounds:
    """Give the weights of the doubts for what these weights rank first."""
    away = elsewhere_examples(rows[0].engine)
    found = [*doubt_rows(rows, weights, REFUSAL), *doubt_rows(vain, weights, IN_VAIN), *doubt_rows(away, weights, AWAY)]
    grounds, right, count = (np.array(column) for column in zip(*found, strict=True))

    def doubts_gradient(now: Matrix) -> Matrix:
        chance = 1 / (1 + np.exp(-grounds @ now))
        pull: Matrix = ((right - chance) * count) @ grounds / count.sum()
        return pull

    return Grounds(*_rounded(climbed(doubts_gradient, np.zeros(len(Grounds._fields)), SMALL, Grounds._fields, 2000)))


def _rounded(weights: Matrix) -> list[float]:
    return [round(float(value), 2) for value in weights]


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


def folds(
    knowledge: Knowledge, questions: list[Question], own: Contest | None, vain: list[Example], number: int
) -> tuple[int, int]:
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
        weights = fit_ranking(engine, rows, own) if own else engine.ranker.weights
        doubts = fit_doubts(rows, vain, weights)
        found.append(right(Engine(knowledge, weights, doubts), questions, part))
    return sum(good for good, _ in found), sum(kept for _, kept in found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=0, help="only cross-validate, with this many parts")
    parser.add_argument("--doubts", action="store_true", help="leave the weights of the ranking as they are")
    options = parser.parse_args()
    out = sys.stdout.write
    knowledge, questions = load(), read(TUNE)
    own = None if options.doubts else Contest(list(own_examples(knowledge)))
    vain = list(vain_examples(knowledge))
    if options.folds:
        good, kept = folds(knowledge, questions, own, vain, options.folds)
        out(f"cross-validated: {good} of {len(questions)} right, {kept} refusals kept\n")
        return
    engine = Engine(knowledge)
    rows = list(examples(engine, questions))
    weights = fit_ranking(engine, rows, own) if own else engine.ranker.weights
    doubts = fit_doubts(rows, vain, weights)
    for title, found in (("ranking", weights._asdict()), ("doubts", doubts._asdict())):
        out(f"{title}\n" + "".join(f"    {name}={value},\n" for name, value in found.items()))
    for name, contest in (("tune", Contest(rows)), ("example questions", own)):
        if contest:
            out(f"a right candidate first, as far as there is one: {name} {contest.first(np.array(weights)):.1%}\n")
    ids = [question["id"] for question in questions]
    for limit in LIMITS:
        good, kept = right(Engine(knowledge, weights, doubts, Limits(confidence=limit)), questions, ids)
        out(f"limit {limit}: {good} of {len(questions)} right, {kept} refusals kept\n")


if __name__ == "__main__":
    main()
