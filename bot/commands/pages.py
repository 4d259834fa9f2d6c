"""What the bot says of itself: /start, /help, /about and /privacy."""

from importlib.metadata import version

from bot.answering.chat import Courtesy, greet
from bot.commands.catalogue import COMMANDS, record_behind
from bot.commands.lookup import gone
from bot.commands.paging import carried
from bot.commands.request import Request, note
from bot.commands.sheet import sheet
from bot.records.model import SourceKind
from bot.reply import Action, CommandName, Listing, Paragraph, Plain, Reply, Span, Status, spans_text
from bot.storage.model import TALK_LIFE

_FIRST = ("next", "deadlines", "meetings", "help", "about", "privacy")
"""Commands that somebody new is shown."""


def start(request: Request) -> Reply:
    """Welcome somebody; whoever comes by a link to a record gets its sheet."""
    record = record_behind(request.argument)
    if record is not None:
        known = request.knowledge.records.get(record)
        return sheet(request, known) if known else gone(request)
    lead = request.words.gettext("Or give a command:")
    names = [span for name in _FIRST for span in (Plain(" "), CommandName(name))]
    return Reply(
        Status.CHAT, (*greet(Courtesy.HELP, request.words).blocks, Paragraph((Plain(lead), *names))), actions=_buttons(request)
    )


def help_(request: Request) -> Reply:
    """Tell what can be asked, and list the commands that people can type."""
    _ = request.words.gettext
    listed: list[tuple[Span, ...]] = []
    for command in COMMANDS.values():
        if command.typed and command.name != "start":
            argument = f" {_(command.argument)}" if command.argument else ""
            listed.append((CommandName(command.name), Plain(f"{argument}: {_(command.description)}")))
    lead = Paragraph((Plain(_("Or give a command:")),))
    blocks = (*greet(Courtesy.HELP, request.words).blocks, lead, Listing(tuple(listed)))
    return Reply(Status.CHAT, blocks, actions=_buttons(request))


def examples(request: Request) -> list[str]:
    """Give questions as people may ask them."""
    blocks = greet(Courtesy.HELP, request.words).blocks
    return [spans_text(item) for block in blocks if isinstance(block, Listing) for item in block.items]


def _buttons(request: Request) -> tuple[Action, ...]:
    """Give the examples as buttons, as far as they are short enough for one."""
    return tuple(action for text in examples(request) for action in carried(Action(text, "ask", text)))


def about(request: Request) -> Reply:
    """Tell what the bot is, how much it knows, how fresh that is, and its version."""
    words, knowledge, speaker = request.words, request.knowledge, request.speaker
    _ = words.gettext
    facts = sum(len(record.facts) for record in knowledge)
    primary = sum(source.kind is SourceKind.PRIMARY for source in knowledge.sources.values())
    reviews = [record.reviewed for record in knowledge]
    latest, oldest = speaker.when_day(max(reviews)), speaker.when_day(min(reviews))
    known = _("I know {records} records with {facts} sentences, from {sources} sources, {primary} of them primary.").format(
        records=len(knowledge), facts=facts, sources=len(knowledge.sources), primary=primary
    )
    fresh = _("The latest check against the sources was on {latest}, the oldest on {oldest}.").format(
        latest=latest, oldest=oldest
    )
    return note(
        request,
        _(
            "I am wsisbot, version {version}. I answer questions about WSIS+20, the twenty-year review of the World Summit on "
            "the Information Society."
        ).format(version=version("wsisbot")),
        _(
            "I write nothing of my own: every sentence on the subject was written by a curator and names its source. "
            "What my sources do not have I do not answer."
        ),
        f"{known} {fresh}",
        _(
            "I am no official service of the United Nations or of any body that I name. "
            "Look into the source before you rely on it."
        ),
    )


def privacy(request: Request) -> Reply:
    """Tell what is kept of whom, how long, who can read it, and how to have it deleted."""
    _ = request.words.gettext
    if not request.keeps:
        return note(request, _("Here nothing is kept: neither what you write nor who you are."))
    from bot.storage import bookings  # noqa: PLC0415 - SQLAlchemy would make every command start late
    from bot.storage.feedback import LIFE  # noqa: PLC0415 - as above
    from bot.storage.store import CLOSED_LIFE  # noqa: PLC0415 - as above

    kept = (
        _(
            "Of a chat: its language, time zone and manner of answers, whether its unanswered questions are collected, and "
            "whether I may write there; until {days} days after I was sent away. Of a server also where and how openly I answer, "
            "where I announce, and which of its events I made from which record."
        ).format(days=CLOSED_LIFE.days),
        _(
            "Of a reminder: its words or record, its times, the role that it calls and who set it; and of each message that "
            "came of it, when it was posted or why not; for {days} days after its end. What was shown and not confirmed: for "
            "{minutes} minutes."
        ).format(days=bookings.LIFE.days, minutes=round(bookings.DRAFT_LIFE.total_seconds() / 60)),
        _("Of what a chat follows: what it is and who chose it, until it is followed no longer."),
        _("Of a change of reminders: who made it and when, for {days} days.").format(days=bookings.AUDIT_LIFE.days),
        _(
            "Of a talk: the ids of the records and facts that it is about and what was asked for (a date, a place), no words; "
            "and which messages of mine belong to it; for {minutes} minutes."
        ).format(minutes=round(TALK_LIFE.total_seconds() / 60)),
        _(
            "Of a vote on an answer (👍 👎): the record and the vote. That it was yours can be told until the end of the "
            "month, so that it counts once."
        ),
        _("Of a report of an error: the record and what you write in it, for {days} days; not who you are and not where.").format(
            days=LIFE.days
        ),
        _(
            "Of a question that I could not answer, in those chats alone whose organisers have switched that on: the question, "
            "for {days} days; not who asked and not where."
        ).format(days=LIFE.days),
    )
    return Reply(
        Status.CHAT,
        (
            _line(
                _(
                    "What you write is read to be answered and then forgotten. I keep no messages; nothing is used for training "
                    "or handed on."
                )
            ),
            _line(_("I keep:")),
            Listing(tuple((Plain(text),) for text in kept)),
            _line(
                _(
                    "Numbers of people and chats, the words of reminders, what talks are about, reports and questions are kept "
                    "encrypted, and the key lies apart from them."
                )
            ),
            Paragraph((CommandName("mydata"), Plain(": " + _("a copy of what is kept about you")))),
            Paragraph((CommandName("forgetme"), Plain(": " + _("delete what is kept about you")))),
            _line(
                _(
                    "Both work at once, and in a group they speak of you alone: its reminders stay, without your number. "
                    "A back-up that the operator made before holds "
                    "what was deleted until it is replaced."
                )
            ),
            _line(
                _(
                    "For whatever the commands do not give you, turn to the operator, who runs this bot and answers for all "
                    "this. The platform on which you write to me has a policy of its own."
                )
            ),
        ),
        request.message.language,
    )


def _line(text: str) -> Paragraph:
    return Paragraph((Plain(text),))
