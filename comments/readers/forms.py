"""The forms on the pages of a comment and of a reader."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Following
from comments.posting.forms import LONGEST_COMMENT
from newsroom.lib.forms import Lines
from newsroom.lib.markup import MARKS
from newsroom.lib.text import tidy_text

LONGEST_APPEAL = 1000


class WordsForm(forms.Form):
    """A text about a comment at one version. A refused form keeps what was typed, also if the version is stale."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = Lines()

    # Key of the message after success.
    done = ""

    def __init__(self, comment: Comment, *args, **kwargs):
        self.comment = comment
        super().__init__(*args, **kwargs)
        self.initial["version"] = comment.version

    @property
    def text_as_sent(self) -> str:
        return tidy_text(self.data.get("text", ""))

    def clean_text(self) -> str:
        return self.fields["text"].clean(tidy_text(self.cleaned_data["text"]))

    def give_back(self, why: str) -> "WordsForm":
        """Return the form as it was sent, at the current version of the comment, with an error."""
        self.data = self.data.copy()
        self.data["version"] = self.comment.version
        self.add_error(None, why)
        return self


class EditForm(WordsForm):
    done = "edited"
    text = Lines(
        label=_("Your comment"),
        max_length=LONGEST_COMMENT,
        help_text=MARKS,
        widget=forms.Textarea(attrs={"rows": 9, "dir": "auto"}),
        error_messages={"required": _("Write your comment here. To take it back, use the button below.")},
    )

    def __init__(self, comment: Comment, *args, **kwargs):
        super().__init__(comment, *args, **kwargs)
        self.initial["text"] = comment.proposed_text or comment.text


class AppealForm(WordsForm):
    done = "appealed"
    text = Lines(
        label=_("Why the decision is wrong"),
        max_length=LONGEST_APPEAL,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Tell the moderator what to look at.")},
    )


class FollowForm(forms.Form):
    pace = forms.ChoiceField(
        label=_("How often"), choices=Following.Pace, initial=Following.Pace.EACH, widget=forms.RadioSelect
    )


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("Email"),
        help_text=_("The address that you gave with your comments."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Give the address that you commented with."),
            "invalid": _("This is not an email address. One looks like name@example.org."),
        },
    )
