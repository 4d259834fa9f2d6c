"""What the bot says of itself: /start, /help, /about and /privacy."""

from importlib.metadata import version

from bot.answering.chat import Courtesy, greet
from bot.commands.buttons import carried
from bot.commands.catalogue import COMMANDS, record_behind
from bot.commands.lookup import gone
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
        Status.CHAT, (*greet(Courtesy.HELP, request.words).blocks, Paragraph((Plain(lead), *names))), actions=_examples(request)
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
    return Reply(Status.CHAT, blocks, actions=_examples(request))


def _examples(request: Request) -> tuple[Action, ...]:
    """Give the example questions as buttons, as far as they are short enough for one."""
    listing = next(block for block in greet(Courtesy.HELP, request.words).blocks if isinstance(block, Listing))
    texts = [spans_text(item) for item in listing.items]
    return tuple(action for text in texts for action in carried(Action(text, "ask", text)))


def about(request: Request) -> Reply:
    """Tell what the bot is, how much it knows, how fresh that is, and its version."""
    words, knowledge, speaker = request.words, request.knowledge, request.speaker
    _ = words.gettext
    facts = sum(len(record.facts) for record in knowledge)
    primary = sum(source.kind is SourceKind.PRIMARY for source in knowledge.sources.values())
    reviews = sorted((record.reviewed, record.id) for record in knowledge)
    known = _("I know {records} records with {facts} sentences, from {sources} sources, {primary} of them primary.").format(
        records=len(knowledge), facts=facts, sources=len(knowledge.sources), primary=primary
    )
    fresh = _("The latest check against the sources was on {latest}, the oldest on {oldest} ({title}).").format(
        latest=speaker.when_day(reviews[-1][0]),
        oldest=speaker.when_day(reviews[0][0]),
        title=knowledge.records[reviews[0][1]].title,
    )
    return note(
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
    if request.message.place is None:
        return note(_("Here in the terminal nothing is kept: neither what you write nor who you are."))
    kept = (
        _(
            "Of a chat: its language, time zone and manner of answers, whether its unanswered questions are collected, "
            "and whether I may write there."
        ),
        _(
            "Of a talk, for {minutes} minutes: the ids of the records that it is about and what was asked for (a date, a place), "
            "no words; and which messages of mine belong to it."
        ).format(minutes=round(TALK_LIFE.total_seconds() / 60)),
        _("Of a vote on an answer (👍 👎): the record, the vote and a code made from your number, so that it counts once."),
        _("Of a report of an error: the record and what you write in it; not who you are and not where."),
        _(
            "Of a question that I could not answer, in chats alone whose organisers have switched that on: "
            "the question; not who asked and not where."
        ),
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
                    "All of this is kept encrypted, and the key lies apart from it. Numbers of people and chats are found again "
                    "by keyed codes only."
                )
            ),
            Paragraph((CommandName("mydata"), Plain(": " + _("a copy of what is kept about you")))),
            Paragraph((CommandName("forgetme"), Plain(": " + _("delete what is kept about you")))),
            _line(
                _(
                    "Both work at once, and in a group they speak of you alone. A copy that the operator made before, in case of "
                    "damage, holds what was deleted until it is replaced."
                )
            ),
            _line(
                _(
                    "For whatever the commands do not give you, turn to the operator, who runs this bot and answers for all "
                    "this. The platform on which you write to me has a policy of its own."
                )
            ),
        ),
    )


def _line(text: str) -> Paragraph:
    return Paragraph((Plain(text),))
