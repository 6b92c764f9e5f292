"""How much is read, at the desk: the chart of the paper, or of one story."""

from datetime import timedelta

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles import reads
from articles.models import Article, ReadCount
from newsroom.lib.http import private_page
from newsroom.lib.records import RecordAdmin
from newsroom.lib.text import is_pk

# In days. What is longer than a week is shown by the day.
SPANS = (1, 7, 30)
_LISTED = 15


@admin.register(ReadCount)
class ReadCountAdmin(RecordAdmin):
    """A chart in the place of a list: single hours of single stories tell nobody anything."""

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET.get("days", "")
        days = int(asked) if asked in map(str, SPANS) else 1
        article = _article(request.GET.get("article", ""))
        is_by_hour = days <= 7
        chart = reads.by_hour(days * 24, article=article) if is_by_hour else reads.by_day(days, article=article)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Reads"),
            "opts": self.opts,
            "days": days,
            "spans": SPANS,
            "article": article,
            "is_by_hour": is_by_hour,
            "chart": chart,
            "total": sum(bar.number for bar in chart),
            "most": max(bar.number for bar in chart),
            "most_read": None if article else reads.most_of(timedelta(days=days), _LISTED),
        }
        return private_page(TemplateResponse(request, "admin/articles/reads.html", context))


def _article(key: str) -> Article | None:
    """Return the story that the chart is asked for; a 404 for one that is not there, None for the whole paper."""
    if not key:
        return None
    article = Article.objects.defer("copy").filter(pk=key).first() if is_pk(key) else None
    if article is None:
        raise Http404("no such article")
    return article
