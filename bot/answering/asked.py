"""What a question asks for: the datum (when, where, who, ...), the kind of record, and whether it leans on an earlier one."""

import enum
import re

from bot.answering.kinds import WHO_MAY


class Asked(enum.StrEnum):
    """The datum that a question wants."""

    DAYS = "how many days"
    STATE = "open or over"
    CHANGED = "what changed"
    MONEY = "how much money"
    SHARE = "what share"
    HOW_MANY = "how many"
    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    LINK = "link"
    CONTACT = "contact"
    SOURCE = "which source"
    NEXT = "next"
    LIST = "list"
    NEWS = "what is new"
    OUTLINE = "outline"
    NAME = "full name"
    SYMBOL = "symbol"
    HOW = "how"
    WHAT = "what"


def any_of(*patterns: str) -> re.Pattern[str]:
    """Give the pattern that is any of these."""
    return re.compile("|".join(patterns))


_STILL_WHAT = (
    r"(?:be )?(?:open|possible|time|accept\w*|running|going|ongoing|on\b|apply|submit|send|hand|register|sign|ask|get in|propose"
    r"|join|coming|ahead|to come|valid|in force|one more|any)"
)
_DONE = (
    r"(?:(?<!handed )(?<!taken )(?<!passed )over|open|closed|finished|ended|begun|started|under ?way|happened|happening"
    r"|in session|going on|taken place|expired|passed|concluded|ongoing|running|behind us)"
)
_BODY = (
    r"(?:person|people|ambassadors?|countr(?:y|ies)|organi[sz]ations?|organi[sz]ers?|bod(?:y|ies)|agenc(?:y|ies)|states?|group|office"
    r"|entit(?:y|ies)|institutions?|partners?|commission)"
)
_LISTED = (
    r"(?:deadlines|meetings|events|consultations|resolutions|documents|sessions|readings|gatherings|conferences|calls|prizes|dates"
    r"|reports|sponsors?|tracks|items|elements|questions|themes|objectives)"
)

_ASKS_WHEN = (
    r"(?:^|[,:;.!?(\u2013-]\s*|\b(?:and|or|but|so|also|since|until|till|til|by|from|tell me|know|says?|wondering|wonder|remember"
    r"|recall|sure|of|on|exactly|just|for|is|was|were|are|did|idea|please|pls|hi|hello|ok)\s+)when\b"
    r"(?! \w+ing\b)"
    r"(?! (?!is|was|are|were|did|does|do|will|can|could|has|have|had|should|must)[^?]*, (?:what|which|who|how|where)\b)"
    r"|\bwhen\s*[?.!]*\s*$"
)
"""A "when" that asks; one inside a sentence ("the review that ended when the text was adopted") only tells a time."""

_AT_PRESENT = r"\bright now\b|\bat (?:this|the) (?:very )?moment\b|\bcurrently\b|\bat present\b"

