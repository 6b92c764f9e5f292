"""The article model: content, bylines, and the times of publication and withdrawal."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from articles import sources, typesetting
from articles.models.address import is_lasting_address
from articles.models.article_queries import ArticleQuerySet
from articles.models.byline import Byline
from articles.models.galley import set_now
from newsroom.lib import html, text
from newsroom.lib.addresses import path_to


def languages():
    """Return the languages that an article may be in, by code."""
    return settings.LANGUAGES


def paper_language():
    return settings.LANGUAGE_CODE


class Article(models.Model):
    """An article.

    It has two independent states: `review` is that of the workflow at the desk, `publication` whether readers see it.
    The second is derived from the times below; no task has to run for it to change.
    """

    class Kind(models.TextChoices):
        """The type of article, shown to readers unless it is plain news."""

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

    _WRITTEN_TO_LAST = frozenset({Kind.EXPLAINER, Kind.FEATURE, Kind.INTERVIEW, Kind.REVIEW, Kind.OBITUARY})

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
    translation_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="translations",
        verbose_name=_("translation of"),
        help_text=_(
            "The article that this one says in another language. Readers and search engines find one by the other."
        ),
    )
    is_unlisted = models.BooleanField(
        _("not for search engines"),
        default=False,
        help_text=_("Readers find it here all the same; search engines are told to pass it over."),
    )
    canonical_url = models.CharField(
        _("first published at"),
        max_length=500,
        blank=True,
        validators=[is_lasting_address],
        help_text=_(
            "For a piece taken over from elsewhere: its address there, which search engines list instead of ours."
        ),
    )
    copy = ProseEditorField(
        _("copy"), blank=True, config={"extensions": settings.COPY_EXTENSIONS}, sanitize=html.clean_copy
    )
    words = models.PositiveIntegerField(_("words"), default=0, editable=False)
    picture = models.ForeignKey(
        "articles.Picture", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead picture")
    )
    topics = models.ManyToManyField("articles.Topic", blank=True, related_name="articles", verbose_name=_("topics"))
    series = models.ForeignKey(
        "articles.Series",
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="articles",
        verbose_name=_("series"),
    )
    part = models.PositiveSmallIntegerField(
        _("part"), null=True, blank=True, help_text=_("Which part of the series it is, from 1 on.")
    )
    contributors = models.ManyToManyField(
        "articles.Contributor", through="articles.Byline", related_name="articles", verbose_name=_("contributors")
    )

    sources = models.JSONField(_("sources"), default=list, blank=True)

    review = models.CharField(_("review"), max_length=10, choices=Review, default=Review.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated"), null=True, blank=True, editable=False)
    embargo_until = models.DateTimeField(
        _("embargo"), null=True, blank=True, help_text=_("Readers see nothing of it before this, whatever else is set.")
    )
    # How many versions readers can compare; updated by articles.workflow, so that pages need not count.
    versions = models.PositiveSmallIntegerField(default=0, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawal_reason = models.CharField(_("reason for readers"), max_length=300, blank=True, editable=False)
    is_blocked_by_law = models.BooleanField(_("blocked by law"), default=False, editable=False)
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
            # For the front page, the archive and every feed: the newest of the paper.
            models.Index(fields=["-published_at", "-id"], name="articles_newest"),
            # For the section fronts: the newest of one section.
            models.Index(fields=["section", "-published_at", "-id"], name="articles_newest_in_section"),
            # For the desk's list: the last changed.
            models.Index(fields=["-changed_at", "-id"], name="articles_changed_last"),
            # For the same list with a filter, so that rare values need no scan.
            models.Index(fields=["review", "-changed_at", "-id"], name="articles_changed_in_review"),
            models.Index(fields=["kind", "-changed_at", "-id"], name="articles_changed_of_kind"),
            models.Index(fields=["section", "-changed_at", "-id"], name="articles_changed_in_section"),
            # For the page of a series, and for translations. Partial indexes, since SQLite's planner would count rows
            # without a series as a large one, and scan the archive instead.
            models.Index(fields=["series", "part", "id"], name="articles_of_series", condition=Q(series__isnull=False)),
            models.Index(
                fields=["translation_of"], name="articles_translated", condition=Q(translation_of__isnull=False)
            ),
            # For caching.next_turn: the next scheduled publication or withdrawal.
            models.Index(fields=["embargo_until"], name="articles_embargo", condition=Q(embargo_until__isnull=False)),
            models.Index(fields=["withdrawn_at"], name="articles_withdrawal", condition=Q(withdrawn_at__isnull=False)),
        ]
        constraints = [
            # Also for the parts before and after one.
            models.UniqueConstraint(
                fields=["series", "part"],
                name="one_article_a_part",
                condition=Q(series__isnull=False, part__isnull=False),
                violation_error_message=_("Another article is this part of the series."),
            ),
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
        """Sanitise the copy and count its words at every save, by form, importer or shell."""
        self.copy = html.clean_copy(self.copy)
        self.sources = sources.tidy(self.sources)
        self.words = text.count_words(html.plain(self.copy))
        self.__dict__.pop("setting", None)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return path_to("articles:article", self.section.slug, self.slug)

    @property
    def canonical(self) -> str:
        """The canonical address: where the story was first published, or here."""
        return self.canonical_url or settings.SITE_URL + self.get_absolute_url()

    def clean(self):
        from articles.models.address import FormerSlug

        if self.series_id and not self.part:
            raise ValidationError({"part": _("Say which part of the series it is.")})
        if self.part and not self.series_id:
            raise ValidationError({"series": _("Say which series it is a part of.")})
        if FormerSlug.objects.filter(slug=self.slug).exclude(article=self.pk).exists():
            raise ValidationError({"slug": _("Another story had this slug, and its old address still leads there.")})
        if self.translation_of:
            self._clean_translation()

    def _clean_translation(self):
        original = self.translation_of
        if original.pk == self.pk or original.translation_of_id or (self.pk and self.translations.exists()):
            raise ValidationError({"translation_of": _("Choose the article that all its translations were made of.")})
        versions = Article.objects.versions_of(self).exclude(pk=self.pk)
        if versions.filter(language=self.language).exists():
            raise ValidationError({"language": _("The article exists in this language already.")})

    def publication_at(self, at) -> "Article.Publication":
        """Return the state of publication at a moment, consistent with `published()`."""
        if self.published_at is None:
            return self.Publication.UNPUBLISHED
        if self.withdrawn_at and self.withdrawn_at <= at:
            return self.Publication.WITHDRAWN
        if self.appears_at > at:
            return self.Publication.SCHEDULED
        return self.Publication.PUBLISHED

    @property
    def appears_at(self) -> datetime | None:
        """The first moment at which readers may see it; None for a draft."""
        return self.published_at and max(self.published_at, self.embargo_until or self.published_at)

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
        """The writing direction, a value of HTML's `dir`."""
        return "rtl" if text.is_right_to_left(self.language) else "ltr"

    @cached_property
    def setting(self):
        """The typeset copy: the stored galley, or made now where that is missing or out of date."""
        return self.galley if self.has_current_galley else set_now(self.copy, language=self.language)[0]

    @property
    def has_current_galley(self) -> bool:
        galley = getattr(self, "galley", None)
        return bool(galley) and galley.made_with == typesetting.made_with(self.copy, self.language)

    @property
    def safe_copy(self):
        """The typeset copy for the article's page, marked safe."""
        return html.sanitised(self.setting.html)

    @property
    def feed_copy(self):
        """The copy for feeds: no pictures with a content warning, no scripts, notes at the end."""
        return html.sanitised(self.setting.feed or self.copy)

    @property
    def contents(self) -> list:
        """The table of contents of a long article as [level, anchor, heading]; empty for a short one."""
        return self.setting.contents

    @property
    def card_picture(self):
        """The picture for cards, feeds and sharing; None if it is sensitive."""
        return self.picture if self.picture and not self.picture.is_sensitive else None

    @property
    def credits(self) -> list[tuple[str, list]]:
        """The bylines as (role, contributors), in their order."""
        by_role: dict[str, list] = {}
        for byline in self.bylines.all():
            by_role.setdefault(byline.role, []).append(byline.contributor)
        return [(Byline.Role(role), contributors) for role, contributors in by_role.items()]

    @property
    def writers(self) -> list:
        """The contributors in "By …" on a card."""
        return [byline.contributor for byline in self.bylines.all() if byline.role == Byline.Role.WRITER]

    @property
    def years_old(self) -> int:
        """Full years since publication, for the notice on old articles; 0 for drafts and evergreen kinds."""
        if self.kind in self._WRITTEN_TO_LAST or not self.published_at:
            return 0
        day, today = timezone.localdate(self.published_at), timezone.localdate()
        return max(0, today.year - day.year - ((today.month, today.day) < (day.month, day.day)))

    @property
    def is_labelled(self) -> bool:
        """Whether the kind must be shown to readers."""
        return self.kind != self.Kind.NEWS
