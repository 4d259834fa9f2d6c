"""Encryption of what is kept, and keyed digests to find it by; the key lies apart from the database."""

import base64
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.settings import KEY_BYTES, key_bytes
from bot.storage.problems import StorageError


def new_key() -> str:
    """Give a fresh key from the system's source of randomness."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


class Vault:
    """Seals values so that only the key's holder can read them, and makes digests that only that holder can compute.

    Values are sealed with Fernet, digests are HMAC-SHA256; each has a key of its own, derived from the one given by HKDF.
    """

    def __init__(self, key: str, old: str | None = None) -> None:
        """Take the key, and the one before for values that were sealed with it.

        Raises:
            ValueError: one of them is no key.
        """
        self._fernet = MultiFernet([_fernet(key), *([_fernet(old)] if old else [])])
        self._digest_key = _derived(key, b"digest")

    def seal(self, text: str) -> bytes:
        """Encrypt a text; twice the same text gives two different seals."""
        return self._fernet.encrypt(text.encode(errors="surrogatepass"))

    def unseal(self, data: bytes) -> str:
        """Give a sealed text back.

        Raises:
            StorageError: it was sealed with another key, or changed since.
        """
        try:
            return self._fernet.decrypt(data).decode(errors="surrogatepass")
        except InvalidToken:
            raise StorageError(
                "something kept cannot be read with this key: it was sealed with another one, or damaged; "
                "stop every bot on this database and start it again with the database's own key"
            ) from None

    def digest(self, *parts: str) -> bytes:
        """Give the same 32 bytes for the same parts, from which nobody can tell the parts without the key."""
        encoded = [part.encode(errors="surrogatepass") for part in parts]
        return hmac.digest(self._digest_key, b"".join(len(part).to_bytes(4) + part for part in encoded), "sha256")


def _derived(key: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"wsisbot " + purpose).derive(key_bytes(key))


def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(key, b"seal")))
