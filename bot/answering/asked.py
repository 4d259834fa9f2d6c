"""What a question asks for: the datum (when, where, who, ...), the kind of record, and whether it leans on what was said before."""

import enum
import re

from bot.records.model import Kind


class Asked(enum.StrEnum):
    """The datum that a question wants."""

    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    HOW_MANY = "how many"
    DAYS = "how many days"
    STATE = "open or over"
    NEXT = "next"
    LIST = "list"
    CHANGED = "what changed"
    SOURCE = "which source"
    LINK = "link"
    CONTACT = "contact"
    NAME = "full name"
    SYMBOL = "symbol"
    HOW = "how"
    WHAT = "what"


_PATTERNS: tuple[tuple[Asked, str], ...] = (
    (
        Asked.DAYS,
        r"how (?:many|much) (?:more )?(?:days?|weeks?|months?|time)\b.*\b(?:left|until|till|til|before|to go|remain\w*|away|since|ago|have|has|do|does|between)"
        r"|how long (?:until|till|til|is (?:there )?left|do (?:i|we) (?:still )?have|have (?:i|we)|before|ago)|\bdays? (?:left|to go|remain\w*)"
        r"|time (?:left|remain\w*)|count ?down|how (?:far off|far away|soon)|how much longer",
    ),
    (
        Asked.STATE,
        r"\btoo late\b|\b(?:did|have|has) (?:i|we) miss|\bmissed (?:it|the|my|our)\b"
        r"|\bstill (?:be )?(?:open|possible|time|accept\w*|running|going|ongoing|on\b|apply|submit|send|hand|register|sign|ask|get in|propose|join|coming|ahead|to come|valid|in force|one more|any)"
        r"|\b(?:can|could|may) (?:i|we|one|you|people|they|my|our|anyone|someone|somebody) (?:\w+ )?(?:still|yet|already)\b|\b(?:open|running|going on|under way) (?:now|yet|today|at the moment|currently|right now)\b"
        r"|\b(?:is|are|was|were|has|have|had|did) [^?.]{2,110}?\b(?:over|open|closed|finished|ended|begun|started|under ?way|happened|happening|taken place|expired|passed|concluded|ongoing|running|behind us)(?: now| yet| already| by now| today)?\s*[?.!]*\s*$"
        r"|\b(?:is|are|was|were|has|have|had|did|does) [^?.]{2,140}?\b(?:yet|already|today|now|tomorrow)\s*\?\s*$"
        r"|^\W*(?:still )?open\s*\?|\b(?:open|over|closed)\s*\?\s*$|\bin time (?:for|to)\b|\bright now\b",
    ),
    (
        Asked.CHANGED,
        r"\b(?:changed?|changes|moved|postponed|rescheduled|shifted|delayed|brought forward|pushed back)\b|\boriginal(?:ly)?\b|\b(?:first|initially|earlier|previously) (?:announced|planned|set|scheduled|foreseen|given)"
        r"|\b(?:earlier|previous|old|initial|first) (?:dates?|deadlines?|plans?|days?)\b|\bused to be\b|\bdifferent date\b|\bextended\b|\bextension\b",
    ),
    (Asked.HOW_MANY, r"\bhow (?:many|much|big|large|often|old)\b|\b(?:number|amount|count|total|size) of\b|\bhow long (?:did|does|was|is|will|were)\b|\bwhat number\b|\bnb of\b|#"),
    (
        Asked.WHEN,
        r"\bwhen\b|\b(?:what|which|wich|wat) (?:\w+ )?(?:dates?|days?|times?|months?|years?|weeks?|hours?|o'?clock)\b|\bdates?\b|\bwhat time\b|\bdeadlines?\b|\bdue\b|\bcut-?off\b|\bclosing (?:date|day)\b|\blast day\b"
        r"|\bby when\b|\bsince when\b|\buntil when\b|\bddl\b|\btiming\b|\bschedule[d]?\b|\bhours?\b",
    ),
    (Asked.WHERE, r"\bwhere\b|\bvenue\b|\blocation\b|\b(?:what|which|in what|in which) (?:\w+ )?(?:city|country|place|town|room|building|hall|venue|location|continent|capital)\b|\bplace\?|\broom\b|\bcity\b|\bheld in\b"),
    (
        Asked.WHO,
        r"\bwho\b|\bwhom\b|\bwhose\b|\b(?:what|which) (?:person|people|ambassadors?|countr(?:y|ies)|organi[sz]ations?|organi[sz]ers?|bod(?:y|ies)|agenc(?:y|ies)|states?|group|office|entit(?:y|ies)|institutions?|partners?|commission)\b|\borgani[sz]ers?\b|\bhosts?\b|\bchair(?:s|ed|man|person)?\b",
    ),
    (
        Asked.LINK,
        r"\blinks?\b|\burls?\b|\bweb ?(?:site|page|address)\b|\bwebsite\b|\bonline form\b|\bwhere (?:can|could|do|should|shall|must|may) (?:i|we|you|one|people|\w+) (?:find|register|apply|submit|sign|read|download|send|look|get|see)|\bhomepage\b|\bpage\b",
    ),
    (Asked.CONTACT, r"\bcontacts?\b|\be-?mails?\b|\bwrite to\b|\bget in touch\b|\breach\b|\bmail ?box\b|\bmail\b|\baddress\b|\bwhom (?:do|can|should|to)\b"),
    (Asked.SOURCE, r"\bsources?\b|\bwhere does it say\b|\bwhich (?:document|paper|text) says\b|\bcitations?\b|\bproof\b|\bevidence\b|\breferences?\b|\baccording to (?:what|which|whom)\b|\bhow do you know\b"),
    (Asked.NEXT, r"\bnext\b|\bupcoming\b|\bcoming up\b|\bforthcoming\b|\bsoonest\b|\bwhat'?s coming\b|\bcoming (?:weeks?|months?|days?|year)\b|\bahead\b|\bin the future\b"),
    (Asked.LIST, r"\blist\b|\b(?:which|what|all|any|every|name|give me|show me) (?:the |of the )?(?:\w+ ){0,3}?(?:deadlines|meetings|events|consultations|resolutions|documents|sessions|readings|gatherings|conferences|calls|prizes|dates|reports|sponsors?|tracks|items|elements|questions|themes|objectives)\b|\boverview\b|\bcalendar\b|\bagenda of\b|\ball the\b|\bwhat happened\b|\bwhat(?:'s| is| was) (?:on|happening|going on|scheduled|planned)\b|\banything (?:on|happening|due|scheduled)\b"),
    (Asked.NAME, r"\bstands? for\b|\bletters\b|\bacronyms?\b|\babbreviat\w+\b|\bfull name\b|\bspell(?:ed|t)? out\b|\bwhat (?:does|do|did) [^?]{1,40} mean\b|\bmeaning of\b|\bfull (?:title|form)\b"),
    (Asked.SYMBOL, r"\bsymbols?\b|\bdocument number\b|\breference number\b|\bresolution number\b|\bnumber of the (?:resolution|document|paper)\b|\b(?:which|what) resolution\b"),
    (Asked.HOW, r"\bhow\b|\bsteps?\b|\bprocedure\b|\bin what way\b|\bways?\b"),
    (Asked.WHAT, r"\bwhat\b|\bwhich\b|\bdefin\w+\b|\bmeaning\b|\bstands? for\b|\bexplain\b|\bdescribe\b"),
)
_COMPILED = tuple((asked, re.compile(pattern)) for asked, pattern in _PATTERNS)

