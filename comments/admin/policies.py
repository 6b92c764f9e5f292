"""What holds for comments in the paper and its sections, and what readers are told when one is turned down."""

from django.contrib import admin

from comments.models import HousePolicy, HouseRule

TERMS = ["policy", "closes_after_days", "shift_days", "shift_from", "shift_until"]


@admin.register(HousePolicy)
class HousePolicyAdmin(admin.ModelAdmin):
    """The paper's terms, and those of sections that differ. What is left empty is taken from the level above."""

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
    """The words for each reason. A reason without any of its own is told in the words that the paper came with."""

    list_display = ["__str__", "text"]
    fields = ["reason", "text"]
