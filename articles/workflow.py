"""What is done with an article at the desk. Each verb checks the right, the state and the copy, and saves.

`by` is the member of staff who acts; None means the command line, which may do everything.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Correction, FormerAddress, FormerSlug, Revision

_STATE = ["review", "published_at", "updated_at", "withdrawn_at", "withdrawal_reason", "is_blocked_by_law"]


class NotReady(ValidationError):
    """An article that lacks what readers are owed; `messages` says what, in sentences."""


class WrongState(ValidationError):
    """A verb that makes no sense for the state that the article is in."""


def may_edit(article: Article, user) -> bool:
    """Tell whether someone may change an article: reporters their own until it is out, editors every one."""
    if user.has_perm("articles.edit_any_article"):
        return True
    return (
        user.has_perm("articles.change_article")
        and article.published_at is None
        and Article.objects.visible_to(user).filter(pk=article.pk).exists()
    )


def problems(article: Article) -> list[str]:
    """Return what stops an article from being published, in sentences; empty when nothing does."""
    checks = [
        (article.copy, _("There is no copy yet.")),
        (not article.picture or article.picture.alt.strip(), _("The lead picture has no alt text.")),
        (not article.picture or article.picture.credit.strip(), _("The lead picture has no credit.")),
    ]
    return [sentence for passed, sentence in checks if not passed]


@transaction.atomic
def submit(article: Article, *, by) -> None:
    """Hand a draft to the editors."""
    _hold(article)
    if by and not may_edit(article, by):
        raise PermissionDenied
    if article.review not in (Article.Review.DRAFT, Article.Review.RETURNED):
        raise WrongState(_("Only a draft can be submitted."))
    article.review = Article.Review.SUBMITTED
    article.save(update_fields=["review", "changed_at"])


@transaction.atomic
def send_back(article: Article, *, by) -> None:
    """Give a submitted article back to its reporter."""
    _require_editor(by)
    _hold(article)
    if article.review != Article.Review.SUBMITTED:
        raise WrongState(_("Only what was submitted can be sent back."))
    article.review = Article.Review.RETURNED
    article.save(update_fields=["review", "changed_at"])


@transaction.atomic
def publish(article: Article, *, by, at=None) -> None:
    """Publish an article now, or schedule it for `at`; bring a withdrawn one back.

    `published_at` is set once: what readers have seen keeps the time at which they first could. A time still
    to come may be moved.
    """
    _require_editor(by)
    _hold(article)
    now = timezone.now()
    if found := problems(article):
        raise NotReady(found)
    if article.is_published:
        raise WrongState(_("It is published already."))
    if article.published_at is None or article.published_at > now:
        article.published_at = at or now
    article.withdrawn_at, article.withdrawal_reason, article.is_blocked_by_law = None, "", False
    article.review = Article.Review.APPROVED
    article.save(
        update_fields=[
            "published_at", "withdrawn_at", "withdrawal_reason", "is_blocked_by_law", "review", "changed_at",
        ]
    )  # fmt: skip


@transaction.atomic
def withdraw(article: Article, *, by, reason: str, at=None, by_law: bool = False) -> None:
    """Take an article from readers, now or at `at`. Its address then answers 410 with the reason.

    `by_law` says that the newsroom was made to; the answer is 451 then (RFC 7725).
    """
    _require_editor(by)
    _hold(article)
    if not article.is_published:
        raise WrongState(_("Only what readers can see can be withdrawn."))
    article.withdrawn_at, article.withdrawal_reason = at or timezone.now(), reason
    article.is_blocked_by_law = by_law
    article.save(update_fields=["withdrawn_at", "withdrawal_reason", "is_blocked_by_law", "changed_at"])


@transaction.atomic
def unschedule(article: Article, *, by) -> None:
    """Take back a publication that has not happened yet."""
    _require_editor(by)
    _hold(article)
    if article.publication is not Article.Publication.SCHEDULED:
        raise WrongState(_("It is not scheduled."))
    article.published_at = None
    article.save(update_fields=["published_at", "changed_at"])


@transaction.atomic
def correct(article: Article, *, by, kind: str, text: str) -> Correction:
    """Print a correction with a published article, and move its time of update."""
    _require_editor(by)
    _hold(article)
    if not article.is_published:
        raise WrongState(_("Only a published story can be corrected in public."))
    correction = Correction.objects.create(article=article, kind=kind, text=text, made_by=by)
    _update(article, at=correction.made_at, kind=kind, note=text)
    return correction


@transaction.atomic
def mark_updated(article: Article, *, by, at=None) -> None:
    """Say that the substance of a published article has changed. A mended comma is not an update."""
    _require_editor(by)
    _hold(article)
    if not article.is_published:
        raise WrongState(_("Only what readers can see can be updated."))
    _update(article, at=at or timezone.now(), kind=Revision.Kind.UPDATE)


@transaction.atomic
def withhold(revision: Revision, *, by, is_withheld: bool) -> None:
    """Keep a version of an article from readers, or let them have it again."""
    _require_editor(by)
    article = revision.article
    _hold(article)
    revision.is_withheld = is_withheld
    revision.save(update_fields=["is_withheld"])
    article.versions = Revision.objects.filter(article=article).shown().count()
    article.save(update_fields=["versions", "changed_at"])


@transaction.atomic
def save_edit(article: Article, *, by) -> None:
    """Save a new article, or what was changed in a form. A slug that readers knew goes on leading to the story."""
    if by and not (may_edit(article, by) if article.pk else by.has_perm("articles.add_article")):
        raise PermissionDenied
    if not article.pk:
        article.created_by = article.created_by or by
    former = Article.objects.filter(pk=article.pk).exclude(published_at=None).values_list("slug", flat=True).first()
    if former:
        Revision.objects.keep_first(article)
    article.save()
    if former and former != article.slug:
        FormerSlug.objects.filter(slug=article.slug, article=article).delete()
        FormerSlug.objects.get_or_create(slug=former, defaults={"article": article})


@transaction.atomic
def save_named(row) -> None:
    """Save a section, topic, contributor, series or standing page. A slug that it had goes on leading to it."""
    model = type(row)
    kind = model._meta.model_name
    before = model._default_manager.filter(pk=row.pk).values_list("slug", flat=True).first()
    row.save()
    FormerAddress.objects.filter(of=kind, slug=row.slug).delete()
    if before and before != row.slug:
        FormerAddress.objects.update_or_create(of=kind, slug=before, defaults={"row": row.pk})


def _update(article: Article, *, at, kind: str, note: str = "") -> None:
    """Move the time of update, and keep what readers get from now on as a version."""
    article.updated_at = at
    article.versions = Revision.objects.keep(article, kind=kind, note=note, made_at=at)
    article.save(update_fields=["updated_at", "versions", "changed_at"])


def _hold(article: Article) -> None:
    """Lock the row and read its state as it is now: someone else may have acted since it was fetched."""
    article.refresh_from_db(fields=_STATE, from_queryset=Article.objects.select_for_update())


def _require_editor(user) -> None:
    if user and not user.has_perm("articles.publish_article"):
        raise PermissionDenied
