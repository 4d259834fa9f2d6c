"""Replies of every sort for the tests of renderers: some to be looked at, and any that chance and malice can think of."""

import datetime as dt

from hypothesis import strategies as st

from bot.reply import (
    Action,
    Block,
    Choice,
    Citation,
    CommandName,
    Listing,
    Mark,
    Moment,
    Near,
    Paragraph,
    Plain,
    Reply,
    Span,
    Status,
    Strong,
)

FORUM = "https://harbour.example/forum"
CHECKED = dt.date(2025, 5, 20)
OPENING = dt.datetime(2025, 7, 8, 8, tzinfo=dt.UTC)

PAGE = Citation(1, "Harbour Forum 2025", "Harbour Union", None, FORUM, "paragraph 1", "2025-01-15")
NOTE = Citation(2, "Note of the secretariat", "Harbour Union", "HU/2025/7", None, "item 4", None)
VOTES = (Action("👍", "good", "meeting.harbour-forum-2025"), Action("👎", "bad", "meeting.harbour-forum-2025"))
BESIDE = (
    Action("Sources", "sources", "meeting.harbour-forum-2025"),
    Action("Calendar", "calendar", "meeting.harbour-forum-2025"),
    Action("Remind me", "remind", "meeting.harbour-forum-2025"),
    Action("More", "more", "meeting.harbour-forum-2025"),
    Action("Wrong?", "report", "meeting.harbour-forum-2025"),
)


def paragraph(*spans: Span | str) -> Paragraph:
    return Paragraph(tuple(Plain(span) if isinstance(span, str) else span for span in spans))


ANSWER = Reply(
    Status.ANSWERED,
    (
        paragraph(
            Strong("No."),
            " ",
            Moment("Tuesday 8 July 2025, 10:00 – Thursday 10 July 2025, 17:30 Zurich time (08:00 – 15:30 UTC)", OPENING),
            ", Lagoon Hall, Lugano: Harbour Forum 2025. It begins in 37 days. ",
            Mark(1),
            " ",
            Mark(2),
        ),
        paragraph("Questions on the Harbour Forum 2025 go to desk@harbour.example. ", Mark(1)),
        paragraph("The page of the Harbour Forum 2025 is https://harbour.example/forum ", Mark(1)),
    ),
    citations=(PAGE, NOTE),
    records=("meeting.harbour-forum-2025",),
    as_of=CHECKED,
    actions=(*BESIDE, *VOTES),
)

LIST = Reply(
    Status.ANSWERED,
    (
        paragraph("In the order of time:"),
        Listing(
            (
                (Moment("Tuesday 8 July 2025"), Plain(": Harbour Forum 2025, Lugano. "), Mark(1)),
                (Moment("16–18 September 2025"), Plain(": Coast Summit 2025, Tromsø. "), Mark(3), Plain(" "), Mark(4)),
                (Moment("October 2025"), Plain(": Pier Workshop 2025. "), Mark(2), Plain(" "), Mark(5)),
            )
        ),
        paragraph("2 more."),
    ),
    citations=(
        PAGE,
        NOTE,
        Citation(3, "Coast Summit 2025", "Coast League", None, "https://coast.example/summit", "paragraph 1", None),
        Citation(4, "Plans for 2025", "Coast League", None, "https://coast.example/deck", "slide 7", "2023-10"),
        Citation(5, "Resolution on harbours", "Great Assembly", "A/RES/70/999", None, "paragraph 3", "2015-12-16"),
    ),
    records=("meeting.harbour-forum-2025", "meeting.coast-summit-2025"),
    as_of=CHECKED,
    actions=VOTES,
)

CHOOSE = Reply(
    Status.CHOOSE,
    (
        paragraph("Which one do you mean?"),
        Listing(((Plain("Harbour Forum 2025"),), (Plain("Papers for the Coast Summit 2025"),))),
    ),
    choices=(
        Choice(1, "meeting.harbour-forum-2025", "Harbour Forum 2025", "when: Harbour Forum 2025?"),
        Choice(2, "deadline.coast-papers-2025", "Papers for the Coast Summit 2025", "when: Papers for the Coast Summit 2025?"),
    ),
    actions=(
        Action("Harbour Forum 2025", "choose", "meeting.harbour-forum-2025"),
        Action(
            "Papers for the Coast Summit 2025 and whatever else a title that does not know when to end may hold",
            "choose",
            "deadline.coast-papers-2025",
        ),
    ),
    confidence=0.49,
)

