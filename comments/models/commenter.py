"""Who comments: the one place in the paper that holds a reader's email address."""

from contextlib import suppress

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.lib.crypto import SealedTextField, keyed_hash, keyed_hashes

_PURPOSE = "commenter address"


def normalised(address: str) -> str:
    """Return an address as equal ones are compared: no case, the domain in its ASCII form."""
    local, _at, domain = address.strip().rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode()
    return f"{local}@{domain}".lower()


class CommenterQuerySet(models.QuerySet):
    def with_address(self, address: str) -> "Commenter":
        """Return the commenter of an address, made if new. Two requests at once end with the same row."""
        address = normalised(address)
        known = self.filter(address_hash__in=keyed_hashes(address, _PURPOSE)).first()
        if known:
            return known
        return self.get_or_create(address_hash=keyed_hash(address, _PURPOSE), defaults={"address": address})[0]


class Commenter(models.Model):
    """One email address, sealed. Whoever has no need of it sees `pseudonym`, which is no function of it."""

    address = SealedTextField(_("address"), editable=False)
    address_hash = models.CharField(max_length=64, unique=True, editable=False)
    first_seen_at = models.DateTimeField(_("first seen"), default=timezone.now, editable=False)

    objects = CommenterQuerySet.as_manager()

    class Meta:
        verbose_name = _("commenter")
        verbose_name_plural = _("commenters")
        permissions = [("reveal_address", _("Can see the email address of a commenter, with a reason, on the record"))]

    def __str__(self):
        return self.pseudonym

    @property
    def pseudonym(self) -> str:
        return _("Reader %(number)s") % {"number": f"{self.pk:04x}"}
