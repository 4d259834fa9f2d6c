"""Orders the passages that BM25 finds by what a word count does not see: how much of the question they cover, which example question is
alike, whether they state the asked-for datum, whether their time and kind fit.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields

from bot.answering.asked import Asked
from bot.answering.data import Datum
from bot.answering.index import K1, Index
from bot.answering.passages import Passage, Stems
from bot.answering.question import LIGHT, Question
from bot.languages.analysis import LIGHT_STEMS
from bot.records.model import Kind, Record, StatedField

CANDIDATES = 60
"""Passages that BM25 hands on; the right one is hardly ever below."""

INSTEAD = 0.4
"""Weight in BM25 of a word that the thesaurus puts beside the asked one."""

CREDIT = 0.85
"""Share of a word's weight that counts as covered where the passage has another word for it."""

_YEAR_DIGITS = 4
_DAYS_IN_YEAR = 365.25
_FEW_YEARS = 3

_FIELDS: dict[Asked, tuple[StatedField, ...]] = {
    Asked.WHEN: ("start", "end"),
    Asked.DAYS: ("start", "end"),
    Asked.STATE: ("start", "end", "status"),
    Asked.NEXT: ("start",),
    Asked.WHERE: ("place",),
    Asked.WHO: ("chairs", "organisers"),
    Asked.LINK: ("links",),
    Asked.CONTACT: ("contacts",),
    Asked.SYMBOL: ("symbol",),
}


_DATA: dict[Asked, Datum] = {
    Asked.WHEN: Datum.DATE,
    Asked.DAYS: Datum.DATE,
    Asked.WHERE: Datum.PLACE,
    Asked.WHO: Datum.NAME,
    Asked.HOW_MANY: Datum.NUMBER,
    Asked.LINK: Datum.ADDRESS,
    Asked.CONTACT: Datum.MAIL,
}


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a passage, or its weights; each from 0 to 1 unless said otherwise.

    Attributes:
        bm25: Its BM25 score as a share of what a passage made of the question would have.
        cover: The share of the question's weight that the passage holds.
        reach: The share that any passage of its record holds.
        ask: Likeness to the nearest example question.
        name: How fully the question names the record.
        titled: The share of the question's weight that the record's names hold.
        exact: The question names the record fully and little else.
        own: The share of a follow-up's own words that the record holds; of any other question's words, all of them.
        bare: The question has no words but those that name the record.
        rest: The share of its other words that the passage holds.
        lost: The weight of the heaviest of them that the record lacks, as a share of the heaviest possible.
        proper: The share of the question's proper names and acronyms that the record lacks.
        states: It states the structured field that is asked for.
        whole: It tells of the record as a whole.
        define: So it does, and the question asks what the thing is.
        kind: Its record is of a kind that the question names.
        time: Its record lies in the days that are named.
        elsewhen: Its record lies elsewhere in time.
        recent: How near to now its record lies, where the question names no days.
        talk: How near its record is to what the talk is about.
        untyped: It lacks the kind of datum that is asked for (a date, a name, a number, an address).
        focus: What the question wants by name is not in the record.
        outside: The question has a word of a matter that no record is expected to state, and the passage lacks it.
        unknown: The share of the question's weight in words that no record has.
        always: 1; its weight is where the scale begins.
    """

    bm25: float = 3.31
    cover: float = 1.97
    reach: float = 3.97
    ask: float = 1.45
    name: float = 1.07
    titled: float = 1.28
    exact: float = 1.98
    own: float = 0.08
    bare: float = -1.68
    rest: float = 0.0
    lost: float = 0.0
    proper: float = -0.26
    states: float = 0.17
    whole: float = 1.28
    define: float = -2.18
    kind: float = -0.15
    time: float = 0.64
    elsewhen: float = -0.75
    recent: float = 0.61
    talk: float = 0.58
    untyped: float = -3.38
    focus: float = -1.14
    outside: float = -1.43
    unknown: float = -1.27
    always: float = -5.26


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its signals and the score that their weights give: the log of its odds against a refusal."""

    passage: Passage
    signals: Signals
    score: float


class Ranker:
    """Scores passages for questions."""

    def __init__(self, index: Index, passages: list[Passage], weights: Signals) -> None:
        """Take the index over the tokens of these passages, in the same order."""
        self.index = index
        self.passages = passages
        self.weights = astuple(weights)
        self._places: dict[str, list[int]] = defaultdict(list)
        held: dict[str, set[str]] = defaultdict(set)
        for place, passage in enumerate(passages):
            self._places[passage.record.id].append(place)
            held[passage.record.id] |= passage.held
        self.held = {record: frozenset(words) for record, words in held.items()}

    def rank(self, question: Question, talk: Mapping[str, float]) -> list[Hit]:
        """Give the best passages, best first.

        Args:
            question: What is asked.
            talk: How near each record is to what the talk is about, from 0 to 1.
        """
        asked = _Asked(question, self.index)
        scores = self.index.scores(asked.query)
        places = self.index.best(scores, CANDIDATES)
        # what the talk is about is always looked at, however few words are asked
        places = list(dict.fromkeys([*places, *(place for record in talk for place in self._places[record])]))
        hits = [self._hit(asked, self.passages[place], float(scores[place]), talk) for place in places]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.record.id, hit.passage.fact.key if hit.passage.fact else ""))

    def _hit(self, asked: "_Asked", passage: Passage, score: float, talk: Mapping[str, float]) -> Hit:
        question, record = asked.question, passage.record
        time = _time(question, passage)
        whole = passage.fact is None
        reach = self.held[record.id]
        named = max((asked.named(name) for name in passage.names), default=0.0)
        signals = Signals(
            bm25=score / asked.ideal,
            cover=asked.covered(passage.held, years=time > 0),
            reach=asked.covered(reach, years=time > 0),
            ask=max((asked.alike(ask) for ask in passage.asks), default=0.0),
            name=named,
            titled=(titled := asked.covered(passage.named, years=False)),
            exact=named * titled,
            own=asked.covered(reach, years=time > 0, of=question.own),
            bare=float(asked.weight.keys() <= passage.named),
            rest=asked.covered(passage.held, years=time > 0, but=passage.named),
            lost=asked.lost(reach),
            proper=asked.missed(question.proper, reach),
            states=_states(question, passage),
            whole=float(whole),
            define=float(whole and question.asked == (Asked.WHAT,)),
            kind=float(record.kind in question.kinds),
            time=float(time > 0),
            elsewhen=float(time < 0),
            recent=_recent(question, record),
            talk=talk.get(record.id, 0.0),
            untyped=float(asked.datum is not None and asked.datum not in passage.data),
            focus=asked.missed(question.focus, reach),
            outside=float(any(not passage.held.issuperset(phrase) for phrase in question.outside)),
            unknown=asked.unknown,
            always=1.0,
        )
        return Hit(passage, signals, sum(weight * value for weight, value in zip(self.weights, astuple(signals), strict=True)))


