"""Threads: the comment policy of each article."""

from django.contrib import admin
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse

from comments.admin.policies import TERMS
from comments.models import Thread
from newsroom.lib.pagination import BoundedPaginator


@admin.register(Thread)
class ThreadAdmin(admin.ModelAdmin):
    """The comment policy of each article."""

    list_display = ["article", "policy", "approved_count"]
    list_filter = ["policy"]
    list_select_related = ["article"]
    search_fields = ["article__headline"]
    autocomplete_fields = ["article"]
    ordering = ["-pk"]
    show_full_result_count = False
    paginator = BoundedPaginator
    fields = ["article", *TERMS, "approved_count"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("article__copy")

    def get_readonly_fields(self, request, obj=None):
        return ["article", "approved_count"] if obj else ["approved_count"]

    def save_model(self, request, obj, form, change):
        # Not the whole row: that could overwrite counters changed by a concurrent decision (lost update).
        obj.save(update_fields=form.changed_data if change else None)

    def has_delete_permission(self, request, obj=None):
        """Allow deletion to those who may delete the article, and only while there are no comments."""
        may = request.user.has_perm("articles.delete_article")
        return bool(may and obj and not obj.comments.exists())

    def get_urls(self):
        of_article = path(
            "of/<int:article>/", self.admin_site.admin_view(self.of_article), name="comments_thread_of_article"
        )
        return [of_article, *super().get_urls()]

    def of_article(self, request: HttpRequest, article: int):
        """Redirect to the thread of an article, or to the form that adds one."""
        thread = Thread.objects.filter(article=article).first()
        if thread:
            return redirect("admin:comments_thread_change", thread.pk)
        return redirect(f"{reverse('admin:comments_thread_add')}?article={article}")
