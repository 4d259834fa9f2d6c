"""Takes a message apart: the questions in it, and what was said around them."""

import re
from dataclasses import dataclass

_SENTENCE = re.compile(r"(?<=[?!])[\"')\]]*\s+|(?<=[a-z0-9)]{2}[.…])\s+(?=[A-Z\"'])|\s*[\r\n]+\s*")
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
    r"(?:the (?:date|day|time|place|venue|deadline|link|address|symbol|number)|which|when|where|who|what|how)\b",
    re.IGNORECASE,
)
_BARE = re.compile(rf"^\W*{_QUESTION_WORD}\W*$", re.IGNORECASE)
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
    sentences = [sentence for sentence in (_SENTENCE.split(text)) if sentence and sentence.strip()]
    asked = [sentence for sentence in sentences if sentence.rstrip("\"') ").endswith("?")]
    if not asked and len(sentences) > 1:
        asked = [sentence for sentence in sentences if _ASKS.match(sentence)]
    asked = [sentence for sentence in sentences if sentence in asked or _NEEDS.search(sentence)]
    if not asked:
        return Parts((text,), "")
    around = " ".join(sentence for sentence in sentences if sentence not in asked)
    questions = [piece for sentence in asked for piece in _joined(sentence)]
    return Parts(tuple(questions[:MOST]), around)


def _joined(sentence: str) -> list[str]:
    """Take "when is X, and who chairs it?" apart, but not "when and where is X?"."""
    pieces = _JOINT.split(sentence)
    parts: list[str] = []
    for piece in pieces:
        if parts and (len(parts[-1].split()) < _FEWEST_WORDS or _BARE.match(parts[-1])):
            parts[-1] = f"{parts[-1]} and {piece}"
        else:
            parts.append(piece)
    return parts