class _Asked:
    """A question with what the index knows of its words."""

    def __init__(self, question: Question, index: Index) -> None:
        self.question = question
        self.index = index
        self.weight = {stem: often * index.weight(stem) for stem, often in question.terms.items()}
        self.total = sum(self.weight.values()) or 1.0
        self.ideal = self.total * (K1 + 1)
        also = {
            other: INSTEAD * question.terms[stem]
            for stem, others in question.instead.items()
            for phrase in others
            for other in phrase
        }
        self.query = sorted((also | question.terms).items())
        missing = (stem for stem in self.weight if stem not in index and stem not in question.instead)
        self.datum = next((_DATA[one] for one in question.asked if one in _DATA), None)
        self.unknown = sum(self.weight[stem] for stem in missing) / self.total

    def covered(self, held: Stems, *, years: bool, but: Stems = frozenset(), of: Stems | None = None) -> float:
        """Give the share of the question's weight that a passage holds, leaving out the words in `but`, or of certain words."""
        found = total = 0.0
        for stem, weight in self.weight.items():
            if stem in but or (of is not None and stem not in of):
                continue
            total += weight
            if stem in held or (years and len(stem) == _YEAR_DIGITS and stem.isdigit()):
                found += weight
            elif self._has_instead(stem, held):
                found += weight * CREDIT
        return found / total if total else 0.0

    def _has_instead(self, stem: str, held: Stems) -> bool:
        return any(phrase <= held for phrase in self.question.instead.get(stem, ()))

    def alike(self, ask: Stems) -> float:
        """Give the idf-weighted Dice coefficient of the question and an example question."""
        common = sum(self.weight[stem] for stem in self.weight.keys() & ask)
        for stem in self.question.instead:
            if stem not in ask and self._has_instead(stem, ask):
                common += CREDIT * self.weight[stem]
        if not common:
            return 0.0
        return min(2 * common / (self.total + sum(map(self._plain_weight, ask))), 1.0)

    def _plain_weight(self, stem: str) -> float:
        return self.index.weight(stem) * (LIGHT if stem in LIGHT_STEMS else 1)

    def named(self, name: Stems) -> float:
        """Give how much of a name the question has; a number alone names nothing, unless it is the whole name."""
        shared = self.weight.keys() & name
        if not shared or (shared != name and all(stem.isdigit() for stem in shared)):
            return 0.0
        return sum(map(self.index.weight, shared)) / sum(map(self.index.weight, name))

    def missed(self, wanted: Stems, held: Stems) -> float:
        """Give the share of some of the question's words that a record has neither itself nor by another word."""
        known = wanted & self.weight.keys()
        lost = [stem for stem in known if stem not in held and not self._has_instead(stem, held)]
        return len(lost) / len(known) if known else 0.0

    def lost(self, held: Stems) -> float:
        """Give the weight of the heaviest word that a record lacks, as a share of the heaviest possible."""
        lacking = (weight for stem, weight in self.weight.items() if stem not in held and not self._has_instead(stem, held))
        return max(lacking, default=0.0) / self.index.rarest


def _states(question: Question, passage: Passage) -> float:
    """Say whether the passage states the datum that is asked for."""
    record, fact = passage.record, passage.fact
    for asked in question.asked:
        for field in _FIELDS.get(asked, ()):
            keys = record.stated.get(field)
            if keys and (fact is None or fact.key in keys):
                return 1.0
    return 0.0


def _time(question: Question, passage: Passage) -> int:
    """Give 1 where the record lies in the days that are named, -1 where it lies elsewhere, 0 where nothing is known."""
    span, period = question.span, passage.record.period
    if span is None:
        return 0
    if period is not None and passage.record.kind not in {Kind.PERSON, Kind.ORGANISATION}:
        return 1 if period.overlaps(span.first, span.last) else -1
    years = {str(year) for year in range(span.first.year, min(span.last.year, span.first.year + _FEW_YEARS) + 1)}
    return 0 if span.relative or years & passage.held else -1


def _recent(question: Question, record: Record) -> float:
    """Give 1 for a record of now, half of that for one a year away, and so on; 0 where days are named or the record has none."""
    if question.span is not None or record.period is None:
        return 0.0
    days = abs((record.period.begins() - question.now).days)
    return 1 / (1 + days / _DAYS_IN_YEAR)


SIGNAL_NAMES = tuple(field.name for field in fields(Signals))