_PATTERNS: dict[Asked, re.Pattern[str]] = {
    Asked.DAYS: any_of(
        r"how (?:many|much) (?:more )?(?:days?|weeks?|months?|time)\b.*"
        r"\b(?:left|until|till|til|before|to go|remain\w*|away|since|ago|have|has|do|does|between|from (?:now|today))",
        r"how long (?:until|till|til|is (?:there )?left|do (?:i|we) (?:still )?have|have (?:i|we)|before|ago)",
        r"\bdays? (?:left|to go|remain\w*)",
        r"time (?:left|remain\w*)",
        r"count ?down",
        r"how (?:far off|far away|soon)",
        r"\bhow (?:many|much) (?:more )?(?:days?|weeks?|months?) (?:is it |is there |are there )?to (?:the |an? |our )",
        r"how much longer|how (?:many|much) (?:more )?(?:days|weeks|time) to\b|how long can (?:i|we|one) still",
        r"\b(?:days|weeks|months|years) since\b|\bhow long (?:has it been|is it) since\b",
        r"\bhow many years\b[^?]*?\b(?:left|until|till|to go|ago|since|away|from now|to the)\b",
    ),
    Asked.STATE: any_of(
        r"\btoo late\b",
        r"\b(?:did|have|has) (?:i|we) miss",
        r"\bmissed (?:it|the|my|our)\b",
        rf"\bstill {_STILL_WHAT}",
        rf"\b(?:can|could|may) {WHO_MAY} (?:\w+ )?(?:still|yet|already)\b",
        r"\b(?:open|running|going on|under way) (?:now|yet|today|at the moment|currently|right now)\b",
        rf"\b(?:is|are|was|were|has|have|had|did) [^?.]{{2,110}}?\b{_DONE}(?: now| yet| already| by now| today)?\s*[?.!]*\s*$",
        r"\b(?:is|are|was|were|has|have|had|did|does) [^?.]{2,140}?\b"
        r"(?:yet|already|today|now|tomorrow|yesterday|(?:this|next|last) (?:week|month))\s*\?\s*$",
        r"^\W*(?:still )?open\s*\?|\bis today (?:the|its|our) (?:last|final|first)\b",
        r"\b(?:open|over|closed)\s*\?\s*$",
        r"\bin time (?:for|to)\b|\bin force\b",
        r"\bstill ahead\b|\bahead of us\b|\b(?:still|yet) to come\b|\bstill (?:sitting|in session)\b",
        r"\bstill (?:has|have|got) (?:any |some |enough )?time\b|\b(?:has|have|is there) (?:still |any |enough )+time\b",
        _AT_PRESENT,
    ),
    Asked.CHANGED: any_of(
        r"\b(?:changed?|changes|moved|postponed|rescheduled|shifted|delayed|brought forward|pushed back)\b",
        r"\boriginal(?:ly)?\b",
        r"\b(?:first|initially|earlier|previously) (?:announced|planned|set|scheduled|foreseen|given)",
        r"\b(?:earlier|previous|old|initial|first) (?:dates?|deadlines?|plans?|days?)\b",
        r"\bused to be\b",
        r"\bdifferent date\b",
        r"\bextended\b|\bextension\b",
    ),
    Asked.MONEY: any_of(
        r"\bhow much (?:money|did|does|do|is|was|were|has|have|will|would)\b",
        r"\b(?:costs?|budgets?|fees?|prices?|salar(?:y|ies)|earns?|paid|pay|pays|spend|spent)\b",
    ),
    Asked.SHARE: any_of(r"\b(?:what|which) (?:share|percentage|proportion|per ?cent|fraction)\b|\bhow many per ?cent\b"),
    Asked.HOW_MANY: any_of(
        r"\bhow (?:many|much|big|large|often|old)\b",
        r"\b(?:number|amount|count|total|size) of\b",
        r"\bhow long (?:did|does|was|is|will|were)\b",
        r"\bwhat number\b",
        r"\bnb of\b|#",
    ),
    Asked.WHEN: any_of(
        _ASKS_WHEN,
        r"\b(?:what|which|wich|wat) (?:\w+ )?(?:dates?|days?|times?|months?|years?|weeks?|hours?|o'?clock)\b",
        r"\bdates?\b|\bwhat time\b|\bdeadlines?\b|\bdue\b|\bcut-?off\b|\bclosing (?:date|day)\b|\blast day\b",
        r"\bdated\b|\bby when\b|\bsince when\b|\buntil when\b|\bddl\b|\btiming\b|\bscheduled?\b|\bhours?\b",
    ),
    Asked.WHERE: any_of(
        r"\bwhere\b|\bvenue\b|\blocation\b",
        r"\b(?:what|which) (?:\w+ )?(?:city|country|place|town|room|building|hall|venue|location|continent|capital)\b",
        r"\bplace\?|\broom\b|\bcity\b|\bheld in\b",
    ),
    Asked.WHO: any_of(
        r"\bwho\b|\bwhom\b|\bwhose\b",
        rf"\b(?:what|which) {_BODY}\b",
        r"\borgani[sz]ers?\b|\bhosts?\b|\bchair(?:s|ed|man|person)?\b",
    ),
    Asked.LINK: any_of(
        r"\blinks?\b|\burls?\b|\bweb ?(?:site|page|address)\b|\bonline form\b|\bhomepage\b|\bpage\b",
        r"\bwhere (?:can|could|do|should|shall|must|may) (?:i|we|you|one|people|\w+) "
        r"(?:find|register|apply|submit|sign|read|download|send|look|get|see)",
    ),
    Asked.CONTACT: any_of(
        r"\bcontacts?\b|\be-?mails?\b|\bwrite to\b|\bget in touch\b|\breach\b|\bmail ?box\b|\bmail\b",
        r"\baddress\b(?! of (?:its|their|the|that|this) (?:\w+ )?(?:web|site|page))",
        r"\bwhom (?:do|can|should|to)\b",
    ),
    Asked.SOURCE: any_of(
        r"\bsources?\b|\bwhere does it say\b|\bwhich (?:document|paper|text) says\b|\bcitations?\b|\bproof\b|\bevidence\b",
        r"\breferences?\b|\baccording to (?:what|which|whom)\b|\bhow do you know\b",
    ),
    Asked.NEXT: any_of(
        r"\b(?<!or )next\b(?! to\b)|\bupcoming\b|\bcoming up\b|\bforthcoming\b|\bsoonest\b|\bwhat'?s coming\b|\bin the future\b",
        r"\bcoming (?:weeks?|months?|days?|year)\b|\blater (?:this|in the) (?:week|month|year)\b",
        rf"\b(?:what(?: is|'s)|anything|(?:what|which) {_LISTED} are)"
        r" (?:still (?:to come|ahead|coming)|yet to come|left (?:this|in|of))\b",
        r"\bwhat lies ahead\b|\bwhat (?:comes|is coming) up\b",
    ),
    Asked.LIST: any_of(
        rf"\b(?:which|what|all|any|every|name|give me|show me) (?:the |of the )?(?:\w+ ){{0,3}}?{_LISTED}\b",
        r"\blist\b|\boverview\b|\bcalendar\b|\bagenda of\b|\ball the\b|\bwhat happened\b",
        r"\bwhat(?:'s| is| was) (?:on|happening|going on|scheduled|planned)\b",
        r"\banything (?:on|happening|due|scheduled)\b",
        r"\bwhat (?:else )?(?:starts?|begins?|opens|ends|closes|happens|takes place|took place)\b",
        r"\bwhat (?:all )?(?:did|have|has) (?:i|we) miss(?:ed)?\b",
        r"\b(?:anything|what(?:'s| is| was| about)?) (?:on |for )?"
        r"(?:today|tomorrow|yesterday|tonight|(?:this|next|last) (?:week|month|year))\b",
    ),
    Asked.NEWS: any_of(
        r"\bwhat(?:'s| is| has been| has|s)? (?:new|changed|been added|happened)\b.*\b(?:since|after|in the last|in the past)\b",
        r"\b(?:anything new|news|updates?|changes) (?:since|after|in the last|in the past)\b",
    ),
    Asked.OUTLINE: any_of(
        r"\bsummar(?:y|ies|ise|ize|ised|ized)\b|\boutline of\b|\bgist\b|\bin (?:a nutshell|short|brief)\b",
        r"\b(?:main|key) (?:points|messages)\b|\bsum (?:\w+ )?up\b|\btl;?dr\b",
    ),
    Asked.NAME: any_of(
        r"\bstands? for\b|\bletters\b|\bacronyms?\b|\babbreviat\w+\b|\bfull (?:name|title|form)\b|\bspell(?:ed|t)? out\b",
        r"\bwhat (?:does|do|did) [^?]{1,40} mean\b|\bmeaning of\b",
    ),
    Asked.SYMBOL: any_of(
        r"\bsymbols?\b|\b(?:document|reference|resolution) number\b|\bnumber of the (?:resolution|document|paper)\b",
        r"\b(?:which|what) resolution\b|\b(?:its|their|the|and) number\b|\bwhat number (?:has|have|did|does|do|is|was)\b",
    ),
    Asked.HOW: any_of(r"\bhow\b|\bsteps?\b|\bprocedure\b|\bin what way\b|\bways?\b"),
    Asked.WHAT: any_of(r"\bwhat\b|\bwhich\b|\bdefin\w+\b|\bmeaning\b|\bexplain\b|\bdescribe\b"),
}

