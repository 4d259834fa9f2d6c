"""What speaks for and against the best passage being an answer at all: what of the question it tells, and what it lacks."""

import calendar
import operator
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.answering.asked import Asked, act_of
from bot.answering.compose import MOST_SENTENCES, NEAR
from bot.answering.counted import numberless, tells_how_long, tells_label, uncounted
from bot.answering.data import Datum
from bot.answering.details import deed_told, undetailed, verb_of
from bot.answering.editions import other_edition
from bot.answering.guesses import settled
from bot.answering.index import Index
from bot.answering.lacked import has, lacked
from bot.answering.numbered import lacks_number
from bot.answering.passages import COUNTED, Passage, Stems
from bot.answering.places import Places
from bot.answering.question import Question
from bot.answering.rank import Hit
from bot.answering.vain import Vain
from bot.languages.analysis import LIGHT_STEMS, stems
from bot.records.model import Kind

_ENOUGH = 5
"""Words met from which on more make no answer surer."""

_MOST_LACKED = 4
"""Words lacked from which on more make no answer less sure."""

_NO_NAMES = frozenset(stems(" ".join([*calendar.month_name, *calendar.day_name, "Mr Mrs Ms Dr Assembly Union Net"])))
"""What is written with a capital and names nothing by itself."""

_ROLE = re.compile(
    r"\bwho(?:'s| is| was| are| were| will be| has been) (?:the|its|their|a|an) (\w[\w -]*?)"
    r"(?= (?:of|in|at|for|on|to|when|from|behind|who|during)\b|\W*$)"
)
_ASKS_WHO = re.compile(r"\b(?:who|whom|whose|which|what|by)\b")
_HELD_WHERE = re.compile(
    r"\b(?:which|what) (?:\w+ )?(?:city|town|venue)\b"
    r"|\bwhere\b(?! does it say| is it).*\b(?:held|takes? place|took place|happen(?:s|ed)?|meets?|met|hosted)\b"
)
_NO_SUM = re.compile(
    r"^(?!.*\b(?:how much|what|which)\b)\W*(?:(?:\w+\W+)?(?:who|whom|whose|when|where|why)"
    r"|is|are|was|were|has|have|did|does|do|can|will)\b|^\W*from (?:what|which)\b"
)
"""Who pays, and when, and whether anybody does, is no sum of money."""

_DUE = re.compile(
    r"\b(?:deadlines?|until|till|by|due|clos(?:e|es|ed|ing)|open|opened|ends?|ended|submi\w+|last day|extended|before)\b",
    re.IGNORECASE,
)


class Grounds(NamedTuple):
    """The grounds on which the best passage is taken for an answer or not, each from 0 to 1; or their weights.

    "The other words" of a question are those that neither name the record, nor tell the days in which it lies, nor only say
    what kind of datum is wanted; "what is told" are the sentences that the answer would tell.

    Attributes:
        reach: The share of the question's weight that any passage of the record holds.
        name: How fully the question has one of the record's names.
        exact: The question has a name of the record fully and little else.
        states: A structured field that is asked for is stated.
        due: The question asks for a deadline, and the record is one.
        talk: How near the record is to what the talk is about.
        met: How many of the other words what is told has, up to five.
        said: The share of the other words' weight that one curated sentence has; 1 where there are none.
        rest: The share that one of the passages told has, sentence and example questions together.
        pressing: How near to now the record lies, where the question wants to know whether it is open, over or how far off.
        outside: The question has a word of a matter that no record is expected to state, and the passage lacks it.
        abroad: The question sets a meeting in a place that is not the record's, nor told.
        strange: The question has a proper name that the record lacks.
        act: What somebody did ("who won") is not told.
        amount: The question asks for a sum of money or a share, and there is none.
        undue: The question asks for a deadline, the record is none, and nothing told has a word of one.
        unfocused: What the question wants by name ("which newspaper") is not told.
        unnamed: The share of the question's proper names and acronyms that neither the record's names nor what is told have.
        undetailed: The question asks for the hour, the room, the theme or another such detail, and nothing told has one.
        undone: The question asks who did something, or how many did, and nothing told has a word of that deed.
        unset: The question names a country or a city that is neither the record's nor told.
        lacking: How many of its own other words nothing told has, up to four, what it wants by name aside.
        mere: How exactly the question names the record, where its deed, its detail, its number or its "who" is not told.
        uncounted: The question asks how many there are of something, and no number stands before it.
        numberless: The question asks how many, and nothing told has a number that counts.
        aside: The share of the question's weight that the name of another record makes up, where the best one is not around that.
        rival: How much nearer to the question an example question of another record is than those of what is told.
        unanswerable: How much nearer to the question an unanswered example question of what was found is than any answered one.
        vain: How much more its own other words are those of unanswered example questions, from -1 to 1.
        unasked: The question asks who or how many, and no example question of what is told does.
        numbered: The question names a paragraph, a session or the like by a number that is not told.
        misnumbered: What is told has other numbers beside the same word ("Revision 7": it has a Revision 1).
        edition: The question names a year that neither the record's names nor, unless a date is asked for, its sentences have;
            half of that where the sentence has it.
        elsewhen: The record lies elsewhere in time.
        always: 1; its weight is where the scale begins.
    """

    reach: float
    name: float
    exact: float
    states: float
    due: float
    talk: float
    met: float
    said: float
    rest: float
    pressing: float
    outside: float
    abroad: float
    strange: float
    act: float
    amount: float
    undue: float
    unfocused: float
    unnamed: float
    undetailed: float
    undone: float
    unset: float
    lacking: float
    mere: float
    uncounted: float
    numberless: float
    aside: float
    rival: float
    unanswerable: float
    vain: float
    unasked: float
    numbered: float
    misnumbered: float
    edition: float
    elsewhen: float
    always: float

    def weighed(self, weights: "Grounds") -> float:
        """Give the weighted sum."""
        total: float = sum(map(operator.mul, self, weights))
        return total


