"""Make articles of what importers read."""

from itertools import count

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from articles import workflow
from articles.importing.pasted import PastedArticle
from articles.models import Article, Byline, Contributor, FormerSlug, Section


def find_section(named: str | None) -> Section | None:
    """Return the section with this slug or name, or the paper's first one when none is named."""
    if named is None:
        return Section.objects.first()
    return Section.objects.filter(Q(slug=named) | Q(name__iexact=named)).first()


def find_article(pasted: PastedArticle) -> Article | None:
    """Return the article that was made of this text before, or by hand under the same headline."""
    return Article.objects.select_related("section").filter(headline=pasted.headline).first()


@transaction.atomic
def make_article(pasted: PastedArticle, *, section: Section, byline: str | None, publish: bool) -> Article:
    """Save a draft of a pasted text, and publish it if asked. A byline that is new becomes a contributor."""
    article = Article.objects.create(
        section=section, headline=pasted.headline, slug=free_slug(pasted.headline), copy=pasted.html
    )
    if byline:
        Byline.objects.create(article=article, contributor=_contributor(byline))
    if publish:
        workflow.publish(article, by=None)
    return article


def free_slug(headline: str) -> str:
    """Return a slug for a headline that no story has or had."""
    return _numbered(headline, "story", [Article.objects.all(), FormerSlug.objects.all()])


def _contributor(name: str) -> Contributor:
    known = Contributor.objects.filter(name__iexact=name).first()
    return known or Contributor.objects.create(
        name=name, slug=_numbered(name, "contributor", [Contributor.objects.all()])
    )


def _numbered(text: str, otherwise: str, taken: list) -> str:
    """Return the slug of a text, with the first number that makes it new where it is taken."""
    stem = slugify(text, allow_unicode=True)[:110].strip("-") or otherwise
    slugs = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(slug for slug in slugs if not any(rows.filter(slug=slug).exists() for rows in taken))
