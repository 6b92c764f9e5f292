"""The article: what is written, who wrote it, and from when to when readers may see it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from articles import pictures
from newsroom.lib import html, text


def languages():
    """Return the languages that an article may be in, by code."""
    return settings.LANGUAGES


def paper_language():
    return settings.LANGUAGE_CODE


def _bylines():
    return models.Prefetch("bylines", Byline.objects.select_related("contributor"))


class ArticleQuerySet(models.QuerySet):
    def published(self, at=None):
        """Keep what readers may see at a moment (now): out, past its embargo, not withdrawn.

        The query decides, so that a story appears and goes to the minute without a job having run.
        """
        at = at or timezone.now()
        return self.filter(
            Q(embargo_until=None) | Q(embargo_until__lte=at),
            Q(withdrawn_at=None) | Q(withdrawn_at__gt=at),
            published_at__lte=at,
        )

    def withdrawn(self, at=None):
        """Keep what readers could see before and may not at a moment (now)."""
        at = at or timezone.now()
        was_out = Q(embargo_until=None) | Q(embargo_until__lt=F("withdrawn_at"))
        return self.filter(was_out, published_at__lt=F("withdrawn_at"), withdrawn_at__lte=at)

    def unpublished(self):
        """Keep what has no time of publication, neither past nor to come."""
        return self.filter(published_at=None)

    def scheduled(self, at=None):
        """Keep what will be out by itself, each with that moment (`out_at`), the next first."""
        at = at or timezone.now()
        waits = Q(published_at__gt=at) | Q(embargo_until__gt=at)
        out_at = Greatest("published_at", Coalesce("embargo_until", "published_at"))
        waiting = self.filter(waits, withdrawn_at=None).exclude(published_at=None)
        return waiting.annotate(out_at=out_at).order_by("out_at", "pk")

    def submitted(self):
        return self.unpublished().filter(review=Article.Review.SUBMITTED)

    def returned(self):
        return self.unpublished().filter(review=Article.Review.RETURNED)

    def changed_last(self):
        return self.order_by("-changed_at", "-pk")

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def in_section(self, section):
        return self.filter(section=section)

    def on_topic(self, topic):
        return self.filter(topics=topic)

    def by(self, contributor):
        return self.filter(pk__in=Byline.objects.filter(contributor=contributor).values("article"))

    def for_listing(self):
        """Fetch what a card shows, without the copy: two queries whatever the number."""
        return self.select_related("section", "picture").prefetch_related(_bylines()).defer("copy")

    def for_reading(self):
        """Fetch what the article page shows."""
        return self.select_related("section", "picture").prefetch_related(_bylines(), "topics", "corrections")

    def for_address(self):
        """Fetch what the address and the age of a story take, and no more."""
        return self.select_related("section").only("slug", "published_at", "section__slug")

    def visible_to(self, user):
        """Keep what someone at the desk may open there: reporters their own, editors everything."""
        if user.has_perm("articles.edit_any_article"):
            return self
        return self.of(user)

    def of(self, user):
        """Keep a member of staff's own: what they began, and what bears their name."""
        return self.filter(Q(created_by=user) | Q(bylines__contributor__user=user)).distinct()