REFUSAL = Reply(
    Status.NOT_FOUND,
    (
        paragraph("I have nothing on prices in my sources."),
        paragraph("The nearest that I know of:"),
        Listing(((Plain("Harbour Forum 2025"),), (Plain("Harbour Union"),))),
        paragraph("You could ask desk@harbour.example."),
    ),
    nearest=(
        Near("meeting.harbour-forum-2025", "Harbour Forum 2025", FORUM),
        Near("organisation.harbour-union", "Harbour Union", None),
    ),
    actions=(Action("Wrong?", "report"),),
    confidence=0.2,
)

HELP = Reply(
    Status.CHAT,
    (
        paragraph("Ask me about harbours. What is not in my sources I do not answer. For example:"),
        Listing(((Plain("When is the Harbour Forum 2025?"),), (Plain("What does resolution 70/999 say?"),))),
        paragraph("Commands:"),
        Listing(
            (
                (CommandName("next"), Plain(" – the next deadlines and meetings")),
                (CommandName("privacy"), Plain(" – what is kept about you")),
            )
        ),
    ),
)

HOSTILE = Reply(
    Status.ANSWERED,
    (
        paragraph("Ask @harbourmaster or /start #now for $COIN, tg://resolve?domain=bad; C# 9, and/or, US$ 5 stay. ", Mark(1)),
        paragraph(
            "*bold* _no_ <b>no</b> [x](https://bad.example) \u202eright to left\u202c, \u200bhidden\u2060\x00\x1b[31m.\nNext line"
        ),
        paragraph(
            "שלום עליכם, مرحبا بكم, नमस्ते, 👩‍👩‍👧 🇨🇭 e\u0301\u0301\u0301\u0301\u0301\u0301 𝔘𝔫 ", Strong("𝔦𝔠𝔬𝔡𝔢"), " ", Mark(1)
        ),
    ),
    citations=(Citation(1, "@harbourmaster's #1 page", "/publisher", "$SYM", "https://harbour.example/@a#b", "@ 7", None),),
    as_of=CHECKED,
    actions=(Action("@all\n\u202e", "more", "meeting.harbour-forum-2025"), Action("", "good"), Action("?", "more", "x" * 99)),
)


