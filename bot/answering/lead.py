"""What is said around a question within its sentence: who asks, why, politely, or from whom it is known."""

import re
from collections.abc import Iterable

QUESTION_WORD = r"when|where|who|whom|whose|what|which|how|why|is|are|was|were|did|does|do|can|could|will|has|have"
PREPOSITION = r"(?:to|in|at|on|from|by|for|with|of|under|until|since)"

_FEWEST_WORDS = 3
_LONGEST = 300
"""Characters of a sentence up to which it is looked at: the patterns' work grows with a power of them."""

_ASKER = r"(?:i|i'm|i\u2019m|i've|i\u2019ve|we|we're|we\u2019re|my|our|as an?|for (?:my|our|a|an|the)|student|new|newbie)"
_WISH = r"(?:needs?|wants?|like|looking|look|seek|require|interested|know|confirm|tell|give|find|check|cite|quote|asks?|asked)"
_KNOWS = (
    r"(?:know|wonder(?:s|ing|ed)?|ask(?:s|ed|ing)?|find out|learn|see|understand|check|confirm|explain|remember|recall|tell|say"
    r"|told|(?:tell|told|ask(?:s|ed)?|remind|inform) (?:me|us|him|her|them)"
    r"|(?:am|i'm|i\u2019m|be|not|quite) (?:sure|clear|curious)|curious|unsure"
    r"|an? idea|(?:the|my|our|a) question(?: is| was)?|interested in|confused about|lost track of|forgot(?:ten)?)"
)
_LEAD = re.compile(
    rf"^(?=[^?]*?\b{_ASKER}\b)[^?]*?\b{_KNOWS},?\s+(?:about\s+)?"
    rf"(?=(?:{PREPOSITION} )?(?:what's|who's|if|whether|{QUESTION_WORD})\b)",
    re.IGNORECASE,
)
"""What leads up to a question: "my boss in Lagos wants to know who ...", "we teach, and wonder when ..."."""

_ERRAND = re.compile(
    rf"^[^?]*?\b{_ASKER}\b[^?]*?\b(?:need|want|look(?:ing)? for|would like|search(?:ing)? for)\b[^?,;:]*?"
    r"\bfor (?:my|our|a|an|the) [\w-]+(?: [\w-]+)?,? (?=the\b)",
    re.IGNORECASE,
)
"""What is needed for what: "now I need for my report the number of ..."."""

_REASON = re.compile(
    rf"^\W*(?:(?:[\w'\u2019]+ ){{0,4}}?{_ASKER}|sorry|apologies|excuse|quick|just|please|thanks|help)\b"
    rf"(?:[^?;:]*?:|(?:(?!\b{_WISH}\b)[^?;:])*?(?:,|\s[-\u2013]|\bbut))\s+"
    rf"(?=(?:{PREPOSITION} )?(?:what's|{QUESTION_WORD})\b)",
    re.IGNORECASE,
)
"""What is said of the asker: "we are new here, what is ...", "sorry for the basic question: what is ..."."""

_ASIDE = re.compile(rf"^[^?]*?\b{_ASKER}\b[^?]*?(?:\u2026|\.\.\.|:|\s[-\u2013])\s+(?=\S+\s+\S)", re.IGNORECASE)
"""The same before a colon, a dash or dots, behind which the question stands in however few words."""

_FRAME = re.compile(
    r"^\W*(?:"
    r"(?:could|can|would|will|may|might) (?:you|someone|anyone|somebody|the secretariat|i|we)"
    r"(?: please| kindly| perhaps| possibly| be so kind as to| be able to)*"
    r" (?:confirm|tell|clarify|indicate|advise|inform|remind|say|ask|know)(?: me| us)?(?: please| kindly)?(?: whether| if| that)?"
    r"|is it (?:true|correct|accurate|right|fair)(?: to (?:say|write|state|claim))? that"
    r"|(?:is it so|did i (?:hear|read|get) (?:it )?(?:right|correctly)) that"
    r")\s+",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"[,.;]?\s*\b(?:can|could|would|will) (?:you|anyone|someone|somebody) (?:please )?(?:help|tell|assist|advise)"
    r"(?: me| us)?(?: please)?\?$",
    re.IGNORECASE,
)
_TRUE = r"(?:and |so )?is (?:that|this|it) (?:really |actually )?(?:true|right|correct|so|accurate)\W*$"
_IS_TRUE = re.compile(_TRUE, re.IGNORECASE)
_CLAIM_ENDS = re.compile(rf"[.,;]\s+(?={_TRUE})", re.IGNORECASE)
_HEARD = re.compile(
    r"^[^?]*?\b(?:told (?:me|us)|sa(?:ys?|id|ying)|claim(?:s|ed)?|heard|read|believes?|thinks?)(?: somewhere| online)? that\s+",
    re.IGNORECASE,
)


def led_up(sentence: str) -> str:
    """Give what leads up to the question in a sentence, or says who asks and what for; nothing where it is all question."""
    if len(sentence) > _LONGEST:
        return ""
    found = (pattern.match(sentence) for pattern in (_LEAD, _ERRAND, _REASON, _ASIDE))
    return next((lead[0] for lead in found if lead), "")


def wishes_to_know(sentence: str) -> bool:
    """Say whether somebody wishes to know what follows in a sentence, whatever mark it ends with."""
    return len(sentence) <= _LONGEST and bool(_LEAD.match(sentence) or _ERRAND.match(sentence))


def unframed(sentence: str) -> str:
    """Give a question without the polite words that only frame it."""
    bare = _HELP.sub("", _FRAME.sub("", sentence, count=1))
    return bare if len(bare.split()) >= _FEWEST_WORDS else sentence


def with_claims_apart(text: str) -> str:
    """Put "is that true?" on a line of its own."""
    return _CLAIM_ENDS.sub("\n", text)


def claims_asked(sentences: Iterable[str]) -> list[str]:
    """Make a question of what stands before "is that true?", without who said it or where it was read."""
    found: list[str] = []
    for sentence in sentences:
        if found and _IS_TRUE.match(sentence.strip()):
            found[-1] = f"{_HEARD.sub('', found[-1]).rstrip(' .!')}?"
        else:
            found.append(sentence)
    return found
