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


def _sealer() -> MultiFernet:
    keys = (derive_key(secret, "seal") for secret in settings.ADDRESS_SECRETS)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


class SealedTextField(models.TextField):
    """Text that the database holds only encrypted and authenticated (AES-CBC with HMAC: Fernet).

    It cannot be searched or sorted by; keep a keyed hash beside it to find a row.
    """

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value if value is None else _sealer().encrypt(value.encode()).decode()

    def from_db_value(self, value, expression, connection):
        if value is None:
            return None
        try:
            return _sealer().decrypt(value.encode()).decode()
        except InvalidToken:
            raise Unsealable("a sealed text was read that none of ADDRESS_SECRETS opens") from None

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise TypeError("a sealed text cannot be looked up; use its keyed hash")
        return super().get_lookup(lookup_name)


def sign(purpose: str, **claims) -> str:
    """Return a token that carries `claims` (no personal data) and serves `purpose` alone."""
    return signing.dumps(claims, salt=f"newsroom.{purpose}", compress=False)


def read_signed(purpose: str, token: str, *, max_age: int) -> dict | None:
    """Return the claims of a token made for `purpose` at most `max_age` seconds ago, else None."""
    try:
        return signing.loads(token, salt=f"newsroom.{purpose}", max_age=max_age)
    except signing.BadSignature:
        return None
