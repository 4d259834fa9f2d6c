"""A reply laid out in lines, as every platform shows it."""

from dataclasses import replace

from bot import layout
from bot.layout import Kind, Part, Piece
from bot.reply import Citation, Listing, Near, Paragraph, Plain, Reply, Status
from tests.replies import ANSWER, CHECKED, FORUM, HELP, OPENING, REFUSAL, paragraph


def test_each_block_comes_with_its_pieces_and_where_they_lead() -> None:
    (first, second, third) = layout.body(ANSWER)
    assert [len(block) for block in (first, second, third)] == [1, 1, 1]
    pieces = first[0].pieces
    assert (pieces[0].text, pieces[0].kind) == ("No.", Kind.STRONG)
    assert (pieces[2].kind, pieces[2].instant) == (Kind.MOMENT, OPENING)
    assert pieces[-3:] == (Piece("[1]", Kind.MARK, url=FORUM), Piece(" "), Piece("[2]", Kind.MARK))


def test_items_and_commands_are_told_from_other_text() -> None:
    *_, commands = layout.body(HELP)
    assert {line.part for line in commands} == {Part.ITEM}
    assert commands[0].pieces[0] == Piece("/next", Kind.COMMAND)


def test_near_records_lead_to_their_addresses() -> None:
    lines = [line for block in layout.body(REFUSAL) for line in block]
    assert [piece.url for line in lines for piece in line.pieces if piece.kind is Kind.LINK] == [FORUM]


def test_a_near_record_is_found_however_its_title_is_written() -> None:
    title = "Harbour\u202e Forum\n2025"
    reply = Reply(Status.NOT_FOUND, (Listing(((Plain(title),),)),), nearest=(Near("meeting.x", title, FORUM),))
    ((line,),) = layout.body(reply)
    assert line.pieces == (Piece("Harbour Forum 2025", Kind.LINK, url=FORUM),)


def test_sources_stand_below_a_heading_by_number_title_first() -> None:
    heading, first, second = layout.sources(ANSWER)
    assert heading.part is Part.HEADING
    assert (first.number, first.text) == (1, "Harbour Forum 2025, Harbour Union, paragraph 1")
    assert first.pieces[0] == Piece("Harbour Forum 2025", Kind.LINK, url=FORUM)
    assert (second.number, second.text) == (2, "Note of the secretariat, Harbour Union, HU/2025/7, item 4")
    assert second.pieces[0].kind is Kind.TEXT


def test_a_source_without_a_title_still_leads_somewhere() -> None:
    nameless = Citation(1, "\u200b", "", None, FORUM, "", None)
    _, line = layout.sources(replace(ANSWER, citations=(nameless,)))
    assert line.text
    assert line.pieces[0].url == FORUM


def test_where_nothing_is_cited_or_checked_no_line_says_so() -> None:
    assert layout.sources(HELP) == []
    assert layout.checked(HELP) is None
    assert CHECKED.isoformat() in (layout.checked(ANSWER) or layout.Line(Part.CHECKED, ())).text


def test_all_text_is_fit_to_be_shown() -> None:
    bad = "a\u202e\x1b\nb"
    citation = Citation(1, bad, bad, bad, FORUM, bad, None)
    reply = Reply(Status.ANSWERED, (paragraph(bad), Listing(((Plain(bad),),)), Paragraph(())), citations=(citation,))
    lines = [line for block in layout.body(reply) for line in block] + layout.sources(reply)
    assert not any(letter in line.text for line in lines for letter in "\u202e\x1b\n")


def test_an_empty_list_is_no_block() -> None:
    assert list(layout.body(Reply(Status.CHAT, (Listing(()),)))) == []
