"""Courtesies: greetings, thanks and questions about the bot itself."""

import enum
import gettext
import re

from bot.reply import Block, Listing, Paragraph, Plain, Reply, Status


class Courtesy(enum.Enum):
    """What a message without a question on the subject can be."""

    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"
    FAREWELL = "farewell"


_HELP = re.compile(
    r"^\W*(?:"
    r"/?(?:help|start|about|menu|commands?)\b"
    r"|what (?:all )?(?:can|do|could) you (?:do|know|answer|offer|cover|help|tell)"
    r"|what (?:(?:kinds?|sorts?|types?) of |else )?(?:questions?|things?|stuff)? ?"
    r"(?:can|may|could|should|do) (?:i|we)(?: \w+)? (?:ask|query)"
    r"|how (?:do|can|should) (?:i|we) (?:use|ask|talk to)"
    r"|who (?:are|made|built|runs?) you|what are you|are you (?:a |an )?(?:bot|robot|human|ai|real|machine|person)"
    r"|how do(?:es)? (?:you|this|this bot|it) work|(?:can|could) you help"
    r"|what(?:'s| is) (?:this|this bot|your (?:name|job|purpose))"
    r"|(?:help me|i need help)\W*$"
    r")"
)
_THANKS = re.compile(
    r"\b(?:thank|thanks|thx|thank you|cheers|merci|gracias|danke|much appreciated|perfect|great|awesome|appreciate)\b"
)
_GREETING = re.compile(
    r"\b(?:hello|hi|hey|hiya|good (?:morning|afternoon|evening|day)|greetings|bonjour|hola|salut|salam|dear)\b"
)
_FAREWELL = re.compile(r"\b(?:bye|goodbye|good night|see you|ciao|farewell)\b")
_MOST_TERMS_OF_HELP = 2
_MOST_TERMS_OF_THANKS = 1


def courtesy(plain: str, telling_words: int) -> Courtesy | None:
    """Give the courtesy that a lower-case message is; None where it asks or says something else."""
    if not plain:
        return Courtesy.HELP
    pieces = re.split(r"[.!?,\n]+\s*", plain)
    if telling_words <= _MOST_TERMS_OF_HELP and any(_HELP.search(piece) for piece in pieces):
        return Courtesy.HELP
    if telling_words > _MOST_TERMS_OF_THANKS or (telling_words and "?" in plain):
        return None
    for kind, pattern in ((Courtesy.THANKS, _THANKS), (Courtesy.FAREWELL, _FAREWELL), (Courtesy.GREETING, _GREETING)):
        if pattern.search(plain):
            return kind
    return None


def greet(kind: Courtesy, words: gettext.NullTranslations) -> Reply:
    """Answer a courtesy."""
    _ = words.gettext
    match kind:
        case Courtesy.GREETING:
            blocks: tuple[Block, ...] = (
                _line(
                    _("Hello! Ask me about WSIS+20: its deadlines, meetings, resolutions and the people and bodies behind them.")
                ),
            )
        case Courtesy.THANKS:
            blocks = (_line(_("You are welcome.")),)
        case Courtesy.FAREWELL:
            blocks = (_line(_("Goodbye.")),)
        case Courtesy.HELP:
            examples = (
                _("When was the Latin America consultation?"),
                _("Is it too late to hand in to the OCP of the 2024 event?"),
                _("What does resolution 70/125 say?"),
                _("Which deadlines fell in January 2024?"),
            )
            blocks = (
                _line(
                    _(
                        "I answer questions about the WSIS+20 process from a curated knowledge base. "
                        "Every sentence names its source; what is not in my sources I do not answer. For example:"
                    )
                ),
                Listing(tuple((Plain(example),) for example in examples)),
            )
    return Reply(Status.CHAT, blocks)


def _line(text: str) -> Paragraph:
    return Paragraph((Plain(text),))
