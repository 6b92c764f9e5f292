"""A part of a page is printed once for the same values, and from nothing but them."""

import pytest
from django.template import Context, Template
from django.template.loader import get_template
from django.utils import timezone, translation

from comments.models import Thread
from newsroom.lib import printing
from newsroom.lib.printing import printed
from tests.factories import make_article, make_picture

CARD = "articles/_card.html"


@pytest.fixture
def prints(monkeypatch):
    """Count how often a template is made use of."""
    used = []
    monkeypatch.setattr(printing, "get_template", lambda name: used.append(name) or get_template(name))
    return used


def card_of(article):
    fetched = type(article).objects.for_listing().get(pk=article.pk)
    return printed(CARD, article=fetched, shape="lead", level=2, sizes="100vw")


@pytest.mark.django_db
class TestRows:
    @pytest.fixture
    def article(self):
        return make_article(byline="Ada Quill", picture=make_picture())

    def test_the_same_row_is_printed_once(self, article, prints):
        assert card_of(article) == card_of(article)
        assert len(prints) == 1

    @pytest.mark.parametrize(
        ("name_of", "field"),
        [
            (lambda article: article, "headline"),
            (lambda article: article.bylines.get().contributor, "name"),
        ],
    )
    def test_whatever_changes_in_what_it_shows_is_printed(self, article, name_of, field):
        card_of(article)
        row = name_of(article)
        setattr(row, field, "Otherwise")
        row.save()
        assert "Otherwise" in card_of(article)

    def test_another_section_and_another_picture_are_others(self, article, prints):
        card_of(article)
        article.section.accent = "teal"
        article.section.save()
        assert "accent-teal" in card_of(article)
        type(article.picture).objects.filter(pk=article.picture_id).update(warning="A wreck")
        assert "<picture>" not in card_of(article)

    def test_a_row_that_only_points_to_it_does_not_print_it_anew(self, article, prints):
        for _reader in range(2):
            fetched = type(article).objects.for_listing().get(pk=article.pk)
            Thread(article=fetched)
            printed(CARD, article=fetched)
        assert len(prints) == 1


def test_another_language_prints_it_anew():
    with translation.override("fr"):
        french = printed("components/masthead.html")
    with translation.override("en"):
        assert printed("components/masthead.html") != french


def test_another_day_prints_it_anew(prints, monkeypatch):
    printed("components/footer.html")
    monkeypatch.setattr(timezone, "localdate", lambda: timezone.datetime(2031, 1, 1).date())
    printed("components/footer.html")
    assert len(prints) == 2


def test_nothing_of_the_page_around_reaches_it():
    around = Context({"publication_name": "The Ellery Courier", "request": "a secret"})
    page = Template('{% load newsroom %}{% printed "components/footer.html" %}')
    assert "Courier" not in page.render(around)


def test_what_is_not_asked_for_again_is_forgotten(prints, monkeypatch):
    monkeypatch.setattr(printing, "_MOST", 1)
    for name in ("a", "b", "c", "a"):
        printed("components/footer.html", publication_name=name)
    assert len(prints) == 4
    printed("components/footer.html", publication_name="a")
    assert len(prints) == 4
