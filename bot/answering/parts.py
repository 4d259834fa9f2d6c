"""Takes a message apart: the questions in it, and what was said around them."""

import re
from dataclasses import dataclass

from bot.answering.lead import PREPOSITION, QUESTION_WORD, claims_asked, led_up, unframed, wishes_to_know, with_claims_apart

_END = r"(?:(?<=[a-z0-9)\"'\u2019\u201d]{2}[.…])|(?<=[A-Z]{2}[.…])|(?<=[A-Z][\"'\u2019\u201d][.…]))"
_SENTENCE = re.compile(rf"(?<=[?!])[\"')\]]*\s+|{_END}\s+(?=[A-Z\"'\u2018\u201c])|\s*;\s+|\s*[\r\n]+\s*")
_JOINT = re.compile(
    rf"\s*(?:,|;|\s-)?\s+(?:and|plus|also|as well as|and also|then)\s+(?=(?:{PREPOSITION} )?(?:{QUESTION_WORD})\b)", re.IGNORECASE
)
_ASKS = re.compile(
    rf"^\W*(?:(?:{QUESTION_WORD})|tell|give|list|show|explain|define|compare|please|name|find|i need|i want|looking for)\b",
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
_OPENS = re.compile(r"^\W*(?:when|where|who|whom|whose|which|what|how)\s+\S+\s+\S.*[^!]$", re.IGNORECASE)
_BEGS = re.compile(
    r"^\W*(?:please,? )?(?:(?:can|could|would|will) (?:you|anyone|someone|somebody)(?: please| kindly| perhaps)*"
    r" (?:help|tell me|advise|say|explain|assist|check|look)(?: me| us| out| it up| here| please| with (?:this|that|it))*"
    r"|any (?:idea|ideas|clue|help|thoughts|hints?)|do you (?:know|happen to know)|help|right|ok(?:ay)?|please)\W*$",
    re.IGNORECASE,
)
"""What begs for an answer and says not of what."""

_DATUM = r"(?:cit(?:y|ies)|countr(?:y|ies)|rooms?|buildings?|places?|towns?|venues?|days?|dates?|months?|years?|hours?|times?)"
_BARE = re.compile(rf"^\W*(?:{PREPOSITION} )?(?:{QUESTION_WORD})(?: (?:\w+ )?{_DATUM})?\W*$", re.IGNORECASE)
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
    pieces = _SENTENCE.split(with_claims_apart(_SALUTE.sub("", text)))
    sentences = [piece for piece in pieces if piece and piece.strip() and not _CLOSES.match(piece)]
    sentences = claims_asked(sentences) or [text]
    asked = [sentence for sentence in sentences if sentence.rstrip("\"') ").endswith("?") and not _BEGS.match(sentence)]
    if not asked and len(sentences) > 1:
        asked = [sentence for sentence in sentences if _ASKS.match(sentence) and not _BEGS.match(sentence)]
    asked = [sentence for sentence in sentences if sentence in asked or _asks(sentence)]
    if not asked:
        telling = [sentence for sentence in sentences if not _BEGS.match(sentence)]
        if len(telling) == len(sentences) or not telling:
            return Parts((text,), "")
        asked = [max(telling, key=len)]
    reasons = {sentence: lead for sentence in asked if (lead := led_up(sentence))}
    around = " ".join(reasons.get(sentence, "") if sentence in asked else sentence for sentence in sentences)
    questions = [piece for sentence in asked for piece in _joined(unframed(sentence.removeprefix(reasons.get(sentence, ""))))]
    return Parts(tuple(questions[:MOST]), around.strip())


def _asks(sentence: str) -> bool:
    """Say whether a sentence asks without the mark of a question."""
    return bool(_OPENS.match(sentence) or _NEEDS.search(sentence)) or wishes_to_know(sentence)


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
