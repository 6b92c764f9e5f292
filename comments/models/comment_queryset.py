"""The queryset of comments: every filter and order that a page, the queue or a task needs."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.models import Article
from comments.models.thread import Thread
from newsroom.lib.keyset import rows_after


class CommentQuerySet(models.QuerySet):
    def approved(self):
        return self.filter(state=self.model.State.APPROVED)

    def newest_under(self, article):
        """Keep the approved comments on an article, newest first."""
        return self.approved().filter(thread__article=article).select_related("thread").order_by("-created_at", "-pk")

    def shown(self):
        """Keep what has a place in the thread: approved comments, and gaps left by those once public."""
        return self.filter(published_at__isnull=False)

    def decided_against(self):
        """Keep what a moderator turned down."""
        return self.filter(state__in=[self.model.State.REJECTED, self.model.State.SPAM, self.model.State.REMOVED])

    def erased(self):
        """Keep the remains of comments by erased commenters."""
        return self.filter(state=self.model.State.WITHDRAWN, commenter=None, text="")

    def with_network_from_before(self, moment):
        """Keep what was sent before a moment and still has its network's hash."""
        return self.exclude(network="").filter(created_at__lt=moment)

    def done_with_before(self, moment):
        """Keep texts sent before a moment and turned down or withdrawn, which do not wait and had no decision since."""
        against = (
            self.model.State.REJECTED,
            self.model.State.SPAM,
            self.model.State.REMOVED,
            self.model.State.WITHDRAWN,
        )
        old = self.filter(state__in=against, created_at__lt=moment, waiting_since=None).exclude(text="")
        return old.exclude(decisions__decided_at__gte=moment)

    def decidable(self):
        """Keep what a moderator may decide on: all but withdrawn comments."""
        return self.exclude(state=self.model.State.WITHDRAWN)

    def waiting(self):
        """Keep what needs a moderator: held, reported, edited after approval, appealed."""
        return self.exclude(waiting_since=None)

    def marked(self, mark: str):
        """Keep what has a mark."""
        return self.filter(marks__contains=f" {mark} ")

    def free_for(self, moderator, at=None):
        """Leave out what another moderator has claimed."""
        at = at or timezone.now()
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lte=at) | Q(claimed_by=moderator))

    def claim(self, moderator, until, at=None) -> int:
        """Claim what waits and is free for a moderator; return how many. Others may still decide."""
        return self.waiting().free_for(moderator, at).update(claimed_by=moderator, claimed_until=until)

    def watched_by(self, moderator):
        """Keep what is under the articles that a moderator watches."""
        return self.filter(thread__watches__moderator=moderator)

    def by_first_timers(self):
        """Keep what was sent by commenters without an approved comment."""
        approved = self.model.objects.approved().filter(commenter=models.OuterRef("commenter"))
        return self.filter(~models.Exists(approved))

    def with_links(self):
        return self.filter(link_count__gt=0)

    def of_risk(self, least: int):
        return self.filter(risk__gte=least)

    def in_section(self, slug: str):
        return self.filter(thread__article__section__slug=slug)

    def in_language(self, code: str):
        """Keep what is under articles in one language."""
        return self.filter(thread__article__language=code)

    def proven(self):
        """Keep what came with proof that the address is its commenter's."""
        return self.filter(is_proven=True)

    def unproven(self):
        """Keep what came without that proof, from anyone who knows the address, and was not withdrawn."""
        return self.filter(is_proven=False).exclude(state=self.model.State.WITHDRAWN)

    def sent_before(self, pk: int):
        """Keep the comments with a lower primary key."""
        return self.filter(pk__lt=pk)

    def under(self, article):
        return self.filter(thread__article=article)

    def by(self, commenter):
        return self.filter(commenter=commenter)

    def on_view(self, at=None):
        """Keep what readers can read: approved, under a published article."""
        return self.approved().filter(thread__article__in=Article.objects.published(at).values("pk"))

    def reported_from(self, networks):
        """Keep what a network reported under published articles, in any state."""
        out = self.filter(thread__article__in=Article.objects.published().values("pk"))
        return out.filter(reports__network__in=[each for each in networks if each]).distinct()

    def on_articles_of(self, user):
        """Keep what stands under the articles of a member of staff."""
        return self.filter(thread__article__in=Article.objects.of(user).values("pk"))

    def beginning(self):
        """Keep top-level comments, in any state."""
        return self.filter(parent=None)

    def branches(self):
        """Keep the first comments of the branches that readers see: a gap only while it has approved replies."""
        has_a_place = Q(state=self.model.State.APPROVED) | Q(reply_count__gt=0)
        return self.shown().filter(has_a_place, parent=None)

    def picked(self):
        """Keep the newsroom's picks."""
        return self.filter(picked_at__isnull=False)

    def beginnings_of_picks(self):
        """Return the primary keys of the first comments of branches with a pick."""
        return self.picked().values(begin=Coalesce("root", "pk"))

    def with_picks(self, thread):
        """Annotate the comments of a thread with `has_picks`: whether each begins a branch with a pick."""
        begun = self.model.objects.filter(thread=thread).beginnings_of_picks()
        return self.annotate(has_picks=models.ExpressionWrapper(Q(pk__in=begun), models.BooleanField()))

    def oldest_first(self):
        return self.order_by("created_at", "pk")

    def newest_first(self):
        return self.order_by("-created_at", "-pk")

    def most_replied_first(self):
        """Put the branches with most replies first, then the newest."""
        return self.order_by("-reply_count", "-created_at", "-pk")

    def after(self, comment):
        """Keep what comes after a comment, the oldest first (keyset)."""
        return rows_after(self.oldest_first(), comment)

    def for_reading(self):
        """Fetch what a reader sees of a comment, and whom it answers."""
        shown = ("thread", "root", "badge", "name", "website", "html", "state", "created_at", "published_at")
        told = ("edited_at", "picked_at", "reply_count", "parent__name", "parent__state")
        return self.select_related("parent").only(*shown, *told)

    def earlier_than(self, comment):
        """Keep what comes before a comment in `oldest_first`, the nearest first."""
        at = comment.created_at
        return self.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=comment.pk)).order_by("-created_at", "-pk")

    def in_branch(self, root: int):
        """Keep a top-level comment, by primary key, and all replies under it."""
        return self.filter(Q(pk=root) | Q(root=root))

    def seen_or_waiting(self):
        """Keep what readers see or saw, and what waits for a moderator."""
        return self.filter(~Q(published_at=None) | ~Q(waiting_since=None))

    def for_archive(self):
        """Fetch what the list of all comments shows. No join: SQLite would start it at the sections."""
        threads = Thread.objects.select_related("article__section").defer("article__copy")
        return self.prefetch_related(models.Prefetch("thread", threads))

    def for_writers(self):
        """Fetch what an article's author sees of a comment: of its commenter, the name alone."""
        shown = ("name", "html", "state", "created_at", "badge", "waiting_since")
        return self.select_related("thread__article__section").only(
            *shown, "thread__article__headline", "thread__article__slug", "thread__article__section__slug"
        )

    def for_moderation(self):
        """Fetch what a card in the queue shows."""
        joined = self.select_related("thread__article__section", "parent", "commenter", "claimed_by")
        return joined.defer("commenter__address", "thread__article__copy")
