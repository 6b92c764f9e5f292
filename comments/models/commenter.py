"""Commenters: the one table that holds readers' email addresses."""

from contextlib import suppress

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.ban import Ban
from newsroom.lib.crypto import SealedTextField, keyed_hash, keyed_hashes
from newsroom.lib.prepared import insert

_PURPOSE = "commenter address"
_DOMAIN = "commenter domain"


def normalised(address: str) -> str:
    """Return an address in the form that is compared: lower case, the domain in ASCII (IDNA)."""
    local, _at, domain = address.strip().rpartition("@")
    return f"{local}@{normalised_domain(domain)}".lower()


def normalised_domain(domain: str) -> str:
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode()
    return domain.lower()


def hashes_of(address: str) -> dict[str, str]:
    """Return {field: hash} for looking up a normalised address and its domain, under the newest secret."""
    domain = address.rpartition("@")[2]
    return {"address_hash": keyed_hash(address, _PURPOSE), "domain_hash": keyed_hash(domain, _DOMAIN)}


def domain_hashes(domain: str) -> list[str]:
    """Return the values that `domain_hash` may have for a domain, one for each secret."""
    return keyed_hashes(normalised_domain(domain), _DOMAIN)


class CommenterQuerySet(models.QuerySet):
    def with_address(self, address: str, at=None) -> "Commenter":
        """Return the commenter of an address, created if new, and last seen at a moment (now).

        The statements are the same whether the address is known or not, against timing attacks. An upsert: two
        concurrent requests get the same row. Only the primary key is fetched; the other fields are deferred.
        """
        address = normalised(address)
        if len(settings.ADDRESS_SECRETS) > 1 and (known := self._under_older_secret(address, at)):
            return known
        commenter = self.model(address=address, last_seen_at=at or timezone.now(), **hashes_of(address))
        insert(commenter, known_by="address_hash", renewing="last_seen_at")
        return self.model.from_db(self.db, ["id"], [commenter.pk])

    def _under_older_secret(self, address: str, at) -> "Commenter | None":
        known = self.filter(address_hash__in=keyed_hashes(address, _PURPOSE)[1:]).first()
        if known:
            self.filter(pk=known.pk).update(last_seen_at=at or timezone.now())
        return known

    def known_by(self, address: str) -> "Commenter | None":
        """Return the commenter of an address if there is one."""
        return self.filter(address_hash__in=keyed_hashes(normalised(address), _PURPOSE)).first()

    def unused_since(self, moment, at=None):
        """Keep those with an address last used before a moment, unless it is banned at `at` (now)."""
        old = self.exclude(address=None).filter(last_seen_at__lt=moment)
        return old.exclude(pk__in=Ban.objects.in_force(at).filter(network="").values("commenter"))


class Commenter(models.Model):
    """One email address, encrypted. Staff see `pseudonym`, which is not derived from it."""

    # All three are emptied when the address is erased; the comments stay.
    address = SealedTextField(_("address"), null=True, editable=False)
    address_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)
    domain_hash = models.CharField(max_length=64, blank=True, editable=False)
    first_seen_at = models.DateTimeField(_("first seen"), default=timezone.now, editable=False)
    last_seen_at = models.DateTimeField(_("last seen"), default=timezone.now, editable=False)
    # When the reader confirmed the address by a mailed link.
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    # Part of every token for this reader: raising it revokes them all.
    key_version = models.PositiveIntegerField(default=1, editable=False)

    objects = CommenterQuerySet.as_manager()

    class Meta:
        verbose_name = _("commenter")
        verbose_name_plural = _("commenters")
        permissions = [("reveal_address", _("Can see the email address of a commenter, with a reason, on the record"))]
        indexes = [
            # Serves the retention task for unused addresses.
            models.Index(fields=["last_seen_at"], name="commenters_by_last_seen", condition=~models.Q(address=None)),
            # Serves rules on an address's domain.
            models.Index(fields=["domain_hash"], name="commenters_by_domain"),
        ]

    def __str__(self):
        return self.pseudonym

    @property
    def is_confirmed(self) -> bool:
        """Whether the reader has confirmed the address, and it has not been erased since."""
        return self.confirmed_at is not None and self.address_hash is not None

    def has_address(self, address: str) -> bool:
        """Tell whether an address, in any spelling, is this reader's."""
        return self.address_hash in keyed_hashes(normalised(address), _PURPOSE)

    @property
    def pseudonym(self) -> str:
        return _("Reader %(number)s") % {"number": f"{self.pk:04x}"}


class CommenterNote(models.Model):
    """A moderator's note on a commenter, for other moderators. It is part of the commenter's copy of their data."""

    commenter = models.ForeignKey(Commenter, models.CASCADE, related_name="notes")
    text = models.TextField(_("note"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        ordering = ["written_at", "pk"]
        verbose_name = _("note on a commenter")
        verbose_name_plural = _("notes on commenters")

    def __str__(self):
        return self.text[:60]
