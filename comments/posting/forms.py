"""The comment forms under an article: for readers, and for staff signed in at the desk."""

from dataclasses import dataclass

from django import forms
from django.db import models
from django.utils.formats import number_format
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Commenter, Thread
from comments.posting.impersonation import is_of_the_newsroom
from comments.posting.signatures import Signature
from comments.tokens import Purpose, item_of
from newsroom.lib.forms import GuardedForm, Lines, WebAddress
from newsroom.lib.markup import MARKS
from newsroom.lib.stamps import REPLY_FORM
from newsroom.lib.text import is_pk, tidy_line, tidy_text

LONGEST_COMMENT = 5000


def _what_may_be_written() -> str:
    most = number_format(LONGEST_COMMENT, force_grouping=True)
    return f"{MARKS} {gettext('At most %(most)s characters.') % {'most': most}}"


class WritingForm(forms.Form):
    """A comment on an article, or a reply to a comment. A refused form keeps all that was typed."""

    text = Lines(
        label=_("Comment"),
        max_length=LONGEST_COMMENT,
        help_text=lazy(_what_may_be_written, str)(),
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
        error_messages={"required": _("Write your comment here.")},
    )
    parent = forms.CharField(required=False, widget=forms.HiddenInput)

    # The unsaved comment, rendered for its commenter alone.
    preview: Comment | None = None
    # The signature on a staff form.
    signature: Signature | None = None
    longest = LONGEST_COMMENT

    def __init__(self, article, *args, parent: Comment | None = None, **kwargs):
        self.article = article
        super().__init__(*args, **kwargs)
        if parent:
            self.initial["parent"] = parent.pk
            self.replying_to = parent

    @cached_property
    def replying_to(self) -> Comment | None:
        """The comment that is replied to, if it is public."""
        asked = str(self["parent"].value() or "")
        if not is_pk(asked):
            return None
        return Comment.objects.approved().under(self.article).select_related("thread").filter(pk=asked).first()

    def clean_text(self) -> str:
        return self.fields["text"].clean(tidy_text(self.cleaned_data["text"]))

    def clean_parent(self) -> Comment | None:
        if self.replying_to or not self.cleaned_data["parent"]:
            return self.replying_to
        raise forms.ValidationError(
            _("The comment you answered is no longer there. Sent again, yours will stand on its own.")
        )

    def give_back(self) -> "WritingForm":
        """Return the form with all that was typed, and hidden fields reset that the commenter cannot correct."""
        self.data = self.data.copy()
        if "parent" in self.errors:
            self.data["parent"] = ""
        return self

    def with_preview(self) -> "WritingForm":
        """Return the form with all that was typed, without errors, and with a preview of the comment."""
        text = self.cleaned_data["text"]
        form = self._blank(initial=self.give_back().data.dict())
        form.preview = Comment(text=text, html=Comment.rendered(text), **self._signed())
        return form

    def _blank(self, **kwargs) -> "WritingForm":
        return type(self)(self.article, **kwargs)

    def _signed(self) -> dict:
        raise NotImplementedError


class ReplyForm(WritingForm, GuardedForm):
    """The form for readers, for a comment or a report of a mistake."""

    class Kind(models.TextChoices):
        COMMENT = "comment", _("Everyone: it is a comment")
        MISTAKE = "mistake", _("The newsroom only: tell us about a mistake in the article")

    kind = forms.ChoiceField(
        label=_("Who is it for?"), choices=Kind, required=False, initial=Kind.COMMENT, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("Printed above your comment."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": _("Tell readers what to call you.")},
    )
    email = forms.EmailField(
        label=_("Email"),
        help_text=_("Never printed, never shared."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Give an address that is yours."),
            "invalid": _("This is not an email address. One looks like name@example.org."),
        },
    )
    website = WebAddress(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url", "placeholder": "https://"}),
        error_messages={"invalid": _("This is not a web address. One looks like https://example.org.")},
    )
    mail_me = forms.BooleanField(
        label=_("Mail me a link to my comment"),
        required=False,
        help_text=_("There you see what became of it. The mail also lets you confirm that the address is yours."),
    )
    proof = forms.CharField(required=False, widget=forms.HiddenInput)

    stamped_as = REPLY_FORM
    too_old = _("This page had been open for a long time. Please send your comment again.")
    field_order = ["kind", "text", "name", "email", "website", "second_name", "mail_me"]

    def __init__(self, article, *args, proof: str = "", **kwargs):
        super().__init__(article, *args, **kwargs)
        self.initial.setdefault("proof", proof)
        # The commenter of the proof token; None without a valid one, or if another address was typed.
        self.proven = self._proven()
        if self.proven:
            del self.fields["email"]

    def comment(self, thread: Thread, network: str) -> Comment:
        """Return the comment, unsaved."""
        typed = {name: self.cleaned_data[name] for name in ("name", "website", "text", "parent")}
        commenter = self.proven or Commenter(address=self.cleaned_data["email"])
        return Comment(thread=thread, commenter=commenter, is_proven=bool(self.proven), network=network, **typed)

    @property
    def subject(self):
        return self.article

    @property
    def is_about_a_mistake(self) -> bool:
        return self.cleaned_data["kind"] == self.Kind.MISTAKE

    def clean_name(self) -> str:
        # Validated again: a tidied name may be empty, or longer than it was (composition exclusions, UAX 15).
        name = self.fields["name"].clean(tidy_line(self.cleaned_data["name"]))
        if is_of_the_newsroom(name):
            raise forms.ValidationError(
                _("This name is the newsroom's own, or could be taken for it. Please write under another.")
            )
        return name

    def give_back(self) -> "ReplyForm":
        """Return the form with all that was typed, but without an invalid proof token."""
        WritingForm.give_back(self)
        GuardedForm.give_back(self)
        if not self.proven:
            self.data["proof"] = ""
        return self

    def _signed(self) -> dict:
        return {"name": tidy_line(self.data.get("name", ""))[: self.fields["name"].max_length]}

    def _proven(self) -> Commenter | None:
        commenter = item_of(Purpose.PROOF, self["proof"].value() or "")
        typed = (self["email"].value() or "").strip()
        if commenter and commenter.is_confirmed and (not typed or commenter.has_address(typed)):
            return commenter
        return None


@dataclass(frozen=True)
class BlankForm:
    """Stands for an empty `ReplyForm`, which is the same for every reader except for its stamp."""

    stamp: str
    longest = LONGEST_COMMENT


class StaffReplyForm(WritingForm):
    """The form for staff: the text alone, since they are signed in."""

    def __init__(self, article, *args, signature: Signature, **kwargs):
        super().__init__(article, *args, **kwargs)
        self.signature = signature

    def _blank(self, **kwargs) -> "StaffReplyForm":
        return type(self)(self.article, signature=self.signature, **kwargs)

    def _signed(self) -> dict:
        return {"name": self.signature.name, "badge": self.signature.badge}
