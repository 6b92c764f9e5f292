"""Keys for one purpose each, and what is made with them: sealed text, keyed hashes, signed links."""

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
    """A sealed text that none of the configured keys opens."""


@lru_cache(maxsize=256)
def derive_key(secret: str, purpose: str) -> bytes:
    """Return 32 bytes for `purpose`, from which neither the secret nor another key can be found (RFC 5869)."""
    return HKDF(SHA256(), 32, salt=b"newsroom", info=purpose.encode()).derive(secret.encode())


def keyed_hash(value: str, purpose: str, secret: str | None = None) -> str:
    """Return the HMAC-SHA-256 of `value` in hex, under the newest secret's key for `purpose`."""
    key = derive_key(secret or settings.ADDRESS_SECRETS[0], purpose)
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def keyed_hashes(value: str, purpose: str) -> list[str]:
    """Return the hash of `value` under every configured secret, newest first, to look a row up by."""
    return [keyed_hash(value, purpose, secret) for secret in settings.ADDRESS_SECRETS]


def seal(text: str) -> str:
    """Return `text` encrypted and authenticated (AES-CBC with HMAC: Fernet), under the newest secret."""
    return _sealer().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed under any of the secrets. Raises Unsealable."""
    try:
        return _sealer().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unsealable("a sealed text was read that none of ADDRESS_SECRETS opens") from None


def is_sealed_by_newest(sealed: str) -> bool:
    """Tell whether the newest secret alone opens a sealed text."""
    try:
        _sealer(newest=1).decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


def _sealer(newest: int | None = None) -> MultiFernet:
    keys = (derive_key(secret, "seal") for secret in settings.ADDRESS_SECRETS[:newest])
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


class SealedTextField(models.TextField):
    """Text that the database, and a dump of it, holds only sealed.

    It cannot be searched or sorted by; keep a keyed hash beside it to find a row.
    """

    # What a dump writes before a sealed text, so that loading it never takes it for the text itself.
    _IN_A_DUMP = "sealed:"

    def get_prep_value(self, value):
        # Not TextField's own, which takes what it is given for a piece of a dump.
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
    """Compare a sealed text with None, which Django takes as `IS NULL`, and with nothing else."""

    def __init__(self, lhs, rhs):
        if rhs is not None:
            raise TypeError(_NO_LOOKUP)
        super().__init__(lhs, rhs)


def sign(purpose: str, **claims) -> str:
    """Return a token that carries `claims` (no personal data) and serves `purpose` alone."""
    return signing.dumps(claims, salt=f"newsroom.{purpose}", compress=False)


def read_signed(purpose: str, token: str, *, max_age: int) -> dict | None:
    """Return the claims of a token made for `purpose` at most `max_age` seconds ago, else None."""
    try:
        return signing.loads(token, salt=f"newsroom.{purpose}", max_age=max_age)
    except signing.BadSignature:
        return None
