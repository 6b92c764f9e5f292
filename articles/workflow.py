"""The editorial workflow. Each action checks permission, state and copy, and saves.

`by` is the member of staff who acts; None means the command line, which has every permission.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Correction, FormerAddress, FormerSlug, Revision

_STATE = ["review", "published_at", "updated_at", "withdrawn_at", "withdrawal_reason", "is_blocked_by_law"]


class NotReady(ValidationError):
    """Raised for an article that is not ready for publication; `messages` says why, in sentences."""


class WrongState(ValidationError):
    """Raised for an action that the article's state does not allow."""


def may_edit(article: Article, user) -> bool:
    """Tell whether someone may change an article: reporters their own until it is published, editors every one."""
    if user.has_perm("articles.edit_any_article"):
        return True
    return (
        user.has_perm("articles.change_article")
        and article.published_at is None
        and Article.objects.visible_to(user).filter(pk=article.pk).exists()
    )


def problems(article: Article) -> list[str]:
    """Return what prevents publication, in sentences; empty if nothing does."""
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

    `published_at` is set once: what readers have seen keeps the time of its first publication. A time in the future
    may be changed.
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

    `by_law` means that the newsroom was legally forced to; the answer is 451 then (RFC 7725).
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
    """Cancel a scheduled publication."""
    _require_editor(by)
    _hold(article)
    if article.publication is not Article.Publication.SCHEDULED:
        raise WrongState(_("It is not scheduled."))
    article.published_at = None
    article.save(update_fields=["published_at", "changed_at"])


@transaction.atomic
def correct(article: Article, *, by, kind: str, text: str) -> Correction:
    """Add a correction to a published article, and set its time of update."""
    _require_editor(by)
    _hold(article)
    if not article.is_published:
        raise WrongState(_("Only a published story can be corrected in public."))
    correction = Correction.objects.create(article=article, kind=kind, text=text, made_by=by)
    _update(article, at=correction.made_at, kind=kind, note=text)
    return correction


@transaction.atomic
def mark_updated(article: Article, *, by, at=None) -> None:
    """Record that the substance of a published article has changed. A corrected comma is not an update."""
    _require_editor(by)
    _hold(article)
    if not article.is_published:
        raise WrongState(_("Only what readers can see can be updated."))
    _update(article, at=at or timezone.now(), kind=Revision.Kind.UPDATE)


@transaction.atomic
def withhold(revision: Revision, *, by, is_withheld: bool) -> None:
    """Hide a version of an article from readers, or show it again."""
    _require_editor(by)
    article = revision.article
    _hold(article)
    revision.is_withheld = is_withheld
    revision.save(update_fields=["is_withheld"])
    article.versions = Revision.objects.filter(article=article).shown().count()
    article.save(update_fields=["versions", "changed_at"])


@transaction.atomic
def save_edit(article: Article, *, by) -> None:
    """Save a new or edited article. A published article's former slug keeps redirecting to it."""
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
    """Save a section, topic, contributor, series or standing page. Its former slug keeps redirecting to it."""
    model = type(row)
    kind = model._meta.model_name
    before = model._default_manager.filter(pk=row.pk).values_list("slug", flat=True).first()
    row.save()
    FormerAddress.objects.filter(of=kind, slug=row.slug).delete()
    if before and before != row.slug:
        FormerAddress.objects.update_or_create(of=kind, slug=before, defaults={"row": row.pk})


def _update(article: Article, *, at, kind: str, note: str = "") -> None:
    """Set the time of update, and store the present content as a version."""
    article.updated_at = at
    article.versions = Revision.objects.keep(article, kind=kind, note=note, made_at=at)
    article.save(update_fields=["updated_at", "versions", "changed_at"])


def _hold(article: Article) -> None:
    """Lock the row and refresh its state, against a race with other staff."""
    article.refresh_from_db(fields=_STATE, from_queryset=Article.objects.select_for_update())


def _require_editor(user) -> None:
    if user and not user.has_perm("articles.publish_article"):
        raise PermissionDenied
