"""Comment policies of the paper and its sections, and the house rules."""

from django.contrib import admin

from comments.models import HousePolicy, HouseRule

TERMS = ["policy", "closes_after_days", "shift_days", "shift_from", "shift_until"]


@admin.register(HousePolicy)
class HousePolicyAdmin(admin.ModelAdmin):
    """The policy of the paper, and of sections that differ. Empty fields inherit from the level above."""

    list_display = ["__str__", *TERMS]
    list_select_related = ["section"]
    ordering = ["section__position", "pk"]
    fields = ["section", *TERMS]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "section":
            field.empty_label = str(HousePolicy())
        return field

    def get_readonly_fields(self, request, obj=None):
        return ["section"] if obj else []


@admin.register(HouseRule)
class HouseRuleAdmin(admin.ModelAdmin):
    """The text for each reason of rejection. A reason without one has the default text."""

    list_display = ["__str__", "text"]
    fields = ["reason", "text"]
