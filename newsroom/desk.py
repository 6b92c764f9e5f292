"""The desk: Django's admin under the paper's name, with pending work on its first page."""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.urls import path
from django.utils.translation import gettext_lazy as _

from articles.models import Picture
from articles.worklists import worklists
from comments.models import Case
from comments.moderation.cards import waiting
from comments.reports.mistakes import open_mistakes
from newsroom.accounts import WINDOW, SignInForm

_MANY_REQUESTS = 429


class _Choices(AutocompleteJsonView):
    """The results of autocomplete fields; pictures with a thumbnail."""

    def serialize_result(self, obj, to_field_name):
        choice = super().serialize_result(obj, to_field_name)
        return choice | {"thumbnail": obj.thumbnail} if isinstance(obj, Picture) else choice


class Desk(admin.AdminSite):
    """The admin site of the paper."""

    site_header = site_title = settings.PUBLICATION_NAME
    index_title = _("The desk")
    login_form = SignInForm
    # The header has the links used all day, so that lists get the full width.
    enable_nav_sidebar = False

    def get_urls(self):
        # Not at the top, a circular import: these pages register models with this site.
        from comments.desk.urls import PAGES

        own = [path(f"comments/{address}", self.admin_view(view), name=name) for address, view, name in PAGES]
        return own + super().get_urls()

    def autocomplete_view(self, request):
        return _Choices.as_view(admin_site=self)(request)

    def index(self, request, extra_context=None):
        """Show this member of staff's pending work, before the list of all models."""
        return super().index(request, _work_of(request.user) | (extra_context or {}))

    def login(self, request, extra_context=None):
        response = super().login(request, extra_context)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if form and form.is_locked:
            response.status_code = _MANY_REQUESTS
            response["Retry-After"] = str(WINDOW)
        return response


def _work_of(user) -> dict:
    """Return the template context of someone's pending work. A missing permission costs no query."""
    work = {}
    if user.has_perm("comments.moderate_comment"):
        work["waiting"] = waiting()
    if user.has_perm("comments.view_case"):
        work["open_cases"] = Case.objects.open().count()
    if user.has_perm("comments.view_errorreport"):
        work["mistakes"] = open_mistakes()
    if user.has_perm("articles.change_article"):
        work["worklists"] = worklists(user)
    return work
