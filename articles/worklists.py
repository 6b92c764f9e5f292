"""What the desk's first page lists for those who write and edit."""

from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article

LONGEST = 8


@dataclass(frozen=True)
class Worklist:
    """A few articles that ask for the same thing; `empty` is said when there are none."""

    title: str
    articles: list[Article]
    empty: str


def worklists(user) -> list[Worklist]:
    """Return the lists of someone at the desk: editors see the paper's work, reporters their own. A query a list."""
    articles = Article.objects.visible_to(user).select_related("section", "created_by").defer("copy")
    unpublished = articles.filter(published_at=None).order_by("-changed_at", "-pk")
    review = Article.Review
    if user.has_perm("articles.edit_any_article"):
        return [
            _list(
                _("Submitted"),
                unpublished.filter(review=review.SUBMITTED).order_by("changed_at", "pk"),
                _("Nothing waits for an editor."),
            ),
            _list(_("Scheduled"), _scheduled(articles), _("Nothing is scheduled.")),
            _list(_("Drafts changed last"), unpublished.exclude(review=review.SUBMITTED), _("There are no drafts.")),
        ]
    return [
        _list(_("Sent back to you"), unpublished.filter(review=review.RETURNED), _("Nothing was sent back.")),
        _list(_("Your drafts"), unpublished.exclude(review=review.RETURNED), _("You have no drafts.")),
    ]


def _scheduled(articles):
    """Keep what will be out by itself, each with the moment (`out_at`), the next first."""
    now = timezone.now()
    return (
        articles.filter(Q(published_at__gt=now) | Q(embargo_until__gt=now), withdrawn_at=None)
        .annotate(out_at=Greatest("published_at", Coalesce("embargo_until", "published_at")))
        .exclude(published_at=None)
        .order_by("out_at", "pk")
    )


def _list(title, articles, empty) -> Worklist:
    return Worklist(title, list(articles[:LONGEST]), empty)