_ACT = re.compile(
    r"\bwhom?\s+(?:(?:is|are|was|were|be|been|did|does|do|has|have|had|can|could|will|would|should|may|might|must|to|also|first"
    r"|actually|exactly|then|really|just|ever|still|all)\s+)*(\w+)"
)


def asked_of(text: str) -> tuple[Asked, ...]:
    """Give what a lower-case question asks for, the most telling first; empty where nothing of it is said."""
    found = [asked for asked, pattern in _PATTERNS.items() if pattern.search(text)]
    if Asked.LINK in found and Asked.WHERE in found:
        found.remove(Asked.WHERE)
    return tuple(found)


def asks_for(text: str, asked: Asked) -> bool:
    """Say whether a lower-case question asks for one datum, at much less cost than finding out all that it asks for."""
    return bool(_PATTERNS[asked].search(text))


_FRAME = any_of(
    r"\bhow (?:many|much) (?:more )?(?:days?|weeks?|months?|years?|time)\b(?: (?:are |is )?(?:left|to go|remain\w*|ago))?",
    r"\bhow (?:much longer|long|soon|far (?:off|away))\b",
    r"\b(?:days?|weeks?|months?|years?|time) (?:left|to go|remain\w*|since|until|till|ago|away)\b",
    r"\bago\b|\bin force\b|\b(?:did|have|has) (?:i|we) (?:already )?miss(?:ed)?\b|\balready\b|\byet\b|\btoo late\b",
)


