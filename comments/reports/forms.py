"""What a reader fills in to report a comment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Report
from newsroom.lib.fields import Lines, Trap
from newsroom.lib.stamps import is_fresh_stamp, stamp
from newsroom.lib.text import tidy_text

LONGEST_NOTE = 2000
_STAMP = "newsroom.report-form"


class ReportForm(forms.Form):
    """A reason from the list and a note. Like the reply form it carries a stamp instead of a session's token."""

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
    second_name = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=Trap(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, comment: Comment, *args, **kwargs):
        self.comment = comment
        super().__init__(*args, **kwargs)
        self.initial["stamp"] = stamp(comment, _STAMP)

    @property
    def is_of_illegal_content(self) -> bool:
        return self.cleaned_data["reason"] == Report.Reason.ILLEGAL

    def clean_note(self) -> str:
        return self.fields["note"].clean(tidy_text(self.cleaned_data["note"]))

    def clean_second_name(self):
        if self.cleaned_data["second_name"]:
            raise forms.ValidationError(_("Please empty the field that is marked so, and send again."))

    def clean_stamp(self):
        if not is_fresh_stamp(self.comment, self.cleaned_data["stamp"], _STAMP):
            raise forms.ValidationError(_("This page had been open for a long time. Please send your report again."))

    def clean(self):
        fields = super().clean()
        if fields.get("reason") == Report.Reason.ILLEGAL and not fields.get("note") and "note" not in self.errors:
            self.add_error(
                "note", _("Tell us which words are illegal, and why: a moderator decides on what you write.")
            )
        return fields

    def give_back(self) -> "ReportForm":
        """Return the form with all that was typed; a stamp that was too old is renewed."""
        self.data = self.data.copy()
        self.data["stamp"] = self.initial["stamp"]
        return self
