"""So many questions a minute, then one notice, then silence."""

from adapters.flood import Flood, Flow


class Clock:
    """Seconds that a test turns on."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def test_twenty_questions_a_minute_are_answered_then_noticed_once() -> None:
    clock = Clock()
    flood = Flood(now=clock)
    assert [flood.admit(1) for _ in range(23)] == [Flow.ANSWER] * 20 + [Flow.NOTICE] + [Flow.SILENCE] * 2
    assert flood.admit(2) is Flow.ANSWER


def test_it_clears_as_the_minute_passes_and_notices_anew() -> None:
    clock = Clock()
    flood = Flood(most=2, now=clock)
    assert flood.admit(1) is Flow.ANSWER
    clock.at += 30
    assert [flood.admit(1) for _ in range(3)] == [Flow.ANSWER, Flow.NOTICE, Flow.SILENCE]
    clock.at += 30.5
    assert [flood.admit(1) for _ in range(3)] == [Flow.ANSWER, Flow.NOTICE, Flow.SILENCE]


def test_only_so_many_people_are_remembered() -> None:
    flood = Flood(most=1, people=3)
    for person in (1, 2, 3, 4):
        assert flood.admit(person) is Flow.ANSWER
    assert flood.admit(4) is Flow.NOTICE
    assert flood.admit(1) is Flow.ANSWER  # forgotten as the one silent longest
