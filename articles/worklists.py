"""Worklists on the desk's first page for reporters and editors."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.models import Article

LONGEST = 8


@dataclass(frozen=True)
class Worklist:
    """A list of a few articles to work on; `empty` is shown when there are none."""

    title: str
    articles: list[Article]
    empty: str


def worklists(user) -> list[Worklist]:
    """Return someone's worklists: editors see everybody's articles, reporters their own. One query per list."""
    articles = Article.objects.visible_to(user).select_related("section", "created_by").defer("copy").changed_last()
    drafts = articles.unpublished()
    if user.has_perm("articles.edit_any_article"):
        waiting = articles.submitted()
        return [
            _list(_("Submitted"), waiting.reverse(), _("Nothing waits for an editor.")),
            _list(_("Scheduled"), articles.scheduled(), _("Nothing is scheduled.")),
            _list(_("Drafts changed last"), drafts.exclude(pk__in=waiting.values("pk")), _("There are no drafts.")),
        ]
    returned = articles.returned()
    return [
        _list(_("Sent back to you"), returned, _("Nothing was sent back.")),
        _list(_("Your drafts"), drafts.exclude(pk__in=returned.values("pk")), _("You have no drafts.")),
    ]


def _list(title, articles, empty) -> Worklist:
    return Worklist(title, list(articles[:LONGEST]), empty)
