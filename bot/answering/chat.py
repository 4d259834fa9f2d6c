"""Courtesies: greetings, thanks and questions about the bot itself."""

import enum
import gettext
import re

from bot.languages.analysis import words
from bot.reply import Block, Listing, Paragraph, Plain, Reply, Status


class Courtesy(enum.Enum):
    """What a message without a question on the subject can be."""

    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"
    FAREWELL = "farewell"


_HELP = re.compile(
    r"^\W*(?:please )?(?:"
    r"/?(?:help|start|about|menu|commands?)\b|what do you do with (?:my|our) \w+"
    r"|(?:tell me |explain )?what (?:all )?(?:(?:can|do|could) you|you can)"
    r" (?:do|know|answer|offer|cover|help|tell)(?: me)?(?: about| with)?"
    r"|(?:what|which) (?:(?:kinds?|sorts?|types?) of |else )?(?:questions?|things?|stuff|topics?|subjects?|languages?)? ?"
    r"(?:(?:can|may|could|should|do) (?:i|we)(?: \w+)? (?:ask|query)|(?:can|do|could) you (?:answer|know|cover|speak|understand))"
    r"(?: you)?(?: about)?"
    r"|how (?:do|can|should) (?:i|we) (?:use|ask|talk to)(?: you| this bot)?"
    r"|who (?:are|made|built|runs?|wrote|created) you|what are you"
    r"|are you (?:a |an )?(?:bot|robot|human|ai|real|machine|person|chatgpt|gpt|llm|computer)(?: or (?:a |an )?\w+)?"
    r"|how do(?:es)? (?:you|this|this bot|it) work"
    r"|(?:(?:can|could|would|will) you|how (?:can|do|could) you) (?:please )?help(?: me| us)?(?: out)?"
    r"|what(?:'s| is) (?:this|this bot|your (?:name|job|purpose))(?: for| about)?"
    r"|(?:help me|i need (?:some |your )?help)(?: please)?\W*$"
    r"|(?:can|should) i trust (?:you|your answers?|this bot)"
    r"|how (?:reliable|accurate|up to date|current|good) (?:are|is) (?:you|your \w+)"
    r"|where do (?:you|your answers) (?:get|come|take)(?: (?:your|the) \w+)? from|what are your sources"
    r"|(?:i'm|i am) new here|(?:(?:can|do) you speak|parlez[- ]vous|hablas?|sprechen sie) \w+"
    r"|who(?:'s| is| are| stands)? (?:behind|running|runs?) (?:you|this(?: bot)?)"
    r"|(?:may|can|could) i ask (?:you )?(?:something|(?:a|some) questions?)|i have (?:a|some) questions?"
    r"|(?:i don't|i do not) know what to ask|(?:can you )?explain what you do|what questions are possible"
    r"|(?:give|show) (?:me |us )?(?:an? |some )?(?:example|sample)s?(?: questions?)?\W*$"
    r"|(?:do|will) you (?:store|keep|save|record|log|share) (?:my|our|what i) \w+"
    r")"
)
_THANKS = re.compile(
    r"\b(?:(?:great|nice|good) work|thanks?(?: you| u)?|thx|merci|gracias|danke|obrigad[oa]|cheers|much appreciated"
    r"|i appreciate (?:it|that|this)|appreciate it"
    r"|perfect|great|awesome|excellent|wonderful|brilliant|lovely|super|cool|nice(?! to meet)|well done"
    r"|good (?:bot|job|work|answer|one)"
    r"|(?:that|this|it) (?:was|is)(?: very| really| so)? (?:helpful|useful|great|good|all|it|perfect|enough)"
    r"|that's (?:all|it|great|perfect)|(?:just |exactly )?what i (?:needed|wanted|was looking for)|exactly"
    r"|a million|you saved my day|(?:very )?clear(?: now)?|good to know|(?:i )?will check|answers my question"
    r"|very (?:helpful|useful)|you(?:'re| are) (?:great|the best|helpful|awesome)"
    r"|ok(?:ay)?|alright|got it|understood|i see|fine)\b"
    r"|[\U0001f44d\U0001f44f\U0001f64f\u2764\U0001f60a\U0001f642]"
)
_GREETING = re.compile(
    r"\b(?:hello(?: world)?|hi|hey|hiya|yo|good (?:morning|afternoon|evening|day)|greetings|bonjour|hola|salut|salam|ciao|dear"
    r"|nice to meet you"
    r"|how are you(?: doing)?|how(?:'s| is) it going|what's up|is (?:any(?:body|one)|someone|somebody) (?:there|here|home)"
    r"|are you (?:there|here|working|online|awake|alive|ready)|test(?:ing)?(?! \w))\b"
)
_FAREWELL = re.compile(
    r"\b(?:(?:good)?bye|good night|see you|farewell|take care"
    r"|have an? (?:nice|good|great|lovely) (?:day|evening|night|weekend|one|time)"
    r"|wrong (?:chat|window|channel|group)|never ?mind|nvm)\b"
)
_FROM = re.compile(r"^\W*(?:(?:bot|all|everyone|there|team)\W+)?from (?:the |sunny |rainy )?\w+\W*$")
"""Where a greeting comes from."""

_ASKS = re.compile(r"\b(?:when|where|who|whom|whose|which|what|why|how)\b")
_FILLERS = frozenset(
    word.form
    for word in words(
        "very much so all again there bot mate everyone team colleague colleagues friend guys folks quick fast reply help info"
        " information day today tomorrow soon later now bit lot kind please sorry really just well people here two too both"
        " one answer answers sir madam anyway everything"
    )
)


def courtesy(text: str) -> Courtesy | None:
    """Give the courtesy that a lower-case message is, as it was typed; None where it asks or says something else."""
    if not text:
        return Courtesy.HELP
    pieces = [piece for piece in re.split(r"[.!?,;\n]+\s*", text) if piece.strip()]
    found = dict.fromkeys(Courtesy, False)
    for piece in pieces:
        rest = piece
        for kind, pattern in _PATTERNS.items():
            rest, count = pattern.subn(" ", rest)
            rest = _FROM.sub("", rest) if count and kind is Courtesy.GREETING else rest
            found[kind] = found[kind] or bool(count)
        if _ASKS.search(rest) or any(not word.weak and word.form not in _FILLERS for word in words(rest)):
            return None
    return next((kind for kind in _PATTERNS if found[kind]), None)


_PATTERNS = {
    Courtesy.HELP: _HELP,
    Courtesy.THANKS: _THANKS,
    Courtesy.FAREWELL: _FAREWELL,
    Courtesy.GREETING: _GREETING,
}
"""What each courtesy is told by, the one first that is answered where there are several."""


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
