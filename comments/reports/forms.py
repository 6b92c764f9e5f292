"""The form to report a comment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Report
from newsroom.lib.forms import GuardedForm, Lines
from newsroom.lib.text import tidy_text

LONGEST_NOTE = 2000


class ReportForm(GuardedForm):
    """A reason from the list, and a note, which is required for illegal content."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Report.Reason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what comes nearest.")},
    )
    note = Lines(
        label=_("In your words"),
        required=False,
        max_length=LONGEST_NOTE,
        help_text=_(
            "Moderators read it. Needed if you say that the comment is illegal: tell us which words are, and why. "
            "Leave out who you are."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    stamped_as = "newsroom.report-form"
    too_old = _("This page had been open for a long time. Please send your report again.")

    def __init__(self, comment: Comment, *args, **kwargs):
        self.comment = comment
        super().__init__(*args, **kwargs)

    @property
    def subject(self) -> Comment:
        return self.comment

    @property
    def is_of_illegal_content(self) -> bool:
        return self.cleaned_data["reason"] == Report.Reason.ILLEGAL

    def clean_note(self) -> str:
        return self.fields["note"].clean(tidy_text(self.cleaned_data["note"]))

    def clean(self):
        fields = super().clean()
        if fields.get("reason") == Report.Reason.ILLEGAL and not fields.get("note") and "note" not in self.errors:
            self.add_error(
                "note", _("Tell us which words are illegal, and why: a moderator decides on what you write.")
            )
        return fields
