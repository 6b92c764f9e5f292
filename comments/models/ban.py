"""Bans: who may not comment, until when and why."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.lib.prepared import Prepared

# Hashes of networks are keyed by the month, and only two months are checked: a longer ban would not match.
LONGEST_OF_A_NETWORK = timedelta(days=30)
# Equals no network's hash.
_NOWHERE = "-"


class BanQuerySet(models.QuerySet):
    def in_force(self, at=None):
        at = at or timezone.now()
        return self.filter(Q(until=None) | Q(until__gt=at), lifted_at=None)

    def against(self, *, commenter=None, networks=()):
        """Keep the bans of a commenter, or of a network by its hashes."""
        met = Q(network__in=[each for each in networks if each])
        return self.filter(met | Q(commenter=commenter) if commenter else met)

    def of_networks(self):
        return self.exclude(network="")

    def over(self, at=None):
        """Keep the bans that have expired or were lifted."""
        at = at or timezone.now()
        return self.filter(Q(until__lte=at) | Q(lifted_at__lte=at))


class Ban(models.Model):
    """One ban of an address or of a network. The banned reader sees it through their link."""

    commenter = models.ForeignKey("comments.Commenter", models.CASCADE, null=True, blank=True, related_name="bans")
    network = models.CharField(max_length=64, blank=True, editable=False)
    # The comment it was given for. Its commenter may read of the ban; a stranger who types the same address may not.
    comment = models.ForeignKey("comments.Comment", models.SET_NULL, null=True, blank=True, related_name="bans")
    reason = models.TextField(_("reason"), help_text=_("The banned reader sees it."))
    begins_at = models.DateTimeField(_("from"), default=timezone.now, editable=False)
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: for good."))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = BanQuerySet.as_manager()

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        constraints = [
            models.CheckConstraint(
                condition=Q(commenter__isnull=True) ^ Q(network=""), name="ban_is_of_an_address_or_a_network"
            )
        ]
        indexes = [
            # Serves the check of every incoming comment.
            models.Index(fields=["network"], name="bans_by_network", condition=~Q(network="")),
        ]

    def __str__(self):
        return str(self.commenter or _("a network"))

    @property
    def is_in_force(self) -> bool:
        return self.lifted_at is None and (self.until is None or self.until > timezone.now())


@Prepared
def _met(at, commenter, network, other):
    bans = Ban.objects.in_force(at).against(commenter=commenter, networks=[network, other])
    return bans.only("network", "reason", "until")


def bans_against(commenter, networks: Iterable[str], at=None) -> list[Ban]:
    """Return the bans in force of a commenter, if there is one, or of a network, by two hashes at most.

    Only what the reader is told is fetched; the ban that ends last comes first.
    """
    network, other = [*filter(None, networks), _NOWHERE, _NOWHERE][:2]
    met = _met(at or timezone.now(), commenter.pk if commenter else 0, network, other)
    return sorted(met, key=lambda ban: (ban.until is None, ban.until), reverse=True)
