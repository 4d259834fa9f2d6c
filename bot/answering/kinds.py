"""The kinds of record that a question names or implies: deadlines, meetings, documents."""

import re

from bot.records.model import Kind

WHO_MAY = r"(?:i|we|one|you|people|they|my|our|anyone|someone|somebody)"
"""Whoever may be meant by one who asks whether something can still be handed in."""

_HAND_IN = (
    r"(?:sign|send|submit|hand|turn|apply|register|endorse|comment|answer|vote|nominate|propose|join|file|get|enter|contribute"
    r"|respond|compete)\b"
)
_STILL_HAND_IN = (
    rf"still {_HAND_IN}|(?:time|days?|weeks?|left|possible)(?: for [\w ]{{2,30}}?)? (?:left )?to {_HAND_IN}"
    rf"|(?:can|could|may) {WHO_MAY} (?:\w+ )?still|had to {_HAND_IN}"
    rf"|have to {_HAND_IN}"
)
_KINDS: dict[Kind, re.Pattern[str]] = {
    kind: re.compile(rf"\b(?:{words})\b")
    for kind, words in {
        Kind.DEADLINE: (
            r"deadlines?|due|overdue|cut-?offs?|closing dates?|ddl|last (?:days?|moment|chance)|due dates?|too late|how late"
            r"|in time (?:for|to)|(?:by|until|till|up to) (?:when|wh(?:at|ich) (?:day|date|time|hour|moment|month)s?)|time limit"
            r"|expir\w+|must [^?]{2,60} be (?:in|handed in|submitted|sent)\b"
            rf"|(?:date|day|moment|hour) by which|{_STILL_HAND_IN}"
        ),
        Kind.MEETING: (
            r"meetings?|events?|consultations?|conferences?|sessions?|forums?|readings?|gatherings?|workshops?|ministerials?"
            r"|summits?|hearings?|assembl(?:y|ies)|negotiations?"
        ),
        Kind.RESOLUTION: r"resolutions?",
        Kind.DOCUMENT: r"documents?|papers?|decks?|reports?|drafts?|texts?|slides?|notes?|publications?",
        Kind.ORGANISATION: r"organi[sz]ations?|agenc(?:y|ies)|bod(?:y|ies)|commissions?|groups?",
        Kind.PERSON: r"persons?|people|ambassadors?|names?",
        Kind.PROGRAMME: r"programmes?|programs?|prizes?|contests?|awards?|process(?:es)?",
        Kind.MILESTONE: r"milestones?|timelines?",
        Kind.OUTCOME: r"outcomes?|takeaways?|results?|conclusions?",
    }.items()
}

_LASTS = re.compile(r"\b(?:on|run|runs|running|last|lasts|under ?way|in session|sitting)\b.*\b(?:until|till|til|up to) when\b")
"""How long something goes on is no deadline."""

_GIVEN = re.compile(r"\bnow that [^?,]*")
"""What is taken as given and not asked for."""

_EVERY = re.compile(r"\bevery (?:\w+ )?(?:year|month)s?\b|\beach year\b|\bhow often\b|\b(?:yearly|annually)\b")
"""What comes again and again is no deadline either."""

_LAST_OF_MEETING = re.compile(
    r"\blast day of (?:the |this |our )?[\w+&' -]{0,40}?\b(?:event|forum|igf|summit|conference|meeting|session|council|week)\b"
)
_ON_A_TEXT = re.compile(
    r"\b(?:negotiations?|consultations?|meetings?|sessions?|hearings?|readings?) (?:on|about|of) (?:the )?(?:\w+ ){0,3}?"
    r"(?:draft|paper|text|document|report)\b"
)
"""Where a text is talked about, the talks are asked for and not the text."""

_DEADLINES_TOO = re.compile(r"\bdeadlines?(?:,| and| or)\b|\b(?:and|or) deadlines?\b")


def kinds_of(text: str) -> frozenset[Kind]:
    """Give the kinds of record that a lower-case question names."""
    text = _GIVEN.sub(" ", text)
    found = {kind for kind, pattern in _KINDS.items() if pattern.search(text)}
    if _LASTS.search(text) or _EVERY.search(text) or _LAST_OF_MEETING.search(text):
        found.discard(Kind.DEADLINE)
    if _ON_A_TEXT.search(text):
        found.discard(Kind.DOCUMENT)
    return frozenset(found)


def wants_deadlines_alone(text: str) -> bool:
    """Say whether a lower-case question asks for deadlines and names other things only as what they are of."""
    return bool(_KINDS[Kind.DEADLINE].search(text)) and not _DEADLINES_TOO.search(text)
