"""What a question asks for: the datum (when, where, who, ...), the kind of record, and whether it leans on an earlier one."""

import enum
import re

from bot.answering.kinds import WHO_MAY
from bot.languages.analysis import LIGHT_STEMS, stems


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


def _any(*patterns: str) -> re.Pattern[str]:
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
    Asked.DAYS: _any(
        r"how (?:many|much) (?:more )?(?:days?|weeks?|months?|time)\b.*"
        r"\b(?:left|until|till|til|before|to go|remain\w*|away|since|ago|have|has|do|does|between)",
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
    Asked.STATE: _any(
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
    Asked.CHANGED: _any(
        r"\b(?:changed?|changes|moved|postponed|rescheduled|shifted|delayed|brought forward|pushed back)\b",
        r"\boriginal(?:ly)?\b",
        r"\b(?:first|initially|earlier|previously) (?:announced|planned|set|scheduled|foreseen|given)",
        r"\b(?:earlier|previous|old|initial|first) (?:dates?|deadlines?|plans?|days?)\b",
        r"\bused to be\b",
        r"\bdifferent date\b",
        r"\bextended\b|\bextension\b",
    ),
    Asked.MONEY: _any(
        r"\bhow much (?:money|did|does|do|is|was|were|has|have|will|would)\b",
        r"\b(?:costs?|budgets?|fees?|prices?|salar(?:y|ies)|earns?|paid|pay|pays|spend|spent)\b",
    ),
    Asked.SHARE: _any(r"\b(?:what|which) (?:share|percentage|proportion|per ?cent|fraction)\b|\bhow many per ?cent\b"),
    Asked.HOW_MANY: _any(
        r"\bhow (?:many|much|big|large|often|old)\b",
        r"\b(?:number|amount|count|total|size) of\b",
        r"\bhow long (?:did|does|was|is|will|were)\b",
        r"\bwhat number\b",
        r"\bnb of\b|#",
    ),
    Asked.WHEN: _any(
        _ASKS_WHEN,
        r"\b(?:what|which|wich|wat) (?:\w+ )?(?:dates?|days?|times?|months?|years?|weeks?|hours?|o'?clock)\b",
        r"\bdates?\b|\bwhat time\b|\bdeadlines?\b|\bdue\b|\bcut-?off\b|\bclosing (?:date|day)\b|\blast day\b",
        r"\bdated\b|\bby when\b|\bsince when\b|\buntil when\b|\bddl\b|\btiming\b|\bscheduled?\b|\bhours?\b",
    ),
    Asked.WHERE: _any(
        r"\bwhere\b|\bvenue\b|\blocation\b",
        r"\b(?:what|which) (?:\w+ )?(?:city|country|place|town|room|building|hall|venue|location|continent|capital)\b",
        r"\bplace\?|\broom\b|\bcity\b|\bheld in\b",
    ),
    Asked.WHO: _any(
        r"\bwho\b|\bwhom\b|\bwhose\b",
        rf"\b(?:what|which) {_BODY}\b",
        r"\borgani[sz]ers?\b|\bhosts?\b|\bchair(?:s|ed|man|person)?\b",
    ),
    Asked.LINK: _any(
        r"\blinks?\b|\burls?\b|\bweb ?(?:site|page|address)\b|\bonline form\b|\bhomepage\b|\bpage\b",
        r"\bwhere (?:can|could|do|should|shall|must|may) (?:i|we|you|one|people|\w+) "
        r"(?:find|register|apply|submit|sign|read|download|send|look|get|see)",
    ),
    Asked.CONTACT: _any(
        r"\bcontacts?\b|\be-?mails?\b|\bwrite to\b|\bget in touch\b|\breach\b|\bmail ?box\b|\bmail\b|\baddress\b",
        r"\bwhom (?:do|can|should|to)\b",
    ),
    Asked.SOURCE: _any(
        r"\bsources?\b|\bwhere does it say\b|\bwhich (?:document|paper|text) says\b|\bcitations?\b|\bproof\b|\bevidence\b",
        r"\breferences?\b|\baccording to (?:what|which|whom)\b|\bhow do you know\b",
    ),
    Asked.NEXT: _any(
        r"\b(?<!or )next\b(?! to\b)|\bupcoming\b|\bcoming up\b|\bforthcoming\b|\bsoonest\b|\bwhat'?s coming\b|\bin the future\b",
        r"\bcoming (?:weeks?|months?|days?|year)\b|\blater (?:this|in the) (?:week|month|year)\b",
        rf"\b(?:what(?: is|'s)|anything|(?:what|which) {_LISTED} are)"
        r" (?:still (?:to come|ahead|coming)|yet to come|left (?:this|in|of))\b",
        r"\bwhat lies ahead\b|\bwhat (?:comes|is coming) up\b",
    ),
    Asked.LIST: _any(
        rf"\b(?:which|what|all|any|every|name|give me|show me) (?:the |of the )?(?:\w+ ){{0,3}}?{_LISTED}\b",
        r"\blist\b|\boverview\b|\bcalendar\b|\bagenda of\b|\ball the\b|\bwhat happened\b",
        r"\bwhat(?:'s| is| was) (?:on|happening|going on|scheduled|planned)\b",
        r"\banything (?:on|happening|due|scheduled)\b",
        r"\bwhat (?:else )?(?:starts?|begins?|opens|ends|closes|happens|takes place|took place)\b",
        r"\bwhat (?:all )?(?:did|have|has) (?:i|we) miss(?:ed)?\b",
        r"\b(?:anything|what(?:'s| is| was| about)?) (?:on |for )?"
        r"(?:today|tomorrow|yesterday|tonight|(?:this|next|last) (?:week|month|year))\b",
    ),
    Asked.NEWS: _any(
        r"\bwhat(?:'s| is| has been| has|s)? (?:new|changed|been added|happened)\b.*\b(?:since|after|in the last|in the past)\b",
        r"\b(?:anything new|news|updates?|changes) (?:since|after|in the last|in the past)\b",
    ),
    Asked.OUTLINE: _any(
        r"\bsummar(?:y|ies|ise|ize|ised|ized)\b|\boutline of\b|\bgist\b|\bin (?:a nutshell|short|brief)\b",
        r"\b(?:main|key) (?:points|messages)\b|\bsum (?:\w+ )?up\b|\btl;?dr\b",
    ),
    Asked.NAME: _any(
        r"\bstands? for\b|\bletters\b|\bacronyms?\b|\babbreviat\w+\b|\bfull (?:name|title|form)\b|\bspell(?:ed|t)? out\b",
        r"\bwhat (?:does|do|did) [^?]{1,40} mean\b|\bmeaning of\b",
    ),
    Asked.SYMBOL: _any(
        r"\bsymbols?\b|\b(?:document|reference|resolution) number\b|\bnumber of the (?:resolution|document|paper)\b",
        r"\b(?:which|what) resolution\b|\b(?:its|their|the|and) number\b|\bwhat number (?:has|have|did|does|do|is|was)\b",
    ),
    Asked.HOW: _any(r"\bhow\b|\bsteps?\b|\bprocedure\b|\bin what way\b|\bways?\b"),
    Asked.WHAT: _any(r"\bwhat\b|\bwhich\b|\bdefin\w+\b|\bmeaning\b|\bexplain\b|\bdescribe\b"),
}

_ACT = re.compile(
    r"\bwhom?\s+(?:(?:is|are|was|were|be|been|did|does|do|has|have|had|can|could|will|would|should|may|might|must|to|also|first"
    r"|actually|exactly|then|really|just|ever|still|all)\s+)*(\w+)"
)
_REFERS = _any(
    r"\b(?:it|its|that|this|they|them|their|there|those|these|he|she|him|his|her|then|same|another|both|either|one|others?)\b",
    r"\bthe (?:second|first|last|previous|former|latter)(?: one)?\b",
)
_POINTS = re.compile(
    r"\b(?:it|its|they|them|their|he|she|him|his|her|both)\b|\b(?:this|that|these|those)(?: one| ones)?\s*[?.,!]"
    r"|\b(?:is|was|were|are|did|does|do|at|of|in|for|to|on|about|by) (?:this|that|these|those|there)\b|\bthe same\b|\bone\b"
)
_SEVERAL = re.compile(r"\b(?:they|them|their|theirs|both|each|the (?:two|three))\b")
_IT = re.compile(r"\b(?:it|its|they|them|their|he|she|him|his|her)\b")
_PERSON = re.compile(r"\b(?:he|she|him|her|his|hers)\b")
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those) ((?:\w+ )?\w+)\b")
_CONTINUES = re.compile(
    r"^\W*(?:and|but|also|so|what about|how about|or|plus|then|same for|ok|okay|thanks|great|cool|in that case)\b"
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


_FRAME = _any(
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


def refers_back(text: str) -> bool:
    """Say whether a lower-case question holds a word that may point to what was said before."""
    return bool(_REFERS.search(text)) or continues(text)


def means_several(text: str) -> bool:
    """Say whether a lower-case question holds a word that stands for several that were spoken of ("where are they from?")."""
    return bool(_SEVERAL.search(text))


def means_it(text: str) -> bool:
    """Say whether a lower-case question holds a word for what was spoken of that no name in it can be meant by."""
    return bool(_IT.search(text))


def means_person(text: str) -> bool:
    """Say whether a lower-case question holds a word that stands for one person who was spoken of ("when was she elected?")."""
    return bool(_PERSON.search(text))


def definite(text: str) -> frozenset[str]:
    """Give the stems of the telling words behind an article in a lower-case question: "the panel" may have been spoken of."""
    return frozenset(stem for phrase in _DEFINITE.findall(text) for stem in stems(phrase)) - LIGHT_STEMS


def points_back(text: str) -> bool:
    """Say whether a lower-case question holds a word that stands for something it does not name ("did it decide anything?")."""
    return bool(_POINTS.search(text))


def continues(text: str) -> bool:
    """Say whether a lower-case question begins as the continuation of a talk ("and ...", "what about ...")."""
    return bool(_CONTINUES.search(text))


_EDITION = r"(?:one|year|edition|session|time|meeting)"
_CAME = r"\bwh(?:at|o|ich)(?: one)? (?:came|comes|went|goes|was|is|followed) (?:there )?(?:right |just |directly )?"
_AND = r"^\W*(?:and |but )?(?:what about |how about )?(?:the )?(?:one )?(?:right |just |directly )?"
_ENDS = r"(?: (?:that|it|this|then|one|him|her|them))?\W*$"
_BEFORE = _any(
    rf"\bthe {_EDITION} (?:(?:a|one) (?:year|session|edition) )?(?:before|earlier|prior)\b",
    rf"\bthe (?:previous|preceding|earlier) {_EDITION}\b",
    r"\b(?:the|a|its|and) (?:previous|preceding|earlier|old) (?:version|draft|revision|text)\b",
    rf"{_CAME}before{_ENDS}",
    rf"{_AND}(?:before|previous|preceding|earlier){_ENDS}",
    r"\bpredecessors?\b",
)
_AFTER = _any(
    rf"\bthe {_EDITION} (?:(?:a|one) (?:year|session|edition) )?(?:after|later)\b",
    rf"\bthe (?:following|subsequent) {_EDITION}\b",
    r"\b(?:the|a|its|and) (?:next|following|later|new) (?:version|draft|revision|text)\b",
    r"^\W*and then\W*$",
    rf"{_CAME}(?:after|next|afterwards|later){_ENDS}",
    rf"{_AND}(?:after|next|following|afterwards){_ENDS}",
    r"\bwhat followed\b|\bsuccessors?\b",
)


def step_of(text: str) -> int:
    """Give -1 where a lower-case question asks for the one before what was spoken of, 1 for the one after, else 0."""
    return -1 if _BEFORE.search(text) else 1 if _AFTER.search(text) else 0


_THIS_MOMENT = _any(
    _AT_PRESENT,
    r"\bopen now\b|\bon today\b|\b(?:still|now) (?:open|running|under ?way|on)\b",
    r"\b(?:is|are) (?:there )?(?:open|under ?way)\s*[?.!]*\s*$",
)
_OF_ONE = re.compile(r"^\W*(?:and |so |but )?(?:is|was|does|did|will|has) (?:the|our|your|this|that)\b")


def asks_of_one(text: str) -> bool:
    """Say whether a lower-case question asks of one thing whether something of it is so ("is the reading tomorrow?")."""
    return bool(_OF_ONE.search(text))


_WHICHEVER = re.compile(
    r"^\W*(?:(?:so|and|ok|now|then|but|is|are) )?(?:there )?(?:which|what|what's|any|anything|is there|are there)\b"
)


def wants_what_runs(text: str) -> bool:
    """Say whether a lower-case question asks what is open or under way at this moment, whatever it is."""
    return bool(_THIS_MOMENT.search(text) and _WHICHEVER.search(text))