def sheet(sentences: int, words: int = 30) -> Reply:
    """Give a long sheet on a record: so many sentences, each on a source of its own."""
    blocks: list[Block] = [paragraph(Strong("Harbour Forum 2025."), " ", Mark(1)), paragraph("What the records say:")]
    said = [(Plain(f"Sentence {n}: " + "ferry pier tide " * (words // 3) + "quay. "), Mark(n)) for n in range(2, sentences + 1)]
    blocks += [Listing(tuple(said[: sentences // 2])), *(Paragraph(one) for one in said[sentences // 2 :])]
    cited = (
        Citation(n, f"Logbook {n}", "Harbour Union", f"HU/{n}", f"https://harbour.example/log/{n}", f"page {n}", None)
        for n in range(1, sentences + 1)
    )
    return Reply(
        Status.ANSWERED,
        tuple(blocks),
        citations=tuple(cited),
        records=("meeting.harbour-forum-2025",),
        as_of=CHECKED,
        actions=VOTES,
    )


SAMPLES = {
    "answer": ANSWER,
    "list": LIST,
    "choose": CHOOSE,
    "refusal": REFUSAL,
    "help": HELP,
    "hostile": HOSTILE,
    "sheet-one-message": sheet(8),
    "sheet-two-messages": sheet(30),
    "sheet-cut-short": sheet(80),
}
"""Replies to be looked at, by name."""

_NASTY = [
    *("@alice", "@", "alice", "/start", "/", "start@bot", "#tag", "#", "#33", "$USD", "$", "$1INCH", "#日本", "＠bob", "＃tag"),
    *("t.me/alice", "tg://resolve?domain=x", "TON://transfer", "tonsite://a", "a@b.org", "desk@harbour.example", "mailto:"),
    *("https://a.example/@x/#y?z=/start", "https://", "http://a.example", "ftp://@x", "harbour.example/#a", "https://a_b.c/@d"),
    *(
        "**",
        "__",
        "`",
        "```",
        "||",
        "<b>",
        "</a>",
        "&amp;",
        "[1]",
        "[x](y)",
        "\\",
        "(",
        ")",
        "«",
        "»",
        '"',
        "'",
        ".",
        ":",
        ";",
        "-",
    ),
    *("\u202e", "\u2066", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u0000", "\u001b[1m", "\u007f", "\u0085"),
    *("\n", "\r\n", "\t", "\u2028", "\u00a0", "\u3000", " ", " ", " ", "  ", "\u3164", "\u2800", "\ufe0f", "\ue000", "\uffff"),
    *(
        "e\u0301",
        "\u0301" * 9,
        "\u030a",
        "A\u030a",
        "\u0333",
        "👩‍👩‍👧",
        "🇨🇭",
        "👍🏽",
        "𝔘",
        "שלום",
        "مرحبا",
        "می\u200cخواهم",
        "क्ष",
    ),
    *("x" * 600, "🙂" * 300, "/" * 9, "@" * 9, "Sources:", "•", "word", "Word.", "1", "0", "_"),
]
texts = st.one_of(
    st.lists(st.sampled_from(_NASTY), max_size=12).map("".join),
    st.text(max_size=60),
    st.builds(lambda text, times: text * times, st.text(max_size=40), st.integers(1, 200)),
)
"""What people, records and group titles may hold: signs that link, hide, turn round, combine, and go on and on."""

urls = st.one_of(
    st.none(),
    st.sampled_from(
        [
            *(FORUM, "http://a.example:8080/x?y=1#z", "https://例え.jp/パス", "https://a.example/(x)_[y]", "https://1.2.3.4/"),
            *("javascript:alert(1)", "tg://resolve?domain=x", "https://localhost/", "https://", "x", "", "https://a.example/ b"),
            *("https://a.example/" + "x" * 3000, "https://u:p@a.example/", "https://a_b.example/", "https://.example", "//a.b"),
            *(
                "https://a..b/",
                "https://-a.example/",
                "https://a.example:99999/",
                "https://a.example/%zz<>\"'",
                "https://a.b" * 9,
            ),
        ]
    ),
    texts.map(lambda text: f"https://a.example/{text}"),
    texts.map(lambda text: f"https://{text}.example/"),
)
"""Addresses, good and bad."""

instants = st.none() | st.datetimes(timezones=st.just(dt.UTC))


def spans(most: int) -> st.SearchStrategy[tuple[Span, ...]]:
    """Give what makes spans with the numbers of that many citations."""
    kinds: list[st.SearchStrategy[Span]] = [
        st.builds(Plain, texts),
        st.builds(Plain, texts),
        st.builds(Strong, texts),
        st.builds(Moment, texts, instants),
        st.builds(CommandName, st.sampled_from(["next", "help", "@x y"])),
        st.just(Plain(" ")),
    ]
    if most:
        kinds += [st.builds(Mark, st.integers(1, most))] * 3
    return st.lists(st.one_of(kinds), max_size=8).map(tuple)


def blocks(most: int) -> st.SearchStrategy[tuple[Block, ...]]:
    """Give what makes blocks with the numbers of that many citations."""
    lists = st.builds(Listing, st.lists(spans(most), max_size=6).map(tuple))
    return st.lists(st.one_of(st.builds(Paragraph, spans(most)), lists), max_size=8).map(tuple)


@st.composite
def replies(draw: st.DrawFn) -> Reply:
    """Make any reply."""
    most = draw(st.integers(0, 12))
    cited = (
        Citation(n, draw(texts), draw(texts), draw(st.none() | texts), draw(urls), draw(texts), None) for n in range(1, most + 1)
    )
    nearest = draw(st.lists(st.builds(Near, st.just("meeting.x"), texts, urls), max_size=3).map(tuple))
    said = draw(blocks(most))
    if nearest:
        said = (*said, Listing(tuple((Plain(near.title),) for near in nearest)))
    commands = st.sampled_from(["more", "choose", "good", "bad", "report", "sources", "calendar", "no such command"])
    actions = st.lists(st.builds(Action, texts, commands, st.sampled_from(["", "meeting.x", "é" * 40])), max_size=9)
    return Reply(
        draw(st.sampled_from(Status)),
        said * draw(st.sampled_from([1, 1, 1, 2, 9])),
        citations=tuple(cited),
        records=draw(st.sampled_from([(), ("meeting.x",)])),
        nearest=nearest,
        as_of=draw(st.none() | st.just(CHECKED)),
        actions=tuple(draw(actions)),
    )
