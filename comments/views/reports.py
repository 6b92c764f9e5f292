"""Views to report a comment, anonymously and without an account."""

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article
from comments import reports
from comments.models import Comment
from comments.reports.forms import ReportForm
from comments.tokens import Purpose, page_of
from comments.views.signed import opened_by
from newsroom.lib.http import is_from_own_page, private_page
from newsroom.lib.languages import speaking
from newsroom.lib.networks import networks_of
from newsroom.lib.ratelimit import hit

_WINDOW = 600


# As in `posting.reply`, no session is used, and the origin is checked without a cookie.
@csrf_exempt
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk: int):
    """Show the report form of a comment, or receive a report. 404 if it is not public, unless reported before."""
    return private_page(_take(request, pk) if request.method == "POST" else _ask(request, _on_view(pk)))


@require_safe
def reported(request, article_id: int):
    """Thank for a report, without naming the comment or the result."""
    article = get_object_or_404(Article.objects.published().select_related("section").defer("copy"), pk=article_id)
    with speaking(article.language):
        return private_page(render(request, "comments/reports/reported.html", {"article": article}))


@opened_by(Purpose.CASE)
def case(request, opened):
    """Show the status of a case to its reporter, without other reports or names."""
    return render(request, "comments/reports/case.html", {"case": opened.item})


def _take(request, pk: int):
    request.encoding = "utf-8"
    networks = networks_of(request)
    comment = _fetched(Comment.objects.reported_from(networks).filter(pk=pk)) or _on_view(pk)
    form = ReportForm(comment, request.POST)
    if status := _refusal(request, form, networks):
        # A valid report may be sent again after its comment was hidden, but the hidden text is not shown again: 404.
        return _ask(request, _on_view(pk), form.give_back(), status)
    return HttpResponseRedirect(_kept(form, networks), status=303)


def _kept(form: ReportForm, networks: tuple[str, ...]) -> str:
    """Save a report; return the URL to redirect to."""
    comment, fields = form.comment, form.cleaned_data
    sender = {"network": networks[0], "networks": networks}
    if form.is_of_illegal_content:
        return page_of(Purpose.CASE, reports.report_illegal(comment, explanation=fields["note"], **sender))
    reports.report(comment, reason=fields["reason"], note=fields["note"], **sender)
    return reverse("comments:reported", args=[comment.thread.article_id])


def _refusal(request, form: ReportForm, networks: tuple[str, ...]) -> int | None:
    """Return the HTTP status of a refusal and add its reason to the form; None if the report is accepted."""
    if not is_from_own_page(request):
        form.add_error(None, _("We could not tell that this came from our own page. Please send it again from here."))
        return 403
    if not form.is_valid():
        return 422
    limit = settings.REPORTS_PER_TEN_MINUTES
    if limit and hit(f"report:{networks[0]}", seconds=_WINDOW) > limit:
        form.add_error(None, _("Many reports came from your network just now. Please send yours again in ten minutes."))
        return 429
    return None


def _on_view(pk: int) -> Comment:
    comment = _fetched(Comment.objects.on_view().filter(pk=pk))
    if comment is None:
        raise Http404
    return comment


def _fetched(comments) -> Comment | None:
    return comments.select_related("thread__article__section").defer("thread__article__copy").first()


def _ask(request, comment: Comment, form: ReportForm | None = None, status: int = 200):
    article = comment.thread.article
    with speaking(article.language):
        page = {"comment": comment, "article": article, "form": form or ReportForm(comment)}
        return render(request, "comments/reports/report.html", page, status=status)
