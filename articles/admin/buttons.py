"""The buttons of the article form: each saves, then calls one verb of `articles.workflow`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.models import Article

_Review, _Publication = Article.Review, Article.Publication


@dataclass(frozen=True)
class Button:
    """One verb as the form offers it.

    `act(article, by, fields)` calls it, with what else was typed in the form; `fits(article)` says in which state
    it makes sense; `said(article)` is what the editor reads when it is done; `asks` names the field beside it, and `offers` the box.
    """

    name: str
    label: str
    act: Callable
    fits: Callable
    said: Callable
    asks: str = ""
    offers: str = ""
    editors_only: bool = True


def buttons_for(article: Article, user) -> list[Button]:
    """Return the buttons that someone may use on an article as it is."""
    may_publish = user.has_perm("articles.publish_article")
    return [b for b in BUTTONS if (may_publish or not b.editors_only) and b.fits(article)]


def pressed(data) -> Button | None:
    """Return the button that a form was sent with; None when it was only to be saved."""
    return next((button for button in BUTTONS if button.name in data), None)


def _when(article: Article) -> str:
    """Say from when readers see an article that was just published or scheduled."""
    if article.is_published:
        return _("It is published.")
    return _("It is scheduled: readers will see it from %(time)s on.") % {
        "time": date_format(timezone.localtime(article.appears_at), "DATETIME_FORMAT")
    }


def _is_draft(article):
    return article.publication is _Publication.UNPUBLISHED and article.review in (_Review.DRAFT, _Review.RETURNED)


BUTTONS = [
    Button(
        name="_submit",
        label=gettext_lazy("Submit for review"),
        act=lambda article, by, fields: workflow.submit(article, by=by),
        fits=_is_draft,
        said=lambda article: _("It is with the editors now."),
        editors_only=False,
    ),
    Button(
        name="_publish",
        label=gettext_lazy("Publish now"),
        act=lambda article, by, fields: workflow.publish(article, by=by),
        fits=lambda article: (
            article.publication in (_Publication.UNPUBLISHED, _Publication.WITHDRAWN)
            or bool(article.published_at and article.published_at > timezone.now())
        ),
        said=_when,
    ),
    Button(
        name="_send_back",
        label=gettext_lazy("Send back"),
        act=lambda article, by, fields: workflow.send_back(article, by=by),
        fits=lambda article: article.review == _Review.SUBMITTED,
        said=lambda article: _("It is with its reporter again."),
    ),
    Button(
        name="_update",
        label=gettext_lazy("Save as a substantive update"),
        act=lambda article, by, fields: workflow.mark_updated(article, by=by),
        fits=lambda article: article.is_published,
        said=lambda article: _("Readers are told that it was updated now."),
    ),
    Button(
        name="_unschedule",
        label=gettext_lazy("Do not publish yet"),
        act=lambda article, by, fields: workflow.unschedule(article, by=by),
        fits=lambda article: article.publication is _Publication.SCHEDULED,
        said=lambda article: _("It is a draft again."),
    ),
    Button(
        name="_schedule",
        label=gettext_lazy("Schedule"),
        act=lambda article, by, fields: workflow.publish(article, by=by, at=fields["publish_at"]),
        fits=lambda article: article.published_at is None or article.published_at > timezone.now(),
        said=_when,
        asks="publish_at",
    ),
    Button(
        name="_withdraw",
        label=gettext_lazy("Withdraw"),
        act=lambda article, by, fields: workflow.withdraw(
            article, by=by, reason=fields["withdrawal"], by_law=fields["is_by_law"]
        ),
        fits=lambda article: article.is_published,
        said=lambda article: _("Readers no longer see it. Its address tells them why."),
        asks="withdrawal",
        offers="is_by_law",
    ),
]
