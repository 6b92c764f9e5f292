"""Queries for articles: visibility, order, and what pages fetch."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from articles.models.byline import Byline


def bylines():
    """Return the prefetch of bylines with contributors, for `prefetch_related`: one query whatever the number."""
    return models.Prefetch("bylines", Byline.objects.select_related("contributor"))


def _is_not_hidden(at) -> Q:
    """Return the condition that neither an embargo nor a withdrawal hides a story at a moment."""
    embargo_is_over = Q(embargo_until=None) | Q(embargo_until__lte=at)
    return embargo_is_over & (Q(withdrawn_at=None) | Q(withdrawn_at__gt=at))


class ArticleQuerySet(models.QuerySet):
    def published(self, at=None):
        """Filter what readers can see at `at` (default: now): published, past its embargo, not withdrawn.

        The query decides, so that scheduled changes are exact without a task.
        """
        at = at or timezone.now()
        return self.filter(_is_not_hidden(at), published_at__lte=at)

    def published_within(self, span, at=None):
        """Filter what was published within a span of days (`articles.days.Span`) and is visible at `at` (default: now).

        It has one upper bound and not two: SQLite would use only the first for the index, and scan the rest.
        """
        at = at or timezone.now()
        return self.published_between(span.begins, min(span.ends, at + timedelta.resolution), at)

    def published_between(self, begins, ends, at):
        """Filter what was published from `begins` to before `ends`, both not after `at`, and is visible at `at`."""
        return self.filter(_is_not_hidden(at), published_at__gte=begins, published_at__lt=ends)

    def published_before(self, moment, at=None):
        """Filter what was published before `moment`, which must be past, and is visible at `at` (default: now)."""
        return self.filter(_is_not_hidden(at or timezone.now()), published_at__lt=moment)

    def withdrawn(self, at=None):
        """Filter what was visible once and is withdrawn at `at` (default: now)."""
        at = at or timezone.now()
        was_out = Q(embargo_until=None) | Q(embargo_until__lt=F("withdrawn_at"))
        return self.filter(was_out, published_at__lt=F("withdrawn_at"), withdrawn_at__lte=at)

    def unpublished(self):
        """Filter what has no time of publication, neither past nor scheduled."""
        return self.filter(published_at=None)

    def dated(self):
        """Filter what has a time of publication: scheduled, published or withdrawn."""
        return self.exclude(published_at=None)

    def scheduled(self, at=None):
        """Filter what is scheduled, annotated with the time of publication (`out_at`), the next first."""
        at = at or timezone.now()
        waits = Q(published_at__gt=at) | Q(embargo_until__gt=at)
        out_at = Greatest("published_at", Coalesce("embargo_until", "published_at"))
        waiting = self.filter(waits, withdrawn_at=None).exclude(published_at=None)
        return waiting.annotate(out_at=out_at).order_by("out_at", "pk")

    def submitted(self):
        return self.unpublished().filter(review=self.model.Review.SUBMITTED)

    def returned(self):
        return self.unpublished().filter(review=self.model.Review.RETURNED)

    def changed_last(self):
        return self.order_by("-changed_at", "-pk")

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def published_since(self, moment):
        return self.filter(published_at__gte=moment)

    def for_search_engines(self):
        """Filter what search engines may list as ours: not unlisted, and not first published elsewhere."""
        return self.filter(is_unlisted=False, canonical_url="")

    def in_section(self, section):
        return self.filter(section=section)

    def on_topic(self, topic):
        return self.filter(filings__topic=topic)

    def in_series(self, series):
        return self.filter(series=series)

    def by(self, contributor):
        return self.filter(filings__contributor=contributor)

    def newest_on_topic(self, topic, at=None):
        """Filter what is published on a topic, the newest first, by one index, whatever the number."""
        return self._newest_filed(at, filings__topic=topic)

    def newest_by(self, contributor, at=None):
        """Filter what is published by a contributor, the newest first, in the same way."""
        return self._newest_filed(at, filings__contributor=contributor)

    def _newest_filed(self, at, **subject):
        filed = self.filter(filings__published_at__lte=at or timezone.now(), **subject)
        return filed.order_by("-filings__published_at", "-filings__article")

    def most_read(self, span):
        """Filter the most read of a span, in the order of `articles.reads.rank`."""
        return self.filter(most_read__span=span).order_by("most_read__position")

    def for_listing(self):
        """Fetch what a card shows, without the copy: two queries whatever the number."""
        return self.select_related("section", "picture").prefetch_related(bylines()).defer("copy")

    def for_reading(self):
        """Fetch what the article page shows."""
        related = ("section", "picture", "series", "galley", "kin")
        fetched = self.select_related(*related).prefetch_related(bylines(), "topics", "corrections")
        return fetched.annotate(is_translated=Exists(self.model.objects.filter(translation_of=OuterRef("pk"))))

    def versions_of(self, article):
        """Filter an article's original and all translations of that."""
        original = article.translation_of_id or article.pk
        return self.filter(Q(pk=original) | Q(translation_of=original))

    def for_indexing(self):
        """Fetch what the search index needs: three queries whatever the number."""
        return self.select_related("picture").prefetch_related(bylines(), "topics")

    def for_address(self):
        """Fetch only what a story's address and age need."""
        return self.select_related("section").only("slug", "language", "published_at", "section__slug")

    def visible_to(self, user):
        """Filter what someone may open at the desk: reporters their own, editors everything."""
        if user.has_perm("articles.edit_any_article"):
            return self
        return self.of(user)

    def of(self, user):
        """Filter a member of staff's own articles: created by them, or with their byline."""
        return self.filter(Q(created_by=user) | Q(bylines__contributor__user=user)).distinct()
