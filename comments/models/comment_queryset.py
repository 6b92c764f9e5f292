"""Which comments: every selection and every order that a page, the queue or a task asks for."""

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
        """Keep the approved comments on an article, the last that was sent first."""
        return self.approved().filter(thread__article=article).select_related("thread").order_by("-created_at", "-pk")

    def shown(self):
        """Keep what has a place in the thread: approved comments, and the gaps that others leave once they were out."""
        return self.filter(published_at__isnull=False)

    def decided_against(self):
        """Keep what a moderator turned down."""
        return self.filter(state__in=[self.model.State.REJECTED, self.model.State.SPAM, self.model.State.REMOVED])

    def erased(self):
        """Keep what is left of the comments of people who were erased."""
        return self.filter(state=self.model.State.WITHDRAWN, commenter=None, text="")

    def with_network_from_before(self, moment):
        """Keep what was sent before a moment, and still tells from which network."""
        return self.exclude(network="").filter(created_at__lt=moment)

    def done_with_before(self, moment):
        """Keep what readers cannot read, and nobody has decided on or waits for since a moment, while it has its text."""
        against = (
            self.model.State.REJECTED,
            self.model.State.SPAM,
            self.model.State.REMOVED,
            self.model.State.WITHDRAWN,
        )
        old = self.filter(state__in=against, created_at__lt=moment, waiting_since=None).exclude(text="")
        return old.exclude(decisions__decided_at__gte=moment)

    def decidable(self):
        """Keep what a moderator may decide on: all but what its author took back."""
        return self.exclude(state=self.model.State.WITHDRAWN)

    def waiting(self):
        """Keep what needs a moderator: held, reported, edited after approval, appealed."""
        return self.exclude(waiting_since=None)

    def marked(self, mark: str):
        """Keep what bears a mark."""
        return self.filter(marks__contains=f" {mark} ")

    def free_for(self, moderator, at=None):
        """Leave out what another moderator is looking at just now."""
        at = at or timezone.now()
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lte=at) | Q(claimed_by=moderator))

    def claim(self, moderator, until, at=None) -> int:
        """Say that a moderator is looking at what waits here and is free; it keeps nobody from deciding."""
        return self.waiting().free_for(moderator, at).update(claimed_by=moderator, claimed_until=until)

    def watched_by(self, moderator):
        """Keep what is under the articles that a moderator watches."""
        return self.filter(thread__watches__moderator=moderator)

    def by_first_timers(self):
        """Keep what was sent from an address of which nothing was ever approved."""
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
        """Keep what came with proof that the address is its author's."""
        return self.filter(is_proven=True)

    def unproven(self):
        """Keep what anyone who knows the address may have sent, and nobody has taken back."""
        return self.filter(is_proven=False).exclude(state=self.model.State.WITHDRAWN)

    def sent_before(self, pk: int):
        """Keep what was sent before the comment of that number."""
        return self.filter(pk__lt=pk)

    def under(self, article):
        return self.filter(thread__article=article)

    def by(self, commenter):
        return self.filter(commenter=commenter)

    def on_view(self, at=None):
        """Keep what readers can read: approved, under an article that is out."""
        return self.approved().filter(thread__article__in=Article.objects.published(at).values("pk"))

    def reported_from(self, networks):
        """Keep what a network reported under an article that is out, whatever became of it."""
        out = self.filter(thread__article__in=Article.objects.published().values("pk"))
        return out.filter(reports__network__in=[each for each in networks if each]).distinct()

    def on_articles_of(self, user):
        """Keep what stands under the articles of a member of staff."""
        return self.filter(thread__article__in=Article.objects.of(user).values("pk"))

    def beginning(self):
        """Keep what answers the article, not another comment, whatever became of it."""
        return self.filter(parent=None)

    def branches(self):
        """Keep the beginnings of the branches that readers see: a gap only while replies stand under it."""
        has_a_place = Q(state=self.model.State.APPROVED) | Q(reply_count__gt=0)
        return self.shown().filter(has_a_place, parent=None)

    def picked(self):
        """Keep the newsroom's picks."""
        return self.filter(picked_at__isnull=False)

    def beginnings_of_picks(self):
        """Return the numbers of the comments that began the branches with a pick in them."""
        return self.picked().values(begin=Coalesce("root", "pk"))

    def with_picks(self, thread):
        """Say of each comment of a thread whether it began a branch that `has_picks`."""
        begun = self.model.objects.filter(thread=thread).beginnings_of_picks()
        return self.annotate(has_picks=models.ExpressionWrapper(Q(pk__in=begun), models.BooleanField()))

    def oldest_first(self):
        return self.order_by("created_at", "pk")

    def newest_first(self):
        return self.order_by("-created_at", "-pk")

    def most_replied_first(self):
        """Put the branches with most replies first, the newest of equals."""
        return self.order_by("-reply_count", "-created_at", "-pk")

    def after(self, comment):
        """Keep what comes later than a comment, the oldest first."""
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
        """Keep a comment that answers the article, and all that stands under it."""
        return self.filter(Q(pk=root) | Q(root=root))

    def seen_or_waiting(self):
        """Keep what readers see or saw, and what may still come to that."""
        return self.filter(~Q(published_at=None) | ~Q(waiting_since=None))

    def for_archive(self):
        """Fetch what the list of all comments shows. Not by a join: SQLite would begin it at the sections."""
        threads = Thread.objects.select_related("article__section").defer("article__copy")
        return self.prefetch_related(models.Prefetch("thread", threads))

    def for_writers(self):
        """Fetch what whoever wrote the article sees of a comment: nothing of who sent it but the name."""
        shown = ("name", "html", "state", "created_at", "badge", "waiting_since")
        return self.select_related("thread__article__section").only(
            *shown, "thread__article__headline", "thread__article__slug", "thread__article__section__slug"
        )

    def for_moderation(self):
        """Fetch what a card in the queue shows."""
        joined = self.select_related("thread__article__section", "parent", "commenter", "claimed_by")
        return joined.defer("commenter__address", "thread__article__copy")
