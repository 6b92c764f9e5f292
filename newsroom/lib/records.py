"""Read-only admin pages, for rows that only the program writes."""

from django.contrib import admin

from newsroom.lib.pagination import BoundedPaginator


class RecordAdmin(admin.ModelAdmin):
    """Admin pages of rows that nobody adds, changes or deletes by hand. No page counts all rows."""

    show_full_result_count = False
    paginator = BoundedPaginator

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
