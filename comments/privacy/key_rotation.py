"""Key rotation: encrypt every commenter's address with the newest of ADDRESS_SECRETS, while the site is running.

A row is written only if its address is still the one that was read, so that an address forgotten meanwhile stays
forgotten. An interrupted run can be repeated: it skips what is done.

While workers restart one by one with a new secret, two of them can make two rows for one address, one under each
secret. Such a pair is merged: the row that has only comments gives them to the other. If both have more (a ban, a
note, a confirmation), they are left as they are and reported.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import ExpressionWrapper, F, Q, TextField

from comments.models import Comment, Commenter
from comments.models.commenter import hashes_of
from newsroom.lib.crypto import Unsealable, is_sealed_by_newest, unseal

_BATCH = 500
# The address as stored, still encrypted.
_SEALED = ExpressionWrapper(F("address"), output_field=TextField())
# Fields in which two rows of one address always differ.
_IDENTITY = {"id", "address", "address_hash", "domain_hash", "first_seen_at", "last_seen_at"}


@dataclass
class Tally:
    """Numbers of rows by result; rows that need a person to look at them are listed by pseudonym."""

    current: int = 0
    older: int = 0
    resealed: int = 0
    merged: int = 0
    unreadable: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)


class _Row(NamedTuple):
    pk: int
    sealed: str
    address_hash: str
    domain_hash: str

    @property
    def name(self) -> str:
        return str(Commenter(pk=self.pk))


def survey() -> Tally:
    """Count the rows under the newest secret, and those that still need an older one."""
    tally = Tally()
    for batch in _batches():
        tally.older += len(_to_be(batch, tally))
    return tally


def reseal() -> Tally:
    """Encrypt and hash every row anew that needs an older secret, in transactions of up to 500 rows."""
    tally = Tally()
    for batch in _batches():
        rows = _to_be(batch, tally)
        with transaction.atomic():
            for row, fields in rows:
                _reseal(row, fields, tally)
    return tally


def _batches() -> Iterator[list[_Row]]:
    rows = Commenter.objects.exclude(address=None).annotate(sealed=_SEALED).order_by("pk")
    last = 0
    while batch := [_Row(*row) for row in rows.filter(pk__gt=last).values_list(*_Row._fields)[:_BATCH]]:
        yield batch
        last = batch[-1].pk


def _to_be(batch: list[_Row], tally: Tally) -> list[tuple[_Row, dict]]:
    """Return the rows that need an older secret, each with its new values; count the others."""
    rows = []
    for row in batch:
        try:
            address = unseal(row.sealed)
        except Unsealable:
            tally.unreadable.append(row.name)
            continue
        fields = hashes_of(address)
        if is_sealed_by_newest(row.sealed) and fields.items() <= row._asdict().items():
            tally.current += 1
        else:
            rows.append((row, {"address": address, **fields}))
    return rows


def _reseal(row: _Row, fields: dict, tally: Tally) -> None:
    try:
        with transaction.atomic():
            tally.resealed += _as_read(row).update(**fields)
    except IntegrityError:
        _merge(row, fields, tally)


def _as_read(row: _Row):
    return Commenter.objects.annotate(sealed=_SEALED).filter(pk=row.pk, sealed=row.sealed)


@transaction.atomic
def _merge(row: _Row, fields: dict, tally: Tally) -> None:
    """Merge the two rows of one address, if one of them has only comments."""
    pair = Commenter.objects.filter(Q(pk=row.pk) | Q(address_hash=fields["address_hash"])).defer("address")
    pair = list(pair.order_by("-pk").select_for_update())
    spare = next(filter(_has_only_comments, pair), None)
    if spare is None:
        tally.doubled.append(" = ".join(map(str, pair)))
    elif _as_read(row).exists():
        (kept,) = (each for each in pair if each != spare)
        _give_over(spare, kept, fields)
        tally.merged += 1


def _give_over(spare: Commenter, kept: Commenter, fields: dict) -> None:
    given = Comment.objects.filter(commenter=spare)
    # A double click handled by two workers left one comment under each row; their digests must be unique.
    for comment in given.filter(digest__in=Comment.objects.filter(commenter=kept).values("digest")).only("digest"):
        told_apart = sha256(f"{comment.pk} {comment.digest}".encode()).hexdigest()
        Comment.objects.filter(pk=comment.pk).update(digest=told_apart)
    given.update(commenter=kept)
    spare.delete()
    Commenter.objects.filter(pk=kept.pk).update(
        first_seen_at=min(spare.first_seen_at, kept.first_seen_at),
        last_seen_at=max(spare.last_seen_at, kept.last_seen_at),
        **fields,
    )


def _has_only_comments(commenter: Commenter) -> bool:
    """Tell whether a row has only default values, and only comments refer to it."""
    meta = Commenter._meta
    earned = [each for each in meta.concrete_fields if each.name not in _IDENTITY]
    relations = [each for each in meta.get_fields(include_hidden=True) if each.auto_created and not each.concrete]
    return all(each.value_from_object(commenter) == each.get_default() for each in earned) and not any(
        each.related_model._base_manager.filter(**{each.field.name: commenter}).exists()
        for each in relations
        if each.related_model is not Comment
    )
