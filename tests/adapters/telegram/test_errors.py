"""What Telegram's errors mean for a delivery, told by class."""

import datetime as dt

import pytest
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from adapters.telegram.errors import outcome_of, reason, unchanged
from adapters.telegram.request import UnsentError
from bot.adapter import Refused, Retry, Unknown


def test_what_never_left_may_be_sent_again() -> None:
    assert isinstance(outcome_of(UnsentError("no route")), Retry)


@pytest.mark.parametrize("error", [TimedOut("late"), NetworkError("disconnected"), NetworkError("Bad Gateway (502)")])
def test_of_a_broken_answer_nobody_knows(error: NetworkError) -> None:
    assert isinstance(outcome_of(error), Unknown)


def test_too_many_requests_say_how_long_to_wait() -> None:
    outcome = outcome_of(RetryAfter(17))
    assert isinstance(outcome, Retry)
    assert outcome.after == dt.timedelta(seconds=17)


@pytest.mark.parametrize(
    ("error", "gone"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), True),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), True),
        (BadRequest("Chat not found"), True),
        (BadRequest("Can't parse entities"), False),
        (BadRequest("message thread not found"), False),
    ],
)
def test_a_refusal_says_whether_the_whole_chat_is_closed(error: Forbidden | BadRequest, *, gone: bool) -> None:
    outcome = outcome_of(error)
    assert isinstance(outcome, Refused)
    assert outcome.gone is gone


def test_what_an_operator_must_mend_is_tried_again_later() -> None:
    for error in (InvalidToken("The token `12345:secret` was rejected"), Conflict("another")):
        assert isinstance(outcome_of(error), Retry)
    assert isinstance(outcome_of(ChatMigrated(-100)), Retry)


def test_no_reason_tells_the_token() -> None:
    assert "secret" not in reason(InvalidToken("The token `12345:secret` was rejected"))
    assert len(reason(NetworkError("<html>" * 1000))) < 200


def test_an_edit_that_changes_nothing_is_known() -> None:
    assert unchanged(BadRequest("Message is not modified: specified new message content and reply markup are exactly the same"))
    assert not unchanged(BadRequest("Message to edit not found"))
