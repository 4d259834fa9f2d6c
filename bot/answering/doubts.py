"""What speaks for and against the best passage being an answer at all: what of the question it tells, and what it lacks."""

import calendar
import operator
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.answering.asked import Asked
from bot.answering.compose import MOST_SENTENCES, NEAR
from bot.answering.data import counts
from bot.answering.index import Index
from bot.answering.paragraphs import numbers_in, paragraphs_of
from bot.answering.passages import COUNTED, Passage, Stems
from bot.answering.places import Places
from bot.answering.question import Question
from bot.answering.rank import Hit
from bot.languages.analysis import LIGHT_STEMS, is_year, stems, words
from bot.records.model import Kind

_ENOUGH = 5
"""Words met from which on more make no answer surer."""

_NEAR_NUMBER = 4
"""Telling words behind a number among which is what it counts."""

_HALF = 0.5
"""What a word counts as lacking that is told by another word only."""

_ORDINALS = frozenset(
    ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"]
)
_NO_NAMES = frozenset(stems(" ".join([*calendar.month_name, *calendar.day_name, "Mr Mrs Ms Dr Assembly Union Net"])))
"""What is written with a capital and names nothing by itself."""

_SUPERLATIVE = (
    r"\b(?:best|worst|(?:larg|bigg|long|short|old|young|weak|strong|high|low|great|small|few|loud|fast|slow|cheap|busi|rich|poor"
    r"|hard|easi|tough|hott|bright|smart|nic|wid|deep|hars|rar|clear)est|(?<!at )(?:most|least)(?! of\b))\b"
)

_DETAILS = tuple(
    (re.compile(asked), re.compile(told, re.IGNORECASE))
    for asked, told in (
        (
            r"\b(?:what|which) (?:hour|time)\b|\bwhat hour\b|o'?clock|\bhours?\b(?! of)",
            r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2} ?[ap]\.?m\b|noon|midnight|hours?\b|morning|afternoon",
        ),
        (
            r"\b(?:what|which) (?:\w+ )?(?:room|hall|building|floor|auditorium)\b|\b(?:room|hall|floor) number\b",
            r"\b(?:room|hall|building|floor|auditorium|chamber|cent(?:re|er)|palexpo|palais|headquarters|hotel|inn|house|campus|hub)\b",
        ),
        (r"\b(?:themes?|motto|slogan)\b", r"\b(?:themes?|motto|slogan|title|entitled|under the)\b"),
        (r"\belections?\b|\b(?:re)?elected\b", r"\b(?:re)?elect|\bchosen\b|\bchose\b|\bappoint|\bnamed\b|\bpick|\bvote"),
        (r"\bregist(?:er|ration)\b", r"\b(?:pre-?)?regist|\bsign(?:ed)? up\b|\baccredit|\bopen\b|\battend"),
        (
            r"\b(?:first|inaugural) (?:meeting|session)\b",
            r"\bfirst\b|\b1st\b|\binaugura|\bbegan\b|\bstart|\bopen(?:s|ed|ing)\b|\bkick",
        ),
        (_SUPERLATIVE, _SUPERLATIVE),
        (r"\bhow did \w+(?: \w+)? vote\b|\bhow many votes\b", r"\bvot|\bin favou?r\b|\bagainst\b"),
        (r"\be-?mails?\b|\bmail address\b|\b(?:tele)?phones?\b", r"@|\be?-?mail|\bphone"),
        (
            r"\bwhy\b|\breasons?\b|\bhow come\b",
            r"\b(?:because|since|so that|due to|in order|why|after|reasons?|aims?|purposes?|causes?|to (?:be|give|keep|help))\b",
        ),
        (r"\b(?:what|which) languages?\b", r"\blanguages?\b|\bEnglish\b|\bFrench\b|\binterpret|\bArabic\b|\bRussian\b"),
    )
)
"""Details that are asked for by name, each with what there is in a text that tells it."""