_KIND_WORDS: tuple[tuple[Kind, str], ...] = (
    (Kind.DEADLINE, r"deadlines?|due|cut-?offs?|closing dates?|ddl|last days?|due dates?"),
    (Kind.MEETING, r"meetings?|events?|consultations?|conferences?|sessions?|forums?|readings?|gatherings?|workshops?|ministerials?|summits?|hearings?|assembl(?:y|ies)"),
    (Kind.RESOLUTION, r"resolutions?"),
    (Kind.DOCUMENT, r"documents?|papers?|decks?|reports?|drafts?|texts?|slides?|notes?|publications?"),
    (Kind.ORGANISATION, r"organi[sz]ations?|agenc(?:y|ies)|bod(?:y|ies)|commissions?|groups?"),
    (Kind.PERSON, r"persons?|people|ambassadors?|names?"),
    (Kind.PROGRAMME, r"programmes?|programs?|prizes?|contests?|awards?|process(?:es)?"),
    (Kind.MILESTONE, r"milestones?|timelines?"),
    (Kind.OUTCOME, r"outcomes?|takeaways?|results?|conclusions?"),
)
_KINDS = tuple((kind, re.compile(rf"\b(?:{pattern})\b")) for kind, pattern in _KIND_WORDS)

_REFERS = re.compile(
    r"\b(?:it|its|that|this|they|them|their|there|those|these|he|she|him|his|her|then|same|the other|others?|another|both|either|the (?:second|first|last|previous|former|latter)(?: one)?|one)\b"
)
_CONTINUES = re.compile(r"^\W*(?:and|but|also|so|what about|how about|or|plus|then|same for|ok|okay|thanks|great|cool|in that case)\b")

_SHORTEST_QUESTION_WORD = 4


def asked_of(text: str) -> tuple[Asked, ...]:
    """Give what a lower-case question asks for, the most telling first; empty where nothing of it is said."""
    found = [asked for asked, pattern in _COMPILED if pattern.search(text)]
    if Asked.LINK in found and Asked.WHERE in found:
        found.remove(Asked.WHERE)
    return tuple(found)


def kinds_of(text: str) -> frozenset[Kind]:
    """Give the kinds of record that a lower-case question names."""
    return frozenset(kind for kind, pattern in _KINDS if pattern.search(text))


def refers_back(text: str) -> bool:
    """Say whether a lower-case question holds a word that may point to what was said before."""
    return bool(_REFERS.search(text) or _CONTINUES.search(text))


def continues(text: str) -> bool:
    """Say whether a lower-case question begins as the continuation of a talk ("and ...", "what about ...")."""
    return bool(_CONTINUES.search(text))
