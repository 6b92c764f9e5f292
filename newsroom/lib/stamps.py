"""Signed stamps, which prove that a form came from a recent page of ours."""

import time

from django.core import signing

_DAY = 86_400
FRESH_FOR_DAYS = 14
REPLY_FORM = "newsroom.reply-form"


def stamp(subject, form: str = REPLY_FORM) -> str:
    """Return the stamp of an article, or another subject of a form, and today. It is the same for all, so cacheable."""
    return signing.Signer(salt=form).sign(f"{subject.pk}.{int(time.time()) // _DAY}")


def is_fresh_stamp(subject, value: str, form: str = REPLY_FORM) -> bool:
    """Tell whether `value` is a stamp of this form and subject from the last two weeks."""
    try:
        pk, day = signing.Signer(salt=form).unsign(value).split(".")
    except (signing.BadSignature, ValueError):
        return False
    return pk == str(subject.pk) and int(time.time()) // _DAY - int(day) <= FRESH_FOR_DAYS
