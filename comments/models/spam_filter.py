"""The state of the spam filter, learnt from this newsroom's decisions."""

import secrets
from collections import Counter

from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment

_COPIES = 100


def new_version() -> int:
    """Return a random version for a state of the filter: a counter could repeat after a restored backup."""
    return secrets.randbits(62)


class SpamFilter(models.Model):
    """The state of the filter: one row, locked while learning, and read by each worker when `version` changes."""

    version = models.BigIntegerField(default=new_version)
    # The number of the last decision that was learnt.
    learnt = models.PositiveBigIntegerField(default=0)
    # Counts and weights, as `Learner.dumps` returns them. No text is in it, or can be recovered from it.
    data = models.BinaryField(default=bytes)
    slope = models.FloatField(default=1.0)
    offset = models.FloatField(default=0.0)
    # [primary key, margin, is spam] of the last comments that were scored before they were learnt, newest last.
    guesses = models.JSONField(default=list)

    class Meta:
        verbose_name = _("spam filter")
        verbose_name_plural = _("spam filters")

    def __str__(self):
        return f"{self.version}: {self.learnt}"


def copies_of(fingerprint: str) -> tuple[int, int]:
    """Return how many of the last hundred comments with the same words are spam, and how many approved."""
    copies = Comment.objects.filter(fingerprint=fingerprint).newest_first().values_list("state", flat=True)
    states = Counter(copies[:_COPIES])
    return states[Comment.State.SPAM], states[Comment.State.APPROVED]
