"""A proof, in the reply form, that it came from a page of ours and not from long ago."""

import time

from django.core import signing

_DAY = 86_400
FRESH_FOR_DAYS = 14
_SALT = "newsroom.reply-form"


def stamp(article) -> str:
    """Return the stamp of an article and today: the same for all readers, so that the page can be cached."""
    return signing.Signer(salt=_SALT).sign(f"{article.pk}.{int(time.time()) // _DAY}")


def is_fresh_stamp(article, value: str) -> bool:
    """Tell whether `value` was made for this article within the last two weeks."""
    try:
        pk, day = signing.Signer(salt=_SALT).unsign(value).split(".")
    except (signing.BadSignature, ValueError):
        return False
    return pk == str(article.pk) and int(time.time()) // _DAY - int(day) <= FRESH_FOR_DAYS