class Article(models.Model):
    """A piece of writing with an address of its own.

    Two states stand side by side: `review` says how far the desk is with it, `publication` whether readers see it.
    The second is derived from the moments below; nothing has to run for it to change.
    """

    class Kind(models.TextChoices):
        """What sort of piece it is: readers are told wherever it is not plain news."""

        NEWS = "news", _("News")
        ANALYSIS = "analysis", _("Analysis")
        EXPLAINER = "explainer", _("Explainer")
        FEATURE = "feature", _("Feature")
        INTERVIEW = "interview", _("Interview")
        OPINION = "opinion", _("Opinion")
        EDITORIAL = "editorial", _("Editorial")
        REVIEW = "review", _("Review")
        OBITUARY = "obituary", _("Obituary")
        LIVE = "live", _("Live")
        SATIRE = "satire", _("Satire")
        ADVERTISER = "advertiser", _("Advertiser content")

    class Review(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")

    class Publication(models.TextChoices):
        UNPUBLISHED = "unpublished", _("unpublished")
        SCHEDULED = "scheduled", _("scheduled")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    kind = models.CharField(_("type"), max_length=12, choices=Kind, default=Kind.NEWS)
    section = models.ForeignKey("articles.Section", models.PROTECT, related_name="articles", verbose_name=_("section"))
    kicker = models.CharField(
        _("kicker"), max_length=60, blank=True, help_text=_("The label above the headline: one to three words.")
    )
    headline = models.CharField(_("headline"), max_length=200)
    slug = models.SlugField(
        _("slug"),
        max_length=120,
        unique=True,
        allow_unicode=True,
        help_text=_("The last part of the address. A published story that gets another keeps its old one too."),
    )
    standfirst = models.CharField(
        _("standfirst"), max_length=400, blank=True, help_text=_("What the headline could not say; also for search.")
    )
    dateline = models.CharField(_("dateline"), max_length=80, blank=True, help_text=_("Where it was reported from."))
    language = models.CharField(_("language"), max_length=10, choices=languages, default=paper_language)
    copy = ProseEditorField(
        _("copy"), blank=True, config={"extensions": settings.COPY_EXTENSIONS}, sanitize=html.clean_copy
    )
    words = models.PositiveIntegerField(_("words"), default=0, editable=False)
    picture = models.ForeignKey(
        "articles.Picture", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead picture")
    )
    topics = models.ManyToManyField("articles.Topic", blank=True, related_name="articles", verbose_name=_("topics"))
    contributors = models.ManyToManyField(
        "articles.Contributor", through="articles.Byline", related_name="articles", verbose_name=_("contributors")
    )

    review = models.CharField(_("review"), max_length=10, choices=Review, default=Review.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated"), null=True, blank=True, editable=False)
    embargo_until = models.DateTimeField(
        _("embargo"), null=True, blank=True, help_text=_("Readers see nothing of it before this, whatever else is set.")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawal_reason = models.CharField(_("reason for readers"), max_length=300, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("edit_any_article", _("Can edit articles of others and published ones")),
            ("publish_article", _("Can publish, correct and withdraw articles")),
        ]
        indexes = [
            # Serves the front page, the archive and every feed: the newest of the paper.
            models.Index(fields=["-published_at", "-id"], name="articles_newest"),
            # Serves the section fronts: the newest of one section.
            models.Index(fields=["section", "-published_at", "-id"], name="articles_newest_in_section"),
            # Serves the desk's list: what was worked on last.
            models.Index(fields=["-changed_at", "-id"], name="articles_changed_last"),
            # Serve caching.next_turn: the next that appears, or goes, by itself.
            models.Index(fields=["embargo_until"], name="articles_embargo", condition=Q(embargo_until__isnull=False)),
            models.Index(fields=["withdrawn_at"], name="articles_withdrawal", condition=Q(withdrawn_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(updated_at=None) | Q(updated_at__gte=F("published_at")),
                name="article_updated_after_publication",
                violation_error_message=_("An update cannot come before publication."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(published_at=None),
                name="article_withdrawn_after_publication",
                violation_error_message=_("Only what has been published can be withdrawn."),
            ),
        ]

    def __str__(self):
        return self.headline

    def save(self, *args, **kwargs):
        """Sanitise the copy and count its words on the way in, whoever saves: form, importer or shell."""
        self.copy = html.clean_copy(self.copy)
        self.words = text.count_words(html.plain(self.copy))
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("articles:article", args=[self.section.slug, self.slug])

    def clean(self):
        from articles.models.address import FormerSlug

        if FormerSlug.objects.filter(slug=self.slug).exclude(article=self.pk).exists():
            raise ValidationError({"slug": _("Another story had this slug, and its old address still leads there.")})

    def publication_at(self, at) -> "Article.Publication":
        """Say what readers get at a moment, as `published()` decides it."""
        if self.published_at is None:
            return self.Publication.UNPUBLISHED
        if self.withdrawn_at and self.withdrawn_at <= at:
            return self.Publication.WITHDRAWN
        if max(self.published_at, self.embargo_until or self.published_at) > at:
            return self.Publication.SCHEDULED
        return self.Publication.PUBLISHED

    @property
    def publication(self) -> "Article.Publication":
        return self.publication_at(timezone.now())

    @property
    def is_published(self) -> bool:
        return self.publication is self.Publication.PUBLISHED

    @property
    def minutes_to_read(self) -> int:
        return text.minutes_to_read(self.words, language=self.language, words_a_minute=settings.WORDS_PER_MINUTE)

    @property
    def direction(self) -> str:
        """The direction of writing, as HTML's `dir` has it."""
        return "rtl" if text.is_right_to_left(self.language) else "ltr"

    @property
    def safe_copy(self):
        """The copy, sanitised when it was saved, ready for a page."""
        return html.sanitised(pictures.with_present_addresses(self.copy))

    @property
    def credits(self) -> list[tuple[str, list]]:
        """The names over the story as (role, contributors), in the order of the bylines."""
        by_role: dict[str, list] = {}
        for byline in self.bylines.all():
            by_role.setdefault(byline.role, []).append(byline.contributor)
        return [(Byline.Role(role), contributors) for role, contributors in by_role.items()]

    @property
    def writers(self) -> list:
        """Who stands in "By …" on a card."""
        return [byline.contributor for byline in self.bylines.all() if byline.role == Byline.Role.WRITER]

    @property
    def is_labelled(self) -> bool:
        """Whether readers must be told what sort of piece this is."""
        return self.kind != self.Kind.NEWS


class Byline(models.Model):
    """One name over one story, and what that person did for it."""

    class Role(models.TextChoices):
        WRITER = "writer", _("writer")
        REPORTER = "reporter", _("additional reporting")
        EDITOR = "editor", _("editor")
        TRANSLATOR = "translator", _("translator")
        PHOTOGRAPHER = "photographer", _("photographs")
        ILLUSTRATOR = "illustrator", _("illustration")

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    contributor = models.ForeignKey(
        "articles.Contributor", models.PROTECT, related_name="bylines", verbose_name=_("contributor")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.WRITER)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "contributor", "role"],
                name="one_byline_per_role",
                violation_error_message=_("This name stands over the story in this role already."),
            )
        ]

    def __str__(self):
        return f"{self.contributor} ({self.get_role_display()})"