_ROLE = re.compile(
    r"\bwho(?:'s| is| was| are| were| will be| has been) (?:the|its|their|a|an) (\w[\w -]*?)"
    r"(?= (?:of|in|at|for|on|to|when|from|behind|who|during)\b|\W*$)"
)
_PERSONS = re.compile(
    r"\bhow many (?:\w+ )?(?:people|persons)\b"
    r"|\bhow many (?:came|attended|took part|participated|turned up|were there)\b"
)
_PEOPLE = frozenset(
    stems(
        "participants people persons delegates attendees attended attending visitors experts members guests registered"
        " stakeholders representatives women men ministers speakers voters voted votes signatories applicants leaders"
        " students staff employees"
        " participated joined registrations attendance participation individuals scientists youth delegations winners fellows"
    )
)

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
        uncounted: The question asks how many there are of something, and no number stands before it.
        numberless: The question asks how many, and nothing told has a number that counts.
        rival: How much nearer to the question an example question of another record is than those of what is told.
        unasked: The question asks who or how many, and no example question of what is told does.
        numbered: The question names a paragraph, a session or the like by a number that is not told.
        misnumbered: What is told has other numbers beside the same word ("Revision 7": it has a Revision 1).
        edition: The question names a year that neither the record's names nor, unless a date is asked for, its sentences have.
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
    uncounted: float
    numberless: float
    rival: float
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

    def __init__(self, index: Index, held: Mapping[str, Stems], places: Places) -> None:
        """Take the index, the stems of each record by its id, and the places that may be named."""
        self._index = index
        self._places = places
        self._held = held

    def grounds(self, question: Question, hits: list[Hit]) -> Grounds:
        """Give the grounds for and against the best of these hits being an answer."""
        best = hits[0]
        record, signals = best.passage.record, best.signals
        held = [hit for hit in hits if hit.passage.record is record and hit.score >= best.score - NEAR][:MOST_SENTENCES]
        told = [hit.passage for hit in held]
        others = _others(question, best)
        told_stems = frozenset().union(*(passage.held for passage in told))
        reach = self._held[record.id]
        undue = Kind.DEADLINE in question.kinds and record.kind is not Kind.DEADLINE
        met = [stem for stem in others if _has(question, stem, told_stems)]
        numbered, misnumbered = _lacks_number(question, told, self._index)
        uncounted = _uncounted(question, told)
        return Grounds(
            reach=signals.reach,
            name=signals.name,
            exact=signals.exact,
            states=signals.states * (not undue),
            due=signals.due,
            talk=signals.talk,
            met=min(len(met), _ENOUGH) / _ENOUGH,
            said=self._said(question, others, told) if others else float(signals.name > 0),
            rest=max(hit.signals.rest for hit in held),
            pressing=signals.pressing,
            outside=float(uncounted in {None, 1.0} and _outside(question, best.passage)),
            act=_unacted(question, told_stems),
            amount=signals.amount,
            undue=float(undue and not any(map(_due, told))),
            unfocused=_lacked(question, question.focus & question.own, told_stems),
            unnamed=_unnamed(question, told_stems | best.passage.named | best.passage.setting),
            undetailed=float(_undetailed(question, told)),
            abroad=float(bool(self._places.contradicted(question, told))),
            strange=float(any(not _has(question, stem, reach) for stem in (question.proper & question.own) - _NO_NAMES)),
            uncounted=uncounted or 0.0,
            numberless=float(_numberless(question, told)),
            rival=_rival(hits, held),
            unasked=float(_unasked(question, told)),
            numbered=float(numbered),
            misnumbered=float(misnumbered),
            edition=float(_other_edition(question, best, told, reach)),
            elsewhen=signals.elsewhen,
            always=1.0,
        )

    def numbered_first(self, question: Question, hits: list[Hit]) -> list[Hit]:
        """Put the best hit with the number that names something ("the 28th session") before one that has other numbers."""
        if not hits or not _lacks_number(question, [hits[0].passage], self._index)[1]:
            return hits
        has = (hit for hit in hits if hit.score >= hits[0].score - NEAR and hit.signals.name >= hits[0].signals.name)
        first = next((hit for hit in has if not _lacks_number(question, [hit.passage], self._index)[0]), None)
        return [first, *(hit for hit in hits if hit is not first)] if first else hits

    def _said(self, question: Question, others: list[str], told: list[Passage]) -> float:
        """Give the greatest share of some of the question's words that one of the sentences told has."""
        met = ([stem for stem in others if _has(question, stem, passage.said)] for passage in told if passage.fact)
        return max((self._weight(question, run) for run in met), default=0.0) / self._weight(question, others)

    def _weight(self, question: Question, run: Iterable[str]) -> float:
        """Give what some of the question's words weigh; a word that is found once and weighs fully has 1."""
        return sum(question.terms[stem] * self._index.weight(stem) for stem in run) / self._index.rarest


def _has(question: Question, stem: str, held: Stems) -> bool:
    return stem in held or any(phrase <= held for phrase in question.instead.get(stem, ()))


def _others(question: Question, best: Hit) -> list[str]:
    """Give the words of a question that neither name the record, nor tell its time, nor only say what datum is wanted."""
    timely = best.signals.time > 0 and question.span is not None
    days = set(stems(question.span.words)) if timely and question.span else set()
    return [stem for stem in question.terms if not (stem in LIGHT_STEMS or stem in best.passage.named or stem in days)]


def _outside(question: Question, best: Passage) -> bool:
    """Say whether a matter that is asked for is one of which nothing is stated of such records, nor in this passage."""
    matters = (phrase for phrase, matter in question.outside.items() if not matter.of or best.record.kind in matter.of)
    return any(not best.has_run(phrase) for phrase in matters)


