"""Sections and topics."""

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from newsroom.lib.addresses import path_to

# First words of addresses that the site itself uses, now or in future: a section's slug must not be one of them.
RESERVED_WORDS = (
    ".well-known", "about", "admin", "ads.txt", "api", "archive", "atom", "beacon", "card", "cards", "comments",
    "contact", "contributor", "corrections", "embed", "ethics", "favicon.ico", "feed", "feeds", "front", "history",
    "house-rules", "latest", "login", "logout", "manifest", "masthead", "media", "most-discussed", "most-read",
    "news-sitemap.xml", "oembed", "page", "policies", "preview", "robots.txt", "rss", "saved", "search", "section",
    "security.txt", "series", "sitemap", "sitemap.xml", "sitemaps", "static", "topic", "trust.txt", "versions",
    "well-known",
)  # fmt: skip


class SectionQuerySet(models.QuerySet):
    def with_newest(self, count: int, *, at=None):
        """Annotate each section with the primary keys of its newest published articles, as `newest_0`, `newest_1` etc.

        Each is one index lookup, so that the cost is the same in an archive of any size.
        """
        from articles.models.article import Article

        newest = Article.objects.published(at).filter(section=OuterRef("pk")).newest_first().values("pk")
        return self.annotate(**{f"newest_{n}": Subquery(newest[n : n + 1]) for n in range(count)})


class Section(models.Model):
    """A part of the paper, such as City or Sport. Every article is in exactly one."""

    class Accent(models.TextChoices):
        """The accent colour of a section; the values are in palette.css."""

        MADDER = "madder", _("madder (deep red)")
        RUST = "rust", _("rust (orange brown)")
        OCHRE = "ochre", _("ochre (dark yellow)")
        MOSS = "moss", _("moss (green)")
        TEAL = "teal", _("teal (blue green)")
        COBALT = "cobalt", _("cobalt (blue)")
        PLUM = "plum", _("plum (purple)")
        SLATE = "slate", _("slate (grey blue)")

    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(
        _("slug"),
        max_length=60,
        unique=True,
        allow_unicode=True,
        help_text=_("The first part of the address of everything in this section."),
    )
    description = models.CharField(_("description"), max_length=300, blank=True)
    accent = models.CharField(_("accent"), max_length=10, choices=Accent, default=Accent.SLATE)
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Lower comes first."))

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug__in=RESERVED_WORDS),
                name="section_slug_is_not_reserved",
                violation_error_message=_("This slug is an address of the site itself. Choose another."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_to("articles:section", self.slug)


class Topic(models.Model):
    """A subject that stories of any section share."""

    # With fewer published stories, the topic's page is not for search engines.
    LEAST_STORIES = 3

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("slug"), max_length=80, unique=True, allow_unicode=True)
    description = models.CharField(_("description"), max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_to("articles:topic", self.slug)
