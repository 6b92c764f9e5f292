"""The furniture of every page: the sections, the pages about the paper, and its policies."""

from dataclasses import dataclass

from django.db.models import Value

from articles.models import Section, StandingPage
from newsroom.lib.prepared import Prepared


@dataclass(frozen=True)
class Furniture:
    """The furniture. `pages` are those of the footer; `policies` is {property of NewsMediaOrganization: address}."""

    sections: list[Section]
    pages: list[StandingPage]
    policies: dict[str, str]


def furniture() -> Furniture:
    """Fetch all of it, in order. One query with few columns, since every page needs it."""
    sections, pages = [], []
    for of_page, position, name, pk, slug, sort, in_footer, policies in sorted(_rows()):
        if of_page:
            page = StandingPage(pk=pk, position=position, title=name, slug=slug, kind=sort, policies=policies)
            pages.append((page, in_footer))
        else:
            sections.append(Section(pk=pk, position=position, name=name, slug=slug, accent=sort))
    return Furniture(sections, [page for page, in_footer in pages if in_footer], _policies(p for p, _ in pages))


@Prepared
def _rows():
    is_page, is_section = Value(1), Value(0)
    of_pages = StandingPage.objects.published().order_by()
    return (
        Section.objects.order_by()
        .values_list(is_section, "position", "name", "pk", "slug", "accent", Value(True), Value(""))
        .union(
            of_pages.values_list(is_page, "position", "title", "pk", "slug", "kind", "is_in_footer", "policies"),
            all=True,
        )
    )


def policies() -> dict[str, str]:
    """Return {property of schema.org's NewsMediaOrganization: address} of the published policies."""
    return _policies(StandingPage.objects.published().exclude(policies="").only("kind", "slug", "policies"))


def _policies(pages) -> dict[str, str]:
    return {policy: page.absolute_url for page in pages for policy in page.policies.split()}
