"""A message is taken apart into its questions and what is only said around them."""

import pytest

from bot.answering.parts import take_apart


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("When is it, and who chairs it?", ("When is it", "who chairs it?")),
        (
            "Who was patron in 2009; where was the forum?",
            ("Who was patron in 2009", "where was the forum?"),
        ),
        ("In what room and at what hour did it open?", ("In what room and at what hour did it open?",)),
        ("Who was Kenya's and who Albania's envoy?", ("Who was Kenya's and who Albania's envoy?",)),
        ("She won a 'Prize'. What is that?", ("What is that?",)),
        ("We go to the UN. Who chairs the session?", ("Who chairs the session?",)),
        ("I cannot recall who chaired it. Could you help me?", ("I cannot recall who chaired it.",)),
        ("For my briefing: on which dates did it meet?", ("on which dates did it meet?",)),
        ("Sorry for the basic question, what is an action line?", ("what is an action line?",)),
        (
            "Dear team, my boss wants the name of the text. Can you help?",
            ("my boss wants the name of the text.",),
        ),
        ("Could you help me?", ("Could you help me?",)),
        ("Could you please tell me when the forum opens?", ("when the forum opens?",)),
        ("Is it correct to write that they met in Santiago?", ("they met in Santiago?",)),
        ("I need the date of the session and who chaired it.", ("I need the date of the session", "who chaired it.")),
    ],
)
def test_the_questions_of_a_message(text: str, questions: tuple[str, ...]) -> None:
    assert take_apart(text).questions == questions


@pytest.mark.parametrize(
    ("text", "kept", "gone"),
    [
        ("Hello dear colleague, our minister asks. When is the forum? Kind regards", "minister", "regards"),
        ("I teach civics - what is the digital divide? Best wishes from Lyon", "civics", "Lyon"),
    ],
)
def test_salutations_and_closings_are_not_around_a_question(text: str, kept: str, gone: str) -> None:
    around = take_apart(text).around
    assert kept in around
    assert gone not in around
