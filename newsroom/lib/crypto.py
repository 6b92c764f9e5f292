"""Cryptography with one derived key per purpose: encrypted text, keyed hashes, signed tokens."""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models.lookups import Exact

_NO_LOOKUP = "a sealed text cannot be looked up; use its keyed hash"


class Unsealable(Exception):
    """Raised for a sealed (encrypted) text that none of the configured keys decrypts."""


@lru_cache(maxsize=256)
def derive_key(secret: str, purpose: str) -> bytes:
    """Return a key of 32 bytes for `purpose`, which reveals neither the secret nor other keys (HKDF, RFC 5869)."""
    return HKDF(SHA256(), 32, salt=b"newsroom", info=purpose.encode()).derive(secret.encode())


def keyed_hash(value: str, purpose: str, secret: str | None = None) -> str:
    """Return the HMAC-SHA-256 of `value` in hex, under the key for `purpose` of `secret` or the newest secret."""
    key = derive_key(secret or settings.ADDRESS_SECRETS[0], purpose)
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def keyed_hashes(value: str, purpose: str) -> list[str]:
    """Return the hash of `value` under every configured secret, newest first, to look up a row."""
    return [keyed_hash(value, purpose, secret) for secret in settings.ADDRESS_SECRETS]


def seal(text: str) -> str:
    """Return `text` encrypted and authenticated (AES-CBC with HMAC: Fernet), under the newest secret."""
    return _sealer().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return the plain text of what was sealed under any of the secrets. Raises Unsealable."""
    try:
        return _sealer().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unsealable("a sealed text was read that none of ADDRESS_SECRETS opens") from None


def is_sealed_by_newest(sealed: str) -> bool:
    """Tell whether a sealed text was encrypted under the newest secret."""
    try:
        _sealer(newest=1).decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


def _sealer(newest: int | None = None) -> MultiFernet:
    keys = (derive_key(secret, "seal") for secret in settings.ADDRESS_SECRETS[:newest])
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


class SealedTextField(models.TextField):
    """Text that is encrypted in the database and in dumps.

    It cannot be searched or sorted; store a keyed hash beside it to find a row.
    """

    # Prefix of a sealed text in a dump, so that loading never takes the ciphertext for plain text.
    _IN_A_DUMP = "sealed:"

    def get_prep_value(self, value):
        # Not TextField's own, which calls to_python() and would decrypt a text that begins with the prefix.
        value = models.Field.get_prep_value(self, value)
        return value if value is None else seal(str(value))

    def from_db_value(self, value, expression, connection):
        return value if value is None else unseal(value)

    def value_to_string(self, obj):
        return self._IN_A_DUMP + seal(self.value_from_object(obj))

    def to_python(self, value):
        if isinstance(value, str) and value.startswith(self._IN_A_DUMP):
            return unseal(value.removeprefix(self._IN_A_DUMP))
        return super().to_python(value)

    def get_lookup(self, lookup_name):
        if lookup_name == "exact":
            return _IsEmpty
        if lookup_name != "isnull":
            raise TypeError(_NO_LOOKUP)
        return super().get_lookup(lookup_name)


class _IsEmpty(Exact):
    """Allow comparing a sealed text with None only, which Django turns into `IS NULL`. Raises TypeError."""

    def __init__(self, lhs, rhs):
        if rhs is not None:
            raise TypeError(_NO_LOOKUP)
        super().__init__(lhs, rhs)


def sign(purpose: str, **claims) -> str:
    """Return a signed token with `claims`, valid for `purpose` only. Claims are readable: no personal data."""
    return signing.dumps(claims, salt=f"newsroom.{purpose}", compress=False)


def read_signed(purpose: str, token: str, *, max_age: int) -> dict | None:
    """Return the claims of a token made for `purpose` at most `max_age` seconds ago, or None."""
    try:
        return signing.loads(token, salt=f"newsroom.{purpose}", max_age=max_age)
    except signing.BadSignature:
        return None
