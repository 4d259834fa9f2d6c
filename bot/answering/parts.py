"""Takes a message apart: the questions in it, and what was said around them."""

import re
from dataclasses import dataclass

_END = r"(?:(?<=[a-z0-9)\"'\u2019\u201d]{2}[.…])|(?<=[A-Z]{2}[.…])|(?<=[A-Z][\"'\u2019\u201d][.…]))"
_SENTENCE = re.compile(rf"(?<=[?!])[\"')\]]*\s+|{_END}\s+(?=[A-Z\"'\u2018\u201c])|\s*;\s+|\s*[\r\n]+\s*")
_QUESTION_WORD = r"(?:when|where|who|whom|whose|what|which|how|why|is|are|was|were|did|does|do|can|could|will|has|have)"
_PREPOSITION = r"(?:to|in|at|on|from|by|for|with|of|under|until|since)"
_JOINT = re.compile(
    rf"\s*(?:,|;|\s-)?\s+(?:and|plus|also|as well as|and also|then)\s+(?=(?:{_PREPOSITION} )?{_QUESTION_WORD}\b)", re.IGNORECASE
)
_ASKS = re.compile(
    rf"^\W*(?:{_QUESTION_WORD}|tell|give|list|show|explain|define|compare|please|name|find|i need|i want|looking for)\b",
    re.IGNORECASE,
)
_NEEDS = re.compile(
    r"\b(?:i|we) (?:only |just |urgently )?(?:need|want|would like|am looking for|are looking for) (?:to know |to find out )?"
    r"(?:the (?:date|day|time|place|venue|deadline|link|address|symbol|number)|which|when|where|who|what|how)\b"
    r"|\b(?:(?:can(?:not|'t|\u2019t)|could(?: not|n't|n\u2019t)|do(?: not|n't|n\u2019t)|didn't) (?:quite |really )?"
    r"(?:recall|remember|know|find(?: out)?|see|tell|work out)"
    r"|forgot(?:ten)?|(?:am|i'm|be) not sure|unsure|wondering|wonder|curious)"
    r" (?:about )?(?:when|where|who|whom|whose|what|which|how|whether|if)\b",
    re.IGNORECASE,
)
_SALUTE = re.compile(
    r"^\W*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings)\b[\w\s'\u2019]{0,30}?[,!:.\u2013-]\s*",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"^\W*(?:(?:best|kind|warm|warmest|kindest|many|with|thank|thanks|regards|cheers|sincerely|yours|merci|gracias)\b[^?]{0,60})$",
    re.IGNORECASE,
)
_ASKER = r"(?:i|i'm|i\u2019m|i've|i\u2019ve|we|we're|we\u2019re|my|our|as an?|for (?:my|our|a|an|the)|student|new|newbie)"
_WISH = r"(?:needs?|wants?|like|looking|look|seek|require|interested|know|confirm|tell|give|find|check|cite|quote|asks?|asked)"
_REASON = re.compile(
    rf"^\W*(?:(?:[\w'\u2019]+ ){{0,4}}?{_ASKER}|sorry|apologies|excuse|quick|just|please|thanks|help)\b"
    rf"(?:[^?;:]*?:|(?:(?!\b{_WISH}\b)[^?;:])*?(?:,|\s[-\u2013]|\bbut))\s+"
    rf"(?=(?:{_PREPOSITION} )?(?:what's|{_QUESTION_WORD[3:]}\b)",
    re.IGNORECASE,
)
"""What is said of the asker before the question itself, in the same sentence."""

_KNOWS = (
    r"(?:know|wonder(?:s|ing|ed)?|ask(?:s|ed|ing)?|find out|learn|see|understand|check|confirm|explain|remember|recall|tell|say|told"
    r"|(?:tell|told|ask(?:s|ed)?|remind|inform) (?:me|us|him|her|them)|(?:am|i'm|i\u2019m|be|not|quite) (?:sure|clear|curious)|curious"
    r"|unsure|an? idea|(?:the|my|our|a) question(?: is| was)?|interested in|confused about|lost track of|forgot(?:ten)?)"
)
_LEAD = re.compile(
    rf"^(?=[^?]*?\b{_ASKER}\b)[^?]*?\b{_KNOWS},?\s+(?:about\s+)?"
    rf"(?=(?:{_PREPOSITION} )?(?:what's|who's|if|whether|{_QUESTION_WORD[3:-1]})\b)",
    re.IGNORECASE,
)
"""What leads up to a question within its sentence: "my boss in Lagos wants to know who ...", "we teach, and wonder when ..."."""

_ASIDE = re.compile(rf"^[^?]*?\b{_ASKER}\b[^?]*?(?:\u2026|\.\.\.|:|\s[-\u2013])\s+(?=\S+\s+\S)", re.IGNORECASE)
"""What is said of the asker before a colon, a dash or dots; behind it stands the question, in however few words."""

_ERRAND = re.compile(
    rf"^[^?]*?\b{_ASKER}\b[^?]*?\b(?:need|want|look(?:ing)? for|would like|search(?:ing)? for)\b[^?,;:]*?\bfor (?:my|our|a|an|the) "
    r"[\w-]+(?: [\w-]+)?,? (?=the\b)",
    re.IGNORECASE,
)
"""What is needed for what: "now I need for my report the number of ..."."""