def _uncounted(question: Question, told: list[Passage]) -> float | None:
    """Say how far no number stands before what the question wants counted; None where it asks for no such thing."""
    persons = _PERSONS.search(question.plain) is not None
    if not question.wants(Asked.HOW_MANY) or question.wants(Asked.DAYS) or not (question.focus or persons):
        return None
    behind = (text for passage in told if passage.fact for text in counts(passage.record, passage.fact))
    counted = [frozenset(stems(text)[:_NEAR_NUMBER]) for text in behind]
    if persons:
        return float(all(_PEOPLE.isdisjoint(run) for run in counted))
    return min((_lacked(question, question.focus, run) for run in counted), default=1.0)


def _numberless(question: Question, told: list[Passage]) -> bool:
    if not question.wants(Asked.HOW_MANY) or question.wants(Asked.DAYS):
        return False
    return not any(counts(passage.record, passage.fact) for passage in told if passage.fact)


def _unacted(question: Question, held: Stems) -> float:
    """Say how far what somebody did or was, who is asked for ("who won", "who was the treasurer of"), is not told."""
    role = _ROLE.search(question.plain)
    heads = [stem for stem in stems(role[1]) if stem not in LIGHT_STEMS][-1:] if role else []
    return _lacked(question, question.act.union(heads), held)


def _lacked(question: Question, wanted: Iterable[str], held: Stems) -> float:
    """Give 1 where one of these words is not told, half of that where it is by another word only, else 0."""
    return max((0.0 if stem in held else _HALF if _has(question, stem, held) else 1.0 for stem in wanted), default=0.0)


def _unnamed(question: Question, held: Stems) -> float:
    named = (question.proper & question.own) - _NO_NAMES
    return sum(_lacked(question, [stem], held) for stem in named) / len(named) if named else 0.0


def _rival(hits: list[Hit], held: list[Hit]) -> float:
    record = held[0].passage.record
    elsewhere = max((hit.signals.ask for hit in hits if hit.passage.record is not record), default=0.0)
    return max(elsewhere - max(hit.signals.ask for hit in held), 0.0)


def _due(passage: Passage) -> bool:
    return passage.fact is not None and bool(_DUE.search(passage.fact.text))


def _unasked(question: Question, told: list[Passage]) -> bool:
    wanted = {one for one in COUNTED if one in question.asked}
    return bool(wanted) and not question.wants(Asked.DAYS) and not any(wanted & passage.wanted for passage in told)


def _undetailed(question: Question, told: list[Passage]) -> bool:
    wanted = [detail for detail in _DETAILS if detail[0].search(question.plain)]
    if not wanted:
        return False
    text = " ".join(_text(passage) for passage in told)
    asks = " ".join(ask for passage in told if passage.fact for ask in passage.fact.asks).casefold()
    return not all(there.search(text) or asked.search(asks) for asked, there in wanted)


def _text(passage: Passage) -> str:
    """Give what a passage tells: its record's title, and its sentence or the record's own data."""
    record, fact = passage.record, passage.fact
    return f"{record.title} {fact.text if fact else f'{record.start} {record.printed} {record.place}'}"


def _lacks_number(question: Question, told: list[Passage], index: Index) -> tuple[bool, bool]:
    """Say whether something is named by a number that what is told lacks, and whether it has other ones beside that word."""
    days = set(stems(question.span.words)) if question.span else set()
    run = [word for word in words(question.plain) if not word.weak]
    known: frozenset[tuple[str, str]] = frozenset().union(*(passage.numbered for passage in told))
    others = {word for _, word in known}
    named = numbers_in(question.plain)
    paragraphs = named if any(named & paragraphs_of(passage) for passage in told) else frozenset()
    lacked: set[str] = set()
    for place, word in enumerate(run):
        if not (word.stem.isdigit() and not is_year(word.stem) and _names_one(word.form)) or word.stem in days:
            continue
        beside = {run[other].stem for other in (place - 1, place + 1) if 0 <= other < len(run)}
        telling = {stem for stem in beside if stem in index}  # "36th mtg": what nobody wrote parts no numbers
        met = {stem for number, stem in known if number == word.stem}
        if (telling | question.own).isdisjoint(met) and (telling or not met) and int(word.stem) not in paragraphs:
            lacked |= telling or {""}
    return bool(lacked), bool(lacked & others)


def _names_one(form: str) -> bool:
    """Say whether a number is written as one that names: in digits, or as an ordinal above the second."""
    return form[0].isdigit() or form in _ORDINALS


def _other_edition(question: Question, best: Hit, told: list[Passage], reach: Stems) -> bool:
    years = set(filter(is_year, question.own))
    dated = question.wants(Asked.WHEN, Asked.DAYS, Asked.STATE, Asked.NEXT)  # a budget for 2027 tells no day in 2027
    if not years or (not dated and years <= frozenset().union(*(passage.said for passage in told))):
        return False
    editions = set(filter(is_year, best.passage.named))
    return (bool(editions) and years.isdisjoint(editions)) or (best.signals.time <= 0 and not years <= reach)
