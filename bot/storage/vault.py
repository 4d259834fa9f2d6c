"""Encryption of what is kept, and keyed digests to find it by; the key lies apart from the database."""


class Vault:
    """Seals values so that only the key's holder can read them, and makes digests that only that holder can compute."""

    def __init__(self, key: str, old: str | None = None) -> None:
        """Take the key, and the one before for values that were sealed with it.

        Raises:
            ValueError: one of them is no key.
        """
        raise NotImplementedError

    def seal(self, text: str) -> bytes:
        """Encrypt a text; twice the same text gives two different seals."""
        raise NotImplementedError

    def unseal(self, data: bytes) -> str:
        """Give a sealed text back.

        Raises:
            StorageError: it was sealed with another key, or changed since.
        """
        raise NotImplementedError

    def digest(self, *parts: str) -> bytes:
        """Give the same 32 bytes for the same parts, from which nobody can tell the parts without the key."""
        raise NotImplementedError
