"""Sealing and digesting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.problems import StorageError
from bot.storage.vault import Vault, new_key
from tests.databases import KEY, OTHER_KEY

VAULT = Vault(KEY)
TEXTS = st.text(st.characters(codec=None) | st.sampled_from("\0\ud800"))


@given(TEXTS)
def test_a_sealed_text_comes_back_and_no_two_seals_are_alike(text: str) -> None:
    first, second = VAULT.seal(text), VAULT.seal(text)
    assert first != second
    assert VAULT.unseal(first) == VAULT.unseal(second) == text


def test_another_key_opens_nothing() -> None:
    sealed = VAULT.seal("secret")
    with pytest.raises(StorageError):
        Vault(OTHER_KEY).unseal(sealed)
    with pytest.raises(StorageError):
        VAULT.unseal(sealed[:-1] + b"A")
    both = Vault(OTHER_KEY, KEY)
    assert both.unseal(sealed) == "secret"
    with pytest.raises(StorageError):
        VAULT.unseal(both.seal("secret"))


@given(st.lists(TEXTS), st.lists(TEXTS))
def test_digests_are_the_same_for_the_same_parts_alone(one: list[str], other: list[str]) -> None:
    assert (VAULT.digest(*one) == VAULT.digest(*other)) is (one == other)


def test_a_digest_needs_the_key() -> None:
    assert VAULT.digest("chat", "telegram", "4711") != Vault(OTHER_KEY).digest("chat", "telegram", "4711")
    assert len(VAULT.digest()) == 32


def test_a_key_may_be_written_in_either_alphabet() -> None:
    url = "-_" + KEY[2:]
    assert Vault(url.replace("-", "+").replace("_", "/")).digest("x") == Vault(f" {url}\n").digest("x")


@pytest.mark.parametrize("key", ["", "x", "!" * 44, KEY[:-4], KEY + "AAAA", "ключ"])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="wsisbot db key"):
        Vault(key)


def test_new_keys_differ() -> None:
    assert Vault(new_key()).digest("x") != Vault(new_key()).digest("x")