class Judge:
    """Finds the grounds for what has been ranked; holds no state between questions."""

    def __init__(self, index: Index, held: Mapping[str, Stems], places: Places, vain: Vain) -> None:
        """Take the index, the stems of each record by its id, the places that may be named, and what is asked in vain."""
        self._vain = vain
        self._index = index
        self._places = places
        self._held = held

    def grounds(self, question: Question, hits: list[Hit]) -> Grounds:
        """Give the grounds for and against the best of these hits being an answer."""
        best = hits[0]
        record, signals = best.passage.record, best.signals
        held = [hit for hit in hits if hit.passage.record is record and hit.score >= best.score - NEAR][:MOST_SENTENCES]
        told = [hit.passage for hit in held]
        question = settled(question, told)
        others = _others(question, best)
        told_stems = frozenset().union(*(passage.held for passage in told))
        reach = self._held[record.id]
        undue = Kind.DEADLINE in question.kinds and record.kind is not Kind.DEADLINE
        met = [stem for stem in others if has(question, stem, told_stems)]
        numbered, misnumbered = lacks_number(question, told, self._index)
        unmet = uncounted(question, told)
        deed = deed_told(question, told)
        act = 0.0 if deed else _unacted(question, told)
        bare = undetailed(question, told) or self._unplaced(question, told)
        unasked = _unasked(question, told)
        missed = bare or unasked or deed is False or act == 1 or unmet == 1
        return Grounds(
            reach=signals.reach,
            name=signals.name,
            exact=signals.exact,
            states=signals.states * (not undue),
            due=signals.due,
            talk=signals.talk,
            met=min(len(met), _ENOUGH) / _ENOUGH,
            said=self._said(question, others, told) if others else float(signals.name > 0 and not missed),
            rest=max(hit.signals.rest for hit in held) if others or not missed else 0.0,
            pressing=signals.pressing,
            outside=float(unmet in {None, 1.0} and _outside(question, told)),
            act=act,
            amount=signals.amount * (not _NO_SUM.search(question.plain)),
            undue=float(undue and not any(map(_due, told))),
            unfocused=lacked(question, question.focus & question.own, told_stems),
            unnamed=_unnamed(question, told_stems | best.passage.named | best.passage.setting),
            undetailed=float(bare),
            undone=float(deed is False),
            unset=self._unset(question, told),
            lacking=self._lacking(question, others, told_stems),
            abroad=float(bool(self._places.contradicted(question, told))),
            strange=float(any(not has(question, stem, reach) for stem in (question.proper & question.own) - _NO_NAMES)),
            mere=signals.exact * missed,
            uncounted=unmet or 0.0,
            numberless=float(numberless(question, told)),
            aside=signals.aside,
            rival=_rival(hits, held),
            unanswerable=_unanswerable(hits),
            vain=max(-1.0, min(self._vain.of(stem for stem in others if stem in question.own) / _ENOUGH, 1.0)),
            unasked=float(unasked),
            numbered=float(numbered),
            misnumbered=float(misnumbered),
            edition=other_edition(question, best, told, reach),
            elsewhen=signals.elsewhen,
            always=1.0,
        )

    def numbered_first(self, question: Question, hits: list[Hit]) -> list[Hit]:
        """Put the best hit with the number that names something ("the 28th session") before one that has other numbers."""
        if not hits or not lacks_number(question, [hits[0].passage], self._index)[1]:
            return hits
        has = (hit for hit in hits if hit.score >= hits[0].score - NEAR and hit.signals.name >= hits[0].signals.name)
        first = next((hit for hit in has if not lacks_number(question, [hit.passage], self._index)[0]), None)
        return [first, *(hit for hit in hits if hit is not first)] if first else hits

    def _said(self, question: Question, others: list[str], told: list[Passage]) -> float:
        """Give the greatest share of some of the question's words that one of the sentences told has."""
        met = ([stem for stem in others if has(question, stem, passage.said)] for passage in told if passage.fact)
        return max((self._weight(question, run) for run in met), default=0.0) / self._weight(question, others)

    def _unset(self, question: Question, told: list[Passage]) -> float:
        best = told[0]
        known = frozenset(stems(best.record.place or "")).union(best.named, best.setting, *(passage.held for passage in told))
        places = map(stems, self._places.named_in(question.plain))
        return float(any(not has(question, stem, known) for place in places for stem in place))

    def _unplaced(self, question: Question, told: list[Passage]) -> bool:
        """Say whether a question asks where something is held, and neither the record nor what is told has a place."""
        if not _HELD_WHERE.search(question.plain) or told[0].record.place:
            return False
        asked = set(self._places.named_in(question.plain))
        texts = (passage.fact.text.casefold() for passage in told if passage.fact)
        return all(asked.issuperset(self._places.named_in(text)) for text in texts)

    def _lacking(self, question: Question, others: list[str], held: Stems) -> float:
        wanted = question.own - question.focus
        missing = [stem for stem in others if stem in wanted and not has(question, stem, held)]
        return min(len(missing), _MOST_LACKED) / _MOST_LACKED

    def _weight(self, question: Question, run: Iterable[str]) -> float:
        """Give what some of the question's words weigh; a word that is found once and weighs fully has 1."""
        return sum(question.terms[stem] * self._index.weight(stem) for stem in run) / self._index.rarest


