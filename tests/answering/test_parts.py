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
        ("I cannot recall who chaired it. Could you help me?", ("who chaired it.",)),
        ("My boss in Lagos wants to know who chaired the forum, can you help?", ("who chaired the forum",)),
        ("Our envoy, who chairs a panel in Doha, asks when the conference begins.", ("when the conference begins.",)),
        ("We send comments, and would like to know if the draft is out.", ("if the draft is out.",)),
        ("Now I need for my report the number of the resolution.", ("the number of the resolution.",)),
        ("I've lost my notes... what does paragraph 67 set up?", ("what does paragraph 67 set up?",)),
        ("I'm on a train, so please be short: deadline for the prizes?", ("deadline for the prizes?",)),
        ("My colleague told me that it was adopted by vote. is that true?", ("it was adopted by vote?",)),
        ("I read somewhere that Tunisia hosted the first phase. Is that right?", ("Tunisia hosted the first phase?",)),
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