def frame_of_time(text: str) -> str:
    """Give the words with which a lower-case question asks how far off something is, or whether it is over."""
    if not (asks_for(text, Asked.DAYS) or asks_for(text, Asked.STATE)):
        return ""
    return " ".join(found[0] for found in _FRAME.finditer(text))


def without_outline(text: str) -> str:
    """Give a lower-case question without the words that ask for an outline: what is left names what is to be outlined."""
    return _PATTERNS[Asked.OUTLINE].sub(" ", text)


def act_of(text: str) -> str:
    """Give the word that says what somebody did, where a lower-case question asks who did it ("who won"); else nothing."""
    found = _ACT.search(text)
    return found[1] if found else ""


_THIS_MOMENT = any_of(
    _AT_PRESENT,
    r"\bopen now\b|\bon today\b|\b(?:still|now) (?:open|running|under ?way|on)\b",
    r"\b(?:is|are) (?:there )?(?:open|under ?way)\s*[?.!]*\s*$",
)
_OF_ONE = re.compile(r"^\W*(?:and |so |but )?(?:is|was|does|did|will|has) (?:the|our|your|this|that)\b")


def asks_of_one(text: str) -> bool:
    """Say whether a lower-case question asks of one thing whether something of it is so ("is the reading tomorrow?")."""
    return bool(_OF_ONE.search(text))


_WHETHER = re.compile(
    r"^\W*(?:and |so |but |then |also )*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|must|may|should|might)\b"
)


def asks_whether(text: str) -> bool:
    """Say whether a lower-case question asks whether something is so: it asks for that and for no datum."""
    return bool(_WHETHER.search(text))


_WHICHEVER = re.compile(
    r"^\W*(?:(?:so|and|ok|now|then|but|is|are) )?(?:there )?(?:which|what|what's|any|anything|is there|are there)\b"
)


def wants_what_runs(text: str) -> bool:
    """Say whether a lower-case question asks what is open or under way at this moment, whatever it is."""
    return bool(_THIS_MOMENT.search(text) and _WHICHEVER.search(text))