_TRUE = re.compile(r"^\W*(?:and |so )?is (?:that|this|it) (?:really |actually )?(?:true|right|correct|so|accurate)\W*$", re.IGNORECASE)
_CLAIM = re.compile(rf"[.,;]\s+(?={_TRUE.pattern[4:]})", re.IGNORECASE)
_HELP = re.compile(r"[,.;]?\s*\b(?:can|could|would|will) (?:you|anyone|someone|somebody) (?:please )?(?:help|tell|assist|advise)(?: me| us)?(?: please)?\?$", re.IGNORECASE)
_HEARD = re.compile(
    rf"^[^?]*?\b(?:told (?:me|us)|sa(?:ys?|id|ying)|claim(?:s|ed)?|heard|read|believes?|thinks?|think)(?: somewhere| online)? that\s+",
    re.IGNORECASE,
)
"""From whom or where something is known that is then asked about: "a colleague told me that ... Is that true?"."""

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
"""Polite words before a question that are no part of what is asked."""

_OPENS = re.compile(r"^\W*(?:when|where|who|whom|whose|which|what|how)\s+\S+\s+\S.*[^!]$", re.IGNORECASE)
_BEGS = re.compile(
    r"^\W*(?:please,? )?(?:(?:can|could|would|will) (?:you|anyone|someone|somebody)(?: please| kindly| perhaps)*"
    r" (?:help|tell me|advise|say|explain|assist|check|look)(?: me| us| out| it up| here| please| with (?:this|that|it))*"
    r"|any (?:idea|ideas|clue|help|thoughts|hints?)|do you (?:know|happen to know)|help|right|ok(?:ay)?|please)\W*$",
    re.IGNORECASE,
)
"""What begs for an answer and says not of what."""

_DATUM = r"(?:cit(?:y|ies)|countr(?:y|ies)|rooms?|buildings?|places?|towns?|venues?|days?|dates?|months?|years?|hours?|times?)"
_BARE = re.compile(rf"^\W*(?:{_PREPOSITION} )?{_QUESTION_WORD}(?: (?:\w+ )?{_DATUM})?\W*$", re.IGNORECASE)
MOST = 4
"""Questions answered of one message."""

_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Parts:
    """A message taken apart.

    Attributes:
        questions: The questions, at least one, in order.
        around: What was said besides: a greeting, a reason.
    """

    questions: tuple[str, ...]
    around: str


def take_apart(text: str) -> Parts:
    """Give the questions of a message; the whole message where no sentence of it is plainly one."""
    sentences = [sentence for sentence in _SENTENCE.split(_CLAIM.sub("\n", _SALUTE.sub("", text))) if sentence and sentence.strip()]
    sentences = _claims_asked([sentence for sentence in sentences if not _CLOSES.match(sentence)]) or [text]
    asked = [sentence for sentence in sentences if sentence.rstrip("\"') ").endswith("?") and not _BEGS.match(sentence)]
    if not asked and len(sentences) > 1:
        asked = [sentence for sentence in sentences if _ASKS.match(sentence) and not _BEGS.match(sentence)]
    asked = [sentence for sentence in sentences if sentence in asked or _wishes(sentence)]
    if not asked:
        telling = [sentence for sentence in sentences if not _BEGS.match(sentence)]
        if len(telling) == len(sentences) or not telling:
            return Parts((text,), "")
        asked = [max(telling, key=len)]
    reasons = {sentence: lead for sentence in asked if (lead := _led_up(sentence))}
    around = " ".join(reasons.get(sentence, "") if sentence in asked else sentence for sentence in sentences)
    questions = [piece for sentence in asked for piece in _joined(_unframed(sentence.removeprefix(reasons.get(sentence, ""))))]
    return Parts(tuple(questions[:MOST]), around.strip())


def _wishes(sentence: str) -> bool:
    """Say whether a sentence asks without the mark of a question."""
    return bool(_OPENS.match(sentence) or _NEEDS.search(sentence) or _LEAD.match(sentence) or _ERRAND.match(sentence))


def _led_up(sentence: str) -> str:
    """Give what leads up to the question in a sentence, or says who asks and what for; nothing where it is all question."""
    found = (pattern.match(sentence) for pattern in (_LEAD, _ERRAND, _REASON, _ASIDE))
    return next((lead[0] for lead in found if lead), "")


def _claims_asked(sentences: list[str]) -> list[str]:
    """Make a question of what stands before "is that true?"."""
    found: list[str] = []
    for sentence in sentences:
        if found and _TRUE.match(sentence):
            found[-1] = f"{_HEARD.sub('', found[-1]).rstrip(' .!')}?"
        else:
            found.append(sentence)
    return found


def _unframed(sentence: str) -> str:
    """Give a question without the polite words that only frame it."""
    bare = _HELP.sub("", _FRAME.sub("", sentence, count=1))
    return bare if len(bare.split()) >= _FEWEST_WORDS else sentence


def _joined(sentence: str) -> list[str]:
    """Take "when is X, and who chairs it?" apart, but not "when and where is X?"."""
    pieces = _JOINT.split(sentence)
    parts: list[str] = []
    for piece in pieces:
        if parts and (len(parts[-1].split()) < _FEWEST_WORDS or _BARE.match(parts[-1]) or parts[-1].endswith(("'s", "\u2019s"))):
            parts[-1] = f"{parts[-1]} and {piece}"
        else:
            parts.append(piece)
    return parts