def _others(question: Question, best: Hit) -> list[str]:
    """Give the words of a question that neither name the record, nor tell its time, nor only say what datum is wanted."""
    timely = best.signals.time > 0 and question.span is not None
    days = set(stems(question.span.words)) if timely and question.span else set()
    return [stem for stem in question.terms if not (stem in LIGHT_STEMS or stem in best.passage.named or stem in days)]


def _outside(question: Question, told: list[Passage]) -> bool:
    """Say whether a matter that is asked for is one of which nothing is stated of such records, nor in what is told."""
    kind = told[0].record.kind
    matters = (phrase for phrase, matter in question.outside.items() if not matter.of or kind in matter.of)
    return any(not any(passage.has_run(phrase) for passage in told) for phrase in matters)


def _unacted(question: Question, told: list[Passage]) -> float:
    """Say how far what somebody did or was, who is asked for ("who won", "who was the treasurer of"), is not told."""
    role = _ROLE.search(question.plain)
    heads = [stem for stem in stems(role[1]) if stem not in LIGHT_STEMS][-1:] if role else []
    wanted = question.act.union(heads, stems(verb_of(question)))
    return lacked(question, wanted, frozenset().union(*map(_done_by, told))) if wanted else 0.0


def _done_by(passage: Passage) -> Stems:
    """Give what a passage tells that somebody did: the stems of its sentence, its names and its questions for somebody."""
    asks = passage.fact.asks if passage.fact else passage.record.asks
    whose = (stemmed for ask, stemmed in zip(asks, passage.asks, strict=True) if _ASKS_WHO.search(ask.casefold()))
    return passage.said.union(passage.named, *whose)


def _unnamed(question: Question, held: Stems) -> float:
    named = (question.proper & question.own) - _NO_NAMES
    return sum(lacked(question, [stem], held) for stem in named) / len(named) if named else 0.0


def _rival(hits: list[Hit], held: list[Hit]) -> float:
    record = held[0].passage.record
    elsewhere = max((hit.signals.ask for hit in hits if hit.passage.record is not record), default=0.0)
    return max(elsewhere - max(hit.signals.ask for hit in held), 0.0)


def _unanswerable(hits: list[Hit]) -> float:
    return max(max(hit.signals.unanswered for hit in hits) - max(hit.signals.ask for hit in hits), 0.0)


def _due(passage: Passage) -> bool:
    return passage.fact is not None and bool(_DUE.search(passage.fact.text))


def _unasked(question: Question, told: list[Passage]) -> bool:
    wanted = {one for one in COUNTED if one in question.asked}
    if not wanted or question.wants(Asked.DAYS) or tells_how_long(question, told) or tells_label(question, told):
        return False
    deed = frozenset(stems(act_of(question.plain)))
    done = [passage.said - passage.named for passage in told if deed and Datum.NAME in passage.data]
    return not any(wanted & passage.wanted for passage in told) and not any(deed <= said for said in done)
