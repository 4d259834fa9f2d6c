"""The index must rank exactly as rank-bm25 does: its scores are compared bit by bit with `get_scores`."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.index import K1, B, Bm25, Index
from bot.answering.passages import passages_of
from bot.records.knowledge import Knowledge

WORDS = [f"w{number}" for number in range(12)]
PASSAGE = st.lists(st.sampled_from(WORDS), max_size=15)
CORPUS = st.lists(PASSAGE, min_size=1, max_size=25).filter(any)
QUERY = st.lists(st.sampled_from([*WORDS, "unknown"]), max_size=6)
ROUNDS = 60


def scored(index: Index, query: list[str]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    scores: np.ndarray[tuple[int], np.dtype[np.float64]] = index.scores((word, 1.0) for word in query)
    return scores


def ranked(scores: np.ndarray[tuple[int], np.dtype[np.float64]], most: int) -> list[int]:
    """Rank by a stable sort of all scores, the slow and plain way."""
    places = sorted(range(len(scores)), key=lambda place: (-scores[place], place))
    return [place for place in places if scores[place] > 0][:most]


@settings(max_examples=200, deadline=None)
@given(CORPUS, QUERY, st.integers(0, 30))
def test_random_corpora_are_scored_and_ranked_as_rank_bm25_does(corpus: list[list[str]], query: list[str], most: int) -> None:
    index, expected = Index(corpus), Bm25(corpus, k1=K1, b=B).get_scores(query)
    assert np.array_equal(scored(index, query), expected)
    assert index.best(scored(index, query), most) == ranked(expected, most)


@pytest.fixture(scope="module")
def passages(knowledge: Knowledge) -> list[list[str]]:
    return [passage.tokens for passage in passages_of(knowledge)]


def test_the_packaged_passages_are_scored_and_ranked_as_rank_bm25_does(passages: list[list[str]]) -> None:
    index, reference = Index(passages), Bm25(passages, k1=K1, b=B)
    vocabulary = sorted({word for passage in passages for word in passage})
    chance = random.Random(20)  # noqa: S311 - a fixed choice of queries, no secret
    for _ in range(ROUNDS):
        drawn = [*chance.choices(vocabulary, k=3), *chance.choices(chance.choice(passages), k=3), "unknown"]
        query = chance.sample(drawn, k=chance.randint(1, len(drawn)))
        expected = reference.get_scores(query)
        assert np.array_equal(scored(index, query), expected)
        assert index.best(expected, 60) == ranked(expected, 60)


def test_a_word_in_every_passage_still_counts_for_more_than_none() -> None:
    index = Index([["wsis", "forum"], ["wsis", "summit"], ["wsis"]])
    assert all(scored(index, ["wsis"]) > 0)
    assert index.weight("forum") > index.weight("wsis") > 0


def test_the_weight_of_a_word_scales_its_score() -> None:
    index = Index([["forum", "lake"], ["lake"]])
    assert np.allclose(index.scores([("lake", 0.5)]), scored(index, ["lake"]) / 2)


def test_a_repeated_word_weighs_more_and_a_longer_passage_less() -> None:
    scores = scored(Index([["forum", "forum", "lake"], ["forum", "lake", "sea"], ["forum", *WORDS]]), ["forum"])
    assert scores[0] > scores[1] > scores[2]


@pytest.mark.parametrize("most", [1, 3, 5, 9])
def test_ties_come_in_the_order_of_the_passages(most: int) -> None:
    index = Index([["a"], ["b"], ["a"], ["a"], ["b"], ["a"], ["a"]])
    assert index.best(scored(index, ["a"]), most) == [0, 2, 3, 5, 6][:most]


def test_unknown_words_find_nothing() -> None:
    index = Index([["forum"], ["lake"]])
    assert index.best(scored(index, ["unknown"]), 5) == []
    assert "unknown" not in index
    assert "forum" in index
    assert index.weight("unknown") >= index.weight("forum")


@pytest.mark.parametrize("corpus", [[], [[]], [[], []]])
def test_an_index_without_words_finds_nothing(corpus: list[list[str]]) -> None:
    index = Index(corpus)
    assert scored(index, ["forum"]).tolist() == [0.0] * len(corpus)
    assert index.best(scored(index, ["forum"]), 5) == []


def test_an_empty_passage_is_never_found() -> None:
    index = Index([[], ["forum"], []])
    assert index.best(scored(index, ["forum"]), 5) == [1]


def test_an_empty_question_finds_nothing() -> None:
    index = Index([["forum"]])
    assert index.best(scored(index, []), 5) == []
